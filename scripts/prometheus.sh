#!/bin/sh
# Installs Prometheus and promtool where they are missing; Debian's own service is neither started nor left enabled.
set -eu
cd "$(dirname "$0")/.."
sh scripts/services.sh /usr/bin/prometheus prometheus.service prometheus:promtool
