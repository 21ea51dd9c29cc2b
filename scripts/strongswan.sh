#!/bin/sh
# Installs strongSwan's IKE daemon and the plugins that we load, where they are missing. Debian's own service is neither
# started nor left enabled where it comes this way: every daemon of ours has its own settings and its own socket.
set -eu
cd "$(dirname "$0")/.."

plugin=/usr/lib/ipsec/plugins/libstrongswan
sh scripts/services.sh /usr/sbin/charon-systemd strongswan.service \
  charon-systemd:charon-systemd strongswan-swanctl:swanctl \
  libstrongswan-standard-plugins:$plugin-openssl.so libstrongswan-extra-plugins:$plugin-curve25519.so \
  libcharon-extra-plugins:$plugin-kernel-libipsec.so strongswan-libcharon:$plugin-counters.so
