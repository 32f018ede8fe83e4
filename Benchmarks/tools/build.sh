#!/bin/sh
# Builds the tools that are compiled.
set -e
cd "$(dirname "$0")"
gcc -O2 -Wall -Wextra -shared -fPIC -o "$BENCH_BUILD/alloccount.so" alloccount.c
gcc -O2 -Wall -Wextra -pthread -o "$BENCH_BUILD/corehop" corehop.c
