#!/bin/sh
exec "$BENCH_BUILD/go-http" "$1" 2>/dev/null
