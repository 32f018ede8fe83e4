#!/usr/bin/env bash
# The Autobahn suite against the echo hub of the measured service: autobahn.sh subset | full | 'PATTERN,PATTERN'
# No case may fail, be non-strict or be missing. subset leaves out the cases on limits and performance (9.*) and most of those
# on compression, and takes about a minute; full is all 517 cases.
#   AUTOBAHN_RUN  the suite's runner: AUTOBAHN_RUN URL OUTDIR CASES EXCLUDED, leaving index.json in OUTDIR; or
#   WSTEST        the suite's own command
#   SERVER_URL    an echo that runs already (default: the service of Benchmarks/service.sh is started)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/common.sh"
[ -n "${AUTOBAHN_RUN:-}${WSTEST:-}" ] || fail "AUTOBAHN_RUN or WSTEST must name the suite's runner"

cases='["*"]' excluded='[]'
case "${1:-subset}" in
    full) ;;
    subset) excluded='["9.*", "12.2.*", "12.3.*", "12.4.*", "12.5.*", "13.2.*", "13.3.*", "13.4.*", "13.5.*", "13.6.*", "13.7.*"]' ;;
    *) cases="[\"${1//,/\", \"}\"]" ;;
esac
out="$scratch/conformance/autobahn"
rm -rf "$out"
mkdir -p "$out"

url=${SERVER_URL:-}
if [ -z "$url" ]; then
    binary=$(Benchmarks/service.sh | tail -n 1)
    "$binary" --host 127.0.0.1 --port 0 --log-level info --config "$root/Benchmarks/.build/bench/etc/none.yaml" > "$out/server.log" 2>&1 &
    server=$!
    trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true' EXIT
    # The service says where it listens once it does.
    for _ in $(seq 100); do
        port=$(sed -n 's/.*127\.0\.0\.1:\([0-9][0-9]*\).*/\1/p' "$out/server.log" | head -n 1)
        [ -z "$port" ] || break
        kill -0 "$server" 2> /dev/null || { cat "$out/server.log" >&2; fail "the service did not start"; }
        sleep 0.1
    done
    [ -n "$port" ] || fail "the service did not say where it listens; see $out/server.log"
    url="ws://127.0.0.1:$port/echo"
fi

status=0
if [ -n "${AUTOBAHN_RUN:-}" ]; then
    "$AUTOBAHN_RUN" "$url" "$out" "$cases" "$excluded" || status=$?
else
    printf '{"outdir": "%s", "options": {"failByDrop": false}, "servers": [{"agent": "server", "url": "%s"}], "cases": %s, "exclude-cases": %s, "exclude-agent-cases": {}}\n' \
        "$out" "$url" "$cases" "$excluded" > "$out/spec.json"
    # WSTEST may be a command with arguments.
    # shellcheck disable=SC2086
    $WSTEST -m fuzzingclient -s "$out/spec.json" > "$out/wstest.log" 2>&1 || status=$?
fi
[ -f "$out/index.json" ] || fail "the suite left no report (exit $status); see $out"

# The verdict is read from the suite's own report, whatever its runner thought of it.
python3 - "$out" "${1:-subset}" <<'PY'
import json, sys
out, wanted = sys.argv[1], sys.argv[2]
results = next(iter(json.load(open(f"{out}/index.json")).values()), {})
bad = {}
for case, result in results.items():
    if result["behavior"] not in ("OK", "INFORMATIONAL") or result["behaviorClose"] not in ("OK", "INFORMATIONAL"):
        bad[case] = f'{result["behavior"]}, close {result["behaviorClose"]}'
for case in sorted(bad, key=lambda case: [int(part) for part in case.split(".")]):
    print(f"{case}: {bad[case]}")
least = {"full": 517, "subset": 283}.get(wanted, 1)
missing = max(0, least - len(results))
informational = sum(result["behavior"] == "INFORMATIONAL" for result in results.values())
print(f"autobahn {wanted}: {len(results)} cases, {len(results) - len(bad) - informational} OK, {informational} informational, {len(bad)} not right, {missing} missing")
sys.exit(1 if bad or missing else 0)
PY
