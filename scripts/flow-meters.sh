#!/bin/sh
# Installs the flow meters of others, pmacctd (with nfacctd) and softflowd, where they are missing; Debian's own services are
# neither started nor left enabled.
set -eu
cd "$(dirname "$0")/.."
sh scripts/services.sh /usr/sbin/pmacctd pmacctd.service pmacct:pmacctd
sh scripts/services.sh /usr/sbin/softflowd softflowd.service softflowd:softflowd
