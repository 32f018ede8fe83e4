#!/usr/bin/env bash
# Everything CI runs (no argument), or some of it: test.sh STEP…
# Each step prints one line with its verdict and time; the last line counts them. What can't run here says LEFT OUT.
set -uo pipefail
. "$(dirname "$0")/common.sh"
export SWIFT_BACKTRACE="${SWIFT_BACKTRACE:-enable=no}" GATEWAY_STRICT=1
logs="$scratch/test-logs"
mkdir -p "$logs"

quiet_swift() { swift "$1" --scratch-path "$scratch" "${@:2}"; }

step_lint() {
    swift format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests/*Tests || return 1
    scripts/check-imports.sh || return 1
    if packages shellcheck 2>/dev/null; then shellcheck -x -P SCRIPTDIR scripts/*.sh .ci/run || return 1; else left_out "shellcheck" "may not install it"; fi
}

# So many tests at a time: with all at once on two cores, those that talk over sockets wait longer for their turn than they may.
at_a_time() { export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="${TESTS_AT_A_TIME:-$1}"; }

# Warnings are errors in our own targets (GATEWAY_STRICT, see Package.swift).
step_unit() { at_a_time 16 && quiet_swift build --build-tests && quiet_swift test --skip-build; }

# The generated packages: goldens are compiled, and their own tests run.
step_generated() { need_swift && GATEWAY_SCRATCH="$scratch" Tests/GeneratedServiceTests/run.sh; }

# Specs that nobody wrote for us, and the shop: generated, compiled, and asked for each of their routes.
step_samples() {
    need_swift || return 1
    python_tools || { left_out "samples" "no Python tools"; return; }
    PYTHON="$tools/python/bin/python" GATEWAY_SCRATCH="$scratch" Tests/Samples/run.sh
}

build_for_e2e() {
    CHAT=$(BUILD_ONLY=1 scripts/chat.sh | tail -n 1) || return 1
    quiet_swift build --product gateway || return 1
    GATEWAY="$(quiet_swift build --show-bin-path)/gateway"
    GEN="$(quiet_swift build -c release --show-bin-path)/gen"
    secure_chat || return 1
    export CHAT GATEWAY GEN CHAT_DIR="$root/specs/chat"
}

# The same chat for TLS and HTTP/2, which its spec must ask for.
secure_chat() {
    local folder="$scratch/secure-chat"
    mkdir -p "$folder" && cp -R specs/Public "$folder/" &&
        sed 's/^service: chat$/service: secure-chat\ntransports: [tls, http2]/' specs/chat.yaml > "$folder/secure-chat.yaml" || return 1
    SECURE_CHAT_DIR="$folder/package"
    "$GEN" api "$folder/secure-chat.yaml" --output "$SECURE_CHAT_DIR" --runtime "$root" > /dev/null || return 1
    forget_plan
    swift build --package-path "$SECURE_CHAT_DIR" --scratch-path "$scratch" --product secure-chat >&2 || return 1
    forget_plan
    SECURE_CHAT="$(swift build --package-path "$SECURE_CHAT_DIR" --scratch-path "$scratch" --show-bin-path)/secure-chat"
    forget_plan
    export SECURE_CHAT SECURE_CHAT_DIR
}

python_tools() {
    packages python3-venv curl openssl || { command -v curl > /dev/null && python3 -c 'import venv' || return 1; }
    local stamp="$tools/python/requirements.txt"
    cmp -s Tests/EndToEnd/requirements.txt "$stamp" && return 0
    rm -rf "$tools/python" && python3 -m venv "$tools/python" &&
        "$tools/python/bin/pip" -q --disable-pip-version-check install -r Tests/EndToEnd/requirements.txt && cp Tests/EndToEnd/requirements.txt "$stamp"
}

step_e2e() {
    build_for_e2e || return 1
    python_tools || { left_out "end to end" "no Python tools"; return; }
    local choose=()
    packages chromium chromium-driver || { left_out "browser" "no Chromium" || return 1; choose=(-m "not browser"); }
    packages slowhttptest || left_out "slowhttptest" "may not install it" || return 1
    packages haproxy || left_out "haproxy" "may not install it" || return 1
    packages nghttp2-client || left_out "nghttp2-client" "may not install it" || return 1
    ARTEFACTS="$scratch/artefacts" "$tools/python/bin/python" -B -m pytest Tests/EndToEnd -c Tests/EndToEnd/pytest.ini --rootdir Tests/EndToEnd -q "${choose[@]}"
}

# Cases 1-8 and 10 in CI (the limits and performance of 9 and the compression cases take half an hour: make autobahn).
autobahn() {
    [ -n "${AUTOBAHN_RUN:-}" ] || { left_out "autobahn" "AUTOBAHN_RUN names no runner"; return; }
    Tests/Conformance/autobahn.sh "$@"
}
step_autobahn() { autobahn subset; }
step_autobahn-full() { autobahn full; }

# On the service that the conformance suite has built.
step_allocations() {
    packages g++ gcc || { left_out "allocations" "no compiler for the load generator"; return; }
    scripts/allocations.sh
}

step_conformance() {
    python_tools || { left_out "differential" "no Python tools"; return; }
    PYTHON="$tools/python/bin/python" Tests/Conformance/differential.sh
}

step_fuzz() { Fuzz/run.sh --all "${FUZZ_SECONDS:-20}"; }

# The running side alone, for races. A test that fails without a report of one is asked again, alone: beside others the sanitizer makes
# two cores so slow that deadlines pass. What fails twice fails.
step_tsan() {
    # Suppressions go by functions' names: without a symbolizer, named here for processes that have no PATH, none of them holds.
    local symbolizer
    symbolizer=$(dirname "$(readlink -f "$(command -v swift)")")/llvm-symbolizer
    [ -x "$symbolizer" ] || symbolizer=$(command -v llvm-symbolizer) || fail "llvm-symbolizer is neither beside swift nor on the PATH"
    export TSAN_OPTIONS="suppressions=$root/scripts/tsan-suppressions.txt external_symbolizer_path=$symbolizer" GATEWAY_ONLY=runtime
    local run=(swift test --scratch-path "$scratch-tsan" --sanitize=thread) first="$logs/tsan-first.log" failures status
    at_a_time 4
    rm -f "$logs"/tsan-*.xml
    "${run[@]}" --filter RuntimeTests --xunit-output "$logs/tsan.xml" 2>&1 | tee "$first"
    status=${PIPESTATUS[0]}
    [ "$status" -ne 0 ] || return 0
    ! grep -aq 'WARNING: ThreadSanitizer' "$first" || return 1
    failures=$(failed_tests "$logs/tsan-swift-testing.xml")
    [ -n "$failures" ] || return 1
    at_a_time 1
    echo "again, alone: $failures"
    "${run[@]}" --skip-build --filter "$failures" 2>&1 | tee "$first"
    status=${PIPESTATUS[0]}
    [ "$status" -eq 0 ] && grep -aqE "Test run with $(tr '|' '\n' <<< "$failures" | wc -l) tests? " "$first"
}

# The tests that a report names as failed, as a pattern for --filter; nothing if the report isn't whole.
failed_tests() {
    grep -q '</testsuites>' "$1" || return 0
    awk -F'"' '/<testcase /{ suite = $2; test = $4 } /<failure/{ sub(/\./, " ", suite); gsub(/\./, "/", suite); sub(/ /, ".", suite); print suite "/" test }' "$1" |
        sort -u | sed 's/[].[()*+?^$|\\]/\\&/g; s/^/^/' | paste -sd '|'
}

# The lines of a failed step's log that say why, and its last ones, for who sees only the end of it all.
reasons() {
    echo "$1:"
    grep -aE '✘ .*recorded an issue|(WARNING|SUMMARY): ThreadSanitizer|^(FAILED|ERROR) |(^|[^a-z])error: |^E   ' "$logs/$1.log" | cut -c1-400 | tail -n 20
    echo "$1, at its end:"
    tail -n 8 "$logs/$1.log" | cut -c1-400
}

# One step is a process of its own, so that it can be ended: a step that hangs fails, and the others still have their turn.
if [ "${1:-}" = --step ]; then "step_$2"; exit; fi
step_limit="${STEP_SECONDS:-1800}"
run_step() {
    timeout -k 30 "$step_limit" "${BASH_SOURCE[0]}" --step "$1" &
    local child=$!
    trap 'kill -TERM "$child"' INT TERM
    wait "$child"
    local status=$?
    [ "$status" -ne 124 ] && [ "$status" -ne 137 ] || echo "error: '$1' was ended: it took longer than $step_limit s (STEP_SECONDS sets the limit)" >&2
    return "$status"
}

if [ $# -eq 0 ]; then set -- lint unit generated samples e2e autobahn allocations conformance fuzz tsan; all=1; else all=""; fi
need_swift
passed=0 failed=0 names=""
for name in "$@"; do
    declare -F "step_$name" > /dev/null || fail "no step is called '$name'"
    say "$name"
    start=$SECONDS
    if run_step "$name" 2>&1 | tee "$logs/$name.log"; then passed=$((passed + 1)); verdict=passed
    else failed=$((failed + 1)); verdict=FAILED; names="$names $name"; fi
    say "$name: $verdict ($((SECONDS - start)) s)"
done
[ -z "$all" ] || grep -h '^LEFT OUT' "$logs"/*.log | sort -u
for name in $names; do reasons "$name"; done
[ -z "$names" ] || echo "failed:$names"
echo "steps: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
