#!/usr/bin/env bash
# From specs/chat.yaml to a chat in the browser: builds gen, generates specs/chat, builds it and serves it.
# PORT=3333 chooses the port, HOST=127.0.0.1 the address. BUILD_ONLY=1 stops before serving.
set -euo pipefail
. "$(dirname "$0")/common.sh"

need_swift
say "building gen"
forget_plan
swift build --scratch-path "$scratch" -c release --product gen 2>&1 | grep -vE '^\[[0-9]+/[0-9]+\] |^(Fetched|Fetching|Computing|Computed|Creating|Working copy|Updating|Updated|Building)' >&2 || [ "${PIPESTATUS[0]}" -eq 0 ]
gen="$(swift build --scratch-path "$scratch" -c release --show-bin-path)/gen"

say "gen api specs/chat.yaml"
"$gen" api specs/chat.yaml

say "building specs/chat"
forget_plan
swift build --package-path specs/chat --scratch-path "$scratch" --product chat >&2
forget_plan
binary="$(swift build --package-path specs/chat --scratch-path "$scratch" --show-bin-path)/chat"
[ -z "${BUILD_ONLY:-}" ] || { echo "$binary"; exit 0; }

port="${PORT:-3333}" host="${HOST:-127.0.0.1}"
say "open http://$host:$port  (Ctrl-C ends it; the code is yours to edit in specs/chat)"
unset PORT HOST
exec "$binary" --config specs/chat/etc/chat.yaml --host "$host" --port "$port"
