#!/bin/sh
# Runs one of our programs in network and mount namespaces of its own; below a user namespace where we are not root: there
# the kernel takes no eBPF programs.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh iproute2:ip nftables:nft util-linux:unshare
export PATH="$PWD/node_modules/.bin:$PATH:/usr/sbin:/sbin"
if ! unshare --net --mount -- true 2>/dev/null && unshare --user --map-root-user --net --mount -- true 2>/dev/null; then
  exec unshare --user --map-root-user --net --mount --kill-child -- node "$@"
fi
exec unshare --net --mount --kill-child -- node "$@"
