#!/usr/bin/env bash
# Generates, builds and names the service that is measured: specs/bench.yaml through gen, in Benchmarks/.build/bench, with
# the one handler that a JSON route needs. The last line printed is the executable's path. Start it with peers/ours/run.sh.
# Both are built as they are shipped (the generated Dockerfile): release, with the Swift library inside.
#   service.sh            the generated service, release build
#   service.sh --gateway  the gateway, release build
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
need_swift
# Two packages share the folder: the plan of one is none for the other.
build() {
    forget_plan
    swift build --scratch-path "$scratch" -c release --static-swift-stdlib "$@" >&2
}

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
build --package-path "$package" --product bench
echo "$(swift build --package-path "$package" --scratch-path "$scratch" -c release --show-bin-path)/bench"
