//! Words that no committed text may hold: paths of one machine, marks of unfinished work.

use super::findings::Findings;
use super::repository::Repository;

/// Directories that exist on somebody's machine only. In parts, so that this file passes.
const MACHINE: [&str; 5] = [
    concat!("/", "tmp/"),
    concat!("/", "home/"),
    concat!("/", "root/"),
    concat!("/", "work/"),
    concat!("/", "Users/"),
];
/// Marks of unfinished work.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Looks at every line of every text.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    let generated = ["Cargo.lock"];
    for file in repository.files.iter().filter(|file| !generated.contains(&file.path.as_str())) {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(path) = MACHINE.iter().find(|path| starts_in(line, path)) {
                let message = format!(
                    "{path} is a path of one machine: take a parameter or a temporary directory"
                );
                findings.add(&file.path, number + 1, message);
            }
            let is_code = file.path.ends_with(".rs") || file.path.ends_with(".md");
            if let Some(mark) = UNFINISHED.iter().find(|mark| is_code && has_word(line, mark)) {
                let message = format!(
                    "{mark}: finish it, or write down what is missing in the documentation"
                );
                findings.add(&file.path, number + 1, message);
            }
        }
    }
}

/// Whether an absolute path begins so, and not a part of a longer path or address.
fn starts_in(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before
            .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '.' | '-' | '_' | '}' | '>'))
    })
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let is_letter = |c: char| c.is_alphanumeric();
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(is_letter) && !after.is_some_and(is_letter)
    })
}

#[cfg(test)]
mod tests {
    //! What is a machine's path and what only looks like one.
    use super::*;

    #[test]
    fn a_path_is_found_where_it_begins_and_nowhere_else() {
        let tmp = MACHINE[0];
        assert!(starts_in(&format!("open(\"{tmp}x\")"), tmp));
        assert!(starts_in(&format!("{tmp}x"), tmp));
        assert!(!starts_in(&format!("target{tmp}x"), tmp));
        assert!(!starts_in(&format!("https://example.org{tmp}"), tmp));
    }

    #[test]
    fn a_mark_is_a_word_of_its_own() {
        let mark = UNFINISHED[0];
        assert!(has_word(&format!("// {mark}: later"), mark));
        assert!(!has_word(&format!("{mark}S"), mark));
    }
}
