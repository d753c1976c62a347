#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The same program by other compilers, on another machine, under what watches it and before those who
# only read it. No test of ctest's, as it builds and may download:
#
#   BCF=build/bin/bcf tests/builds.sh WORD...
#
#   quick         static, and two of extremes, clang -O0 and gcc -O3: what .ci/run runs
#   static        clang-tidy, cppcheck and gcc -fanalyzer find nothing
#   extremes      gcc and clang at -O0 and -O3: the same bytes as BCF
#   o0 o1 o2 o3   gcc and clang at that level: the same bytes as BCF
#   hardened      BCF has what bcf/hardening.cmake asks for
#   ubsan         clang's undefined behaviour and what changes a number in silence
#   msan          no value is read that was never set: the rooms that meet no foreign library
#   tsan          eight threads with an arena each, as docs/library.md promises
#   valgrind      memcheck over the verbs, foreign libraries included
#   analyzer      clang's path-sensitive analyzer finds nothing (minutes)
#   other-endian  the program and the rooms on s390x under qemu: the same bytes (root; downloads)
#   all           everything
#
# BCF_BUILDS names the folder for all that is built (default: build-builds), JOBS how many at once.
set -euo pipefail
cd "$(dirname "$0")/.."
source=$PWD
out=${BCF_BUILDS:-$PWD/build-builds}
jobs=${JOBS:-2}
mkdir -p "$out"
out=$(cd "$out" && pwd)

fail() { echo "tests/builds.sh: $*" >&2; exit 1; }
need() { # programs
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || fail "$program is not installed"
  done
}
ours() { # the program to compare with
  local program=${BCF:-build/bin/bcf}
  [ -x "$program" ] || fail "$program: not built (BCF names the program to compare with)"
  realpath "$program"
}

build() { # FOLDER TARGET OPTION...: quiet unless it fails
  local folder=$out/$1 target=$2
  cmake -S . -B "$folder" "${@:3}" >"$folder.log" 2>&1 ||
    { cat "$folder.log" >&2; fail "$1: not configured"; }
  cmake --build "$folder" -j "$jobs" --target "$target" >>"$folder.log" 2>&1 ||
    {
      grep -E -A12 'error:|warning:' "$folder.log" >&2 || tail -30 "$folder.log" >&2
      fail "$1: not built"
    }
}

# A settlement of England and one of the shire, by a command that runs bcf.
settle() { # FOLDER COMMAND...
  rm -rf "$1"
  mkdir -p "$1"
  "${@:2}" settle -o "$1/england" >/dev/null
  "${@:2}" settle -d fixtures/shire -o "$1/shire" >/dev/null
}

# The same names and the same bytes: run.xml, the tables, the certificate, the report, the workbook.
is_same() { # NAME COMMAND...
  local wanted=$out/settled/ours
  [ -f "$wanted/england/run.xml" ] || settle "$wanted" "$(ours)"
  settle "$out/settled/$1" "${@:2}"
  diff -rq "$wanted" "$out/settled/$1" >&2 || fail "$1: other bytes"
  local files
  files=$(find "$out/settled/$1" -type f | wc -l)
  [ "$files" -ge 16 ] || fail "$1: only $files files were compared"
  echo "$1: $files files, the same bytes"
}

as_built() { # COMPILER LEVEL
  need "$1"
  build "$1-O$2" bcf_program -DCMAKE_C_COMPILER="$1" -DBCF_TESTS=OFF \
    -DCMAKE_C_FLAGS_RELWITHDEBINFO="-O$2" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
  is_same "$1-O$2" "$out/$1-O$2/bin/bcf"
}
level() { # 0 to 3
  as_built gcc "$1"
  as_built clang "$1"
}

# ---- those who only read

# The analyzers are told that a refusal is one (tests/static/model.h). It comes before the first line
# of a source, so what some sources ask of the C library there has to come with it.
told=(-D_GNU_SOURCE= -include "$source/tests/static/model.h")

reasons() { # every check that is off says why
  local check
  while read -r check; do
    grep -qF "# $check: " .clang-tidy || fail ".clang-tidy: $check is off without a reason"
  done < <(sed -n 's/^  -\([a-z][A-Za-z0-9.-]*\),\{0,1\}$/\1/p' .clang-tidy)
  # after a line that is no reason, and no rule that was just given one, there may be no rule
  awk '/^$/ { given = 0; next } /^\/\// { given = 1; next } !given { print; bad = 1 }
    END { exit bad }' tests/static/cppcheck.txt >&2 || fail "a rule of cppcheck's is off without a reason"
  local line
  while read -r line; do
    [[ $line =~ NOLINT[A-Z]*\([A-Za-z0-9.,-]+\):\ .. ]] || fail "no check and no reason: $line"
  done < <(grep -rn NOLINT bcf)
}

tidy() { # of the families, those to leave out
  need clang-tidy clang
  # for the list of what is compiled how, and the headers that are made
  build clang-O0 bcf_program -DCMAKE_C_COMPILER=clang -DBCF_TESTS=OFF \
    -DCMAKE_C_FLAGS_RELWITHDEBINFO=-O0 -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
  local option extra=()
  for option in "${told[@]}"; do extra+=("--extra-arg=$option"); done
  find bcf -name '*.c' | sort | xargs -P "$jobs" -n 8 clang-tidy --quiet \
    -p "$out/clang-O0" --checks="$1" "${extra[@]}" --extra-arg=-Wno-unused-value \
    --extra-arg=-Wno-unused-result >"$out/tidy.log" 2>"$out/tidy.said" ||
    { cat "$out/tidy.log" "$out/tidy.said" >&2; fail "clang-tidy found something"; }
}

static_checks() {
  need clang clang-tidy cppcheck gcc
  reasons
  tidy '-clang-analyzer-*'
  echo "clang-tidy: nothing found"
  # Its parser takes our csv.h for libcsv's, so what csv.c asks of that is answered here.
  cppcheck -j "$jobs" --enable=warning,performance,portability,style --std=c11 --library=posix \
    --quiet --error-exitcode=1 --suppressions-list=tests/static/cppcheck.txt -DCSV_STRICT=1 \
    --project="$out/clang-O0/compile_commands.json" || fail "cppcheck found something"
  echo "cppcheck: nothing found"
  need gcc
  build analyzed bcf_exact -DCMAKE_C_COMPILER=gcc -DBCF_TESTS=OFF \
    -DCMAKE_C_FLAGS="-fanalyzer -Wno-unused-value -Wno-unused-result ${told[*]}"
  build analyzed bcf_program
  echo "gcc -fanalyzer: nothing found"
}

# ---- under what watches it

sanitizer_stops() { # a program with the fault that NAME is for must end badly
  local name=$1 compiler=$2 text=$3
  shift 3
  printf '%s\n' "$text" >"$out/fault-$name.c"
  "$compiler" -g -O0 "$@" "$out/fault-$name.c" -o "$out/fault-$name" 2>/dev/null ||
    fail "$name: no such sanitizer here"
  if "$out/fault-$name" >/dev/null 2>&1; then fail "$name: a fault was not seen"; fi
}

ubsan() {
  need clang ctest
  # What changes a number in silence is not undefined, and as wrong. Unsigned sums that wrap are
  # meant: hashes and the drawing of pivots.
  local kinds=undefined,local-bounds,nullability,implicit-conversion
  sanitizer_stops ubsan clang \
    'int main(int c, char **v) { (void)v; unsigned char x = 300 * c; return x > 400; }' \
    -fsanitize=$kinds -fno-sanitize-recover=all
  build ubsan all -DCMAKE_C_COMPILER=clang -DBCF_SANITIZE=$kinds
  ctest --test-dir "$out/ubsan" -j "$jobs" --output-on-failure \
    -R '^(room\..*|fuzz\..*|program\.(shire|refused|known_answers))$' >"$out/ubsan.said" ||
    { tail -60 "$out/ubsan.said" >&2; fail "ubsan"; }
  grep 'tests passed' "$out/ubsan.said"
}

# Memory that a foreign library has set counts as never set, unless the library was built for it too.
# So: the rooms whose tests reach no library but Check, and of what is said only what a source of
# ours is blamed for, as Check itself was not built for it. valgrind sees the other rooms.
msan_rooms=(arena decimal error markup money nearest notes period progress text trend)
msan() {
  need clang
  sanitizer_stops msan clang \
    'int main(void) { int a[2]; volatile int i = 1; return a[i] ? 1 : 0; }' -fsanitize=memory
  local room targets=()
  for room in "${msan_rooms[@]}"; do targets+=("test_$room"); done
  # Not by BCF_SANITIZE, which stops at the first fault, and that is Check's.
  build msan bcf -DCMAKE_C_COMPILER=clang -DCMAKE_C_FLAGS_RELWITHDEBINFO="-O0 -g" \
    -DCMAKE_C_FLAGS="-fsanitize=memory -fsanitize-recover=memory -fno-omit-frame-pointer"
  cmake --build "$out/msan" -j "$jobs" --target "${targets[@]}" >>"$out/msan.log" 2>&1 ||
    { tail -30 "$out/msan.log" >&2; fail "msan: not built"; }
  for room in "${msan_rooms[@]}"; do
    CK_DEFAULT_TIMEOUT=300 MSAN_OPTIONS=halt_on_error=0:exit_code=0:allocator_may_return_null=1 \
      "$out/msan/tests/test_$room" >"$out/msan.said" 2>&1 ||
      { tail -30 "$out/msan.said" >&2; fail "msan: $room"; }
    if grep -E '^ +#0 .* '"$source/(bcf|tests)/" "$out/msan.said" >&2; then
      fail "msan: $room"
    fi
  done
  echo "msan: ${#msan_rooms[@]} rooms, nothing read that was never set"
}

# bcf starts no thread. What it promises is that a host's threads, with an arena each, do not know of
# one another: that is what is watched.
tsan() {
  need gcc pkg-config
  sanitizer_stops tsan gcc '#include <pthread.h>
int shared; static void *add(void *n) { for (int i = 0; i < 100000; i++) shared++; return n; }
int main(void) { pthread_t a, b; pthread_create(&a, 0, add, 0); pthread_create(&b, 0, add, 0);
pthread_join(a, 0); pthread_join(b, 0); return 0; }' -fsanitize=thread -pthread
  build tsan bcf -DCMAKE_C_COMPILER=gcc -DBCF_SANITIZE=thread -DBCF_TESTS=OFF
  mkdir -p "$out/tsan/include"
  ln -sfn "$source/bcf" "$out/tsan/include/bcf"
  local libraries
  read -ra libraries < <(pkg-config --libs libxml-2.0 gmp jansson nettle libxslt libzip xlsxwriter)
  gcc -std=gnu17 -g -O1 -fsanitize=thread -I "$out/tsan/include" \
    tests/program/library_threads.c "$out/tsan/bcf/libbcf.a" "${libraries[@]}" -lcsv -pthread \
    -o "$out/tsan/threads"
  TSAN_OPTIONS="halt_on_error=1:suppressions=$source/tests/static/tsan.txt" \
    "$out/tsan/threads" 8 fixtures/shire "$out/tsan/settled" \
    >"$out/tsan.said" 2>&1 ||
    { tail -40 "$out/tsan.said" >&2; fail "tsan"; }
  grep '8 of 8 threads the same' "$out/tsan.said" || fail "tsan: the threads did not come to the same"
}

# Memcheck with every library in it. The verbs on the smallest fixture: it takes its time.
under_valgrind() { # exit code wanted, words
  local wanted=$1 code=0
  shift
  valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
    "$program" "$@" >/dev/null 2>"$out/valgrind.said" || code=$?
  [ "$code" -eq "$wanted" ] || { tail -40 "$out/valgrind.said" >&2; fail "valgrind: bcf $*: exit $code"; }
  count=$((count + 1))
}
memcheck() {
  need valgrind
  local program count=0 shire=fixtures/shire folder=$out/valgrind
  program=$(ours)
  rm -rf "$folder"
  mkdir -p "$folder"
  # what is never set must be seen, or the silence below would say nothing
  echo 'int main(void) { int a[2]; volatile int i = 1, n = 0; if (a[i] == 7) n = 1; return 0 * n; }' >"$out/fault.c"
  gcc -g -O0 "$out/fault.c" -o "$out/fault" 2>/dev/null
  if valgrind --quiet --error-exitcode=99 "$out/fault" >/dev/null 2>&1; then
    fail "valgrind: a fault was not seen"
  fi
  under_valgrind 0 check -d $shire
  local form verb
  for verb in allocate score release; do
    for form in text csv json xml; do under_valgrind 0 "$verb" -d $shire -f $form; done
  done
  under_valgrind 0 formulas
  under_valgrind 0 settle -d $shire -o "$folder/run"
  under_valgrind 0 verify "$folder/run"
  under_valgrind 0 compare "$folder/run" "$folder/run"
  under_valgrind 0 report -d $shire -o "$folder/page.html"
  under_valgrind 0 template -o "$folder/tables.xlsx"
  under_valgrind 0 --version
  under_valgrind 2 allocate --no-such-option
  under_valgrind 3 allocate -d "$folder/nowhere"
  echo "valgrind: $count commands, nothing found"
}

hardened() {
  local program
  program=$(ours)
  BCF=$program BCF_BUILD=$(dirname "$(dirname "$program")") PYTHONDONTWRITEBYTECODE=1 \
    python3 tests/program/test_hardened.py
}

# ---- on another machine

# s390x has its bytes the other way round, and chars without a sign. Debian's archive has every
# library for it; nothing of it is installed here, it is laid out in a folder for the compiler and
# qemu.
other_endian() {
  need s390x-linux-gnu-gcc qemu-s390x-static debootstrap dpkg-deb
  [ "$(id -u)" -eq 0 ] || fail "other-endian: debootstrap needs root"
  local root=$out/s390x-root mirror name package there
  local wanted=libgmp-dev,libxml2-dev,libcsv-dev,libjansson-dev,nettle-dev
  wanted+=,libxslt1-dev,libzip-dev,libxlsxwriter-dev,check
  name=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # shellcheck disable=SC2016 # apt-get puts these in
  read -r mirror < <(apt-get indextargets --format '$(SITE) $(CODENAME) $(CREATED_BY)' |
    awk -v name="$name" '$2 == name && $3 == "Packages" { print $1; exit }')
  [ -n "$mirror" ] || fail "apt names no mirror of $name"
  if [ ! -f "$root/ready" ]; then
    rm -rf --one-file-system "$root"
    debootstrap --foreign --arch=s390x --variant=minbase \
      --include="$wanted" "$name" "$root" "$mirror" >"$out/s390x-root.log" 2>&1 ||
      { tail -20 "$out/s390x-root.log" >&2; fail "debootstrap"; }
    for package in "$root"/var/cache/apt/archives/*.deb; do
      dpkg-deb --fsys-tarfile "$package" | tar -C "$root" --keep-directory-symlink -xf -
    done
    touch "$root/ready"
  fi
  there=$root/usr/lib/s390x-linux-gnu
  cat >"$out/s390x.cmake" <<END
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR s390x)
set(CMAKE_C_COMPILER s390x-linux-gnu-gcc)
set(CMAKE_LIBRARY_ARCHITECTURE s390x-linux-gnu)
set(CMAKE_SYSROOT $root)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-s390x-static -L $root)
set(ENV{PKG_CONFIG_SYSROOT_DIR} $root)
set(ENV{PKG_CONFIG_LIBDIR} $there/pkgconfig:$root/usr/share/pkgconfig)
END
  build s390x all -DCMAKE_TOOLCHAIN_FILE="$out/s390x.cmake"
  readelf -h "$out/s390x/bin/bcf" | grep -q "big endian" || fail "other-endian: the program is not"
  is_same s390x qemu-s390x-static -L "$root" "$out/s390x/bin/bcf"
  # But what only a machine itself shows of its memory: limits, and how it is laid out.
  CK_EXCLUDE_TAGS=machine ctest --test-dir "$out/s390x" -j "$jobs" --output-on-failure \
    -R '^room\.' >"$out/s390x.said" ||
    { tail -60 "$out/s390x.said" >&2; fail "other-endian: the rooms"; }
  grep 'tests passed' "$out/s390x.said"
}

run() { # WORD
  case $1 in
    static) static_checks ;;
    extremes) level 0 && level 3 ;;
    o[0-3]) level "${1#o}" ;;
    quick) run static && as_built clang 0 && as_built gcc 3 ;;
    hardened) hardened ;;
    ubsan) ubsan ;;
    msan) msan ;;
    tsan) tsan ;;
    valgrind) memcheck ;;
    analyzer)
      reasons
      tidy "$(printf -- '-%s-*,' bugprone cert concurrency misc performance portability readability)"
      echo "clang's analyzer: nothing found"
      ;;
    other-endian) other_endian ;;
    all)
      local each
      for each in static o0 o1 o2 o3 hardened ubsan msan tsan valgrind analyzer other-endian; do
        run "$each"
      done
      ;;
    *) fail "no word '$1'; the first lines of this file tell them" ;;
  esac
}

[ $# -gt 0 ] || { sed -n '3,/^set /{/^set /d;s/^# \{0,1\}//p}' "$0"; exit 2; }
rm -rf "$out/settled"
for word in "$@"; do
  echo "-- $word"
  since=$SECONDS
  run "$word"
  echo "-- $word: $((SECONDS - since)) s"
done
