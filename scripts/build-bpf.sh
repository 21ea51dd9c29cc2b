#!/bin/sh
# Builds the eBPF meter from libs/flow/bpf/meter.c into libs/flow/src/meter-object.ts.
# Usage: build-bpf.sh [--check]   --check: compares with what is committed and writes nothing.
# The compiler is Debian 12's clang 14: another one makes another object, which is as good but not the same.
set -eu
cd "$(dirname "$0")/.."
sh scripts/packages.sh clang-14:/usr/bin/clang-14 llvm-14:/usr/bin/llvm-strip-14 linux-libc-dev:/usr/include/linux/bpf.h

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
clang-14 -O2 -Wall -Wextra -Werror -target bpf -mcpu=v1 "-I/usr/include/$(uname -m)-linux-gnu" \
  -c libs/flow/bpf/meter.c -o "$work/meter.o"
llvm-strip-14 --strip-unneeded "$work/meter.o"
{
  echo '// Made by scripts/build-bpf.sh from libs/flow/bpf/meter.c: not to be edited.'
  echo
  echo '/** The ELF object of the meter for little-endian machines, in base64. */'
  echo 'export const meterObject = `'
  base64 -w 100 "$work/meter.o"
  echo '`;'
} > "$work/meter-object.ts"

target=libs/flow/src/meter-object.ts
if [ "${1:-}" = --check ]; then
  cmp "$work/meter-object.ts" "$target" || {
    echo "$target is not what libs/flow/bpf/meter.c makes: run scripts/build-bpf.sh" >&2
    exit 1
  }
else
  cp "$work/meter-object.ts" "$target"
fi
