#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Where output goes and what happens when it cannot; the command line and what documents it."""

import contextlib
import hashlib
import os
import pathlib
import re
import signal
import stat
import subprocess
import time

import support
from support import DONE, FOUND, MACHINE, ROOT, SHIRE, USAGE

VERBS = ["allocate", "score", "release", "assure", "settle", "check", "apportion", "formulas",
         "readings", "explain", "verify", "reconcile", "compare", "report", "template", "sweep"]
MAY_FIND = ("assure", "compare")
OTHER_LEFT_OVERS = (".bcf", "bcf-", ".tmp")


def contents(folder):
    """{name: digest} of everything below a folder."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


class Output(support.Case):

    def setUp(self):
        super().setUp()
        self.weights = self.folder / "weights.csv"
        self.weights.write_text("code,weight\nA,1\nB,2\n")

    @contextlib.contextmanager
    def disk(self, options):
        """A small disk of our own. Skipped, and said so, where nobody may mount one."""
        place = self.folder / "disk"
        place.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(place)],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no disk can be mounted here (are you root?)")
        try:
            yield place
        finally:
            subprocess.run(["umount", str(place)], check=True)

    def fails(self, *words, says):
        """The machine failed: exit 4, the file named, nothing on standard output."""
        done = self.ends(MACHINE, support.bcf(*words))
        self.assertEqual(b"", done.out)
        self.assertIn(says, done.said)
        return done

    def listing(self, folder):
        return sorted(path.name for path in pathlib.Path(folder).iterdir())


class OneFile(Output):

    def test_a_file_holds_what_would_have_been_printed(self):
        for verb in ("allocate", "score", "release", "check"):
            for form in ("text", "csv", "json", "xml"):
                path = self.folder / f"{verb}.{form}"
                done = self.done(verb, "-d", SHIRE, "-f", form, "-o", path)
                self.assertEqual(b"", done.out)
                self.assertEqual(self.done(verb, "-d", SHIRE, "-f", form).out, path.read_bytes())
        path = self.folder / "shares.csv"
        self.done("apportion", "10", self.weights, "-o", path)
        self.assertEqual("code,amount\nA,3.33\nB,6.67\n", path.read_text())
        self.assertEqual(18, len(self.listing(self.folder)))

    def test_an_old_file_is_replaced_and_keeps_its_rights(self):
        path = self.folder / "old.csv"
        path.write_text("old")
        path.chmod(0o640)
        self.done("allocate", "-d", SHIRE, "-f", "csv", "-o", path)
        self.assertTrue(path.read_text().startswith("component,"))
        self.assertEqual(0o640, stat.S_IMODE(path.stat().st_mode))

    def test_a_link_stays_a_link(self):
        (self.folder / "real.csv").write_text("old")
        (self.folder / "link.csv").symlink_to("real.csv")
        self.done("allocate", "-d", SHIRE, "-f", "csv", "-o", self.folder / "link.csv")
        self.assertTrue((self.folder / "link.csv").is_symlink())
        self.assertTrue((self.folder / "real.csv").read_text().startswith("component,"))

    def test_a_missing_folder_is_named(self):
        for verb in ("allocate", "score", "release", "check"):
            self.fails(verb, "-d", SHIRE, "-o", self.folder / "nowhere" / "file",
                       says="nowhere/file")
        self.fails("apportion", "1", self.weights, "-o", self.folder / "nowhere" / "file",
                   says="nowhere/file")
        self.assertFalse((self.folder / "nowhere").exists())

    def test_a_folder_in_the_place_of_the_file_is_named(self):
        (self.folder / "folder").mkdir()
        self.fails("allocate", "-d", SHIRE, "-o", self.folder / "folder", says="folder")
        self.assertEqual([], self.listing(self.folder / "folder"))

    def test_a_file_in_the_place_of_the_folder_is_named(self):
        self.fails("allocate", "-d", SHIRE, "-o", self.weights / "file", says="weights.csv")

    def test_an_input_refused_leaves_the_old_file(self):
        self.weights.write_text("code,weight\nA,-1\n")
        path = self.folder / "old.csv"
        path.write_text("old")
        self.refuses("apportion", "1", self.weights, "-o", path, says="weights.csv:2: ")
        self.assertEqual("old", path.read_text())

    def test_the_input_itself_can_be_the_output(self):
        """It is read to its end before anything is written."""
        self.done("apportion", "3", self.weights, "-o", self.weights)
        self.assertEqual("code,amount\nA,1.00\nB,2.00\n", self.weights.read_text())

    def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(self):
        with self.disk("size=64k") as disk:
            (disk / "old.csv").write_text("as it was")
            for name in ("old.csv", "new.csv"):
                self.fails("allocate", "-f", "csv", "-o", disk / name, says=name)
            self.assertEqual(["old.csv"], self.listing(disk))
            self.assertEqual("as it was", (disk / "old.csv").read_text())
            self.done("allocate", "-d", SHIRE, "-f", "csv", "-o", disk / "old.csv")

    def test_a_disk_without_room_for_names_is_full_too(self):
        with self.disk("size=1m,nr_inodes=2") as disk:
            (disk / "old.csv").write_text("as it was")
            self.fails("allocate", "-d", SHIRE, "-f", "csv", "-o", disk / "old.csv",
                       says="old.csv")
            self.assertEqual("as it was", (disk / "old.csv").read_text())

    def test_a_read_only_disk_is_named(self):
        with self.disk("ro") as disk:
            self.fails("allocate", "-d", SHIRE, "-o", disk / "new.csv", says="new.csv")

    def test_a_full_device_is_named(self):
        for verb in ("allocate", "score", "release", "check"):
            self.fails(verb, "-d", SHIRE, "-o", "/dev/full", says="/dev/full")
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode), "it was replaced by a file")

    def test_a_limit_on_the_size_of_files_is_a_full_disk(self):
        (self.folder / "old.csv").write_text("as it was")
        done = support.shell('ulimit -f 8; "$BCF" allocate -f csv -o old.csv', self.folder)
        self.ends(MACHINE, done)
        self.assertEqual(b"", done.out)
        self.assertIn("old.csv", done.said)
        self.assertEqual("as it was", (self.folder / "old.csv").read_text())
        self.assertEqual(["old.csv", "weights.csv"], self.listing(self.folder))


class StandardOutput(Output):

    def test_a_full_standard_output_is_told(self):
        for verb in ("allocate", "score", "release", "check", "allocate --help", "--version"):
            done = self.ends(MACHINE, support.shell(f'"$BCF" {verb} >/dev/full', self.folder))
            self.assertIn("standard output", done.said, verb)

    def test_a_reader_who_has_seen_enough_is_no_error(self):
        for words in ("allocate", "allocate -f csv", "score -f json", "release -f xml"):
            done = support.shell(f'set -o pipefail; "$BCF" {words} | head -1', self.folder)
            self.ends(DONE, done)
            self.assertEqual("", done.said)
            self.assertEqual(1, done.text.count("\n"))

    def test_a_reader_who_never_read_is_no_error(self):
        for words in ("allocate", "score -f csv", "check", "--help", "settle --help"):
            done = support.shell(f'set -o pipefail; "$BCF" {words} | true', self.folder)
            self.ends(DONE, done)
            self.assertEqual("", done.said)

    def test_a_closed_standard_output_is_told_and_writes_into_no_other_file(self):
        before = contents(SHIRE)
        done = support.shell('"$BCF" allocate -d "$SHIRE" -f csv >&-', self.folder,
                             SHIRE=str(SHIRE))
        self.ends(MACHINE, done)
        self.assertIn("standard output", done.said)
        self.assertEqual(before, contents(SHIRE))

    def test_with_standard_output_closed_a_file_can_still_be_written(self):
        """Its descriptor may be number 1 now: nothing else may be written into it."""
        done = support.shell('"$BCF" allocate -d "$SHIRE" -f csv -o new.csv >&-', self.folder,
                             SHIRE=str(SHIRE))
        self.assertIn(done.code, (DONE, MACHINE))
        if done.code == DONE:
            self.assertEqual(self.done("allocate", "-d", SHIRE, "-f", "csv").out,
                             (self.folder / "new.csv").read_bytes())

    def test_a_refusal_with_both_outputs_closed_keeps_its_exit_code(self):
        done = support.shell('"$BCF" allocate -d nowhere >&- 2>&-', self.folder)
        self.assertEqual(support.REFUSED_INPUT, done.code)

    def test_a_pipe_as_the_output_file_is_written_to(self):
        os.mkfifo(self.folder / "pipe")
        done = support.shell('cat pipe > got & "$BCF" allocate -d "$SHIRE" -f csv -o pipe; '
                             'code=$?; wait; exit $code', self.folder, SHIRE=str(SHIRE))
        self.ends(DONE, done)
        self.assertEqual(self.done("allocate", "-d", SHIRE, "-f", "csv").out,
                         (self.folder / "got").read_bytes())
        self.assertTrue(stat.S_ISFIFO((self.folder / "pipe").stat().st_mode))


class Settling(Output):

    FILES = ["allocate.csv", "assure.csv", "certificate.txt", "release.csv", "report.html",
             "run.xml", "score.csv", "workbook.xlsx"]

    WITHOUT_PAYMENTS = ["allocate.csv", "certificate.txt", "report.html", "run.xml",
                        "workbook.xlsx"]

    def test_it_writes_its_files_and_no_others(self):
        self.done("settle", "-d", SHIRE, "-o", self.folder / "run")
        self.assertLessEqual(set(self.FILES), set(self.listing(self.folder / "run")))
        self.assertEqual(["run", "weights.csv"], self.listing(self.folder))

    def test_an_earlier_settlement_is_replaced_as_a_set(self):
        run = self.folder / "run"
        self.done("settle", "-d", SHIRE, "-o", run)
        first = contents(run)
        self.done("settle", "-o", run)
        second = contents(run)
        self.assertEqual(set(first), set(second))
        for name in first:
            self.assertNotEqual(first[name], second[name], name)
        # 2014-15 pays for no performance: its folder holds no older score and release
        self.done("settle", "-p", "2014-15", "-d", SHIRE, "-o", run)
        self.assertEqual(self.WITHOUT_PAYMENTS, self.listing(run))
        self.assertEqual(["run", "weights.csv"], self.listing(self.folder))

    def test_tables_alone_are_the_same_and_nothing_that_people_open(self):
        whole, tables = self.folder / "whole", self.folder / "tables"
        self.done("settle", "-d", SHIRE, "-o", whole)
        said = self.done("settle", "-d", SHIRE, "--tables", "-o", tables).text
        self.assertEqual(set(self.FILES) - {"report.html", "workbook.xlsx"},
                         set(self.listing(tables)))
        for name in set(self.listing(tables)) - {"certificate.txt"}:
            self.assertEqual((whole / name).read_bytes(), (tables / name).read_bytes(), name)
        lines = [[line for line in (folder / "certificate.txt").read_text().splitlines()
                  if not line.endswith((" of report.html", " of workbook.xlsx", "line-above",
                                        "every-line-above"))] for folder in (whole, tables)]
        self.assertEqual(*lines)
        self.assertIn("Without --tables", said)
        self.assertNotIn("Open report.html", said)
        self.done("verify", tables)
        # one of the two alone is a settlement that lost a file, and so is a folder that had both
        (tables / "report.html").write_bytes((whole / "report.html").read_bytes())
        self.ends(FOUND, support.bcf("verify", tables))
        for name in ("report.html", "workbook.xlsx"):
            (whole / name).unlink()
            self.ends(FOUND, support.bcf("verify", whole))
        # where there was a whole settlement, what people open goes with the old tables
        self.done("settle", "-d", SHIRE, "-o", tables)
        self.done("settle", "-d", SHIRE, "--tables", "-o", tables)
        self.assertFalse((tables / "report.html").exists())
        self.done("verify", tables)

    def test_without_a_folder_it_is_wrong_usage(self):
        self.refuses("settle", "-d", SHIRE, code=USAGE, says="-o")

    def test_a_folder_with_anybody_elses_file_is_refused_and_kept(self):
        run = self.folder / "run"
        for name in ("letter.docx", ".hidden", "allocate.csv.bak"):
            self.done("settle", "-d", SHIRE, "-o", run)
            (run / name).write_text("mine")
            before = contents(run)
            self.refuses("settle", "-o", run, code=USAGE, says=[str(run), name])
            self.assertEqual(before, contents(run))
            (run / name).unlink()
        (run / "allocate.csv").unlink()
        (run / "allocate.csv").mkdir()
        self.refuses("settle", "-o", run, code=USAGE, says="allocate.csv")

    def test_an_empty_folder_is_taken_and_a_missing_parent_is_not_made(self):
        (self.folder / "empty").mkdir()
        self.done("settle", "-d", SHIRE, "-o", self.folder / "empty")
        self.assertEqual(self.FILES, self.listing(self.folder / "empty"))
        self.fails("settle", "-d", SHIRE, "-o", self.folder / "no" / "run", says="no/run")
        self.assertFalse((self.folder / "no").exists())

    def test_a_file_in_the_place_of_the_folder_is_kept(self):
        self.fails("settle", "-d", SHIRE, "-o", self.weights, says="weights.csv")
        self.assertEqual("code,weight\nA,1\nB,2\n", self.weights.read_text())

    def test_the_folder_that_one_stands_in_is_filled(self):
        run = self.folder / "run"
        run.mkdir()
        for _ in range(2):
            self.ends(DONE, support.bcf("settle", "-d", SHIRE, "-o", ".", cwd=run))
            self.assertEqual(self.FILES, self.listing(run))

    def test_a_full_disk_leaves_the_folder_as_it_was(self):
        for size in (1024, 2048, 4096):
            with self.disk(f"size={size}k") as disk:
                self.done("settle", "-d", SHIRE, "-o", disk / "run")
                before = contents(disk)
                done = support.bcf("settle", "-o", disk / "run")
                self.ends(MACHINE, done)
                self.assertIn("run", done.said)
                self.assertEqual(before, contents(disk))
                self.fails("settle", "-o", disk / "new", says="new")
                self.assertEqual(["run"], self.listing(disk))
            (self.folder / "disk").rmdir()

    def test_a_full_disk_leaves_a_folder_that_is_a_disk_itself_as_it_was(self):
        """It cannot change places with another: its files must."""
        for size in (1024, 4096):
            with self.disk(f"size={size}k") as disk:
                self.done("settle", "-d", SHIRE, "-o", disk)
                before = contents(disk)
                self.assertEqual(self.FILES, sorted(before))
                self.fails("settle", "-o", disk, says=str(disk))
                self.assertEqual(before, contents(disk))
                self.assertEqual(self.FILES, self.listing(disk))
                self.done("settle", "-p", "2014-15", "-d", SHIRE, "-o", disk)
                self.assertEqual(self.WITHOUT_PAYMENTS, self.listing(disk))
            (self.folder / "disk").rmdir()

    def test_a_read_only_disk_is_named(self):
        with self.disk("ro") as disk:
            self.fails("settle", "-d", SHIRE, "-o", disk / "run", says="run")
            self.fails("settle", "-d", SHIRE, "-o", disk, says=str(disk))

    def test_an_input_refused_leaves_the_folder_as_it_was(self):
        run = self.folder / "run"
        self.done("settle", "-d", SHIRE, "-o", run)
        before = contents(run)
        broken = support.copy_dataset(SHIRE, self.folder / "shire")
        (broken / "ccgs.csv").write_text("ccg,name\n")
        self.refuses("settle", "-d", broken, "-o", run, says="")
        self.assertEqual(before, contents(run))

    def test_killed_at_any_moment_the_folder_holds_one_set_or_the_other(self):
        run = self.folder / "run"
        self.done("settle", "-o", run)
        new = contents(run)
        self.done("settle", "-d", SHIRE, "-o", run)
        old = contents(run)
        start = time.monotonic()
        self.done("settle", "-o", self.folder / "timed")
        whole = time.monotonic() - start
        seen = set()
        for i in range(25):
            child = subprocess.Popen([str(support.PROGRAM), "settle", "-o", str(run)],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                     env=support.environment())
            if i < 24:  # the last one may end in peace
                time.sleep(whole * i / 20)
                child.send_signal((signal.SIGKILL, signal.SIGTERM)[i % 2])
            child.wait()
            got = contents(run)
            self.assertIn(got, (old, new))
            seen.add(got == new)
            if got == new:
                self.done("settle", "-d", SHIRE, "-o", run)
        self.assertEqual({False, True}, seen, "every moment was tried on one side only")

    def test_two_at_once_leave_one_whole_set_and_nothing_beside_it(self):
        run = self.folder / "run"
        questions = [("settle", "-d", str(SHIRE), "-o", str(run), "--set", f"unit={unit}")
                     for unit in ("1", "1000")]
        wanted = []
        for words in questions:
            self.done(*words)
            wanted.append(contents(run))
        self.assertNotEqual(*wanted)
        for _ in range(12):
            children = [subprocess.Popen([str(support.PROGRAM), *words],
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                         env=support.environment()) for words in questions]
            codes = [child.wait() for child in children]
            self.assertLessEqual(set(codes), {DONE, MACHINE})
            self.assertIn(DONE, codes)
            self.assertIn(contents(run), wanted)
            self.assertEqual(["run", "weights.csv"], self.listing(self.folder))

    def test_it_prints_a_page_about_what_it_wrote(self):
        text = self.done("settle", "-o", self.folder / "run").text
        for words in ("run.xml", "3,784,000,000", "1,000,000,000", "illustrative"):
            self.assertIn(words, text)


class NothingLeftBehind(Output):

    def test_no_verb_leaves_a_file_in_the_folder_it_runs_in(self):
        place = self.folder / "place"
        place.mkdir()
        for words in (["allocate"], ["score"], ["release"], ["check"],
                      ["apportion", "1", str(self.weights)], ["allocate", "-d", "nowhere"],
                      ["settle", "-o", str(self.folder / "run")]):
            support.bcf(*words, cwd=place)
            self.assertEqual([], self.listing(place), words)
        self.assertEqual([], [name for name in self.listing(self.folder)
                              if name.startswith(OTHER_LEFT_OVERS)])

    def test_nothing_is_written_to_the_dataset(self):
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        before = contents(folder)
        for verb in ("allocate", "score", "release", "check"):
            self.done(verb, "-d", folder)
        self.assertEqual(before, contents(folder))


class CommandLine(Output):

    def test_no_verb_is_wrong_usage(self):
        self.refuses(code=USAGE, says="allocate")

    def test_an_unknown_verb_is_wrong_usage_with_did_you_mean(self):
        self.refuses("alocate", code=USAGE, says=["alocate", "allocate"])
        self.refuses("frobnicate", code=USAGE, says="frobnicate")

    def test_an_empty_argument_is_wrong_usage_because_it_names_nothing(self):
        for words in (["allocate", "-d", ""], ["allocate", "-p", ""], ["allocate", "-a", ""],
                      ["allocate", "-o", ""], ["settle", "-o", ""], ["apportion", "1", ""]):
            self.refuses(*words, code=USAGE, says="names nothing")

    def test_two_areas_at_once_are_wrong_usage(self):
        self.refuses("allocate", "-a", "Kent", "-a", "Devon", code=USAGE, says="-a")

    def test_help_about_help_is_the_help(self):
        done = support.bcf("help", "help")
        self.assertEqual(0, done.code)
        self.assertIn("allocate", done.text)

    def test_an_unknown_option_or_format_is_wrong_usage(self):
        for verb in VERBS:
            self.refuses(verb, "--colour", code=USAGE, says="colour")
        for verb in ("allocate", "score", "release", "check"):
            self.refuses(verb, "-f", "yaml", code=USAGE, says="yaml")
            self.refuses(verb, "-f", "", code=USAGE, says="")
        self.refuses("allocate", "-f", code=USAGE, says="")

    def test_a_word_too_many_or_too_few_is_wrong_usage(self):
        for verb in ("allocate", "score", "release", "check"):
            self.refuses(verb, "surplus", code=USAGE, says="")
        self.refuses("apportion", "1", code=USAGE, says="")
        self.refuses("apportion", "1", self.weights, "surplus", code=USAGE, says="")

    def test_options_may_come_in_any_order_and_in_both_forms(self):
        whole = self.done("allocate", "-d", SHIRE, "-f", "csv", "-a", "H1").out
        for words in (("--format=csv", "--area", "H1", f"--data={SHIRE}"),
                      ("-aH1", "-fcsv", f"-d{SHIRE}")):
            self.assertEqual(whole, self.done("allocate", *words).out)

    def test_version_and_help_are_done(self):
        self.assertRegex(self.done("--version").text, r"^bcf [0-9]+\.[0-9]+\.[0-9]+\n")
        text = self.done("--help").text
        for verb in VERBS:
            self.assertRegex(text, rf"(?m)^ +{verb} ")


class Documents(Output):
    """--help, the manual page and the README say the same, and it is true."""

    @staticmethod
    def options_in(text):
        """Long and short options that a text names."""
        found = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*[a-z]", text))
        return found | set(re.findall(r"(?<![\w-])-[a-zA-Z](?![\w-])", text))

    def help_of(self, *verb):
        return self.done(*verb, "--help").text

    def manual(self):
        text = (ROOT / "docs" / "bcf.1").read_text(encoding="utf-8")
        text = re.sub(r"\\f(\[[A-Z]*\]|[A-Z])", "", text)
        return text.replace("\\-", "-").replace("\\&", "")

    def test_help_of_every_verb_shows_every_option_it_takes(self):
        common = {"-p", "--policy", "-d", "--data", "--as-at", "--set", "-o", "--output"}
        wanted = {
            "allocate": common | {"-a", "--area", "-f", "--format", "--by", "--names"},
            "score": common | {"-a", "--area", "-f", "--format", "--next", "--fragile"},
            "release": common | {"-a", "--area", "-f", "--format"},
            "assure": common | {"-a", "--area", "-f", "--format", "--names", "--by", "--only",
                                "--fail-on"},
            "settle": common | {"--tables"},
            "report": common | {"-a", "--area"},
            "template": {"-p", "--policy", "-o", "--output"},
            "sweep": common | {"-a", "--area", "-f", "--format", "--names", "--vary", "--items",
                               "--shard", "--merge", "--jobs"},
            "check": common | {"-f", "--format"} - {"--as-at"},
            "apportion": {"-o", "--output", "-f", "--format"},
            "readings": common | {"-a", "--area", "--all", "-f", "--format", "--names"},
            "formulas": (common | {"-a", "--area", "-f", "--format", "--names"}) - {"--as-at"},
            "verify": {"-o", "--output", "-f", "--format"},
            "explain": common | {"-f", "--format", "--all"},
            "reconcile": common | {"-a", "--area", "-f", "--format", "--why", "--vintage",
                                   "--printed-in", "--total"},
            "compare": {"-a", "--area", "-o", "--output", "-f", "--format", "--names", "--by",
                        "--why", "--balance", "--fairness"},
        }
        for verb, options in wanted.items():
            self.assertLessEqual(options, self.options_in(self.help_of(verb)), verb)

    def ledger(self):
        """A board of the shire as it is: nothing is found in it."""
        path = self.folder / "ledger.csv"
        path.write_text("hwb,component,amount\nH1,dfg,88000000\n")
        return path

    def test_every_option_that_help_shows_is_taken(self):
        values = {"--policy": "2015-16", "--data": str(SHIRE), "--area": "H1", "--format": "csv",
                  "--output": str(self.folder / "out"), "--set": "unit=1",
                  "--as-at": "2015-12-31", "--by": "hwb", "--names": None,
                  "--next": None, "--fragile": None, "--all": None,
                  "--only": "season", "--fail-on": "fail", "--why": None, "--total": "sum",
                  "--printed-in": "1", "--vintage": str(SHIRE), "--balance": None,
                  "--fairness": None, "--vary": "setting:unit=1000", "--items": "held",
                  "--shard": "1/2", "--jobs": "2", "--merge": None, "--tables": None}
        taken = 0
        self.done("settle", "-d", SHIRE, "-o", self.folder / "kept")
        self.done("sweep", "-d", SHIRE, "--vary", "setting:unit=1", "--shard", "1/1", "-o",
                  self.folder / "shard")
        for verb in VERBS:
            options = {option for option in self.options_in(self.help_of(verb))
                       if option.startswith("--")} - {"--help", "--usage", "--version"}
            self.assertLessEqual(options, set(values), verb)
            for option in sorted(options):
                words = [option] if values[option] is None else [option, values[option]]
                if (verb, option) == ("assure", "--by"):
                    words = ["--by", "board"]
                more = {"apportion": ["1", str(self.weights)],
                        "formulas": ["adult-rnf"],
                        "verify": [self.folder / "kept"],
                        "compare": [self.folder / "kept"] * 2,
                        "explain": ["H1"],
                        "sweep": ["--vary", "setting:metric-value=overall"],
                        "reconcile": [self.ledger()]}.get(verb, [])
                more += ["--why"] if option == "--vintage" else []
                more += ["-d", str(SHIRE)] if "--data" in options and option != "--data" else []
                more += (["-o", str(self.folder / "run")] if verb == "settle"
                         and option != "--output" else [])
                more += (["-o", str(self.folder / "empty.xlsx")] if verb == "template"
                         and option != "--output" else [])
                if option == "--merge":
                    words, more = ["--merge", self.folder / "shard"], []
                if verb == "settle" and option == "--output":
                    words = ["--output", str(self.folder / "settled")]
                run = support.bcf(verb, *words, *more)
                self.ends(run.code if verb in MAY_FIND and run.code == FOUND else DONE, run)
                taken += 1
        self.assertGreater(taken, 30)

    def test_help_of_every_verb_has_its_exit_codes(self):
        """That its examples run is test_finding.py's."""
        for verb in VERBS:
            self.assertIn("Exit codes", self.help_of(verb))

    def test_help_works_on_a_verb_without_anything_else_right(self):
        for verb in VERBS:
            self.assertEqual(self.help_of(verb), self.done("help", verb).text)

    def test_the_manual_page_and_help_name_the_same_options(self):
        of_help = set().union(*(self.options_in(self.help_of(verb)) for verb in VERBS))
        of_page = self.options_in(self.manual())
        everywhere = {"-?", "-V", "--help", "--usage", "--version"}
        self.assertGreater(len(of_help - everywhere), 12)
        self.assertEqual(set(), of_help - of_page - everywhere, "not on the page")
        self.assertEqual(set(), of_page - of_help - everywhere, "not in any --help")

    def test_the_manual_page_names_every_verb_and_exit_code(self):
        page = self.manual()
        for verb in VERBS:
            self.assertRegex(page, rf"(?m)\bbcf {verb}\b|^\.[A-Z]+ .*\b{verb}\b")
        for code in ("0", "1", "2", "3", "4"):
            self.assertRegex(page, rf"(?m)^[^a-z]*\b{code}\b")

    def test_the_manual_page_is_well_formed(self):
        page = (ROOT / "docs" / "bcf.1").read_text(encoding="utf-8")
        self.assertRegex(page, r'(?m)^\.T[Hh] "?(bcf|BCF)"? "?1"?')
        for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT"):
            self.assertRegex(page, rf'(?m)^\.SH "?{section}')

    def test_every_setting_of_the_policy_is_named_where_one_is_not_known(self):
        policy = (ROOT / "formulas" / "2015-16" / "v1" / "policy.xml").read_text(encoding="utf-8")
        settings = re.findall(r'<setting id="([a-z0-9-]+)"', policy)
        self.assertEqual(11, len(settings))
        self.refuses("allocate", "-d", SHIRE, "--set", "nonsense=1", code=USAGE, says=settings)

    def test_the_readme_and_the_documents_name_only_verbs_that_exist(self):
        pages = [ROOT / "README.md"] + sorted((ROOT / "docs").glob("*.md"))
        pages += sorted((ROOT / "docs" / "rules").glob("*.md"))
        self.assertGreater(len(pages), 8)
        named = {}
        for page in pages:
            text = page.read_text(encoding="utf-8")
            for words in re.findall(r"(?:^\$ |`|(?<!BCF=build/bin)/)bcf ([a-z]+)", text, re.MULTILINE):
                named.setdefault(words, page.name)
        self.assertLessEqual({"allocate", "release"}, set(named))
        self.assertEqual(set(), set(named) - set(VERBS) - {"help"}, named)


if __name__ == "__main__":
    support.main()
