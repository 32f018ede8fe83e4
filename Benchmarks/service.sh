#!/usr/bin/env bash
# Generates, builds and names the service that is measured: specs/bench.yaml through gen, in Benchmarks/.build/bench, with
# the one handler that a JSON route needs. The last line printed is the executable's path. Start it with peers/ours/run.sh.
#   service.sh            the generated service, release build
#   service.sh --gateway  the gateway, release build
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
need_swift
build() { swift build --scratch-path "$scratch" -c release "$@" >&2; }

if [ "${1:-}" = --gateway ]; then
    build --product gateway
    echo "$(swift build --scratch-path "$scratch" -c release --show-bin-path)/gateway"
    exit
fi

package="$root/Benchmarks/.build/bench"
build --product gen
"$(swift build --scratch-path "$scratch" -c release --show-bin-path)/gen" api specs/bench.yaml --output "$package" --runtime "$root" >&2
install -m 644 Benchmarks/service/ListBooks.swift "$package/Sources/Bench/Handlers/ListBooks.swift"
install -m 644 Benchmarks/service/etc/*.yaml "$package/etc/"
swift build --package-path "$package" --scratch-path "$scratch" -c release --product bench >&2
echo "$(swift build --package-path "$package" --scratch-path "$scratch" -c release --show-bin-path)/bench"
