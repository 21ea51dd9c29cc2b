#!/bin/sh
# Starts the benches. Debian's ifupdown2, a baseline, is unpacked beside the packages and never installed: an installed
# one would take over this machine's interfaces. It runs in namespaces of the bench only.
set -eu
cd "$(dirname "$0")/.."
sh scripts/strongswan.sh
sh scripts/flow-meters.sh
sh scripts/setup.sh iproute2:ip nftables:nft util-linux:unshare
cache="$PWD/node_modules/.cache/ifupdown2"
if [ ! -d "$cache/usr/share/ifupdown2" ] && command -v apt-get >/dev/null && command -v dpkg >/dev/null; then
  echo 'bench: fetching ifupdown2' >&2
  mkdir -p "$cache"
  (
    cd "$cache"
    apt-get download -qq ifupdown2 2>/dev/null || { apt-get update -qq && apt-get download -qq ifupdown2; }
    dpkg -x ifupdown2_*.deb .
  ) >&2 || echo 'bench: ifupdown2 is not to be had here: its row is left out' >&2
fi
IFUPDOWN2="$cache" exec sh scripts/in-namespaces.sh dist/apps/bench/src/main.js "$@"
