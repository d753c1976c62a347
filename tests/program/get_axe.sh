#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs axe-core, which looks for what keeps people with disabilities from reading a page, into a
# folder: tests/program/get_axe.sh build/axe. test_report.py finds it there and does not bring it.
set -eu
[ $# -eq 1 ] || { echo "usage: get_axe.sh FOLDER" >&2; exit 2; }
mkdir -p "$1"
npm install --prefix "$1" axe-core@4.14.1 --no-save --ignore-scripts --no-audit --no-fund --silent
test -s "$1/node_modules/axe-core/axe.min.js"
