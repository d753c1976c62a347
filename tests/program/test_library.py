#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The library for other programs, as installed: what it exports, whom it meets, how it is used.

The compiler says what the headers declare (`gcc -aux-info`), not the script that the build uses.
"""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

import support
from support import BUILD, ENGLAND, ROOT, SHIRE

EXAMPLE = ROOT / "docs" / "example"
FOREIGN = ("gmp", "libxml", "libxslt", "jansson", "nettle", "zip.h", "xlsxwriter", "/csv.h")
STRICT = ("-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Werror")
# What only error.c may use, for a mistake of ours and where there is no memory (decision 0003).
LAST_WORDS = {"abort", "_Exit", "stderr"}
NEVER = {"exit", "_exit", "quick_exit", "stdout", "stdin", "printf", "vprintf", "puts", "putchar",
         "perror", "system", "setlocale", "chdir", "umask", "signal", "setenv", "putenv", "strtok",
         "localtime", "gmtime", "rand", "srand"}
# What would change the host's own libraries.
HOSTS = {"xmlSetGenericErrorFunc", "xsltSetGenericErrorFunc", "xmlCleanupParser", "xmlMemSetup",
         "xsltSetDefaultSecurityPrefs", "xsltCleanupGlobals", "json_set_alloc_funcs"}
LANGUAGE = pathlib.Path("/usr/share/i18n/locales/de_DE")
LIST_ENDS = re.compile(r"\s+")


def run(*words, cwd=None, env=None, code=0):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=cwd,
                          env=env, timeout=300, check=False)
    assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def cached(name):
    """What the build folder was configured with."""
    text = (BUILD / "CMakeCache.txt").read_text(encoding="utf-8")
    return re.search(rf"^{name}:[A-Z]+=(.*)$", text, re.M)[1]


class Installed(support.Case):
    """One installation for all of them."""

    @classmethod
    def setUpClass(cls):
        cls.holder = support.tempfile.TemporaryDirectory(prefix="bcf-library-")
        cls.prefix = pathlib.Path(cls.holder.name).resolve() / "prefix"
        run("cmake", "--install", BUILD, "--prefix", cls.prefix)
        cls.include = cls.prefix / "include"
        cls.libraries = next(cls.prefix.rglob("libbcf.a")).parent

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()


class Face(Installed):
    """Headers and symbols."""

    def declared(self):
        """Every function of the public headers, as the compiler sees them."""
        info = self.folder / "declared"
        run("gcc", "-std=c17", "-fsyntax-only", "-aux-info", info, "-x", "c",
            self.include / "bcf" / "bcf.h")
        names = set()
        for line in info.read_text(encoding="utf-8").splitlines():
            if "/include/bcf/" in line:
                names.add(re.search(r"\*/ extern [^(]*?\b(\w+) \(", line)[1])
        return names

    def test_exported_is_what_the_headers_declare_and_nothing_else(self):
        lines = run("nm", "-D", "--defined-only", self.libraries / "libbcf.so").stdout.splitlines()
        symbols = [line.split()[-2:] for line in lines]
        self.assertEqual([["A", "BCF_0.1"]], [symbol for symbol in symbols if symbol[0] != "T"])
        exported = {name for kind, name in symbols if kind == "T"}
        declared = self.declared()
        self.assertGreater(len(declared), 400)
        self.assertEqual(set(), {f"{name}@@BCF_0.1" for name in declared} ^ exported)

    def test_the_public_headers_are_those_that_bcf_h_includes(self):
        made_of = run("gcc", "-MM", ROOT / "bcf" / "bcf.h").stdout.replace("\\\n", " ")
        wanted = {pathlib.Path(word).name for word in LIST_ENDS.split(made_of.split(":", 1)[1])
                  if word}
        self.assertGreater(len(wanted), 50)
        self.assertEqual(wanted, {path.name for path in self.include.rglob("*") if path.is_file()})
        self.assertEqual([], [name for name in wanted if "_inside" in name or "_node" in name])

    def test_each_header_stands_alone_and_meets_no_foreign_library(self):
        for path in sorted(self.include.rglob("*.h")):
            source = self.folder / "one.c"
            source.write_text(f"#include <bcf/{path.name}>\n", encoding="utf-8")
            made_of = run("gcc", *STRICT, "-Wno-unused", "-I", self.include, "-M", source).stdout
            run("gcc", *STRICT, "-I", self.include, "-fsyntax-only", source)
            outside = made_of.replace(str(self.include / "bcf"), "")
            self.assertEqual([], [name for name in FOREIGN if name in outside and
                                  not (name == "/csv.h" and "/usr/include/csv.h" not in outside)],
                             path.name)

    def test_the_name_and_version_of_the_shared_library(self):
        self.assertTrue((self.libraries / "libbcf.so.0").is_symlink())
        said = run("readelf", "-d", self.libraries / "libbcf.so").stdout
        self.assertIn("soname: [libbcf.so.0]", said)
        self.assertNotIn("RUNPATH", said)


@unittest.skipIf(support.is_sanitized(), "a sanitizer brings functions and variables of its own")
class Manners(Installed):
    """What it does to the program that uses it."""

    def test_it_never_prints_or_ends_the_program_but_in_error_c(self):
        wanted = {}
        for line in run("nm", "-A", "-u", self.libraries / "libbcf.a").stdout.splitlines():
            _, member, rest = line.split(":", 2)
            wanted.setdefault(member, set()).add(rest.split()[-1])
        self.assertGreater(len(wanted), 100)
        for member, names in wanted.items():
            self.assertEqual(set(), names & (NEVER | HOSTS), member)
            if member != "error.c.o":
                self.assertEqual(set(), names & LAST_WORDS, member)

    def test_it_has_no_variable_that_changes(self):
        said = run("readelf", "-SW", self.libraries / "libbcf.a").stdout
        sections = re.findall(r"\] (\.data|\.bss|\.tbss|\.tdata)\s+\w+\s+\w+ \w+ (\w+)", said)
        self.assertGreater(said.count("libbcf.a("), 100)  # an object without any may lack both
        self.assertEqual([], [one for one in sections if int(one[1], 16) != 0])

    def host(self):
        """A program with threads, in a language of its own."""
        run("gcc", "-std=gnu17", "-O1", "-Wall", "-Werror", "-I", self.include,
            ROOT / "tests" / "program" / "library_threads.c", self.libraries / "libbcf.so",
            f"-Wl,-rpath,{self.libraries}", "-pthread", "-o", self.folder / "threads")
        return self.folder / "threads"

    def is_settled(self, folder):
        """As the program settles it, byte for byte."""
        self.done("settle", "-d", SHIRE, "-o", self.folder / "program")
        files = sorted(path.name for path in (self.folder / "program").iterdir())
        self.assertGreaterEqual(len(files), 8)
        self.assertEqual(files, sorted(path.name for path in folder.iterdir()))
        for name in files:
            self.assertEqual((self.folder / "program" / name).read_bytes(),
                             (folder / name).read_bytes(), name)

    def test_threads_with_an_arena_each_get_what_one_alone_gets(self):
        host, folder = self.host(), self.folder / "settled"
        for _ in range(5):
            done = run(host, 8, SHIRE, folder, env={"LC_ALL": "C"})
            self.assertIn("8 of 8 threads the same", done.stdout)
            self.assertEqual("", done.stderr)
        self.is_settled(folder)

    @unittest.skipUnless(LANGUAGE.exists(), f"{LANGUAGE} is not there (package locales)")
    def test_a_host_that_writes_one_and_a_half_with_a_comma_gets_the_same_files(self):
        run("localedef", "-i", "de_DE", "-f", "UTF-8", self.folder / "de_DE.UTF-8")
        folder = self.folder / "settled"
        done = run(self.host(), 4, SHIRE, folder,
                   env={"LC_ALL": "de_DE.UTF-8", "LOCPATH": str(self.folder)})
        self.assertIn("is written 1,5", done.stdout)
        self.assertIn("4 of 4 threads the same", done.stdout)
        self.is_settled(folder)


@unittest.skipIf(support.is_sanitized(), "the example is built as its readers would build it")
class Example(Installed):
    """docs/example, built against the installed tree and run from elsewhere with nothing set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        place = pathlib.Path(cls.holder.name) / "built"
        place.mkdir()
        found = dict(os.environ, PKG_CONFIG_PATH=str(cls.libraries / "pkgconfig"))
        shared = run("pkg-config", "--cflags", "--libs", "bcf >= 0.1", env=found).stdout.split()
        inside = run("pkg-config", "--static", "--cflags", "--libs", "bcf", env=found).stdout
        inside = inside.replace("-lbcf", "-l:libbcf.a").split()
        run("cc", *STRICT, EXAMPLE / "pool.c", *shared, f"-Wl,-rpath,{cls.libraries}", "-o",
            place / "pkgconfig-shared")
        run("cc", *STRICT, EXAMPLE / "pool.c", *inside, "-o", place / "pkgconfig-static")
        run("cmake", "-S", EXAMPLE, "-B", place / "cmake", f"-DCMAKE_PREFIX_PATH={cls.prefix}")
        run("cmake", "--build", place / "cmake")
        # A static one is at home in PREFIX/bin, where it finds what came with the library.
        home = cls.prefix / "bin"
        shutil.copy(place / "pkgconfig-static", home / "pool-1")
        shutil.copy(place / "cmake" / "pool_static", home / "pool-2")
        cls.shared = [place / "pkgconfig-shared", place / "cmake" / "pool"]
        cls.inside = [home / "pool-1", home / "pool-2"]
        cls.away = place / "pkgconfig-static"

    def pool(self, program, *words, code=0, **more):
        return run(program, *words, cwd="/", env=more, code=code)

    def test_shared_is_shared_and_static_is_not(self):
        for program in self.shared + self.inside:
            needs = "libbcf.so.0" in run("readelf", "-d", program).stdout
            self.assertEqual(program in self.shared, needs, program)

    def test_it_prints_what_the_program_prints(self):
        """Boards of England and of the shire; the policy of another year."""
        for words, told in ((["Rotherham"], ["-a", "Rotherham"]),
                            (["Kent", ENGLAND, "2014-15"], ["-a", "Kent", "-p", "2014-15"]),
                            (["H1", SHIRE], ["-a", "H1", "-d", SHIRE])):
            rows = self.rows("allocate", *told, "--by", "component")
            totals = {}
            for row in rows:
                totals[row["component"]] = totals.get(row["component"], 0) + \
                    support.pence(row["amount"])
            self.assertGreater(sum(totals.values()), 0)
            for program in self.shared + self.inside:
                done = self.pool(program, *words)
                printed = dict(line.split(",")[:2] for line in done.stdout.splitlines())
                self.assertEqual({name: support.pounds(amount) for name, amount in totals.items()},
                                 {name: pounds for name, pounds in printed.items()
                                  if pounds != "0.00"}, (program, words))
                self.assertEqual("", done.stderr)
                statuses = {row["component"]: row["status"] for row in rows}
                self.assertEqual(statuses, {name: status for name, pounds, status in
                                            (line.split(",") for line in done.stdout.splitlines())
                                            if pounds != "0.00"})

    def test_refusals_reach_the_host_in_words(self):
        for program in self.shared + self.inside:
            done = self.pool(program, "Rotherhamm", code=3)
            self.assertEqual("", done.stdout)
            self.assertIn("Rotherham", done.stderr)
            refused = ROOT / "fixtures" / "refused" / "nowhere"
            self.assertIn("nowhere", self.pool(program, "Kent", refused, code=3).stderr)
            self.assertIn("1999", self.pool(program, "Kent", ENGLAND, "1999", code=3).stderr)

    def test_its_data_are_those_of_the_prefix_where_it_lies_also_after_a_move(self):
        moved = self.folder / "moved"
        shutil.copytree(self.prefix, moved, symlinks=True)
        shutil.rmtree(moved / "share" / "bcf" / "formulas" / "2014-15")
        libraries = moved / self.libraries.relative_to(self.prefix)
        shared, inside = self.shared[0], moved / "bin" / "pool-1"
        for program, more in ((shared, {"LD_LIBRARY_PATH": str(libraries)}), (inside, {})):
            if program == shared: # a RUNPATH comes after LD_LIBRARY_PATH
                self.assertIn("RUNPATH", run("readelf", "-d", program).stdout)
            self.pool(program, "Kent", **more)
            self.assertIn("2014-15", self.pool(program, "Kent", ENGLAND, "2014-15", code=3,
                                               **more).stderr)

    def test_away_from_its_prefix_a_static_one_uses_the_place_bcf_was_configured_for(self):
        place = pathlib.Path(cached("CMAKE_INSTALL_PREFIX")) / "share" / "bcf"
        if (place / "formulas").exists():
            self.pool(self.away, "Rotherham")
        else:
            said = self.pool(self.away, "Rotherham", code=3).stderr
            self.assertIn(f"'{place}'", said)
            self.assertIn(str(self.away), said)

    def test_it_has_about_forty_lines(self):
        self.assertLessEqual(len((EXAMPLE / "pool.c").read_text(encoding="utf-8").splitlines()), 42)


if __name__ == "__main__":
    support.main()
