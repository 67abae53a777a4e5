//! The demand that every source file says what it is.

use super::findings::Findings;
use super::repository::Repository;

/// Reports Rust files without `//!`.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    for (file, syntax) in repository.rust() {
        let is_doc = |attribute: &syn::Attribute| attribute.path().is_ident("doc");
        if !syntax.attrs.iter().any(is_doc) {
            findings.add(
                &file.path,
                1,
                "it has no `//!`: say in a noun phrase what the file holds",
            );
        }
    }
}
