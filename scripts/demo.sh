#!/bin/sh
# The demo on a machine that has Node and npm, and nothing else prepared.
set -eu
cd "$(dirname "$0")/.."
sh scripts/strongswan.sh
sh scripts/prometheus.sh
sh scripts/nfdump.sh
sh scripts/setup.sh iproute2:ip nftables:nft iputils-ping:ping util-linux:unshare iperf3:iperf3 tcpdump:tcpdump procps:sysctl
export PATH="$PWD/node_modules/.bin:$PATH:/usr/sbin:/sbin"
exec node dist/apps/demo/src/main.js "$@"
