#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes every target for so many seconds, so many of them at a time:
#
#   tests/fuzz/run.sh BUILD SECONDS [JOBS [TARGET...]]   a build with -DBCF_FUZZ=ON; 2 jobs, all
#   tests/fuzz/run.sh --merge BUILD FOLDER [TARGET...]   keeps in tests/fuzz/corpus what matters
#                                                        of it and of FOLDER/<target>
#
# What a target finds new goes to BUILD/fuzz/<target>/, what stops it to BUILD/fuzz/crashes/, with
# the command that plays it again; so does what takes longer than FUZZ_TIMEOUT seconds by the clock
# (5; a busy machine needs more). Then, and where a target ran nothing, this ends with 1. What is
# new does not get into tests/fuzz/corpus unless it is merged.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# The sanitizers: little freed memory is kept back, or it alone would be the limit; of who asked for
# memory only the nearest are noted, as half of the time would go there.
export ASAN_OPTIONS="quarantine_size_mb=16:malloc_context_size=4:detect_leaks=1:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS:-}"

# A target has two bytes of prefix and then its own kind of text: long ones only cost time.
bytes_max() {
  case $1 in
    numbers | apportion | settlement) echo 400 ;;
    csv | tables | reconcile) echo 4096 ;;
    run) echo 30000 ;;
    *) echo 65536 ;;
  esac
}

targets_of() { # BUILD [TARGET...]
  if [ $# -gt 1 ]; then
    printf '%s\n' "${@:2}"
  else
    find "$1/tests/fuzz" -maxdepth 1 -name "fuzz_*" -type f -perm -u+x -printf "%f\n" |
      sed "s/^fuzz_//" | sort
  fi
}

words_of() { # TARGET: its dictionary, where it has one
  [ ! -e "$here/$1.dict" ] || echo "-dict=$here/$1.dict"
}

fuzz_one() { # BUILD SECONDS TARGET
  local build=$1 seconds=$2 target=$3 out=$1/fuzz
  # Two that are ten times as fast as the others share the time of one.
  case $target in numbers | csv) seconds=$(((seconds + 1) / 2)) ;; esac
  local program=$build/tests/fuzz/fuzz_$target log=$out/$target.log dict
  mkdir -p "$out/$target" "$out/crashes"
  mapfile -t dict < <(words_of "$target")
  mapfile -t known < <(find "$here/corpus/$target" "$here/found/$target" -maxdepth 0 2>/dev/null)
  local code=0
  "$program" -max_total_time="$seconds" -timeout="${FUZZ_TIMEOUT:-5}" -rss_limit_mb=512 \
    -max_len="$(bytes_max "$target")" -print_final_stats=1 -reload=0 -len_control=0 \
    -artifact_prefix="$out/crashes/$target-" "${dict[@]}" \
    "$out/$target" "${known[@]}" >"$log" 2>&1 || code=$?
  local count
  count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  if [ "$code" -ne 0 ]; then
    grep -v '^#[0-9]' "$log" | tail -60
    echo "$target: STOPPED; to play it again:" \
      "$program $(sed -n 's/.*Test unit written to //p' "$log")"
    return 1
  elif [ "${count:-0}" -eq 0 ]; then
    echo "$target: nothing ran, see $log"
    return 1
  fi
  local covered
  covered=$(sed -n 's/^#[0-9]*\tDONE *cov: \([0-9]*\).*/\1/p' "$log")
  printf '%-12s %10d runs in %d s, %d places reached\n' \
    "$target" "$count" "$seconds" "${covered:-0}"
}

# Of "size path", small ones first: 100 and 300 kB at most, from both ends in turn, as large ones
# get far and small ones are clear.
few() {
  awk '{ size[NR] = $1; path[NR] = $2 }
    END {
      for (low = 1; low <= NR && kept < 100; ) {
        i = turn++ % 2 ? low++ : NR--
        if (bytes + size[i] <= 300000) { bytes += size[i]; kept++; print path[i] }
      }
    }'
}

merge() { # BUILD FOLDER [TARGET...]
  local build=$1 folder=$2 target
  for target in $(targets_of "$build" "${@:3}"); do
    mkdir -p "$build/merged/$target" "$here/corpus/$target"
    rm -f "$build/merged/$target"/*
    local given=("$here/corpus/$target")
    [ ! -d "$folder/$target" ] || given+=("$folder/$target")
    "$build/tests/fuzz/fuzz_$target" -set_cover_merge=1 -timeout=60 -rss_limit_mb=1024 \
      -max_len="$(bytes_max "$target")" "$build/merged/$target" "${given[@]}" \
      >"$build/merged/$target.log" 2>&1
    rm -f "$here/corpus/$target"/*
    find "$build/merged/$target" -type f -printf '%s %p\n' | sort -n | few |
      xargs -r cp -t "$here/corpus/$target"
    printf '%-12s %4d files, %7d bytes\n' "$target" \
      "$(find "$here/corpus/$target" -type f | wc -l)" \
      "$(find "$here/corpus/$target" -type f -printf '%s\n' | awk '{n += $1} END {print n}')"
  done
}

if [ "$1" = --merge ]; then
  merge "${@:2}"
  exit
fi
build=$(cd "$1" && pwd)
seconds=$2
export here
export -f fuzz_one words_of bytes_max
mapfile -t targets < <(targets_of "$build" "${@:4}")
[ "${#targets[@]}" -gt 0 ] || { echo "$build has no fuzz targets: -DBCF_FUZZ=ON"; exit 1; }
printf '%s\n' "${targets[@]}" |
  xargs -P "${3:-2}" -I TARGET bash -euo pipefail -c 'fuzz_one "$@"' _ "$build" "$seconds" TARGET
