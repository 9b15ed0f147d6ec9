#!/usr/bin/env bash
# Milliseconds a query beside the Python libraries, on the same shapes in one run: builds the bench, sets the libraries up, prints a table.
# Usage: benches/peers/timing.sh [FOLDER OF THE PEERS' SCRIPTS] [OPTION OF timing.py…]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
from=${1:-$root/../shared/peers/active-learning}
[ -f "$from/strategies.py" ] || { echo "the peers' strategies.py is not in $from; name its folder" >&2 && exit 1; }
venv=${PEERS_VENV:-$root/benches/peers/.venv}
[ -d "$venv" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet -r "$root/benches/peers/requirements.txt"; }
cd "$root"
bench=$(cargo bench --locked --no-run --message-format json --bench strategies |
  "$venv/bin/python" -c 'import json, sys; print([m for m in map(json.loads, sys.stdin) if m.get("executable") and m["target"]["name"] == "strategies"][-1]["executable"])')
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
exec "$venv/bin/python" benches/peers/timing.py --peers "$from" --bench "$bench" "${@:2}"
