#!/bin/sh
# Starts the test of the flow meter, in network and mount namespaces of its own. Needs root: the kernel takes eBPF
# programs from nobody in a user namespace.
set -eu
cd "$(dirname "$0")/.."
sh scripts/nfdump.sh
sh scripts/flow-meters.sh
sh scripts/setup.sh iperf3:iperf3 iproute2:ip libfixbuf-tools:ipfixDump tshark:tshark util-linux:unshare
export PATH="$PWD/node_modules/.bin:$PATH:/usr/sbin:/sbin"
exec unshare --net --mount --kill-child -- node dist/apps/bench/src/flow/main.js "$@"
