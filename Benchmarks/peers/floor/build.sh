#!/bin/sh
set -e
cd "$(dirname "$0")"
gcc -O2 -Wall -Wextra -o "$BENCH_BUILD/floor" main.c websocket.c sha1.c
