//! The demand that every Rust file is compiled: a forgotten file of tests tests nothing.

use std::collections::{BTreeSet, HashMap};

use syn::{Item, ItemMod, Lit, Meta};

use super::findings::Findings;
use super::repository::Repository;

/// Follows `mod` from the roots of all targets and reports the files that were not met.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    let files: HashMap<&str, &syn::File> =
        repository.rust().map(|(file, syntax)| (file.path.as_str(), syntax)).collect();
    let mut tree = Tree { files: &files, met: BTreeSet::new() };
    for target in repository.metadata.packages.iter().flat_map(|package| &package.targets) {
        let root = repository.relative(&target.src_path).to_owned();
        let folder = parent(&root).to_owned();
        tree.file(root, &folder);
    }
    let met = tree.met;
    for path in files.keys().filter(|path| !met.contains(**path)).collect::<BTreeSet<_>>() {
        // A crate outside the workspace has its own roots.
        let is_foreign = |folder: &str| {
            repository.has(&format!("{folder}/Cargo.toml"))
                && !repository.metadata.packages.iter().any(|p| {
                    repository.relative(&p.manifest_path) == format!("{folder}/Cargo.toml")
                })
        };
        if !ancestors(path).any(is_foreign) {
            findings.add(path, 0, "no `mod` leads to it: it is never compiled");
        }
    }
}

struct Tree<'a> {
    files: &'a HashMap<&'a str, &'a syn::File>,
    met: BTreeSet<String>,
}

impl Tree<'_> {
    /// Meets a file whose modules lie in `folder`.
    fn file(&mut self, path: String, folder: &str) {
        let Some(syntax) = self.files.get(path.as_str()) else { return };
        if self.met.insert(path.clone()) {
            self.items(&syntax.items, parent(&path), folder);
        }
    }

    fn items(&mut self, items: &[Item], beside: &str, folder: &str) {
        for item in items {
            let Item::Mod(module) = item else { continue };
            let name = module.ident.to_string();
            let name = name.strip_prefix("r#").unwrap_or(&name);
            let inner = format!("{folder}/{name}");
            if let Some((_, items)) = &module.content {
                self.items(items, &inner, &inner);
            } else if let Some(path) = explicit_path(module) {
                let path = format!("{beside}/{path}");
                let folder = parent(&path).to_owned();
                self.file(path, &folder);
            } else {
                self.file(format!("{inner}.rs"), &inner);
                self.file(format!("{inner}/mod.rs"), &inner);
            }
        }
    }
}

/// What `#[path = "…"]` says.
fn explicit_path(module: &ItemMod) -> Option<String> {
    module.attrs.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    })
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(parent(path)), |path| (!path.is_empty()).then(|| parent(path)))
        .filter(|path| !path.is_empty())
}
