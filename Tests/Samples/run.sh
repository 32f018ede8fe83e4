#!/usr/bin/env bash
# Proof on specs that nobody wrote for us, and on our own: each is checked, generated and compiled as it comes, and answers one valid
# request for each of its routes, and one invalid request for each thing that a request can get wrong. GEN= names a gen that is built
# already, PYTHON= a Python that has PyYAML.
set -euo pipefail
# shellcheck source=../../scripts/common.sh
. "$(dirname "$0")/../../scripts/common.sh"

here="$root/Tests/Samples"
scratch="${GATEWAY_SCRATCH:-$scratch}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

if [ -z "${GEN:-}" ]; then
    forget_plan
    swift build --scratch-path "$scratch" --product gen
    GEN="$(swift build --scratch-path "$scratch" --show-bin-path)/gen"
fi

specs=(specs/hello.yaml specs/shop.yaml)
while IFS= read -r spec; do specs+=("$spec"); done < <(find specs/samples -name '*.yaml' -exec grep -l '^service:' {} + | sort)

say "checking ${#specs[@]} specs"
for spec in "${specs[@]}"; do "$GEN" api validate --strict "$spec"; done
find specs/*.yaml specs/common specs/samples -name '*.yaml' -print0 | xargs -0 "$GEN" api format --check

# All of them are targets of one package: what they have in common is planned and linked once.
{
    echo "// swift-tools-version: 6.2"
    echo "import PackageDescription"
    echo "let package = Package(name: \"samples\", platforms: [.macOS(.v15)],"
    echo "    dependencies: [.package(name: \"swift-gateway\", path: \"$root\")], targets: ["
} > "$work/Package.swift"
for spec in "${specs[@]}"; do
    name="$(basename "$spec" .yaml)"
    "$GEN" api "$spec" --output "$work/$name" --runtime "$root" > /dev/null
    "$GEN" api "$spec" --output "$work/$name" --runtime "$root" --check > /dev/null
    module="$(basename "$work/$name"/Sources/*)"
    products="$(grep -o '\.product([^)]*)' "$work/$name/Package.swift" | sort -u | paste -sd, -)"
    echo "    .executableTarget(name: \"$module\", dependencies: [$products], path: \"$name/Sources/$module\")," >> "$work/Package.swift"
done
echo "], swiftLanguageModes: [.v6])" >> "$work/Package.swift"

"${PYTHON:-python3}" -B "$here/schema.py" "$root"

say "building them"
forget_plan
swift build --package-path "$work" --scratch-path "$scratch" 2>&1 | tee "$work/build.log"
if grep -F "$work" "$work/build.log" | grep -q "warning:"; then fail "generated code has warnings"; fi
for spec in "${specs[@]}"; do
    name="$(basename "$spec" .yaml)"
    swift format lint --strict --recursive --configuration .swift-format "$work/$name/Package.swift" "$work/$name/Sources" "$work/$name/Tests"
done

say "driving them"
binaries="$(swift build --package-path "$work" --scratch-path "$scratch" --show-bin-path)"
"${PYTHON:-python3}" -B "$here/drive.py" "$binaries" "$work" "${specs[@]}"
forget_plan
