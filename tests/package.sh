#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The Debian package: made, looked at by lintian, installed into a clean Debian with nothing else in
# it, and used there. tests/package.sh FOLDER; needs root, debootstrap, lintian, and the mirror that
# this machine's apt uses. The smallest Debian is kept in FOLDER for the next time.
set -euo pipefail
cd "$(dirname "$0")/.."
source=$PWD
[ $# -eq 1 ] || { echo "usage: tests/package.sh FOLDER" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
for tool in debootstrap lintian dpkg-shlibdeps; do
  command -v "$tool" >/dev/null || { echo "tests/package.sh: $tool is not installed" >&2; exit 1; }
done
[ "$(id -u)" -eq 0 ] || { echo "tests/package.sh: only root can install packages" >&2; exit 1; }

fail() { echo "tests/package.sh: $*" >&2; exit 1; }
wanted() { # file, words that must stand in it
  grep -qF -- "$2" "$1" || { cat "$1" >&2; fail "'$2' was wanted there"; }
}

. /etc/os-release
read -r mirror < <(apt-get indextargets --format '$(SITE) $(CODENAME) $(CREATED_BY)' |
  awk -v name="$VERSION_CODENAME" '$2 == name && $3 == "Packages" { print $1; exit }')
[ -n "$mirror" ] || fail "apt names no mirror of $VERSION_CODENAME"
root=$folder/root
base=$folder/$VERSION_CODENAME-minbase.tar
mounted=()
making_root=
tidy() {
  [ -z "$making_root" ] || wait "$making_root" || true
  for place in "${mounted[@]}"; do umount -l "$place" || true; done
  rm -rf --one-file-system "$root"
}
tidy
trap tidy EXIT

make_root() {
  if [ -f "$base" ]; then
    mkdir "$root"
    tar -C "$root" -xf "$base"
    return
  fi
  debootstrap --variant=minbase --include=man-db "$VERSION_CODENAME" "$root" "$mirror"
  tar -C "$root" --one-file-system -cf "$base.part" .
  mv "$base.part" "$base"
}
make_root >"$folder/log-root" 2>&1 & # while the package is made
making_root=$!

echo "-- the package"
cmake -S . -B "$folder/build" -DCMAKE_INSTALL_PREFIX=/usr -DBCF_TESTS=OFF \
  -DBCF_RUNS_UNINSTALLED=OFF >"$folder/log"
cmake --build "$folder/build" -j2 --target package >>"$folder/log" 2>&1 ||
  { cat "$folder/log"; wait "$making_root"; fail "the package could not be made"; }
package=$(echo "$folder"/build/bcf_*_"$(dpkg --print-architecture)".deb)
[ -f "$package" ] || fail "no package was made"
lintian --allow-root --fail-on error,warning "$package"
dpkg-deb -x "$package" "$folder/unpacked"
named=$(grep -rlaF -- "$source" "$folder/unpacked" || true)
rm -rf "$folder/unpacked"
[ -z "$named" ] || fail "the folder where the package was made is named in $named"

echo "-- a clean Debian"
wait "$making_root" || { tail -20 "$folder/log-root"; fail "debootstrap did not end well"; }
cp -a /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
rm -f "$root"/etc/apt/sources.list
for list in /etc/apt/sources.list /etc/apt/sources.list.d; do
  if [ -e "$list" ]; then cp -a "$list" "$root/etc/apt/"; fi
done
cp "$package" "$root/tmp/bcf.deb"
mount -t proc proc "$root/proc" && mounted+=("$root/proc")

inside() { # words of a command, in the clean Debian with an empty environment
  chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"
}

echo "-- installed there"
inside sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /tmp/bcf.deb' \
  >>"$folder/log" 2>&1 || { tail -20 "$folder/log"; fail "it could not be installed"; }

echo "-- used there"
inside bcf allocate -a Rotherham >"$folder/rotherham"
wanted "$folder/rotherham" "Rotherham (Health and Wellbeing Board, E08000018)"
inside bcf settle -o /tmp/england >"$folder/settled"
wanted "$folder/settled" "report.html"
for file in run.xml certificate.txt allocate.csv score.csv release.csv assure.csv report.html \
  workbook.xlsx; do
  [ -s "$root/tmp/england/$file" ] || fail "settle wrote no $file"
done
inside bcf verify /tmp/england >/dev/null
inside bcf --version >"$folder/version"
wanted "$folder/version" "2015-16"
inside man -P cat bcf >"$folder/manual"
wanted "$folder/manual" "SYNOPSIS"
inside man -P cat bcf-allocate >"$folder/manual"
wanted "$folder/manual" "bcf allocate"
inside ldconfig -p >"$folder/libraries"
wanted "$folder/libraries" "libbcf.so.0"

echo "-- and taken away again"
inside apt-get remove -y -qq bcf >>"$folder/log" 2>&1
left=$(find "$root/usr" -name '*bcf*' | head -5)
[ -z "$left" ] || fail "left behind: $left"
echo "the package is in order: $package"
