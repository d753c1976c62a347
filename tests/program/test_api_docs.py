#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The interface of the library as pages: Doxygen finds every declaration documented."""

import shutil
import subprocess

import support
from support import BUILD

# What a reader looks up first, and a word of what they must find there.
TOLD = {"run_8h": "as usage", "arena_8h": "released all at once", "error_8h": "exit code 3",
        "money_8h": "whole pence", "structbcf__grant": "Never zero",
        "structbcf__order": "built-in England"}


class Pages(support.Case):

    def test_every_declaration_is_documented(self):
        made = subprocess.run(["cmake", "--build", str(BUILD), "--target", "api-docs"],
                              capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(0, made.returncode, (made.stdout + made.stderr)[:4000])
        pages = BUILD / "api" / "html"
        for name, words in TOLD.items():
            self.assertIn(words, (pages / f"{name}.html").read_text(encoding="utf-8"), name)
        self.assertGreater(len(list(pages.glob("*_8h.html"))), 50)


if __name__ == "__main__":
    support.need_real(shutil.which("doxygen"), "Doxygen")
    support.main()
