#!/bin/sh
# Installs strongSwan's IKE daemon and the plugins that we load, where they are missing. Debian's own service is neither
# started nor left enabled where it comes this way: every daemon of ours has its own settings and its own socket.
set -eu
cd "$(dirname "$0")/.."

plugin=/usr/lib/ipsec/plugins/libstrongswan
policy=/usr/sbin/policy-rc.d
daemon=/usr/sbin/charon-systemd

[ -e $daemon ] && had_daemon=yes || had_daemon=no
if [ $had_daemon = no ] && [ "$(id -u)" = 0 ] && [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
  trap 'rm -f $policy' EXIT
fi
sh scripts/packages.sh charon-systemd:charon-systemd strongswan-swanctl:swanctl \
  libstrongswan-standard-plugins:$plugin-openssl.so libstrongswan-extra-plugins:$plugin-curve25519.so \
  libcharon-extra-plugins:$plugin-kernel-libipsec.so strongswan-libcharon:$plugin-counters.so
if [ $had_daemon = no ] && [ -e $daemon ]; then
  systemctl disable strongswan.service >/dev/null 2>&1 || true
fi
