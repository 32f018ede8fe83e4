#!/usr/bin/env bash
# Builds what compares the generated JSON coders with Foundation's: the types that gen writes from specs/shop.yaml, hand-written
# twins of them with Codable, and a loop. The last line printed is the executable's path; coders/Sources/CoderBench/Main.swift says
# how it is called.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
need_swift
work="$root/Benchmarks/.build"
package="$work/coders"
build() {
    forget_plan
    swift build --scratch-path "$scratch" -c release --static-swift-stdlib "$@" >&2
}

build --product gen
gen="$(swift build --scratch-path "$scratch" -c release --show-bin-path)/gen"
[ "${1:-}" != --gen ] || { echo "$gen"; exit; }
"$gen" api specs/shop.yaml --output "$work/shop" --runtime "$root" >&2
mkdir -p "$package/Sources/CoderBench"
install -m 644 Benchmarks/coders/Package.swift "$package/"
install -m 644 Benchmarks/coders/Sources/CoderBench/*.swift "$work/shop/Sources/Shop/Generated/Types.swift" "$package/Sources/CoderBench/"
export GATEWAY_RUNTIME="$root"
build --package-path "$package" --product CoderBench
echo "$(swift build --package-path "$package" --scratch-path "$scratch" -c release --show-bin-path)/CoderBench"
