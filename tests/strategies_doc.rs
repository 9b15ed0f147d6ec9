//! The tables in docs/STRATEGIES.md come from the code: this test fails when they are stale.
//! `HANDPICK_WRITE_DOCS=1 cargo test --test strategies_doc` writes them anew between their marks.

use std::fmt::Write;
use std::path::Path;

use handpick::strategy::{StrategyInfo, menu};

/// Families in the order of the page, with their headings.
const FAMILIES: [(&str, &str); 9] = [
    ("uncertainty", "Uncertainty: what one model is unsure of"),
    ("committee", "Committee: where several models disagree"),
    ("gradient", "Gradient: what would move the model most"),
    ("representation", "Representation: where texts lie among each other"),
    ("combined", "Combined: several of these at once"),
    ("adaptive", "Adaptive: strategies that choose strategies"),
    ("wrapper", "Wrappers: around another strategy"),
    ("multi-label", "Several labels a text"),
    ("baseline", "Baseline"),
];

fn tables() -> String {
    let menu = menu();
    let mut out = String::new();
    for (family, heading) in FAMILIES {
        let members: Vec<&StrategyInfo> = menu.iter().filter(|info| info.family == family).collect();
        assert!(!members.is_empty(), "no strategy is of the family {family}");
        write!(out, "\n### {heading}\n\n| name | score | needs | cost of a query | source |\n|---|---|---|---|---|\n").unwrap();
        for info in &members {
            let cell = |text: &str| text.replace('|', "\\|");
            let needs = &info.needs;
            writeln!(out, "| `{}` | {} | {needs} | {} | {} |", info.name, cell(&info.formula), cell(&info.cost), cell(&info.paper)).unwrap();
        }
        out.push('\n');
        for info in members {
            writeln!(out, "- **{}** (`{}`). {}", info.title, info.name, info.summary).unwrap();
        }
    }
    out
}

#[test]
fn every_strategy_is_of_a_family_that_the_document_has() {
    for info in menu() {
        assert!(FAMILIES.iter().any(|(family, _)| *family == info.family), "{}: {}", info.name, info.family);
    }
}

#[test]
fn the_tables_of_the_document_are_those_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/STRATEGIES.md");
    let text = std::fs::read_to_string(&path).expect("docs/STRATEGIES.md is part of the project");
    let (begin, end) = ("<!-- menu: written by tests/strategies_doc.rs -->\n", "<!-- end of menu -->");
    let (before, rest) = text.split_once(begin).expect("the document marks where the tables begin");
    let (found, after) = rest.split_once(end).expect("the document marks where the tables end");
    let expected = format!("{}\n", tables());
    if std::env::var_os("HANDPICK_WRITE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{begin}{expected}{end}{after}")).expect("docs/STRATEGIES.md can be written");
        return;
    }
    assert!(found == expected, "docs/STRATEGIES.md is stale: run HANDPICK_WRITE_DOCS=1 cargo test --test strategies_doc and commit what it writes.");
}
