#!/bin/sh
# Runs the acceptance cases, each known by its id (V1, X6, A net2net-psk …). With --json the last line is one JSON object.
set -eu
cd "$(dirname "$0")/.."
sh scripts/test-setup.sh
export PATH="$PWD/node_modules/.bin:$PATH:/usr/sbin:/sbin"
exec node scripts/run-cases.mjs "$@"
