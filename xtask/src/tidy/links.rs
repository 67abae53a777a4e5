//! Links in documents: to files that exist and headings that are there.

use super::findings::Findings;
use super::markdown::{anchors, link_targets, prose};
use super::repository::{File, Repository};

/// Follows every relative link of every Markdown document.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    for file in repository.markdown() {
        for (number, line) in prose(&file.text) {
            for target in link_targets(line) {
                if let Some(message) = broken(repository, file, &target) {
                    findings.add(&file.path, number, message);
                }
            }
        }
    }
}

/// Why a link leads nowhere.
fn broken(repository: &Repository, from: &File, target: &str) -> Option<String> {
    let target = target.trim_start_matches('<').trim_end_matches('>');
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if path.is_empty() { from.path.clone() } else { resolve(&from.path, path)? };
    if !repository.has(&path) {
        return Some(format!("the link to {target} leads to {path}, which does not exist"));
    }
    let document =
        repository.file(&path).filter(|_| !anchor.is_empty() && path.ends_with(".md"))?;
    let is_there = anchors(&document.text).iter().any(|there| there == anchor);
    (!is_there).then(|| format!("the link to {target}: {path} has no heading #{anchor}"))
}

/// A path relative to a document as a path from the root.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    //! Links that lead somewhere, and links that do not.
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_link_to_a_missing_file_or_heading_is_found() -> anyhow::Result<()> {
        let readme = "[a](docs/a.md)\n[b](docs/a.md#there)\n[c](docs/a.md#gone)\n[d](gone.md)\n[e](https://example.org/gone)\n";
        let files = vec![
            File::parse("README.md".to_owned(), readme.to_owned())?,
            File::parse("docs/a.md".to_owned(), "# There\n[up](../README.md)\n".to_owned())?,
        ];
        let repository = Repository { files, ..Repository::default() };
        let mut findings = Findings::new(&[]);
        check(&repository, &mut findings);
        expect![[r"
            README.md:3: the link to docs/a.md#gone: docs/a.md has no heading #gone
            README.md:4: the link to gone.md leads to gone.md, which does not exist
        "]]
        .assert_eq(&findings.lines());
        Ok(())
    }
}
