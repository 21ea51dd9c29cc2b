#!/bin/sh
# Measures the product beside its baselines, in namespaces of its own.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh iproute2:ip util-linux:unshare
export PATH="$PWD/node_modules/.bin:$PATH:/usr/sbin:/sbin"
run='node dist/apps/bench/src/main.js'
if unshare --user --map-root-user --net --mount -- true 2>/dev/null; then
  # shellcheck disable=SC2086
  exec unshare --user --map-root-user --net --mount --kill-child -- $run "$@"
fi
# shellcheck disable=SC2086
exec unshare --net --mount --kill-child -- $run "$@"
