//! `cargo bench --bench strategies [-- SIZE… NAME…]`: milliseconds a query, natively, of all strategies or of those named. In a browser:
//! `scripts/bench.sh`; beside the Python libraries: `benches/peers/timing.sh`.

use std::time::Instant;

mod table;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let names: Vec<&str> = arguments.iter().map(String::as_str).filter(|argument| argument.parse::<usize>().is_err()).collect();
    let sizes = if sizes.is_empty() { vec![5_000, 20_000, 100_000] } else { sizes };
    let start = Instant::now();
    println!("{}", table::table(&sizes, &names, &|| start.elapsed().as_secs_f64() * 1000.0));
}
