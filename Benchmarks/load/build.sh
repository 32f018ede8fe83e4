#!/bin/sh
# build.sh OUT: compiles the load generator.
set -e
out=$(realpath -m "$1")
cd "$(dirname "$0")"
mkdir -p "$(dirname "$out")"
g++ -std=c++20 -O2 -flto=auto -Wall -Wextra -o "$out" ./*.cpp
