use handpick::corpus::import::{ImportOptions, Source, inspect};

#[test]
fn look() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/");
    let mut stack = vec![std::path::PathBuf::from(root)];
    let mut files = vec![];
    while let Some(dir) = stack.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { stack.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    for path in files {
        let name = path.display().to_string().replace(root, "");
        if ["SOURCE.md", "fsdd/0", "fsdd/1_", "sign_digits", "LICENSE"].iter().any(|x| name.contains(x)) { continue; }
        let source = Source::File { name: path.file_name().unwrap().to_str().unwrap().into(), bytes: std::fs::read(&path).unwrap() };
        println!("== {name}");
        match inspect(&source, &ImportOptions::default()) {
            Ok(p) => {
                println!("   {:?} {} {:?} header={} {:?}", p.format, p.sentence, p.delimiter, p.has_header, p.columns.iter().take(12).collect::<Vec<_>>());
                println!("   labels {:?}", p.label_values.iter().take(8).collect::<Vec<_>>());
                for w in p.warnings { println!("   ! {:?} {} x{} {}", w.row, w.code, w.count, w.message.chars().take(200).collect::<String>()) }
            }
            Err(e) => println!("   ERR {e}"),
        }
    }
}
