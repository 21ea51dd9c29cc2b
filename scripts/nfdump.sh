#!/bin/sh
# Installs the flow collector nfcapd and nfdump where they are missing; Debian's own service is neither started nor left
# enabled.
set -eu
cd "$(dirname "$0")/.."
sh scripts/services.sh /usr/bin/nfcapd nfdump.service nfdump:nfcapd
