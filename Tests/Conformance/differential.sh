#!/usr/bin/env bash
# The WebSocket engine against wsproto, an independent implementation, on random streams: differential.sh [STREAMS [SEED]]
# PYTHON names an interpreter that has wsproto (default python3).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
out="${SCRATCH:-.build}/conformance"
mkdir -p "$out"
mapfile -t sources < <(find Sources/Runtime/WebSocket/Protocol Tests/Conformance/Probe -name '*.swift' | sort)
swiftc -O -wmo -parse-as-library -swift-version 6 -package-name swift_gateway -module-name wsprobe \
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
    -enable-upcoming-feature MemberImportVisibility -ISources/CDeflate/include -o "$out/wsprobe" "${sources[@]}"
exec "${PYTHON:-python3}" -B Tests/Conformance/differential.py "$out/wsprobe" "$@"
