#!/usr/bin/env bash
# Milliseconds a query for every strategy, in headless Chromium on one thread. Natively: cargo bench --bench strategies.
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"
cd "$root"

ensure_system
ensure_rust
ensure_packages
ensure_model
ensure_tools
ensure_browser
wasm_env env CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner WASM_BINDGEN_TEST_TIMEOUT=900 \
  cargo test --locked --profile wasm --target "$wasm_target" --features web --test web -- --include-ignored --nocapture milliseconds_a_query
