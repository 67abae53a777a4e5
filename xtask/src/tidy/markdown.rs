//! What guards need to know of Markdown: prose without code, links, headings.

/// The prose of a document: line numbers and lines outside of code blocks.
pub(super) fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        (!is_fence && !in_code).then_some((at + 1, line))
    })
}

/// A line with its code spans blanked, so that what looks like a link in code is none.
pub(super) fn without_code(line: &str) -> String {
    let mut outside = true;
    let keep = |part: &str| {
        let kept = if outside { part.to_owned() } else { " ".repeat(part.len()) };
        outside = !outside;
        kept
    };
    line.split('`').map(keep).collect::<Vec<_>>().join(" ")
}

/// The code spans of a line.
pub(super) fn code_spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The targets of links in a line: `[text](target)` and `[label]: target`.
pub(super) fn link_targets(line: &str) -> Vec<String> {
    let line = without_code(line);
    let mut targets = Vec::new();
    for (at, _) in line.match_indices("](") {
        let rest = &line[at + 2..];
        if let Some(end) = rest.find(')') {
            targets.extend(rest[..end].split_whitespace().next().map(str::to_owned));
        }
    }
    if let Some((_, target)) = line.strip_prefix('[').and_then(|rest| rest.split_once("]: ")) {
        targets.extend(target.split_whitespace().next().map(str::to_owned));
    }
    targets
}

/// The anchors of a document's headings, as GitHub makes them.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (_, line) in prose(text) {
        let title = line.trim_start_matches('#');
        if title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let slug = slug(title.trim());
        let same = found.iter().filter(|other| is_same_title(other, &slug)).count();
        found.push(if same == 0 { slug } else { format!("{slug}-{same}") });
    }
    found
}

fn is_same_title(anchor: &str, slug: &str) -> bool {
    let rest = anchor.strip_prefix(slug);
    rest.is_some_and(|rest| {
        rest.is_empty() || rest.strip_prefix('-').is_some_and(|n| n.parse::<u32>().is_ok())
    })
}

fn slug(title: &str) -> String {
    let kept = title.chars().filter_map(|c| match c {
        ' ' | '-' => Some('-'),
        '_' => Some('_'),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    //! Links, anchors and what is only code.
    use super::*;

    #[test]
    fn links_in_code_are_no_links() {
        let line = "see [a](b.md#c), `[no](x.md)` and [d](<e>) [f](g \"title\")";
        assert_eq!(link_targets(line), ["b.md#c", "<e>", "g"]);
        assert_eq!(link_targets("[label]: target.md"), ["target.md"]);
        let text = "[a](b)\n```\n[c](d)\n```\n";
        assert_eq!(prose(text).count(), 1);
    }

    #[test]
    fn anchors_are_those_of_github() {
        let text = "# A `b` (c), d\n## Same\n## Same\n```\n# no\n```\n";
        assert_eq!(anchors(text), ["a-b-c-d", "same", "same-1"]);
    }
}
