//! The repository as read from disk: texts, parsed Rust files, crates.

use std::path::Path;
use std::process::Command;

use super::metadata::Metadata;

/// Everything that guards look at.
#[derive(Default)]
pub(super) struct Repository {
    /// All files that are, or would be, committed, by path.
    pub(super) files: Vec<File>,
    /// The crates.
    pub(super) metadata: Metadata,
    /// The root directory with a slash at its end, as `cargo metadata` writes it.
    pub(super) root: String,
}

/// One file.
pub(super) struct File {
    /// Relative to the root, with slashes.
    pub(super) path: String,
    /// Its text; empty for a file that is not UTF-8.
    pub(super) text: String,
    /// Its syntax, if it is Rust.
    pub(super) syntax: Option<syn::File>,
}

impl Repository {
    /// Reads all files.
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        for path in list(root)? {
            let absolute = root.join(&path);
            // A file that git still lists may have been deleted.
            let Ok(bytes) = std::fs::read(&absolute) else { continue };
            files.push(File::parse(path, String::from_utf8(bytes).unwrap_or_default())?);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let metadata = Metadata::read(root)?;
        Ok(Self { files, metadata, root: format!("{}/", root.display()) })
    }

    /// The file of that path.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Whether a file or directory of that path is there.
    pub(super) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let below = |file: &str| file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        path.is_empty() || self.files.iter().any(|file| file.path == path || below(&file.path))
    }

    /// Parsed Rust files.
    pub(super) fn rust(&self) -> impl Iterator<Item = (&File, &syn::File)> {
        self.files.iter().filter_map(|file| Some((file, file.syntax.as_ref()?)))
    }

    /// Markdown documents.
    pub(super) fn markdown(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.ends_with(".md"))
    }

    /// A path of `cargo metadata` relative to the root.
    pub(super) fn relative<'p>(&self, absolute: &'p str) -> &'p str {
        absolute.strip_prefix(&self.root).unwrap_or(absolute)
    }
}

impl File {
    /// Parses a Rust file; others are text.
    pub(super) fn parse(path: String, text: String) -> anyhow::Result<Self> {
        let syntax = if path.ends_with(".rs") {
            let parsed = syn::parse_file(&text);
            Some(parsed.map_err(|e| anyhow::anyhow!("{path}:{}: {e}", e.span().start().line))?)
        } else {
            None
        };
        Ok(Self { path, text, syntax })
    }

    /// The file's own name.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether it holds tests only.
    pub(super) fn is_test(&self) -> bool {
        let is_folder = |part: &str| matches!(part, "tests" | "benches" | "fuzz");
        self.path.split('/').any(is_folder) || self.name() == "tests.rs"
    }
}

/// Files that git knows or would take.
fn list(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    if let Ok(output) = git.current_dir(root).output()
        && output.status.success()
    {
        let names = String::from_utf8_lossy(&output.stdout).into_owned();
        return Ok(names.split_terminator('\0').map(str::to_owned).collect());
    }
    // An unpacked archive has no git directory, a bare machine no git.
    let mut found = Vec::new();
    walk(root, "", &mut found)?;
    Ok(found)
}

fn walk(directory: &Path, prefix: &str, found: &mut Vec<String>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_built = prefix.is_empty() && matches!(name.as_str(), ".git" | "target" | "data");
        if is_built {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}
