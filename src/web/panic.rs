//! What happens when the engine panics: the console gets the place, the worker is told at once.
//! A panic ends in a trap, and the promise of the call that trapped stays open for ever: without this, a caller would wait for ever too.

use std::cell::RefCell;
use std::panic;

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static LISTENER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Calls back with the message of a panic. Nothing of the engine may be used after that: its memory is in no known state.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(callback: Function) {
    LISTENER.set(Some(callback));
    super::device::watch_log();
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let place = info.location().map(|location| format!(" ({}:{})", location.file(), location.line())).unwrap_or_default();
        let message = format!("A defect of Handpick stopped it: {}{place}.", info.payload_as_str().unwrap_or("panic"));
        LISTENER.with_borrow(|listener| {
            if let Some(listener) = listener {
                // The listener posts a message; should it throw, the trap that follows is still reported by the browser.
                let _ = listener.call1(&JsValue::NULL, &message.into());
            }
        });
    }));
}
