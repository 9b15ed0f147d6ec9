//! The rooms of the house: each module uses only those above it in the list, and only `web` knows the browser.
//! Reads the `crate::…` paths in `src/`; knows nothing else of the code.

use std::fs;
use std::path::{Path, PathBuf};

/// In the order in which they may use each other.
const ROOMS: [&str; 11] = ["error", "rng", "matrix", "corpus", "head", "strategy", "evaluate", "encoder", "session", "protocol", "web"];

/// Crates that only the room named may use. Elsewhere they would tie the learner to a browser, to tensors or to text.
const KEPT_TO: [(&str, &[&str]); 8] = [
    ("wasm_bindgen", &["web"]),
    ("web_sys", &["web"]),
    ("js_sys", &["web"]),
    ("gloo_timers", &["web"]),
    ("idb", &["web"]),
    ("tokenizers", &["encoder"]),
    // `web` looks at the header of a download before it is kept.
    ("safetensors", &["encoder", "web"]),
    ("burn", &["head", "encoder", "web"]),
];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            out.push(path);
        }
    }
}

/// The room of a source file; `None` for `lib.rs` and the command line, which may use all.
fn room(path: &Path, src: &Path) -> Option<usize> {
    let inside = path.strip_prefix(src).unwrap();
    let first = inside.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    ROOMS.iter().position(|room| *room == first)
}

/// Code lines with their numbers, comments left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(number, line)| (number + 1, line.split("//").next().unwrap_or(""))).filter(|(_, line)| !line.trim().is_empty())
}

fn names_after<'a>(line: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(prefix).map(move |(at, _)| {
        let rest = &line[at + prefix.len()..];
        &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
    })
}

#[test]
fn every_module_uses_only_those_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in &files {
        let Some(room) = room(path, &src) else { continue };
        let text = fs::read_to_string(path).unwrap();
        for (number, line) in code(&text) {
            for used in names_after(line, "crate::") {
                seen += 1;
                if let Some(other) = ROOMS.iter().position(|name| *name == used)
                    && other > room
                {
                    wrong.push(format!("{}:{number}: {} uses {}", path.display(), ROOMS[room], used));
                }
            }
            assert!(!line.contains("crate::{"), "{}:{number}: one `use crate::module::…` a module, so that this test can read it", path.display());
        }
    }
    assert!(seen > 50, "the test found only {seen} paths: it no longer reads the code");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_rooms_meant_for_it_use_the_browser_tensors_or_tokenizers() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut wrong = Vec::new();
    for path in &files {
        let Some(room) = room(path, &src) else { continue };
        let text = fs::read_to_string(path).unwrap();
        for (number, line) in code(&text) {
            for (krate, rooms) in KEPT_TO {
                let named =
                    line.contains(&format!("use {krate}::")) || line.contains(&format!(" {krate}::")) || line.contains(&format!("({krate}::"));
                if named && !rooms.contains(&ROOMS[room]) {
                    wrong.push(format!("{}:{number}: {} names {krate}", path.display(), ROOMS[room]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
