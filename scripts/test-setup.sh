#!/bin/sh
# Everything that the tests need on a machine, beside Node and npm: real daemons and tools, from Debian's packages.
set -eu
cd "$(dirname "$0")/.."
sh scripts/strongswan.sh
sh scripts/prometheus.sh
sh scripts/nfdump.sh
sh scripts/flow-meters.sh
sh scripts/services.sh /usr/sbin/rsyslogd rsyslog.service \
  "rsyslog-gnutls:/usr/lib/$(uname -m)-linux-gnu/rsyslog/lmnsd_gtls.so"
sh scripts/setup.sh \
  iperf3:iperf3 \
  iproute2:ip \
  iputils-ping:ping \
  libfixbuf-tools:ipfixDump \
  nftables:nft \
  openssl:openssl \
  procps:sysctl \
  tcpdump:tcpdump \
  tshark:tshark \
  util-linux:unshare
