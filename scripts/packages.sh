#!/bin/sh
# Installs Debian packages, as root; otherwise says which are missing.
# Usage: packages.sh PACKAGE:COMMAND…   Each is needed only where its command (or file, as a whole path) is missing.
set -eu

missing=''
for need in "$@"; do
  package=${need%%:*}
  thing=${need##*:}
  case $thing in
    /*) [ -e "$thing" ] || missing="$missing $package" ;;
    *) PATH="$PATH:/usr/sbin:/sbin" command -v "$thing" >/dev/null 2>&1 || missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "setup: installing$missing" >&2
  apt-get update -qq >&2
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
else
  echo "setup: this needs packages that are missing here; install them with:" >&2
  echo "  sudo apt-get install$missing" >&2
  exit 1
fi
