//! Small questions about Rust syntax.

use proc_macro2::Span;
use syn::{Attribute, Item, Meta};

/// Whether an item is compiled for tests only.
pub(super) fn is_test_only(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list.tokens.to_string() == "test",
        other => other.path().is_ident("test"),
    })
}

/// First and last line of a span.
pub(super) fn lines(span: Span) -> (usize, usize) {
    (span.start().line, span.end().line)
}

/// Lines of modules that hold tests, in the file itself.
pub(super) fn test_lines(items: &[Item]) -> usize {
    let mut sum = 0;
    for item in items {
        let Item::Mod(module) = item else { continue };
        let Some((brace, inner)) = &module.content else { continue };
        sum += if is_test_only(&module.attrs) {
            lines(brace.span.close()).1 + 1 - lines(module.mod_token.span).0
        } else {
            test_lines(inner)
        };
    }
    sum
}
