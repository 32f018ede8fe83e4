#!/bin/sh
exec "$BENCH_BUILD/go-hub" "$1" 2>/dev/null
