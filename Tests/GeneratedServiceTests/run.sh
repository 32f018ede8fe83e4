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
service Tests/CodegenTests/Golden/enveloped/catalog.yaml

# A package that its user has filled, whose spec then asks for auth, middlewares and policies: not a file of theirs changes.
say "auth and middleware that come later"
mkdir "$work/specs"
cp "$here/grown/before.yaml" "$work/specs/grown.yaml"
"$GEN" api "$work/specs/grown.yaml" --output "$work/grown" --runtime "$root"
cp -R "$here/grown/yours/." "$work/grown"
hand_written() { (cd "$work/grown" && find Sources Tests etc -type f -not -path '*/Generated/*' -exec sha256sum {} + | LC_ALL=C sort); }
build_grown() {
    forget_plan
    swift build --package-path "$work/grown" --scratch-path "$scratch" --build-tests 2>&1 | tail -n 40
    swift test --package-path "$work/grown" --scratch-path "$scratch" --skip-build
}
build_grown
hand_written > "$work/before"
cp "$here/grown/after.yaml" "$work/specs/grown.yaml"
"$GEN" api "$work/specs/grown.yaml" --output "$work/grown"
hand_written > "$work/after"
added="$(LC_ALL=C comm -13 "$work/before" "$work/after" | awk '{ print $2 }' | LC_ALL=C sort)"
[ "$added" = "$(printf '%s\n' Sources/Grown/Middleware/AuditMiddleware.swift Sources/Grown/Middleware/TraceMiddleware.swift)" ] ||
    fail "the user's files changed: $added"
[ -z "$(LC_ALL=C comm -23 "$work/before" "$work/after")" ] || fail "a file of the user's is gone"
# Nobody had edited Package.swift: it has the new dependency, and still the runtime that it was made with.
grep -qF "package(name: \"swift-gateway\", path: \"$root\")" "$work/grown/Package.swift" || fail "Package.swift has lost its runtime"
grep -q GatewayJWT "$work/grown/Package.swift" || fail "Package.swift lacks GatewayJWT"
build_grown

say "driving all-things"
binary="$(swift build --package-path "$work/all-things" --scratch-path "$scratch" --show-bin-path)/all-things"
python3 -B "$here/drive_all_things.py" "$binary" "$work/all-things/etc/all-things.yaml"

say "all-things behind TLS"
python3 -B "$here/drive_tls.py" "$binary" --config "$work/all-things/etc/all-things.yaml"

say "hubs of all-things without code, generated and in the gateway"
python3 -B "$here/drive_hubs.py" "$binary" --config "$work/all-things/etc/all-things.yaml"
forget_plan
swift build --scratch-path "$scratch" --product gateway
gateway="$(swift build --scratch-path "$scratch" --show-bin-path)/gateway"
python3 -B "$here/drive_hubs.py" "$gateway" run Tests/CodegenTests/Golden/everything/all-things.yaml

say "auth and policies of all-things, generated and in the gateway"
python3 -B "$here/drive_guarded.py" "$binary" "$work/all-things/etc/all-things.yaml" \
    "$gateway" Tests/CodegenTests/Golden/everything/all-things.yaml

say "envelope, rates, security headers and precompressed files of catalog, generated and in the gateway"
cp -R Tests/CodegenTests/Golden/enveloped "$work/enveloped"
binary="$(swift build --package-path "$work/catalog" --scratch-path "$scratch" --show-bin-path)/catalog"
python3 -B "$here/drive_catalog.py" "$binary" "$work/catalog" "$gateway" "$work/enveloped/catalog.yaml"
forget_plan
