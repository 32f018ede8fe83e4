#!/usr/bin/env bash
# Builds fuzz targets with libFuzzer and the address sanitizer, and runs them. README.md says how to add one.
#   Fuzz/run.sh TARGET [RUNS | SECONDSs]    one target (default: 60s); Fuzz/run.sh YAMLFuzz 100000, Fuzz/run.sh YAMLFuzz 30s
#   Fuzz/run.sh --all [SECONDS]             every target (default: 60 s each); fails if one does
#   Fuzz/run.sh --keep TARGET               adds to the committed corpus inputs that took new paths in the last runs (FUZZ_KEEP=15 of them)
set -euo pipefail
cd "$(dirname "$0")/.."
out="${FUZZ_BUILD:-.build-fuzz}"
scratch="${GATEWAY_SCRATCH:-.build}"
features=(-enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility)

usage() { sed -n '2,5s/^# \{0,1\}//p' Fuzz/run.sh >&2; exit 64; }

# A dependency's sources, where SwiftPM keeps them.
checkouts() { [ -d "$scratch/checkouts" ] || swift package --scratch-path "$scratch" resolve < /dev/null; }

targets() { for list in Fuzz/*/sources.txt; do basename "$(dirname "$list")"; done; }

# Compiles one module of Swift sources: module NAME, object FILE, then the sources.
swift_module() {
    local name="$1" folder="$2"
    shift 2
    swiftc -c -wmo -O -g -parse-as-library -swift-version 6 "${features[@]}" -package-name swift_gateway \
        -sanitize=fuzzer,address "${quiet[@]+"${quiet[@]}"}" -module-name "$name" -emit-module -emit-module-path "$folder/$name.swiftmodule" \
        -I "$folder" "${flags[@]+"${flags[@]}"}" -o "$folder/$name.o" "$@"
}

build() {
    local target="$1" folder="$out/$1" name paths path
    local -a flags=() objects=() sources
    mkdir -p "$folder/corpus"
    while read -r name paths; do
        case "$name" in
            "" | "#"*) continue ;;
            -*) read -ra sources <<< "$name $paths"; flags+=("${sources[@]}") ;;
            c)
                path="$folder/$(basename "$paths" .c).o"
                clang -c -O1 -g -fsanitize=fuzzer-no-link,address -o "$path" "$paths"
                objects+=("$path") ;;
            *)
                # What others wrote has other warnings switched on.
                local -a quiet=()
                case "$paths" in *CHECKOUTS/*) checkouts; quiet=(-suppress-warnings) ;; esac
                # shellcheck disable=SC2086 # a list of paths without spaces
                mapfile -t sources < <(find ${paths//CHECKOUTS/$scratch/checkouts} -name '*.swift' | sort)
                swift_module "$name" "$folder" "${sources[@]}"
                objects+=("$folder/$name.o") ;;
        esac
    done < "Fuzz/$target/sources.txt"
    mapfile -t sources < <(find "Fuzz/$target" Fuzz/Support -name '*.swift' | sort)
    swift_module "$target" "$folder" "${sources[@]}"
    swiftc -use-ld=lld -sanitize=fuzzer,address -o "$folder/$target" "$folder/$target.o" "${objects[@]+"${objects[@]}"}" "${flags[@]+"${flags[@]}"}"
}

run() {
    local target="$1" folder="$out/$1" limit
    case "${2:-60s}" in
        *[!0-9s]*) usage ;;
        *s) limit="-max_total_time=${2:-60s}"; limit="${limit%s}" ;;
        *) limit="-runs=$2" ;;
    esac
    local -a options=("$limit" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$folder/")
    [ ! -f "Fuzz/$target/dictionary.txt" ] || options+=(-dict="Fuzz/$target/dictionary.txt")
    echo "== $target"
    if ! SWIFT_BACKTRACE=enable=no "$folder/$target" "${options[@]}" "$folder/corpus" "Fuzz/$target/corpus" > "$folder/log" 2>&1; then
        grep -vE '^#[0-9]+.*(REDUCE|NEW|pulse|RELOAD)' "$folder/log" | tail -40
        echo "$target failed: the input lies in $folder; repeat it with $folder/$target FILE"
        return 1
    fi
    grep -E '^(Done|stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb))' "$folder/log"
}

keep() {
    local target="$1" folder="$out/$1" merged
    merged="$(mktemp -d)"
    SWIFT_BACKTRACE=enable=no "$folder/$target" -merge=1 -max_len=4096 "$merged" "Fuzz/$target/corpus" "$folder/corpus" 2>&1 | tail -1
    find "$merged" -type f -size -120c -printf '%s %p\n' | sort -rn | head -n "${FUZZ_KEEP:-15}" | while read -r _ path; do
        cp -n "$path" "Fuzz/$target/corpus/$(basename "$path" | cut -c1-12)"
    done
    rm -rf "$merged"
    echo "$(find "Fuzz/$target/corpus" -type f | wc -l) inputs in Fuzz/$target/corpus"
}

case "${1:-}" in
    "" | -h | --help) usage ;;
    --all)
        failed=0
        for target in $(targets); do
            { build "$target" && run "$target" "${2:-60}s"; } || failed=1
        done
        exit "$failed" ;;
    --keep)
        [ -f "Fuzz/${2:-}/sources.txt" ] || usage
        keep "$2" ;;
    *)
        [ -f "Fuzz/$1/sources.txt" ] || { echo "no target is called '$1'; there are: $(targets | tr '\n' ' ')" >&2; exit 64; }
        build "$1"
        run "$1" "${2:-60s}" ;;
esac
