#!/bin/sh
# Runs one of our programs in namespaces of its own.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh iproute2:ip nftables:nft util-linux:unshare
export PATH="$PWD/node_modules/.bin:$PATH:/usr/sbin:/sbin"
exec sh scripts/own-namespaces.sh node "$@"
