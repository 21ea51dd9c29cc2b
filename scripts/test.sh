#!/bin/sh
# Every test, from a fresh clone: sets up what is missing, then the checks without I/O, HTTP, the real kernel in
# namespaces of its own, the built programs as their users run them, and the lab's kernel (test/lab: built once, which
# takes about five minutes).
set -eu
cd "$(dirname "$0")/.."
sh scripts/test-setup.sh
export PATH="$PWD/node_modules/.bin:$PATH:/usr/sbin:/sbin"
exec node scripts/run-tests.mjs "$@"
