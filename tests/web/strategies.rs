//! How long a query takes in the browser: a measurement, run only when asked for (`scripts/bench.sh`).

use js_sys::{Function, global};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

#[path = "../../benches/strategies/table.rs"]
mod table;

#[wasm_bindgen_test]
#[ignore = "a measurement"]
fn milliseconds_a_query() {
    let now = Function::new_no_args("return performance.now()");
    let clock = || now.call0(&JsValue::from(global())).ok().and_then(|time| time.as_f64()).expect("a worker has a clock");
    for size in [5_000, 20_000, 100_000] {
        console_log!("{}", table::table(&[size], &[], &clock));
    }
}
