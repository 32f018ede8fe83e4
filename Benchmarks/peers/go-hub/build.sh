#!/bin/sh
set -e
cd "$(dirname "$0")"
GO111MODULE=off GOFLAGS='' GOPATH=/usr/share/gocode go build -o "$BENCH_BUILD/go-hub" .
