#!/usr/bin/env bash
# Generates services from specs, builds each against this checkout and runs its own tests, all in one scratch folder so that
# the runtime is compiled once. Usage: run.sh [SCRATCH_PATH]; GEN= names a gen that is built already.
set -euo pipefail

root="$(cd "$(dirname "$0")/../.." && pwd)"
scratch="${1:-$root/.build/generated-services}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

if [ -z "${GEN:-}" ]; then
    (cd "$root" && swift build --product gen)
    GEN="$(cd "$root" && swift build --show-bin-path)/gen"
fi
mkdir -p "$scratch"
scratch="$(cd "$scratch" && pwd)"

for spec in "$root"/specs/hello.yaml "$root"/specs/chat.yaml "$root"/Tests/CodegenTests/Golden/everything/all-things.yaml; do
    service="$(basename "$spec" .yaml)"
    package="$work/$service"
    echo "== $service"
    "$GEN" api "$spec" --output "$package" --runtime "$root"
    "$GEN" api "$spec" --output "$package" --runtime "$root" --check
    # Warnings in generated code are mistakes.
    log="$work/$service.log"
    swift build --package-path "$package" --scratch-path "$scratch" --build-tests 2>&1 | tee "$log"
    if grep -E "warning:.*" "$log" | grep -F "$package"; then
        echo "run.sh: the generated code of $service has warnings" >&2
        exit 1
    fi
    swift test --package-path "$package" --scratch-path "$scratch" --skip-build
    swift format lint --strict --recursive --configuration "$root/.swift-format" "$package/Package.swift" "$package/Sources" "$package/Tests"
done
echo "all generated services build, are clean and pass their tests"
