#!/usr/bin/env bash
# Runs every test, installing what is missing; ends with a summary, and non-zero if anything failed.
# Usage: scripts/test.sh [PHASE…]   (all phases, in this order, unless some are named)
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"
cd "$root"

phases=(format lint native types javascript page wasm browser)
native_features=cli,types

phase_format() {
  have cargo-fmt || skip "no rustfmt with this Rust"
  cargo fmt --check
}

phase_lint() {
  have cargo-clippy || skip "no clippy with this Rust"
  cargo clippy --locked --all-targets --features "$native_features" -- -D warnings
}

# Golden vectors, tokenizer, import, loop, replay, layering: everything that needs no browser, without wgpu.
phase_native() { cargo test --locked --features "$native_features"; }

# The wire's TypeScript, hand-written JavaScript and these scripts' own, against each other.
phase_types() {
  lay_vendor
  node_modules/.bin/tsc --project tsconfig.json
}

phase_javascript() { node --test tests/js/*.test.mjs; }

phase_page() { build_page; }

# The same profile as the page's, so that what they share is compiled once.
phase_wasm() {
  wasm_env env CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner WASM_BINDGEN_TEST_TIMEOUT=900 \
    cargo test --locked --profile wasm --target "$wasm_target" --features web --test web
}

phase_browser() { node --test --test-concurrency=1 tests/e2e/*.test.mjs; }

# skip WHY: leaves the phase, and says so in the summary.
skipped=77
skip() {
  note "NOT RUN: $*"
  exit "$skipped"
}

# Sets cpu to the CPU seconds of all children so far. Asked in this shell itself: a subshell would count its own children.
cpu=0
count_cpu() {
  times >"$stamps/times"
  cpu=$(tail -n 1 "$stamps/times" | awk '{ for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); s += t[1] * 60 + t[2] } printf "%d", s }')
}

summary=()
passed=0 failed=0 left_out=0
run_phase() {
  local name=$1 began=$SECONDS cpu_before status verdict
  count_cpu
  cpu_before=$cpu
  say "$name"
  set +e
  (set -e && "phase_$name")
  status=$?
  set -e
  case $status in
    0) verdict=passed && passed=$((passed + 1)) ;;
    "$skipped") verdict="NOT RUN" && left_out=$((left_out + 1)) ;;
    *) verdict=FAILED && failed=$((failed + 1)) ;;
  esac
  count_cpu
  summary+=("$(printf '%-12s %-8s %5d s, %5d CPU s' "$name" "$verdict" $((SECONDS - began)) $((cpu - cpu_before)))")
}

[ $# = 0 ] || phases=("$@")
for name in "${phases[@]}"; do declare -F "phase_$name" >/dev/null || fail "there is no phase $name; there are: format lint native types javascript page wasm browser"; done

began=$SECONDS
ensure_system
ensure_rust
ensure_packages
ensure_model
case " ${phases[*]} " in *" page "* | *" wasm "* | *" browser "*) ensure_tools ;; esac
case " ${phases[*]} " in *" wasm "* | *" browser "*) ensure_browser ;; esac
count_cpu
summary+=("$(printf '%-12s %-8s %5d s, %5d CPU s' set-up done $((SECONDS - began)) "$cpu")")

for name in "${phases[@]}"; do run_phase "$name"; done

printf '\n'
printf '%s\n' "${summary[@]}"
printf '\nphases: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$left_out"
[ "$failed" = 0 ]
