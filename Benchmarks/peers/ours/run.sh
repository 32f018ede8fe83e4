#!/bin/sh
# BENCH_CHAIN: none, full or quiet (full without the access log); BENCH_LOOPS: event loops.
if [ -n "$OURS_RUN" ]; then exec $OURS_RUN "$1"; fi
binary=${BENCH_OURS:?built by service.sh} config="$BENCH_BUILD/bench/etc/${BENCH_CHAIN:-none}.yaml" loops=${BENCH_LOOPS:-1}
# The service is called bench, so it takes every BENCH_… variable for a setting of its own.
unset BENCH_OURS BENCH_GATEWAY BENCH_BUILD BENCH_FILES BENCH_CHAIN BENCH_LOOPS BENCH_PEERS BENCH_ROUTES
BENCH_THREADS="$loops" exec "$binary" --host 127.0.0.1 --port "$1" --config "$config"
