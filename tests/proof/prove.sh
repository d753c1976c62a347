#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Proves the integer core (docs/proof.md): tests/proof/prove.sh FOLDER. Every claim that stands in the
# comments of the files below, and that no line of them overflows or leaves an array, is given to the
# provers; what was not proved is printed. Needs Debian's frama-c-base, why3, z3 and cvc4.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -eq 1 ] || { echo "usage: tests/proof/prove.sh FOLDER" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
for tool in frama-c why3 z3 cvc4; do
  command -v "$tool" >/dev/null || { echo "tests/proof/prove.sh: $tool is not installed" >&2; exit 1; }
done
export WHY3CONFIG=$folder/why3.conf
rm -f "$WHY3CONFIG"
why3 config detect >"$folder/provers" 2>&1

proved=0
all=0
prove() { # files that are proved together
  frama-c -c11 -cpp-extra-args="-I $PWD/bcf -include $PWD/tests/proof/trusted.h" \
    -wp -wp-rte -wp-prover cvc4,z3 -wp-timeout 60 -wp-par 2 "$@" >"$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; exit 1; }
  local of
  of=$(sed -n 's/^\[wp\] Proved goals: *\([0-9]*\) \/ \([0-9]*\)$/\1 \2/p' "$folder/log")
  [ -n "$of" ] || { cat "$folder/log" >&2; echo "tests/proof/prove.sh: no result" >&2; exit 1; }
  if grep -q "Warning" "$folder/log"; then
    cat "$folder/log" >&2
    echo "tests/proof/prove.sh: a warning may mean that something was not looked at" >&2
    exit 1
  fi
  echo "$*: ${of% *} of ${of#* }"
  grep "Failed\] Goal" "$folder/log" || true
  proved=$((proved + ${of% *}))
  all=$((all + ${of#* }))
}

prove bcf/apportion_award.c
prove bcf/money.c bcf/release_close.c
echo "proved $proved of $all"
[ "$proved" -eq "$all" ]
