#!/bin/sh
# Starts the test of the flow meter, in namespaces of its own. Needs root: the kernel takes eBPF programs from
# nobody in a user namespace.
set -eu
[ "$(id -u)" = 0 ] || { echo 'the test of the flow meter loads eBPF programs: run it as root' >&2; exit 1; }
cd "$(dirname "$0")/.."
sh scripts/nfdump.sh
sh scripts/flow-meters.sh
sh scripts/setup.sh iperf3:iperf3 iproute2:ip libfixbuf-tools:ipfixDump tshark:tshark util-linux:unshare
export PATH="$PWD/node_modules/.bin:$PATH:/usr/sbin:/sbin"
exec sh scripts/own-namespaces.sh node dist/apps/bench/src/flow/main.js "$@"
