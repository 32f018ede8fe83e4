#!/usr/bin/env bash
# Generates services from specs, builds each against this checkout, runs its own tests and drives one of everything.
# All share one scratch folder, so that the runtime is compiled once. GEN= names a gen that is built already.
set -euo pipefail
# shellcheck source=../../scripts/common.sh
. "$(dirname "$0")/../../scripts/common.sh"

here="$root/Tests/GeneratedServiceTests"
scratch="${GATEWAY_SCRATCH:-$scratch}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

if [ -z "${GEN:-}" ]; then
    forget_plan
    swift build --scratch-path "$scratch" --product gen
    GEN="$(swift build --scratch-path "$scratch" --show-bin-path)/gen"
fi

# service SPEC: generates, adds what the user would write (a folder of the service's name here), builds, tests.
service() {
    local spec="$1" name package log
    name="$(basename "$spec" .yaml)"
    package="$work/$name"
    log="$work/$name.log"
    say "$name"
    "$GEN" api "$spec" --output "$package" --runtime "$root"
    [ ! -d "$here/$name" ] || cp -R "$here/$name/." "$package"
    "$GEN" api "$spec" --output "$package" --runtime "$root" --check
    forget_plan
    swift build --package-path "$package" --scratch-path "$scratch" --build-tests 2>&1 | tee "$log"
    # Warnings in generated code are mistakes.
    if grep -F "$package" "$log" | grep -q "warning:"; then fail "the generated code of $name has warnings"; fi
    swift test --package-path "$package" --scratch-path "$scratch" --skip-build
    swift format lint --strict --recursive --configuration .swift-format "$package/Package.swift" "$package/Sources" "$package/Tests"
}

service specs/hello.yaml
service specs/chat.yaml
service Tests/CodegenTests/Golden/everything/all-things.yaml

say "driving all-things"
binary="$(swift build --package-path "$work/all-things" --scratch-path "$scratch" --show-bin-path)/all-things"
python3 -B "$here/drive_all_things.py" "$binary" "$work/all-things/etc/all-things.yaml"
forget_plan
