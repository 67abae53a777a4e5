//! Banned words in the names of files, modules and types: they say that a thing exists, not what it is.

use syn::visit::{self, Visit};
use syn::{Ident, ItemEnum, ItemMod, ItemStruct, ItemTrait, ItemType};

use super::findings::Findings;
use super::repository::Repository;
use super::rust::lines;

/// In names of files, folders and modules.
const IN_MODULES: [&str; 10] = [
    "common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util",
    "utils",
];
/// At the end of names of types.
const IN_TYPES: [&str; 4] = ["Helper", "Impl", "Manager", "Utils"];

/// Looks at every path below the crates and every module and type.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    for (file, syntax) in repository.rust() {
        for part in file.path.trim_end_matches(".rs").split('/') {
            if let Some(word) = banned_in(part) {
                findings.add(&file.path, 0, format!("{word:?} in a file's name says nothing"));
            }
        }
        Names { path: &file.path, findings }.visit_file(syntax);
    }
}

fn banned_in(name: &str) -> Option<&str> {
    name.split(['_', '-']).find(|word| IN_MODULES.contains(word))
}

struct Names<'a> {
    path: &'a str,
    findings: &'a mut Findings,
}

impl Names<'_> {
    fn check_type(&mut self, ident: &Ident) {
        let name = ident.to_string();
        if let Some(word) = IN_TYPES.iter().find(|word| name.ends_with(**word)) {
            let message = format!("{word:?} in the name of {name} says nothing");
            self.findings.add(self.path, lines(ident.span()).0, message);
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        // The name of a module in its own file is the file's name.
        let name = item.ident.to_string();
        if let (Some(word), Some(_)) = (banned_in(&name), &item.content) {
            let message = format!("{word:?} in the name of module {name} says nothing");
            self.findings.add(self.path, lines(item.ident.span()).0, message);
        }
        visit::visit_item_mod(self, item);
    }
    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.check_type(&item.ident);
    }
    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.check_type(&item.ident);
    }
    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        self.check_type(&item.ident);
        visit::visit_item_trait(self, item);
    }
    fn visit_item_type(&mut self, item: &'ast ItemType) {
        self.check_type(&item.ident);
    }
}
