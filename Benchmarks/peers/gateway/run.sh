#!/bin/sh
# The gateway with a spec of BENCH_ROUTES routes, written on the spot.
binary=${BENCH_GATEWAY:?built by service.sh} spec="$BENCH_BUILD/routes-$BENCH_ROUTES.yaml" port=$1
{
  printf 'spec: 1\nservice: routes\nroutes:\n  GET /: { respond: { text: ok } }\n'
  number=1
  while [ "$number" -lt "$BENCH_ROUTES" ]; do
    printf '  GET /api/v1/things%s/{id}/parts: { respond: { text: ok } }\n' "$number"
    number=$((number + 1))
  done
} > "$spec"
exec "$binary" run "$spec" --host 127.0.0.1 --port "$port"
