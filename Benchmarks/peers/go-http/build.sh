#!/bin/sh
set -e
cd "$(dirname "$0")"
GO111MODULE=off GOFLAGS='' go build -o "$BENCH_BUILD/go-http" .
