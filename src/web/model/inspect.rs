//! Telling from outside whether a file is what its name says: size, digest, first bytes.
//! Knows nothing of how it came.

use js_sys::Uint8Array;
use safetensors::tensor::Metadata;

use crate::error::{Code, Error, Result};

/// Headers are some ten kilobytes; a length beyond this is another kind of file.
const MAX_HEADER: u64 = 16 << 20;

/// Checks a file that has arrived whole.
///
/// # Errors
/// `model_unavailable` where a web page came in its place, `model_corrupt` where it is cut short or is no JSON or safetensors file.
pub fn check(name: &str, bytes: &Uint8Array, expected: Option<u64>) -> Result<()> {
    if is_web_page(bytes) {
        let message = format!(
            "A web page came in place of {name}: the server seems to answer every path with its start page. Check the model's address, then load the model again."
        );
        return Err(Error::new(Code::ModelUnavailable, message));
    }
    let length = u64::from(bytes.length());
    if let Some(expected) = expected.filter(|&expected| expected != length) {
        return Err(corrupt(name, &format!("has {length} bytes, it should have {expected}")));
    }
    if name.ends_with(".json") && first(bytes, 64).trim_ascii_start().first() != Some(&b'{') {
        return Err(corrupt(name, "is not JSON"));
    }
    if name.ends_with(".safetensors") {
        check_safetensors(name, bytes)?;
    }
    Ok(())
}

/// Compares a digest with the manifest's.
///
/// # Errors
/// `model_corrupt`.
pub fn verify(name: &str, sha256: &[u8; 32], expected: &str) -> Result<()> {
    let found: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    match found.eq_ignore_ascii_case(expected) {
        true => Ok(()),
        false => Err(corrupt(name, "does not have the checksum that handpick-model.json promises")),
    }
}

/// Whether it begins as HTML does.
pub fn is_web_page(bytes: &Uint8Array) -> bool {
    let head = first(bytes, 512);
    let text = String::from_utf8_lossy(&head).trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).to_ascii_lowercase();
    ["<!doctype", "<html", "<head", "<body", "<!--", "<?xml"].iter().any(|start| text.starts_with(start))
}

/// The header's own account of how long the file is.
fn check_safetensors(name: &str, bytes: &Uint8Array) -> Result<()> {
    let head = first(bytes, 8);
    let Ok(size) = <[u8; 8]>::try_from(head.as_slice()) else { return Err(corrupt(name, "is too short to be a safetensors file")) };
    let size = u64::from_le_bytes(size);
    if size.saturating_add(8) > u64::from(bytes.length()) || size > MAX_HEADER {
        return Err(corrupt(name, "is not a safetensors file, or is cut short"));
    }
    let header = bytes.subarray(8, 8 + size as u32).to_vec();
    let metadata: Metadata = serde_json::from_slice(&header).map_err(|error| corrupt(name, &format!("is not a safetensors file ({error})")))?;
    let expected = 8 + size + metadata.data_len() as u64;
    if expected != u64::from(bytes.length()) {
        return Err(corrupt(name, &format!("has {} bytes, its header speaks of {expected}", bytes.length())));
    }
    Ok(())
}

fn first(bytes: &Uint8Array, count: u32) -> Vec<u8> {
    bytes.subarray(0, count.min(bytes.length())).to_vec()
}

fn corrupt(name: &str, what: &str) -> Error {
    Error::new(Code::ModelCorrupt, format!("{name} {what}. Check the file in the model's folder, then load the model again."))
}
