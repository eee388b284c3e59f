//! The TypeScript of the contract, made from the command table; committed and compared by a test.

use std::{any::TypeId, collections::BTreeMap, collections::HashSet, fmt::Write};

use ts_rs::{Config, TS, TypeVisitor};

use crate::{ErrorView, Event, table};

/// The text of `ui/src/api/generated/contract.ts`.
pub fn typescript() -> String {
    let config = Config::new();
    let mut types = Types { config: &config, seen: HashSet::new(), found: BTreeMap::new() };
    types.visit::<ErrorView>();
    types.visit::<Event>();
    table::visit(&mut types);
    let mut out = String::from("// Made from crates/api by `cargo xtask bindings`; a test compares.\n\n");
    for (docs, decl) in types.found.values() {
        push_docs(&mut out, "", docs);
        let _ = writeln!(out, "export {decl}\n");
    }
    out.push_str("/** Every command: its arguments and its result. */\nexport interface Commands {\n");
    for (name, docs, args, result) in table::rows(&config) {
        push_docs(&mut out, "  ", &docs);
        let _ = writeln!(out, "  {name}: {{ args: {args}; result: {result} }};");
    }
    out.push_str("}\n");
    out
}

struct Types<'a> {
    config: &'a Config,
    seen: HashSet<TypeId>,
    found: BTreeMap<String, (String, String)>,
}

impl TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.found.insert(T::ident(self.config), (docs, T::decl(self.config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn push_docs(out: &mut String, indent: &str, docs: &str) {
    let text = docs.trim_start_matches("/**").trim_end().trim_end_matches("*/");
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim().trim_start_matches('*').trim())
        .filter(|line| !line.is_empty())
        .collect();
    if !lines.is_empty() {
        let _ = writeln!(out, "{indent}/** {} */", lines.join(" "));
    }
}
