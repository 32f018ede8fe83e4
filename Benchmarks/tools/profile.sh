#!/bin/sh
# profile.sh PID [SECONDS]: where a process spends its CPU time: by library, by function, and the kernel's share.
# Samples the CPU clock, which also works on virtual machines without hardware counters.
set -e
pid=${1:?usage: profile.sh PID [SECONDS]}
seconds=${2:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v perf > /dev/null || { echo "perf is missing: apt-get install linux-perf" >&2; exit 1; }
perf record -q -e cpu-clock -F 1999 -g -p "$pid" -o "$work/data" -- sleep "$seconds" 2> "$work/log" || { cat "$work/log" >&2; exit 1; }
demangle() { if command -v swift > /dev/null; then swift demangle --simplified; else cat; fi; }
show() { perf report -i "$work/data" --stdio --no-children -g none "$@" 2> /dev/null | grep -v '^#' | grep -v '^$'; }
echo "== by library"
show --sort dso | head -12
echo "== by function"
show --sort dso,symbol | demangle | cut -c1-170 | head -45
echo "== callers of the five heaviest functions"
perf report -i "$work/data" --stdio --no-children -g caller,0.5,callee --max-stack 12 --percent-limit 3 2> /dev/null |
  grep -v '^#' | grep -v '^$' | demangle | cut -c1-150 | head -90
