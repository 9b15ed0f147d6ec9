# A Rust that builds natively and for wasm32. Three ways, the first that works is taken:
#   1. rustup (there already, or as a package of the distribution): `rustup target add`;
#   2. a cargo on the PATH that is new enough and knows the target;
#   3. Debian's rustc-web, its source and wasm-ld: no wasm32 standard library is packaged, so cargo builds it (-Zbuild-std).
# After ensure_rust: `cargo` is fit for native work, `wasm_env COMMAND…` runs a command that builds for wasm32,
# and `rust_identity` names the compiler of the page.

rust_minimum=1.95
# What rustup is asked for when what it has is older.
rust_pinned=1.95.0
wasm_target=wasm32-unknown-unknown
rust_route=

rust_version() { "$1" --version 2>/dev/null | cut -d' ' -f2 | cut -d- -f1; }
knows_wasm() { [ -d "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/$wasm_target/lib" ]; }

wasm_env() {
  if [ "$rust_route" = distribution ]; then
    # RUSTC_BOOTSTRAP lets a stable compiler use -Zbuild-std. The distribution's cargo has to come before rustup's.
    env PATH="/usr/bin:$PATH" RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort \
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$wasm_linker" "$@"
  else
    "$@"
  fi
}

rust_identity() { wasm_env rustc --version; }

# With rustup: the toolchain that is active here, or the pinned one when that is too old. Fails (status 1) where the target cannot be had.
try_rustup() {
  have rustup || return 1
  local version
  version=$(rust_version rustc)
  if ! at_least "${version:-0}" "$rust_minimum"; then
    say "getting Rust $rust_pinned (${version:-none} is active, $rust_minimum or later is needed)"
    rustup toolchain install "$rust_pinned" --profile minimal --component rustfmt --component clippy --no-self-update >&2 || return 1
    export RUSTUP_TOOLCHAIN=$rust_pinned
  fi
  if ! knows_wasm rustc; then
    say "adding Rust's target $wasm_target"
    timeout 300 rustup target add "$wasm_target" >&2 || return 1
  fi
  knows_wasm rustc
}

try_cargo() { have cargo && at_least "$(rust_version rustc || echo 0)" "$rust_minimum" && knows_wasm rustc; }

try_distribution() {
  local package linker
  if ! have_rustc_web; then
    have apt-get || return 1
    apt_update
    for package in rustc-web cargo-web rust-web-src; do at_least "$(apt_version $package)" "$rust_minimum" || return 1; done
    linker=$(newest_lld)
    [ -n "$linker" ] || return 1
    apt_install "Rust is" rustc-web cargo-web rust-web-src "$linker"
  fi
  wasm_linker=$(ls /usr/bin/wasm-ld-* 2>/dev/null | sort -V | tail -n 1 | xargs -r basename)
  have_rustc_web && [ -n "$wasm_linker" ]
}

# The distribution's compiler, new enough, with the source of its standard library beside it.
have_rustc_web() {
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && at_least "$(rust_version /usr/bin/rustc || echo 0)" "$rust_minimum" &&
    [ -e "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ] && ls /usr/bin/wasm-ld-* >/dev/null 2>&1
}

# A linker at least as new as the LLVM in the compiler; the newest that is packaged will do.
newest_lld() { apt-cache search --names-only '^lld-[0-9]+$' | cut -d' ' -f1 | sort -V | tail -n 1; }

ensure_rust() {
  [ -z "$rust_route" ] || return 0
  [ ! -d "$HOME/.cargo/bin" ] || case ":$PATH:" in *":$HOME/.cargo/bin:"*) ;; *) export PATH=$HOME/.cargo/bin:$PATH ;; esac
  # For trying the third way on a machine that has the first.
  if [ "${HANDPICK_RUST:-}" != distribution ]; then
    if try_rustup || try_cargo; then rust_route=native; return 0; fi
    if ! have rustup && have apt-get; then
      apt_update
      if [ -n "$(apt_version rustup)" ]; then
        apt_install "Rust is" rustup
        if try_rustup; then rust_route=native; return 0; fi
      fi
    fi
    note "rustup's $wasm_target is not to be had here; trying the distribution's Rust"
  fi
  if try_distribution; then
    rust_route=distribution
    note "using the distribution's $(/usr/bin/rustc --version); the standard library for $wasm_target is built along with the page"
    # Natively too, unless a cargo that is new enough is there already.
    if ! have cargo || ! at_least "$(rust_version rustc || echo 0)" "$rust_minimum"; then export PATH=/usr/bin:$PATH; fi
    return 0
  fi
  fail "Rust $rust_minimum or later with the target $wasm_target is needed. rustup could not provide it, and this distribution has no rustc-web of that age.
Install rustup (https://rustup.rs), open a new shell, and run this again."
}
