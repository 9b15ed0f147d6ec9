#!/usr/bin/env bash
# Sets transformers.js up beside Handpick, from the peer's own folder: packages, and ONNX graphs of the very same weights.
# Usage: benches/browser/peer.sh [FOLDER OF THE PEER]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
from=${1:-$root/../shared/peers/transformers-js}
into=$root/benches/browser/.peer
[ -d "$from" ] || { echo "the peer's benchmark is not at $from; name its folder" >&2 && exit 1; }
mkdir -p "$into"
cp -R "$from/." "$into/"
chmod -R u+w "$into"
cd "$into"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund
[ -d .venv ] || { python3 -m venv .venv && .venv/bin/pip install --quiet -r requirements.txt; }
[ -e models/minilm/onnx/model.onnx ] || .venv/bin/python make_onnx.py --model-dir "$root/models/all-MiniLM-L6-v2"
