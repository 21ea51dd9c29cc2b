#!/bin/sh
# Installs Debian packages that bring services, without one of these being started, or left enabled, where it comes this
# way: what we need of them is their programs.
# Usage: services.sh PROGRAM UNIT PACKAGE:COMMAND…   PROGRAM (a whole path) tells whether the service was there before.
set -eu
cd "$(dirname "$0")/.."

program=$1
unit=$2
shift 2
policy=/usr/sbin/policy-rc.d

[ -e "$program" ] && had_program=yes || had_program=no
if [ $had_program = no ] && [ "$(id -u)" = 0 ] && [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
  trap 'rm -f $policy' EXIT
fi
sh scripts/packages.sh "$@"
if [ $had_program = no ] && [ -e "$program" ]; then
  systemctl disable "$unit" >/dev/null 2>&1 || true
fi
