#!/bin/sh
set -e
here=$(cd "$(dirname "$0")" && pwd)
home="$BENCH_BUILD/nginx"
mkdir -p "$home/tmp"
sed -e "s|@PORT@|$1|" -e "s|@FILES@|$BENCH_FILES|" "$here/nginx.conf.in" > "$home/nginx.conf"
exec nginx -p "$home" -c "$home/nginx.conf" 2>/dev/null
