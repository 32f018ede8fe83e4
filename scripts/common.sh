# Shared by the scripts of this folder: where we are, and how to get what is missing.
# shellcheck shell=bash disable=SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# One absolute scratch path for this package and for generated ones: what both need is compiled once.
scratch="$root/.build"
tools="$root/.tools"
cd "$root" || exit 1

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# left_out WHAT REASON: a check that did not run says so; in CI that fails unless .ci/left-out lists it.
left_out() {
    echo "LEFT OUT: $1 ($2)"
    if [ -n "${CI:-}" ] && ! grep -qxF "$1" "$root/.ci/left-out"; then
        echo "error: '$1' was left out and is not in .ci/left-out" >&2
        return 1
    fi
}

# packages NAME…: installs Debian packages that are missing. Returns 1 where it may not.
packages() {
    local missing=() name
    for name in "$@"; do
        [ "$(dpkg-query -W -f='${Status}' "$name" 2>/dev/null)" = "install ok installed" ] || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    command -v apt-get > /dev/null || { echo "missing: ${missing[*]} (this is no Debian: install what they hold by hand)" >&2; return 1; }
    local sudo=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo > /dev/null && sudo -n true 2>/dev/null && sudo="sudo -n"
        [ -n "$sudo" ] || { echo "missing: ${missing[*]}; install them with: sudo apt-get install ${missing[*]}" >&2; return 1; }
    fi
    say "installing ${missing[*]}"
    $sudo apt-get update -qq > /dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" > "${TMPDIR:-/tmp}/apt-install.$$.log" 2>&1 || {
        tail -5 "${TMPDIR:-/tmp}/apt-install.$$.log" >&2; rm -f "${TMPDIR:-/tmp}/apt-install.$$.log"; return 1; }
    rm -f "${TMPDIR:-/tmp}/apt-install.$$.log"
}

need_swift() {
    command -v swift > /dev/null || fail "Swift 6.2 or newer is needed and 'swift' is not on the PATH: see https://www.swift.org/install/linux/"
    packages libyaml-dev zlib1g-dev pkg-config || fail "libyaml and zlib are needed to build"
}

# SwiftPM keeps one build plan in a scratch path and takes it for that of the package at hand: have it plan anew.
forget_plan() { rm -f "$scratch"/debug.yaml "$scratch"/release.yaml "$scratch"/*/debug/description.json "$scratch"/*/release/description.json; }
