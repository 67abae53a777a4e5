//! The list of checksums that stands beside the archives of an export.

/// Checksums by file name.
pub(super) struct Sums(Vec<(String, String)>);

impl Sums {
    /// Reads lines of `<64 hexadecimal digits> *<file>` (or two blanks); other lines are passed over.
    pub(super) fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (sum, file) = line.trim_end().split_once(' ')?;
            let file = file.strip_prefix(['*', ' ']).unwrap_or(file);
            let valid = sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
            valid.then(|| (file.to_owned(), sum.to_ascii_lowercase()))
        };
        Self(text.lines().filter_map(line).collect())
    }

    /// The checksum of a file, in lower case.
    pub(super) fn of(&self, file: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == file).map(|(_, sum)| sum.as_str())
    }
}
