#!/usr/bin/env bash
# The benchmarks: installs what they need, builds the load generator, our service and the peers, runs them in turn and
# writes docs/benchmarks.md.   run.sh [--quick] [--peers a,b] [--cases a,b*] [--reps N] …   run.sh --help says the rest.
#   run.sh --selftest   only proves that the load generator counts right, against hubs that cheat
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
here="$root/Benchmarks"
export BENCH_BUILD="$here/.build" BENCH_FILES="$root/specs/Public/files"
export PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1
mkdir -p "$BENCH_BUILD"

needs_python() { command -v python3 > /dev/null || packages python3 || fail "python3 is needed"; }

arguments=" $* "
case "$arguments" in
    *" --help "* | *" -h "* | *" --list "* | *" --report "*) needs_python; exec python3 -m bench "$@" ;;
esac

needs_python
packages g++ gcc wrk || fail "g++, gcc and wrk are needed"
# Peers: without them the report says LEFT OUT.
packages golang-go golang-github-gorilla-websocket-dev || true
packages nginx-light || true

"$here/load/build.sh" "$BENCH_BUILD/wsload"
"$here/tools/build.sh"
case "$arguments" in *" --selftest "*) exec python3 "$here/selftest.py" "$BENCH_BUILD/wsload" ;; esac

# Our own service, unless other peers alone are asked for or OURS_RUN stands for it.
ours_wanted() {
    case "$arguments" in
        *" --peers "*) [[ "$arguments" =~ \ --peers\ [^\ ]*(ours|gateway) ]] ;;
        *" --one "*) [[ "$arguments" =~ \ --one\ (ours|gateway) ]] ;;
    esac
}
if [ -z "${OURS_RUN:-}" ] && ours_wanted; then
    BENCH_OURS=$("$here/service.sh" | tail -n 1)
    BENCH_GATEWAY=$("$here/service.sh" --gateway | tail -n 1)
    export BENCH_OURS BENCH_GATEWAY
fi
# The programs that are no servers, unless servers alone are asked for.
program_wanted() {
    case "$arguments" in
        *" --peers "*) [[ "$arguments" =~ \ --peers\ [^\ ]*($1) ]] ;;
        *" --one "*) [[ "$arguments" =~ \ --one\ ($1) ]] ;;
    esac
}
if program_wanted "generated|foundation"; then
    BENCH_CODERS=$("$here/coders.sh" | tail -n 1)
    export BENCH_CODERS
fi
if program_wanted "gen( |,|$)"; then
    BENCH_GEN=$("$here/coders.sh" --gen | tail -n 1)
    export BENCH_GEN
fi
exec python3 -m bench "$@"
