# The page: trunk builds the engine and lays out dist/, wasm-opt makes the engine small, model and sample are put beside it.
# dist/ is a plain static folder for any server and any sub-path. Sourced after all the others.

engine=dist/handpick/engine_bg.wasm
# For size first: kernels of one shape for many types are told apart by constants only, so they are merged. The features are those that rustc's target has switched on by default, and fixed-width SIMD.
wasm_opt_flags="-Oz --merge-similar-functions --strip-debug --strip-producers --enable-simd --enable-bulk-memory --enable-bulk-memory-opt --enable-nontrapping-float-to-int
  --enable-sign-ext --enable-mutable-globals --enable-reference-types --enable-multivalue --enable-call-indirect-overlong"

# The chart library, from the JavaScript packages to where the page imports it.
lay_vendor() {
  local from=$root/node_modules/uplot to=$root/www/vendor
  mkdir -p "$to"
  cp "$from/dist/uPlot.esm.js" "$from/dist/uPlot.min.css" "$to/"
  cp "$from/dist/uPlot.d.ts" "$to/uPlot.esm.d.ts"
  cp "$from/LICENSE" "$to/uPlot.LICENSE"
}

# wasm-opt takes minutes, so its result is kept by what went into it.
optimise_engine() {
  local key kept
  key=$( (sha256sum <"$root/$engine" && printf '%s' "$wasm_opt_flags" && cat "$root/node_modules/binaryen/package.json") | sha256sum | cut -c1-32)
  kept=$cache/wasm-opt/$key.wasm
  if [ ! -f "$kept" ]; then
    say "making the engine small (wasm-opt; some minutes)"
    mkdir -p "$cache/wasm-opt"
    # shellcheck disable=SC2086 # the flags are words
    (cd "$root" && node --stack-size=8000 node_modules/.bin/wasm-opt $wasm_opt_flags "$engine" -o "$kept.part") || fail "wasm-opt failed on $engine"
    mv "$kept.part" "$kept"
  fi
  cp "$kept" "$root/$engine"
}

build_page() {
  local inputs
  lay_vendor
  inputs="$(fingerprint src www Cargo.toml Cargo.lock .cargo Trunk.toml package-lock.json scripts/lib/page.sh scripts/precache.mjs) $(rust_identity) $(sha256sum <"$root/models/$model_name/handpick-model.json")"
  if [ -f "$root/$engine" ] && [ -f "$root/dist/index.html" ] && is_stamped page "$inputs"; then
    note "dist/ is up to date"
    return 0
  fi
  say "building the page"
  rm -f "$stamps/page"
  # Twice: for all targets, and what a standard library that is built here needs for this one.
  (cd "$root" && wasm_env cargo fetch --quiet --locked && wasm_env cargo fetch --quiet --locked --target "$wasm_target") || fail "the crates of Cargo.lock could not be fetched. Is there a network, and does cargo reach its registry?"
  # trunk reads NO_COLOR as a flag of its own and fails on the usual value.
  (cd "$root" && unset NO_COLOR && wasm_env trunk build >&2) || fail "the page could not be built; what the compiler said is above."
  optimise_engine
  (cd "$root" && node scripts/precache.mjs dist) >&2 || fail "the page's files could not be listed for use without a network."
  link_or_copy "$root/models/$model_name" "$root/dist/models/$model_name"
  (cd "$root" && node scripts/sizes.mjs dist) >&2
  stamp page "$inputs"
}
