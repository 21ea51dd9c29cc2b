#!/bin/sh
# Brings a checkout to where its programs can run: packages from the npm registry, the build, and Debian packages.
# Usage: setup.sh PACKAGE:COMMAND…   Each Debian package is needed only where its command is missing.
# Does nothing when there is nothing to do.
set -eu
cd "$(dirname "$0")/.."

missing=''
for need in "$@"; do
  package=${need%%:*}
  command=${need##*:}
  PATH="$PATH:/usr/sbin:/sbin" command -v "$command" >/dev/null 2>&1 || missing="$missing $package"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "setup: installing$missing" >&2
    apt-get update -qq >&2
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
  else
    echo "setup: this needs packages that are missing here; install them with:" >&2
    echo "  sudo apt-get install$missing" >&2
    exit 1
  fi
fi

if ! cmp -s package-lock.json node_modules/.lock-installed 2>/dev/null; then
  echo 'setup: installing packages from the npm registry (once)' >&2
  npm ci --no-audit --no-fund --loglevel=error >&2
  cp package-lock.json node_modules/.lock-installed
fi

newest=$(find apps libs package.json tsconfig.json tsconfig.build.json -newer dist/.built -type f \
  ! -path '*/node_modules/*' 2>/dev/null | head -n 1 || true)
if [ ! -e dist/.built ] || [ -n "$newest" ]; then
  echo 'setup: building' >&2
  npm run --silent build >&2
  touch dist/.built
fi
