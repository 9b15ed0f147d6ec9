#!/bin/sh
# Prints the wire's types as TypeScript: www/handpick/protocol.d.ts. The test of the same name fails when that file is stale.
set -eu
cd "$(dirname "$0")/.."
HANDPICK_WRITE_TYPES=1 cargo test --quiet --features types --test types
