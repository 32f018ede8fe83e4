#!/usr/bin/env bash
# Counts the heap allocations of the measured service's hubs at work, with one event loop: for each delivery of a broadcast to
# 200 clients, and for each echo. Relays and inline handlers allocate nothing for a message, so both must be (almost) 0.
set -euo pipefail
. "$(dirname "$0")/common.sh"
build="$root/Benchmarks/.build"
binary=$(Benchmarks/service.sh | tail -n 1)
[ -x "$build/wsload" ] || Benchmarks/load/build.sh "$build/wsload"
[ -x "$build/alloccount.so" ] || BENCH_BUILD="$build" Benchmarks/tools/build.sh
out="$scratch/allocations"
mkdir -p "$out"
head -c 4096 /dev/zero > "$out/page"
ALLOC_PAGE="$out/page" LD_PRELOAD="$build/alloccount.so" BENCH_LOOPS=1 "$binary" --host 127.0.0.1 --port 0 --log-level info \
    --config "$build/bench/etc/none.yaml" > "$out/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2> /dev/null || true' EXIT
port=""
for _ in $(seq 100); do
    port=$(sed -n 's/.*127\.0\.0\.1:\([0-9][0-9]*\).*/\1/p' "$out/server.log" | head -n 1)
    [ -z "$port" ] || break
    kill -0 "$server" 2> /dev/null || { cat "$out/server.log" >&2; fail "the service did not start"; }
    sleep 0.1
done
[ -n "$port" ] || fail "the service did not say where it listens; see $out/server.log"

# measure MODE OPTION…: fails over 0.001 allocations for each message that a client gets.
measure() {
    "$build/wsload" "$1" --port "$port" --pid "$server" --alloc-page "$out/page" --secs 2 --warmup 1 --json "${@:2}" > "$out/$1.json" ||
        { cat "$out/$1.json" >&2; fail "$1: messages were lost"; }
    python3 - "$1" "$out/$1.json" <<'PY'
import json, sys
result = json.loads(open(sys.argv[2]).read().splitlines()[-1])
print(f'{sys.argv[1]}: {result["received_total"]} messages received, {result["allocs"]} allocations, {result["allocs_per"]:.5f} for each')
sys.exit(0 if result["received_total"] > 1000 and result["allocs_per"] <= 0.001 else 1)
PY
}
status=0
measure broadcast --clients 200 --senders 8 --window 8 || status=1
measure echo --clients 50 || status=1
exit "$status"
