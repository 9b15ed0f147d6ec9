#!/usr/bin/env bash
# Installs what is missing, builds the page in release and serves it with the model and the sample data.
# Usage: scripts/serve.sh [--port N] [--base /sub/path/] [--build-only]
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

serve_options=()
build_only=
while [ $# -gt 0 ]; do
  case $1 in
    --port | --base) serve_options+=("$1" "${2:?$1 needs a value}") && shift 2 ;;
    --build-only) build_only=yes && shift ;;
    *) fail "unknown option $1; there are --port N, --base /sub/path/ and --build-only" ;;
  esac
done

ensure_system
ensure_packages
ensure_model
ensure_tools
build_page
[ -z "$build_only" ] || exit 0
exec node "$root/scripts/static-server.mjs" "$root/dist" ${serve_options[@]+"${serve_options[@]}"}
