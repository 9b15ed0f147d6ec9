//! `cargo bench --bench strategies [-- SIZE…]`: milliseconds a query, natively. In a browser: `scripts/bench.sh`.

use std::time::Instant;

mod table;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![5_000, 20_000, 100_000] } else { sizes };
    let start = Instant::now();
    println!("{}", table::table(&sizes, &|| start.elapsed().as_secs_f64() * 1000.0));
}
