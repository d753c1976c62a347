#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The program after `cmake --install`: from any folder, from any place, the same bytes."""

import shutil
import subprocess

import support
from support import BUILD, SHIRE

QUESTIONS = [("allocate",), ("allocate", "-f", "csv"), ("release", "-f", "json"),
             ("score", "-f", "xml"), ("allocate", "-p", "2014-15", "-f", "csv"),
             ("check",), ("release", "-a", "Rotherham", "-f", "csv")]


class Installed(support.Case):

    def setUp(self):
        super().setUp()
        self.prefix = self.folder / "first place"
        done = subprocess.run(["cmake", "--install", str(BUILD), "--prefix", str(self.prefix)],
                              capture_output=True, text=True, check=False)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def is_the_same(self, prefix):
        """As the built one, from a folder where nothing of the project is."""
        empty = self.folder / "empty"
        empty.mkdir(exist_ok=True)
        for words in QUESTIONS:
            built = self.done(*words, cwd=empty)
            installed = self.done(*words, program=prefix / "bin" / "bcf", cwd=empty)
            self.assertEqual(built.out, installed.out, words)
            self.assertEqual(built.err, installed.err, words)
        self.assertEqual([], list(empty.iterdir()))

    def test_the_installed_program_gives_the_same_bytes_from_any_folder(self):
        self.is_the_same(self.prefix)

    def test_it_still_does_after_its_prefix_was_moved(self):
        moved = self.folder / "second place" / "deeper"
        moved.parent.mkdir()
        self.prefix.rename(moved)
        self.is_the_same(moved)

    def test_it_reads_what_was_installed_with_it_and_not_the_sources(self):
        """Another title in the installed dataset shows; so does a policy that is gone."""
        path = next(self.prefix.rglob("england/manifest.csv"))
        path.write_bytes(path.read_bytes().replace(b"England 2015/16", b"Elsewhere 2015/16", 1))
        bcf = self.prefix / "bin" / "bcf"
        self.assertIn("Elsewhere 2015/16", self.done("allocate", program=bcf).text)
        shutil.rmtree(next(self.prefix.rglob("formulas/2014-15")))
        self.refuses("allocate", "-p", "2014-15", program=bcf, code=support.USAGE, says="2014-15")

    def test_it_is_found_through_a_link(self):
        link = self.folder / "bcf"
        link.symlink_to(self.prefix / "bin" / "bcf")
        self.assertEqual(self.done("allocate", "-f", "csv").out,
                         self.done("allocate", "-f", "csv", program=link).out)

    def test_program_manual_formulas_schema_and_both_datasets_are_installed(self):
        files = {str(path.relative_to(self.prefix)) for path in self.prefix.rglob("*")
                 if path.is_file()}
        for name in ("bin/bcf", "share/man/man1/bcf.1", "share/bcf/formulas/policy.xsd",
                     "share/bcf/formulas/2015-16/v1/policy.xml",
                     "share/bcf/formulas/2014-15/v1/policy.xml",
                     "share/bcf/fixtures/england/boards.csv",
                     "share/bcf/fixtures/shire/boards.csv", "include/bcf/bcf.h",
                     "share/man/man1/bcf-allocate.1"):
            self.assertIn(name, files)
        for name in ("libbcf.a", "libbcf.so", "pkgconfig/bcf.pc", "cmake/bcf/bcf-config.cmake"):
            self.assertEqual(1, len([path for path in files if path.endswith("/" + name)]), name)
        self.assertEqual([], [name for name in files if "refused" in name or "test" in name])

    def test_a_settlement_of_the_installed_program_is_that_of_the_built_one(self):
        for program, name in ((support.PROGRAM, "built"), (self.prefix / "bin" / "bcf", "other")):
            self.done("settle", "-o", self.folder / name, program=program, cwd=self.folder)
            self.done("settle", "-d", SHIRE, "-o", self.folder / f"{name}-shire", program=program)
        compared = 0
        for first, second in (("built", "other"), ("built-shire", "other-shire")):
            for path in (self.folder / first).iterdir():
                self.assertEqual(path.read_bytes(), (self.folder / second / path.name).read_bytes())
                compared += 1
        self.assertGreaterEqual(compared, 8)


if __name__ == "__main__":
    support.main()
