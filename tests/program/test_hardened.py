#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The program and the shared library, as built and as installed, have what bcf/hardening.cmake asks.

readelf and objdump say so, not the build: a flag that a linker ignored is missing all the same.
"""

import pathlib
import platform
import re
import shutil
import subprocess
import unittest

import support
from support import BUILD, PROGRAM, ROOT

X86 = platform.machine() == "x86_64"
# What the C library checks for us instead of what was written; some of it is used.
CHECKED = re.compile(r" UND __[a-z]+_chk@")


def said(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          timeout=300, check=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"})
    return done.stdout


def cached(name):
    text = (BUILD / "CMakeCache.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{name}:[A-Z]+=(.*)$", text, re.M)
    return found[1] if found else ""


def is_optimised():
    """The last -O that the compiler saw."""
    flags = cached("CMAKE_C_FLAGS") + " " + cached(
        "CMAKE_C_FLAGS_" + cached("CMAKE_BUILD_TYPE").upper())
    levels = re.findall(r"(?:^| )-O(\S*)", flags)
    return bool(levels) and levels[-1] != "0"


@unittest.skipUnless(shutil.which("readelf") and shutil.which("objdump"), "binutils are not here")
@unittest.skipIf(support.is_sanitized() or cached("BCF_SANITIZE"), "built to find, not to be used")
class Hardened(support.Case):
    """Each is asked of four files: built and installed, program and library."""

    @classmethod
    def setUpClass(cls):
        cls.holder = support.tempfile.TemporaryDirectory(prefix="bcf-hardened-")
        prefix = pathlib.Path(cls.holder.name).resolve() / "prefix"
        said("cmake", "--install", BUILD, "--prefix", prefix)
        built = next(path for path in BUILD.rglob("libbcf.so.*.*") if not path.is_symlink())
        installed = next(path for path in prefix.rglob("libbcf.so.*.*") if not path.is_symlink())
        cls.programs = [PROGRAM, prefix / "bin" / "bcf"]
        cls.libraries = [built, installed]
        cls.all = cls.programs + cls.libraries

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def each(self, files, *options):
        """What readelf says of each."""
        return [(path, said("readelf", "--wide", *options, path)) for path in files]

    def test_it_may_lie_anywhere_in_memory(self):
        for path, text in self.each(self.programs, "--file-header", "--dynamic"):
            self.assertRegex(text, r"Type: +DYN ", path)
            self.assertRegex(text, r"FLAGS_1\).*\bPIE\b")
        for path, text in self.each(self.all, "--dynamic"):
            self.assertNotIn("TEXTREL", text, path)

    def test_the_places_of_foreign_functions_are_settled_first_and_then_read_only(self):
        for path, text in self.each(self.all, "--dynamic", "--program-headers"):
            self.assertRegex(text, r"FLAGS_1\).*\bNOW\b")
            self.assertIn("GNU_RELRO", text, path)

    def test_nothing_can_be_written_and_run(self):
        for path, text in self.each(self.all, "--program-headers"):
            stack = re.search(r"^ +GNU_STACK( +0x[0-9a-f]+){5} (...)", text, re.M)
            self.assertIsNotNone(stack, "the linker says nothing of the stack")
            self.assertEqual("RW ", stack[2], path)
            loads = re.findall(r"^ +LOAD(?: +0x[0-9a-f]+){5} (...)", text, re.M)
            self.assertGreaterEqual(len(loads), 2)
            self.assertEqual([], [load for load in loads if "W" in load and "E" in load])

    def test_arrays_on_the_stack_have_a_canary_behind_them(self):
        for path, text in self.each(self.all, "--dyn-syms"):
            self.assertIn(" __stack_chk_fail@", text, path)

    @unittest.skipUnless(is_optimised(), "the C library checks sizes where there is an optimiser")
    def test_the_c_library_checks_the_size_of_what_it_writes_to(self):
        for path, text in self.each(self.all, "--dyn-syms"):
            self.assertRegex(text, CHECKED, path)
            # what it would be without
            self.assertNotRegex(text, r" UND (vsnprintf|snprintf)@", path)

    @unittest.skipUnless(X86, "how a frame is probed is known for x86-64 only")
    def test_no_frame_leaps_over_the_guard_page(self):
        probe = re.compile(r"\t(?:or[bwlq]|mov[bwlq]) +\$0x0,(?:0x[0-9a-f]+)?\(%r(?:sp|11)\)")
        step = re.compile(r"\tsub +\$0x1000,%rsp")
        for path in self.all:
            with self.subTest(path):
                lines = said("objdump", "--disassemble", "--no-show-raw-insn", path).splitlines()
                steps = [i for i, line in enumerate(lines) if step.search(line)]
                self.assertGreater(len(steps), 0, "no frame of more than a page was found")
                self.assertEqual([], [lines[i] for i in steps
                                      if not any(probe.search(line) for line in lines[i:i + 3])])
                leaps = [line for line in lines
                         for size in re.findall(r"\tsub +\$0x([0-9a-f]+),%rsp", line)
                         if 0x2000 < int(size, 16) < 2**63]
                self.assertEqual([], leaps)

    @unittest.skipUnless(X86, "only x86-64 has such a word")
    def test_functions_say_that_a_jump_may_land_there(self):
        for path in self.libraries:
            with self.subTest(path):
                text = said("objdump", "--disassemble", "--no-show-raw-insn", path)
                starts = re.findall(r"^[0-9a-f]+ <(bcf_\w+)>:\n +[0-9a-f]+:\t(\w+)", text, re.M)
                self.assertGreater(len(starts), 100)
                self.assertEqual([], [name for name, word in starts if word != "endbr64"])

    def test_no_path_of_the_build_is_searched_for_libraries(self):
        for path, text in self.each([self.programs[1], self.libraries[1]], "--dynamic"):
            self.assertNotRegex(text, r"RPATH|RUNPATH", path)


@unittest.skipUnless(X86, "-m32 is the word of x86")
class Small(support.Case):
    """No build for a machine where it could not be right."""

    def test_a_32_bit_build_is_refused_in_a_sentence(self):
        done = subprocess.run(
            ["cmake", "-S", str(ROOT), "-B", str(self.folder / "build"), "-DCMAKE_C_FLAGS=-m32",
             "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY"],  # there may be no 32-bit libraries
            capture_output=True, text=True, timeout=120, check=False)
        self.assertNotEqual(0, done.returncode)
        self.assertIn("bcf needs whole numbers of 128 bits", " ".join(done.stderr.split()))


if __name__ == "__main__":
    support.main()
