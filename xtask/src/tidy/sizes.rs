//! Budgets of files, functions and parameter lists.

use syn::visit::{self, Visit};
use syn::{Block, FnArg, ImplItemFn, ItemFn, ItemMod, Signature, TraitItemFn};

use super::findings::Findings;
use super::repository::{File, Repository};
use super::rust::{is_test_only, lines, test_lines};

/// Lines of a file without its tests.
const FILE: usize = 400;
/// Lines of a file of tests, or of a file with its tests.
const FILE_WITH_TESTS: usize = 600;
/// Lines of a function from its name to its closing brace; tests are exempt.
const FUNCTION: usize = 60;
/// Parameters besides `self`.
const PARAMETERS: usize = 4;

/// Compares every Rust file and function with its budget.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    for (file, syntax) in repository.rust() {
        check_file(file, syntax, findings);
        if !file.is_test() {
            Functions { path: &file.path, findings }.visit_file(syntax);
        }
    }
}

fn check_file(file: &File, syntax: &syn::File, findings: &mut Findings) {
    let all = file.text.lines().count();
    if all > FILE_WITH_TESTS {
        let message = format!("{all} lines, the limit with tests is {FILE_WITH_TESTS}: split it");
        findings.add(&file.path, 0, message);
    }
    let code = all.saturating_sub(test_lines(&syntax.items));
    if code > FILE && !file.is_test() {
        let message = format!("{code} lines without tests, the limit is {FILE}: split it");
        findings.add(&file.path, 0, message);
    }
}

struct Functions<'a> {
    path: &'a str,
    findings: &'a mut Findings,
}

impl Functions<'_> {
    fn check(&mut self, signature: &Signature, body: &Block) {
        let name = &signature.ident;
        let (first, _) = lines(signature.fn_token.span);
        let (_, last) = lines(body.brace_token.span.close());
        let length = last + 1 - first;
        if length > FUNCTION {
            let message =
                format!("fn {name} has {length} lines, the limit is {FUNCTION}: split it");
            self.findings.add(self.path, first, message);
        }
        let typed = |input: &&FnArg| matches!(input, FnArg::Typed(_));
        let parameters = signature.inputs.iter().filter(typed).count();
        if parameters > PARAMETERS {
            let message = format!(
                "fn {name} has {parameters} parameters, the limit is {PARAMETERS}: group them in a struct"
            );
            self.findings.add(self.path, first, message);
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_test_only(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if !is_test_only(&function.attrs) {
            self.check(&function.sig, &function.block);
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.check(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(body) = &function.default {
            self.check(&function.sig, body);
        }
        visit::visit_trait_item_fn(self, function);
    }
}
