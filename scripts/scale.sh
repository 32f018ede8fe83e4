#!/usr/bin/env bash
# 19,000 idle clients in one process: connects them, sends one text to all, tells the service to stop, and says what that
# took and that nobody lost anything. Then the same with two processes behind one port.
#   SCALE_CLIENTS=19000   SCALE_DRAIN=5s   (the open-file limit here is 20,000 for the server and for the generator)
set -euo pipefail
. "$(dirname "$0")/common.sh"
clients=${SCALE_CLIENTS:-19000} drain=${SCALE_DRAIN:-5s}
build="$root/Benchmarks/.build"
binary=$(Benchmarks/service.sh | tail -n 1)
[ -x "$build/wsload" ] || Benchmarks/load/build.sh "$build/wsload"
out="$scratch/scale"
mkdir -p "$out"
ulimit -n "$(ulimit -Hn)"
pids=()
trap 'kill "${pids[@]}" 2> /dev/null || true' EXIT

# serve NAME PORT: starts the service and waits until it says where it listens.
serve() {
    BENCH_THREADS=1 BENCH_SHARE_PORT=true BENCH_HUBS_EVERYONE_DRAIN="$drain" BENCH_TIMEOUTS_DRAIN=60s \
        "$binary" --host 127.0.0.1 --port "$2" --log-level notice --config "$build/bench/etc/none.yaml" > "$out/$1.log" 2>&1 &
    pids+=($!)
    server=$!
    for _ in $(seq 100); do
        if (exec 3<> "/dev/tcp/127.0.0.1/$2") 2> /dev/null; then return; fi
        kill -0 "$server" 2> /dev/null || { cat "$out/$1.log" >&2; fail "the service did not start"; }
        sleep 0.1
    done
    fail "the service does not listen on $2"
}

port=${SCALE_PORT:-39019}
say "$clients clients, one process, a drain of $drain"
serve one "$port"
"$build/wsload" drain --port "$port" --pid "$server" --clients "$clients" --secs 1 --settle 2 --stall 30 --drain 60 --label one \
    | tee "$out/one.json"
wait "$server" || fail "the service did not end by itself"

say "two processes behind one port, $((clients / 2)) clients"
serve first "$port"
first=$server
serve second "$port"
second=$server
# Their rooms are their own: everyone gets the texts of those on the same process alone.
slab() { awk '/^Slab:/ { print $2 }' /proc/meminfo; }
before=$(slab)
"$build/wsload" idle --port "$port" --pid "$first" --clients "$((clients / 2))" --secs 5 --settle 1 --json --label two > "$out/two.json" &
load=$!
sleep 3
kernel=$(slab)
count() { find "/proc/$1/fd" -lname 'socket:*' 2> /dev/null | wc -l; }
a=$(count "$first") b=$(count "$second")
wait "$load" || { cat "$out/two.json"; fail "clients were lost"; }
echo "kernel: $(((kernel - before) * 1024 / (clients / 2))) bytes a connection, both of its ends together"
echo "sockets: $a in the first process, $b in the second"
if [ "$a" -lt 100 ] || [ "$b" -lt 100 ]; then fail "one of the two has (almost) none of the connections"; fi
kill "$first"
wait "$first" || true
"$build/wsload" echo --port "$port" --path /echo --pid "$second" --clients 100 --secs 1 > "$out/after.txt" || fail "the second did not go on alone"
echo "the second process serves on alone: $(head -n 1 "$out/after.txt")"
