#!/bin/sh
# Runs a command in network, mount and process namespaces of its own, the first way in which this machine lets us have them:
# as root without a user namespace, since in one the kernel takes no eBPF programs. With the command everything ends that it
# has started, also what was meant to outlive it, and also where it is killed; where process namespaces are not to be had,
# only the command itself. A shell stays in front of it: the first process of such a namespace would hear no Ctrl-C.
set -eu
# shellcheck disable=SC2086 -- words of our own
for user in '' '--user --map-root-user'; do
  own="$user --net --mount --kill-child"
  processes='--pid --mount-proc'
  if unshare $own $processes -- true 2>/dev/null; then
    exec unshare $own $processes -- sh -c '"$@"; exit $?' sh "$@"
  fi
  if unshare $own -- true 2>/dev/null; then exec unshare $own -- "$@"; fi
done
echo 'this machine does not let us make network namespaces: run as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1)' >&2
exit 1
