# Two build tools, compiled from source into a folder of their own: trunk assembles the page,
# wasm-bindgen makes the engine's JavaScript and runs the tests in a browser. Sourced after rust.sh.

trunk_version=0.21.14
# The tool and the crate have to be of the very same version: Cargo.toml says which.
bindgen_version=$(sed -n 's/^wasm-bindgen = .*"=\([0-9.]*\)".*/\1/p' "$root/Cargo.toml")

tool_is() { [ "$("$1" --version 2>/dev/null | cut -d' ' -f2)" = "$2" ]; }

# install_tool CRATE VERSION [OPTION…]: quick to build rather than quick to run; each runs for seconds.
install_tool() {
  local crate=$1 version=$2
  shift 2
  say "building $crate $version (once; it takes some minutes)"
  CARGO_TARGET_DIR=$cache/tools-target CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_DEBUG=false cargo install --quiet --root "$tools" --version "$version" "$@" "$crate" >&2 ||
    fail "$crate $version could not be built; what cargo said is above."
}

ensure_tools() {
  ensure_rust
  export PATH=$tools/bin:$PATH
  local built=
  if ! tool_is wasm-bindgen "$bindgen_version" || ! tool_is wasm-bindgen-test-runner "$bindgen_version"; then
    # Not --locked: its lock file asks for a crate that has been withdrawn since.
    install_tool wasm-bindgen-cli "$bindgen_version"
    built=yes
  fi
  if ! tool_is trunk "$trunk_version"; then
    # --locked: with newer dependencies it does not build.
    install_tool trunk "$trunk_version" --locked
    built=yes
  fi
  [ -z "$built" ] || rm -rf "$cache/tools-target"
}
