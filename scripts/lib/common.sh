# What every script stands on: where things are, how they speak, how they fail.
# Knows nothing of compilers, models or browsers. Sourced, never run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Everything that is slow to get or to make is kept here, outside the checkout, for the next clone.
cache=${HANDPICK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/handpick}
tools=$cache/tools
# Stamps say from which inputs a thing in this checkout was made.
stamps=$root/.stamps
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
mkdir -p "$cache" "$stamps"

say() { printf '\033[1m%s\033[0m %s\n' '==>' "$*" >&2; }
note() { printf '    %s\n' "$*" >&2; }

# fail MESSAGE: what could not be had, and what to do about it; ends the script.
fail() {
  printf '\nhandpick: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# at_least VERSION MINIMUM: dotted versions, the first not older than the second.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# fingerprint PATH…: one checksum over the names and contents of all files under these paths of the checkout.
fingerprint() {
  (cd "$root" && find "$@" -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

# is_stamped NAME VALUE / stamp NAME VALUE: whether a step was done with these inputs; say that it was.
is_stamped() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
stamp() { printf '%s\n' "$2" >"$stamps/$1"; }

# link_or_copy FROM TO: a folder's files, by hard link where the file system allows it (the weights are large).
link_or_copy() {
  rm -rf "$2"
  mkdir -p "$(dirname "$2")"
  cp -al "$1" "$2" 2>/dev/null || { rm -rf "$2" && cp -a "$1" "$2"; }
}
