//! The TypeScript side of the wire is printed from the Rust types: `www/handpick/protocol.d.ts` must be what they say today.
//! `scripts/types.sh` writes it anew.
#![cfg(feature = "types")]

use std::collections::BTreeMap;
use std::path::Path;

use handpick::protocol::{DeviceChoice, Progress, Reply, Request, WireError};
use handpick::strategy::StrategyConfig;
use ts_rs::{Config, TS, TypeVisitor};

const HEADER: &str = "\
// What the page may ask of the engine, what the engine answers, and what it says unasked.
// Printed from the Rust types by scripts/types.sh: change those, not this file.
";

/// Declarations by name, so that the file's order does not depend on who refers to whom.
struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
}

impl Declarations {
    fn add<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of ours have a file of their own; numbers, lists and options are spelled out where they are used.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.found.insert(name, format!("{docs}export {}\n", T::decl(&self.config)));
        T::visit_dependencies(self);
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

fn declarations() -> String {
    let mut all = Declarations { config: Config::default(), found: BTreeMap::new() };
    all.add::<Request>();
    all.add::<Reply>();
    all.add::<Progress>();
    all.add::<DeviceChoice>();
    all.add::<WireError>();
    // Named by hand where a request takes it, so nothing leads to it.
    all.add::<StrategyConfig>();
    let body: Vec<String> = all.found.into_values().collect();
    format!("{HEADER}\n{}", body.join("\n"))
}

#[test]
fn the_types_that_javascript_sees_are_those_of_the_wire() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/handpick/protocol.d.ts");
    let expected = declarations();
    if std::env::var_os("HANDPICK_WRITE_TYPES").is_some() {
        std::fs::write(&path, &expected).expect("protocol.d.ts can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "www/handpick/protocol.d.ts is stale: run scripts/types.sh and commit what it writes.");
}
