#!/bin/sh
exec "$BENCH_BUILD/floor" "$1" each
