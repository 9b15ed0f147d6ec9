//! Devices in a browser: whether there is a WebGPU that Burn can use, opening it, and noticing that it computes nonsense.
//! Knows no model.

use std::sync::atomic::{AtomicBool, Ordering};

use burn::tensor::Device;
use burn::tensor::wgpu::WgpuBackend;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::wire;
use crate::error::{Code, Error, Result};

/// Some drivers never answer a request for an adapter.
const PATIENCE_MS: u32 = 10_000;

/// What a browser says of its WebGPU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// Whether Burn can compute on it.
    pub available: bool,
    /// Whether it is emulated on the CPU.
    pub software: bool,
    /// Vendor and architecture, as far as the browser tells.
    pub adapter: String,
    /// Why (not), in a sentence.
    pub reason: String,
}

impl Probe {
    fn none(reason: impl Into<String>) -> Self {
        Self { available: false, software: false, adapter: String::new(), reason: reason.into() }
    }
}

/// Asks the browser for a WebGPU adapter, without opening it.
#[wasm_bindgen(js_name = probeWebgpu)]
pub async fn probe_webgpu() -> std::result::Result<JsValue, JsValue> {
    wire::to_js(&probe().await).map_err(|error| wire::thrown(&error))
}

/// As [`probe_webgpu`].
pub async fn probe() -> Probe {
    let gpu = property(&js_sys::global(), "navigator").and_then(|navigator| property(&navigator, "gpu"));
    let Some(gpu) = gpu else {
        return Probe::none("This browser has no WebGPU, or the page is not served over https.");
    };
    let adapter = match request_adapter(&gpu).await {
        Ok(adapter) if adapter.is_null() || adapter.is_undefined() => {
            return Probe::none("This browser has WebGPU, but gives out no graphics card.");
        }
        Ok(adapter) => adapter,
        Err(reason) => return Probe::none(reason),
    };
    let (name, software) = describe(&adapter);
    // Burn's WebGPU runtime panics on adapters without it, when the first kernel runs.
    if !has_feature(&adapter, "timestamp-query") {
        return Probe {
            adapter: name.clone(),
            software,
            ..Probe::none(format!("The graphics card ({name}) lacks a feature that is needed (timestamp-query)."))
        };
    }
    Probe { available: true, software, reason: format!("WebGPU is there ({name})."), adapter: name }
}

/// Opens WebGPU. Once per worker: a second opening is an error of the runtime, and a lost device is replaced with its worker.
///
/// # Errors
/// `device_unavailable`.
pub async fn open_webgpu() -> Result<Device> {
    let found = probe().await;
    if !found.available {
        return Err(Error::new(Code::DeviceUnavailable, found.reason));
    }
    // Never `Device::default()`: it would choose WebGPU even where there is none.
    Device::wgpu_options()
        .graphics_api(WgpuBackend::WebGpu)
        .init_async()
        .await
        .map_err(|error| Error::new(Code::DeviceUnavailable, format!("The graphics card could not be opened: {error}.")))
}

/// Set once a shader was refused: its kernel is then skipped silently, and stale numbers take the place of results.
static SHADER_REFUSED: AtomicBool = AtomicBool::new(false);

/// What to check after every computation on WebGPU.
///
/// # Errors
/// `device_wrong` once a shader was refused.
pub fn check_shaders() -> Result<()> {
    match SHADER_REFUSED.load(Ordering::Relaxed) {
        true => {
            Err(Error::new(Code::DeviceWrong, "The browser refused one of the programs for the graphics card, so its numbers cannot be trusted."))
        }
        false => Ok(()),
    }
}

/// Listens to the runtime's log, which is the only place where it says that a shader was refused.
pub fn watch_log() {
    // A logger that is there already, in tests, listens as well as ours would.
    if log::set_logger(&Watch).is_ok() {
        log::set_max_level(log::LevelFilter::Warn);
    }
}

struct Watch;

impl log::Log for Watch {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() <= log::Level::Warn
    }

    fn log(&self, record: &log::Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let message = record.args().to_string();
        if message.contains("WGSL compilation failed") {
            SHADER_REFUSED.store(true, Ordering::Relaxed);
        }
        // The console is for developers; a shader's source would fill it.
        let head: String = message.chars().take(400).collect();
        web_sys::console::warn_1(&head.into());
    }

    fn flush(&self) {}
}

/// WebGPU's own types are not stable in `web_sys`, so it is spoken to by name.
async fn request_adapter(gpu: &JsValue) -> std::result::Result<JsValue, String> {
    let silent = || "The browser did not answer when asked for a graphics card.".to_owned();
    let request = property(gpu, "requestAdapter").and_then(|value| value.dyn_into::<Function>().ok()).ok_or_else(silent)?;
    let options = js_sys::Object::new();
    let _ = Reflect::set(&options, &"powerPreference".into(), &"high-performance".into());
    let promise: Promise = request.call1(gpu, &options).ok().and_then(|value| value.dyn_into().ok()).ok_or_else(silent)?;
    let timeout = wasm_bindgen_futures::future_to_promise(async {
        TimeoutFuture::new(PATIENCE_MS).await;
        Err(JsValue::UNDEFINED)
    });
    match JsFuture::from(Promise::race(&js_sys::Array::of2(&promise, &timeout))).await {
        Ok(adapter) => Ok(adapter),
        Err(error) if error.is_undefined() => Err(silent()),
        Err(error) => Err(format!("The browser gives out no graphics card: {}", wire::message_of(&error))),
    }
}

fn describe(adapter: &JsValue) -> (String, bool) {
    let info = property(adapter, "info").unwrap_or(JsValue::UNDEFINED);
    let text = |key: &str| property(&info, key).and_then(|value| value.as_string()).unwrap_or_default();
    let (vendor, architecture, description) = (text("vendor"), text("architecture"), text("description"));
    let mut parts: Vec<&str> = [vendor.as_str(), architecture.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() && !description.is_empty() {
        parts.push(&description);
    }
    let name = if parts.is_empty() { "unnamed".to_owned() } else { parts.join(" ") };
    let fallback = [&info, adapter].into_iter().any(|owner| property(owner, "isFallbackAdapter").is_some_and(|value| value.is_truthy()));
    let all = format!("{vendor} {architecture} {description}").to_lowercase();
    let emulated = ["swiftshader", "llvmpipe", "lavapipe", "basic render"].iter().any(|known| all.contains(known));
    (name, fallback || emulated)
}

fn has_feature(adapter: &JsValue, feature: &str) -> bool {
    let Some(features) = property(adapter, "features") else { return false };
    let has = property(&features, "has").and_then(|value| value.dyn_into::<Function>().ok());
    has.and_then(|has| has.call1(&features, &feature.into()).ok()).is_some_and(|answer| answer.is_truthy())
}

fn property(owner: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(owner, &key.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}
