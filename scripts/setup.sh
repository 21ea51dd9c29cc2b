#!/bin/sh
# Brings a checkout to where its programs can run: packages from the npm registry, the build, and Debian packages.
# Usage: setup.sh PACKAGE:COMMAND…   Each Debian package is needed only where its command is missing.
# Does nothing when there is nothing to do.
set -eu
cd "$(dirname "$0")/.."

sh scripts/packages.sh "$@"

if ! cmp -s package-lock.json node_modules/.lock-installed 2>/dev/null; then
  echo 'setup: installing packages from the npm registry (once)' >&2
  npm ci --no-audit --no-fund --loglevel=error >&2
  cp package-lock.json node_modules/.lock-installed
fi
# npm 9, which Debian 12 has, leaves this one out of node_modules/.bin.
for own in node_modules/node-linux-*/bin/node; do
  if [ -e "$own" ] && [ ! -e node_modules/.bin/node ]; then ln -s "../${own#node_modules/}" node_modules/.bin/node; fi
done

newest=$(find apps libs examples package.json tsconfig.json tsconfig.build.json -newer dist/.built -type f \
  ! -path '*/node_modules/*' ! -path '*/dist/*' 2>/dev/null | head -n 1 || true)
if [ ! -e dist/.built ] || [ -n "$newest" ]; then
  echo 'setup: building' >&2
  npm run --silent build >&2
  touch dist/.built
fi
