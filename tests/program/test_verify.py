#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bcf verify and the second checker: a kept run is right, and nothing in it can be changed unseen."""

import contextlib
import hashlib
import importlib.util
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

import support
from support import DONE, ENGLAND, FOUND, MACHINE, REFUSED_INPUT, ROOT, SHIRE, USAGE

COLUMNS = "where,key,column,stated,computed"
CHECKER = ROOT / "tests" / "checker.py"
MEGABYTE = 1024 * 1024

SETTLEMENTS = {
    "shire": ["-d", SHIRE],
    "england": [],
    "2014-15": ["-p", "2014-15"],
    "2016-17": ["-p", "2016-17"],
    "revised": ["-p", "2015-16-revised"],
}
READINGS = [
    ["unit=0.01"], ["unit=1000"], ["conditions-split=all-or-nothing"], ["metric-value=overall"],
    ["metric-release=all-or-nothing"], ["seventy-per-cent-test=mean"],
    ["seventy-per-cent-test=share-of-metrics"], ["seventy-per-cent-scope=plan"],
    ["october-baseline=april-outturn"], ["p4p-share-basis=whole-pool"],
    ["p4p-share-basis=published"], ["transfer-split=programme-allocation"],
]
READINGS_OF_JULY = [["cap-by-plan-profile=no"], ["clawback=yes"],
                    ["clawback=yes", "cap-by-plan-profile=no"], ["unit=0.01"]]


def load_checker():
    """The second checker, to be run hundreds of times in this process."""
    spec = importlib.util.spec_from_file_location("checker", CHECKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checker = load_checker()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def sealed(run):
    """run.xml with the seal that its bytes have: as if somebody had known what it is for."""
    cut = run.rindex(b"\n  <seal ") + 1
    return run[:cut] + f'  <seal sha256="{sha256(run[:cut])}"/>\n</run>\n'.encode()


def certified(certificate, folder):
    """The certificate with the digests that it and the files beside it have."""
    lines = certificate.split(b"\n")[:-2]
    for place, line in enumerate(lines):
        name = line.split(b" ")[-1].decode() if line.startswith(b"sha256 ") else ""
        if (folder / name).is_file():
            lines[place] = f"sha256 {sha256((folder / name).read_bytes())} of {name}".encode()
    above = b"\n".join(lines) + b"\n"
    return above + f"sha256 {sha256(above)} of every-line-above\n".encode()


def is_told_not_determined(line, other):
    """What a certificate states and nothing in it determines: docs/rules/certificate.md says so.
    The code of a party where money arrives; July's counts, where nothing more hangs on them; the
    baseline of a score of 1, and the ambition of a score of 0, which could be any."""
    words, others = line.split(), other.split()
    key = words[[one == two for one, two in zip(words, others)].index(False) - 1]
    score = words[words.index(b"score") + 1] if b"score" in words else b""
    return (key == b"party" and b"board" in words
            or (key, score) in ((b"baseline", b"1"), (b"ambition", b"0"))
            or words[:2] == [b"pay", b"quarter"] and key in (b"baseline", b"planned", b"actual"))


def digits(data):
    return [match.start() for match in re.finditer(rb"[0-9]", data)]


def changed(data, place, chance):
    """The data with another digit at that place."""
    other = chance.choice([c for c in b"0123456789" if c != data[place]])
    return data[:place] + bytes([other]) + data[place + 1:]


def places_in(data, count, chance):
    """So many digits: every so many-th one, from a drawn start, and as many drawn at random."""
    every = digits(data)
    step = max(1, 2 * len(every) // count)
    drawn = chance.sample(every, min(len(every), count // 2))
    return sorted(set(every[chance.randrange(step)::step] + drawn))


class Kept(support.Case):
    """Settlements are made once; a test that changes one works on a copy."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="bcf-verify-")
        cls.addClassCleanup(cls.holder.cleanup)

    def settled(self, name):
        folder = pathlib.Path(self.holder.name) / name
        if not folder.exists():
            self.done("settle", *SETTLEMENTS[name], "-o", folder)
        return folder

    def copy(self, name):
        copy = self.folder / name
        shutil.rmtree(copy, ignore_errors=True)
        return pathlib.Path(shutil.copytree(self.settled(name), copy))

    def verified(self, path):
        done = self.done("verify", path, "-f", "csv")
        self.assertEqual(COLUMNS + "\n", done.text)

    def found(self, path, what=""):
        """The differences; there are some, and the program says so by its exit code."""
        done = support.bcf("verify", path, "-f", "csv")
        self.assertEqual(FOUND, done.code, f"{what}: it said {done.said}")
        rows = support.rows_of(done.text)
        self.assertNotEqual([], rows, what)
        return rows

    def accepts(self, folder):
        checker.check(pathlib.Path(folder))

    def rejects(self, folder, what=""):
        """The checker, as a program would end: not OK. Returns what it says."""
        try:
            checker.check(pathlib.Path(folder))
        except (Exception, SystemExit) as wrong:
            return str(wrong)
        return self.fail(f"the checker found nothing wrong: {what}")


class Right(Kept):

    def test_every_kind_of_settlement_is_verified_by_both(self):
        for name in SETTLEMENTS:
            folder = self.settled(name)
            self.verified(folder)
            self.verified(folder / "run.xml")
            self.accepts(folder)

    def test_the_checker_is_a_program(self):
        done = subprocess.run([sys.executable, CHECKER, self.settled("england")],
                              capture_output=True, check=False, timeout=60)
        self.assertEqual((0, b"OK\n", b""), (done.returncode, done.stdout, done.stderr))
        folder = self.copy("shire")
        (folder / "release.csv").write_text("hwb\n")
        done = subprocess.run([sys.executable, CHECKER, folder], capture_output=True, check=False,
                              timeout=60)
        self.assertEqual((1, b"", b"release.csv digest\n"),
                         (done.returncode, done.stdout, done.stderr))

    def test_the_checker_shares_no_code_and_can_be_read_in_ten_minutes(self):
        text = CHECKER.read_text()
        imported = re.findall(r"(?m)^\s*(?:import|from) ([a-z]+)", text)
        self.assertEqual(8, len(imported))
        self.assertLessEqual(set(imported), set(sys.stdlib_module_names))
        self.assertNotRegex(text, r"__import__|importlib|subprocess|exec\(|eval\(|float")
        lines = text.splitlines()
        self.assertLessEqual(len([line for line in lines if line]), 132)
        self.assertLessEqual(max(map(len, lines)), 100)

    def test_every_reading_is_verified_by_both(self):
        for policy, data, readings in (("2015-16", SHIRE, READINGS),
                                       ("2015-16-revised", ENGLAND, READINGS_OF_JULY)):
            for number, reading in enumerate(readings):
                folder = self.folder / f"{policy}-{number}"
                words = [word for one in reading for word in ("--set", one)]
                self.done("settle", "--tables", "-p", policy, "-d", data, *words, "-o", folder)
                self.verified(folder)
                self.accepts(folder)

    def test_a_run_as_at_a_day_is_verified_by_both(self):
        folder = self.folder / "early"
        self.done("settle", "-d", SHIRE, "--as-at", "2015-01-01", "-o", folder)
        self.assertIn("fact as-at says 2015-01-01",
                      (folder / "certificate.txt").read_text().splitlines()[:5])
        self.verified(folder)
        self.accepts(folder)

    def test_a_year_of_ones_own_with_floors_and_caps_is_verified_by_both(self):
        toy = ROOT / "fixtures" / "toy-year"
        self.done("settle", "-p", toy / "policy.xml", "-d", toy, "-o", self.folder / "toy")
        self.verified(self.folder / "toy")
        self.accepts(self.folder / "toy")

    def test_nothing_but_the_run_is_needed(self):
        lone = self.folder / "elsewhere.xml"
        shutil.copyfile(self.settled("shire") / "run.xml", lone)
        self.verified(lone)

    def test_the_page_says_what_was_compared(self):
        page = self.done("verify", self.settled("shire")).text
        for words in ("Better Care Fund 2015/16, rules of December 2013: verified",
                      "the policy and 22 tables", "certificate.txt", "made by bcf"):
            self.assertIn(words, page)


class Bytes(Kept):
    """Same inputs, same bytes, however the tables are written."""

    def without_file_digests(self, folder):
        run = re.sub(rb'(:sha256-file">)[0-9a-f]{64}', rb"\1", (folder / "run.xml").read_bytes())
        certificate = (folder / "certificate.txt").read_bytes()
        return (re.sub(rb"(<seal sha256=.)[0-9a-f]{64}", rb"\1", run),
                re.sub(rb"(?m)^sha256 .* of (run.xml|every-line-above)$", rb"\1", certificate))

    def test_row_order_quotes_and_line_ends_change_no_more_than_the_digests_of_the_files(self):
        for name, source in (("shire", SHIRE), ("england", ENGLAND)):
            shuffled = support.shuffled_copy(source, self.folder / f"{name} tables",
                                             random.Random(5))
            self.done("settle", "-d", shuffled, "-o", self.folder / f"{name} again")
            self.assertEqual(*map(self.without_file_digests,
                                  (self.settled(name), self.folder / f"{name} again")))
            self.verified(self.folder / f"{name} again")
            self.accepts(self.folder / f"{name} again")

    def test_the_same_files_give_the_same_bytes_from_another_folder(self):
        moved = support.copy_dataset(SHIRE, self.folder / "moved")
        self.done("settle", "-d", moved, "-o", self.folder / "again")
        for path in self.settled("shire").iterdir():
            self.assertEqual(path.read_bytes(), (self.folder / "again" / path.name).read_bytes())

    def test_locale_time_zone_and_home_change_nothing(self):
        for variables in ("LC_ALL=tr_TR.UTF-8 LANGUAGE=de TZ=Asia/Kathmandu",
                          "LC_ALL=C TZ=Pacific/Kiritimati HOME=/nonexistent POSIXLY_CORRECT=1"):
            words = f'env {variables} "$BCF" settle -d "{SHIRE}" -o elsewhere'
            self.ends(DONE, support.shell(words, self.folder))
            for path in self.settled("shire").iterdir():
                self.assertEqual(path.read_bytes(),
                                 (self.folder / "elsewhere" / path.name).read_bytes(), variables)

    def test_a_policy_of_another_name_is_the_same_policy(self):
        policy = self.folder / "mine.xml"
        shutil.copyfile(ROOT / "formulas" / "2014-15" / "v1" / "policy.xml", policy)
        self.done("settle", "-p", policy, "-d", SHIRE, "-o", self.folder / "mine")
        self.done("settle", "-p", "2014-15", "-d", SHIRE, "-o", self.folder / "theirs")
        self.verified(self.folder / "mine")
        self.assertEqual(*map(self.without_file_digests,
                              (self.folder / "mine", self.folder / "theirs")))

    def test_awkward_cells_come_back_as_they_were(self):
        tables = support.copy_dataset(SHIRE, self.folder / "tables")
        boards = support.read_table(tables, "boards")
        boards[0]["name"] = 'a ]]> b & <c> "d", =1+1'
        boards[1]["name"] = "R\u00f4ne \u2013 'quoted'"
        support.write_table(tables, "boards", boards)
        manifest = support.read_table(tables, "manifest")
        manifest[0]["note"] = "two lines\r\nof a note ]]>"
        support.write_table(tables, "manifest", manifest)
        self.done("settle", "-d", tables, "-o", self.folder / "run")
        self.verified(self.folder / "run")
        self.accepts(self.folder / "run")

    def test_codes_with_spaces_do_not_confuse_the_certificate(self):
        tables = support.copy_dataset(SHIRE, self.folder / "tables")
        for path in tables.glob("*.csv"):
            text = path.read_text()
            text = re.sub(r"\bH1\b", "H 1%", text)
            text = re.sub(r"(?m)(^|,)C3(,|$)", r"\g<1>003\2", text)
            path.write_text(re.sub(r"(?m)(^|,)C2(,|$)", r"\1-\2", text))
        self.done("settle", "-d", tables, "-o", self.folder / "run")
        certificate = (self.folder / "run" / "certificate.txt").read_bytes()
        for words in (b"\nparty %2D weight ", b"\nparty %3003 weight ", b" board H%201%25\n"):
            self.assertTrue(words in certificate, words)
        self.verified(self.folder / "run")
        self.accepts(self.folder / "run")

    def test_a_column_that_nobody_knows_is_noted_and_verified(self):
        tables = support.copy_dataset(SHIRE, self.folder / "tables")
        rows = support.read_table(tables, "boards")
        support.write_table(tables, "boards", [dict(row, colour="red") for row in rows])
        self.done("settle", "-d", tables, "-o", self.folder / "run")
        self.assertIn(b"<note>boards.csv: column 'colour' is not known",
                      (self.folder / "run" / "run.xml").read_bytes())
        self.verified(self.folder / "run")


class Changed(Kept):
    """A digit, a line: whatever is changed is found, by both, and told."""

    def test_any_digit_of_the_run_is_found_by_verify(self):
        chance = random.Random(20150401)
        path = self.folder / "run.xml"
        tried = 0
        for name, count in (("shire", 120), ("2014-15", 24), ("revised", 4), ("england", 6)):
            run = (self.settled(name) / "run.xml").read_bytes()
            for place in places_in(run, count, chance):
                path.write_bytes(changed(run, place, chance))
                done = support.bcf("verify", path, "-f", "csv")
                self.assertIn(done.code, (FOUND, REFUSED_INPUT),
                              f"{name}, byte {place}: {run[place - 40:place + 20]}")
                tried += 1
        self.assertGreater(tried, 130)

    def test_any_digit_of_a_resealed_run_is_found_but_what_only_files_can_tell(self):
        chance = random.Random(20151001)
        path = self.folder / "run.xml"
        run = (self.settled("shire") / "run.xml").read_bytes()
        unknown = [match.span() for match in
                   re.finditer(rb'<fact name="(program|program:sha256-sources|[^"]*:sha256-file)">[^<]*<', run)]
        unknown.append((run.rindex(b"\n  <seal "), len(run)))
        tried = 0
        for place in places_in(run, 160, chance):
            if not any(start <= place < end for start, end in unknown):
                path.write_bytes(sealed(changed(run, place, chance)))
                done = support.bcf("verify", path, "-f", "csv")
                self.assertIn(done.code, (FOUND, REFUSED_INPUT),
                              f"byte {place}: {run[place - 40:place + 20]}")
                tried += 1
        self.assertGreater(tried, 90)

    def test_any_digit_of_a_file_beside_the_run_is_found_by_verify(self):
        chance = random.Random(7)
        folder = self.copy("shire")
        tried = 0
        for path in sorted(folder.glob("*.csv")) + [folder / "certificate.txt"]:
            content = path.read_bytes()
            for place in places_in(content, 12, chance):
                path.write_bytes(changed(content, place, chance))
                rows = self.found(folder, f"{path.name}, byte {place}")
                line = content.count(b"\n", 0, place) + 1
                self.assertEqual([(path.name, f"line {line}")],
                                 [(row["where"], row["key"]) for row in rows])
                tried += 1
            path.write_bytes(content)
        self.assertGreater(tried, 50)
        self.verified(folder)

    def test_any_digit_of_run_and_certificate_is_found_by_the_checker(self):
        chance = random.Random(1)
        folder = self.copy("shire")
        tried = 0
        for name in ("run.xml", "certificate.txt", "allocate.csv", "release.csv", "score.csv"):
            content = (folder / name).read_bytes()
            for place in places_in(content, 80, chance):
                (folder / name).write_bytes(changed(content, place, chance))
                self.rejects(folder, f"{name}, byte {place}")
                tried += 1
            (folder / name).write_bytes(content)
        self.assertGreater(tried, 300)
        self.accepts(folder)

    def test_any_digit_is_found_even_where_the_digests_were_made_to_fit(self):
        """So what the checker finds is not the digest: it is the sum, the chain, the payment."""
        chance = random.Random(2)
        tried = 0
        for name, count in (("shire", 300), ("2014-15", 30), ("revised", 5), ("england", 5)):
            folder = self.copy(name)
            content = (folder / "certificate.txt").read_bytes()
            for place in places_in(content[:content.index(b"\nsha256 ")], count, chance):
                tried += self.is_found(folder, content, place, chance)
        self.assertGreater(tried, 250)

    def test_every_kind_of_figure_is_checked_where_the_digests_were_made_to_fit(self):
        """Each key of each kind of line, in a few lines of it."""
        chance = random.Random(8)
        tried = {}
        for name, data in (("shire", SHIRE), ("july-2014", support.KNOWN / "july-2014"),
                           ("july-2014-uneven", support.KNOWN / "july-2014-uneven"),
                           ("exactly-70-per-cent", support.KNOWN / "exactly-70-per-cent")):
            folder = self.folder / name
            policy = "2015-16-revised" if name.startswith("july") else "2015-16"
            self.done("settle", "-p", policy, "-d", data, "-o", folder)
            self.accepts(folder)
            content = (folder / "certificate.txt").read_bytes()
            places = {}
            for match in re.finditer(rb"(?m)^(?!sha256).*$", content):
                words = match[0].split(b" ")
                for key, word in zip(words[::2], words[1::2]):
                    if re.search(rb"[0-9]", word):
                        start = content.index(b" " + word, match.start() + match[0].index(key))
                        kind = (words[0], words[1] if words[0] == b"pay" else b"", key)
                        places.setdefault(kind, []).append((start, start + len(word)))
            for kind, spans in places.items():
                for start, end in chance.sample(spans, min(len(spans), 3)):
                    place = chance.choice([i for i in range(start, end + 1)
                                           if content[i:i + 1].isdigit()])
                    tried[kind] = tried.get(kind, 0) + self.is_found(folder, content, place, chance)
        told = {kind for kind, count in tried.items() if count == 0}
        self.assertEqual(set(), {key for *_, key in told}
                         - {b"party", b"baseline", b"planned", b"actual", b"ambition"})
        self.assertGreater(len(tried), 50)

    def test_the_odd_pound_for_the_smaller_remainder_is_found(self):
        right = ["split x whole 1.00 unit 1.00 ties larger-weight basis - sum 3 odd 1 cut_off 2"
                 " tied 1 served 1", "party A weight 1 floor 0.00 odd 0 amount 0.00",
                 "party B weight 2 floor 0.00 odd 1 amount 1.00"]
        wrong = [right[0].replace("cut_off 2", "cut_off 1"),
                 "party A weight 1 floor 0.00 odd 1 amount 1.00",
                 "party B weight 2 floor 0.00 odd 0 amount 0.00"]
        checker.check_split(checker.read("\n".join(right))["split"][0])
        with self.assertRaisesRegex(SystemExit, "cut-off: party B"):
            checker.check_split(checker.read("\n".join(wrong))["split"][0])

    def is_found(self, folder, content, place, chance):
        """Whether a changed digit there is one that must be found; then it is."""
        other = changed(content, place, chance)
        line, bad = (text[:place].rpartition(b"\n")[2] + text[place:].partition(b"\n")[0]
                     for text in (content, other))
        if is_told_not_determined(line, bad):
            return False
        (folder / "certificate.txt").write_bytes(certified(other, folder))
        self.rejects(folder, f"{folder.name}: {line} became {bad}")
        (folder / "certificate.txt").write_bytes(content)
        return True

    def test_a_digit_of_each_file_is_found_by_both(self):
        for name in SETTLEMENTS:
            folder = self.copy(name)
            for path in sorted(folder.iterdir()):
                content = path.read_bytes()
                path.write_bytes(changed(content, digits(content)[-1], random.Random(3)))
                done = support.bcf("verify", folder, "-f", "csv")
                self.assertIn(done.code, (FOUND, REFUSED_INPUT), path.name)
                self.rejects(folder, path.name)
                path.write_bytes(content)
        self.assertIn("assure.csv", [path.name for path in self.settled("england").iterdir()])

    def test_rows_that_were_changed_together_with_their_digests_are_found_by_verify(self):
        chance = random.Random(3)
        folder = self.copy("shire")
        certificate = (folder / "certificate.txt").read_bytes()
        for name in ("allocate.csv", "release.csv", "score.csv", "assure.csv"):
            content = (folder / name).read_bytes()
            for place in places_in(content, 6, chance):
                (folder / name).write_bytes(changed(content, place, chance))
                (folder / "certificate.txt").write_bytes(certified(certificate, folder))
                self.assertEqual([name, "certificate.txt"],
                                 [row["where"] for row in self.found(folder, name)])
            (folder / name).write_bytes(content)

    def lines_changed(self, content, chance):
        """The content with a line less, and with two neighbours that differ in each other's place."""
        lines = content.splitlines(keepends=True)
        for place in chance.sample(range(len(lines) - 1), min(12, len(lines) - 1)):
            yield b"".join(lines[:place] + lines[place + 1:])
            if lines[place] != lines[place + 1]:
                yield b"".join(lines[:place] + [lines[place + 1], lines[place]] + lines[place + 2:])

    def test_lines_that_are_gone_or_have_changed_places_are_found_by_both(self):
        chance = random.Random(4)
        folder = self.copy("shire")
        tried = 0
        for path in sorted(folder.iterdir()):
            content = path.read_bytes()
            for other in self.lines_changed(content, chance):
                path.write_bytes(other)
                done = support.bcf("verify", folder, "-f", "csv")
                self.assertIn(done.code, (FOUND, REFUSED_INPUT), path.name)
                self.rejects(folder, path.name)
                tried += 1
            path.write_bytes(content)
        self.assertGreater(tried, 100)

    def test_rows_of_a_resealed_run_that_are_gone_or_moved_are_found(self):
        run = (self.settled("shire") / "run.xml").read_bytes()
        rows = [match.span() for match in re.finditer(rb"(?m)^    <row [^\n]*\n", run)]
        path = self.folder / "run.xml"
        (a, b), (c, d) = rows[3], rows[4]
        path.write_bytes(sealed(run[:a] + run[b:]))
        (row,) = self.found(path)
        self.assertEqual(("allocate", "", ""), (row["where"], row["column"], row["stated"]))
        path.write_bytes(sealed(run[:b] + run[a:b] + run[b:]))
        (row,) = self.found(path)
        self.assertEqual(("allocate", "", ""), (row["where"], row["column"], row["computed"]))
        path.write_bytes(sealed(run[:a] + run[c:d] + run[a:b] + run[d:]))
        (row,) = self.found(path)
        self.assertEqual("run.xml", row["where"])
        self.assertRegex(row["key"], r"^line [0-9]+$")

    def test_a_difference_is_told_by_row_and_column(self):
        run = (self.settled("shire") / "run.xml").read_bytes()
        match = re.search(rb'<row hwb="H2" payment="2015-10" part="reablement"[^>]* '
                          rb'released="([^"]*)"', run)
        path = self.folder / "run.xml"
        path.write_bytes(sealed(run[:match.start(1)] + b"1.23" + run[match.end(1):]))
        (row,) = self.found(path)
        self.assertEqual({"where": "release", "key": "H2 2015-10 reablement", "column": "released",
                          "stated": "1.23", "computed": match[1].decode()}, row)
        page = self.ends(FOUND, support.bcf("verify", path)).text
        for words in ("1 difference", "H2 2015-10 reablement", "1.23", match[1].decode()):
            self.assertIn(words, page)

    def test_every_column_of_every_sheet_is_told_by_its_name(self):
        run = (self.settled("shire") / "run.xml").read_bytes()
        path = self.folder / "run.xml"
        told = 0
        for sheet, keys in (("allocate", 5), ("score", 3), ("release", 3)):
            start = run.index(b"<row ", run.index(f"<{sheet}>".encode()))
            cells = list(re.finditer(rb' ([a-z_]+)="([^"]*)"', run[start:run.index(b"/>", start)]))
            for cell in cells[keys:]:
                path.write_bytes(sealed(run[:start + cell.start(2)] + b"x"
                                        + run[start + cell.end(2):]))
                self.assertEqual([(sheet, cell[1].decode(), "x", cell[2].decode())],
                                 [(row["where"], row["column"], row["stated"], row["computed"])
                                  for row in self.found(path)])
                told += 1
        self.assertEqual(3 + 7 + 6, told)

    def test_another_input_gives_other_rows_and_another_digest(self):
        run = (self.settled("shire") / "run.xml").read_bytes()
        self.assertEqual(1, run.count(b"\nG1,C1,"))
        path = self.folder / "run.xml"
        other = sealed(re.sub(rb"\nG1,C1,[0-9]+\n", b"\nG1,C1,1\n", run))
        path.write_bytes(other)
        rows = self.found(path)
        self.assertIn(("input", "residents", "sha256"),
                      [(row["where"], row["key"], row["column"]) for row in rows])
        self.assertIn(("allocate", "amount"), [(row["where"], row["column"]) for row in rows])
        # and if the digest was made to fit, the rows still say it
        table = re.search(rb'<table name="residents"><!\[CDATA\[(.*?)\]\]>', other, re.DOTALL)[1]
        path.write_bytes(sealed(re.sub(rb'(table:residents:sha256-canonical">)[0-9a-f]{64}',
                                       rb"\g<1>" + sha256(table).encode(), other)))
        self.assertEqual({"allocate", "release"}, {row["where"] for row in self.found(path)}
                         - {"fact", "note", "score"})

    def test_inputs_that_are_refused_are_a_difference(self):
        run = (self.settled("shire") / "run.xml").read_bytes()
        path = self.folder / "run.xml"
        path.write_bytes(sealed(run.replace(b"\nG1,C1,", b"\nG1,C9,")))
        rows = self.found(path)
        self.assertIn("inputs", [row["where"] for row in rows])
        self.assertRegex(" ".join(row["computed"] for row in rows), r"residents\.csv:[0-9]+: .*C9")
        page = self.ends(FOUND, support.bcf("verify", path)).text
        self.assertIn("cannot be made again", page)

    def test_a_setting_that_there_is_not_is_a_difference(self):
        run = (self.settled("shire") / "run.xml").read_bytes()
        path = self.folder / "run.xml"
        path.write_bytes(sealed(run.replace(b'"setting:unit">1<', b'"setting:unit">2<')))
        self.assertIn("inputs", [row["where"] for row in self.found(path)])
        path.write_bytes(sealed(run.replace(b'"setting:unit">1<', b'"setting:unit">1000<')))
        self.assertIn("allocate", [row["where"] for row in self.found(path)])

    def test_files_that_are_missing_or_too_many_are_found(self):
        folder = self.copy("2014-15")
        (folder / "certificate.txt").unlink()
        self.assertEqual([("certificate.txt", "file")],
                         [(row["where"], row["column"]) for row in self.found(folder)])
        self.rejects(folder)
        folder = self.copy("2014-15")
        shutil.copyfile(self.settled("shire") / "score.csv", folder / "score.csv")
        self.assertEqual([("score.csv", "file")],
                         [(row["where"], row["column"]) for row in self.found(folder)])


class Refused(Kept):
    """What is no run, or no run that could be made again."""

    def refused(self, content, says):
        path = self.folder / "run.xml"
        path.write_bytes(content)
        return self.refuses("verify", path, says=says)

    def test_what_is_no_run(self):
        run = (self.settled("shire") / "run.xml").read_bytes()
        for says, content in (
                ("is not well formed", b""),
                ("is not well formed", b"\x00\x01\x02"),
                ("is not well formed", b"where,key\n"),
                ("is no run of bcf", b"<policy/>"),
                ("document type", b"<!DOCTYPE run [<!ENTITY a 'b'>]><run format='1'>&a;</run>"),
                ("document type", b"<!DOCTYPE run SYSTEM 'http://localhost/a.dtd'><run/>"),
                ("not well formed", b"<run format='1'><fact name='a'>&b;</fact></run>"),
                ("states no format", b"<run/>"),
                ("states no format", b"<run format='one'/>"),
                ("holds no policy", b"<run format='1'/>"),
                ("there is no table 'x'", b"<run format='1'><inputs><table name='x'/></inputs></run>"),
                ("table 'paid' is there twice", b"<run format='1'><inputs><table name='paid'>a</table>"
                                                b"<table name='paid'>a</table></inputs></run>"),
                ("no second element 'policy'", b"<run format='1'><inputs><policy>a</policy>"
                                               b"<policy>b</policy></inputs></run>"),
                ("the row has not the attributes", run.replace(b' hwb="H2"', b' hwB="H2"', 1)),
                ("2014-13-01", run.replace(b"<allocate>", b'<fact name="as-at">2014-13-01</fact>'
                                                          b"<allocate>"))):
            self.refused(content, says)

    def test_a_run_that_is_cut_short_anywhere(self):
        run = (self.settled("shire") / "run.xml").read_bytes()
        chance = random.Random(6)
        for length in [1, len(run) - 8] + chance.sample(range(len(run) - 8), 30):
            self.refused(run[:length], "")

    def test_a_run_of_before_and_of_a_later_format(self):
        run = (self.settled("shire") / "run.xml").read_bytes()
        old = run[:run.index(b"  <inputs>")].replace(b' format="1"', b"") + b"</run>\n"
        self.refused(old, ["run.xml: ", "before runs kept their inputs"])
        self.refused(run.replace(b' format="1"', b' format="2"'),
                     "is of format 2, and this bcf knows formats up to 1")

    def test_bombs_are_refused_in_bounded_time_and_memory(self):
        entities = b"<!DOCTYPE run [<!ENTITY a0 'x'>" + b"".join(
            b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12)) + b"]>"
        many = b" ".join(b'a%d=""' % i for i in range(300000))
        deep = b"<a>" * 300000
        for name, content in (("entities", entities + b"<run format='1'><x>&a11;</x></run>"),
                              ("attributes", b"<run format='1'><fact " + many + b"/></run>"),
                              ("hidden attributes", b"<run><!-- ' --><fact " + many + b"/></run>"),
                              ("depth", b"<run format='1'>" + deep)):
            path = self.folder / "run.xml"
            path.write_bytes(content)
            done, seconds, memory = support.bcf_measured("verify", path)
            self.ends(REFUSED_INPUT, done)
            self.assertLess(seconds, 2, name)
            if not support.is_sanitized():
                self.assertLess(memory, 100 * MEGABYTE, name)

    def test_what_is_no_file_of_a_size(self):
        huge = self.folder / "huge.xml"
        with open(huge, "wb") as file:
            file.truncate(10 * 1024 * MEGABYTE)
        self.refuses("verify", huge, says=["huge.xml: ", "is larger than"])
        os.mkfifo(self.folder / "pipe")
        self.refuses("verify", self.folder / "pipe", says="is not a regular file")
        self.refuses("verify", self.folder / "nowhere", says="cannot be opened")
        (self.folder / "empty").mkdir()
        self.refuses("verify", self.folder / "empty", says=["empty/run.xml: ", "cannot be opened"])

    def test_usage(self):
        for words in ([], ["a", "b"], ["-d", SHIRE, "a"], ["--set", "unit=1", "a"]):
            self.ends(USAGE, support.bcf("verify", *words))


class Places(Kept):
    """Verifying writes nothing but its output."""

    def test_nothing_is_left_in_the_temporary_folder_and_none_is_needed(self):
        scratch = self.folder / "tmp"
        scratch.mkdir(mode=0o555)
        folder = self.settled("shire")
        broken = self.folder / "broken.xml"
        broken.write_bytes((folder / "run.xml").read_bytes()[:9999])
        for path, code in ((folder, DONE), (broken, REFUSED_INPUT)):
            done = support.shell('"$BCF" verify "$RUN"', self.folder, TMPDIR=str(scratch),
                                 RUN=str(path))
            self.ends(code, done)
            self.assertEqual([], list(scratch.iterdir()))

    def test_a_folder_that_may_not_be_written_can_be_verified(self):
        folder = self.copy("shire")
        before = sorted(path.name for path in folder.iterdir())
        folder.chmod(0o555)
        with contextlib.ExitStack() as stack:
            stack.callback(folder.chmod, 0o755)
            self.verified(folder)
        self.assertEqual(before, sorted(path.name for path in folder.iterdir()))

    def test_a_full_disk(self):
        for words in (["-o", "/dev/full"], ["-f", "json", "-o", "/dev/full"]):
            done = support.bcf("verify", self.settled("shire"), *words)
            self.ends(MACHINE, done)
            self.assertIn("/dev/full", done.said)

    def test_every_format_and_a_file(self):
        for form, says in (("csv", COLUMNS), ("json", '"rows": []'), ("xml", "<verify>"),
                           ("text", "verified")):
            path = self.folder / f"out.{form}"
            done = self.done("verify", self.settled("shire"), "-f", form, "-o", path)
            self.assertEqual(b"", done.out)
            self.assertIn(says, path.read_text())


if __name__ == "__main__":
    support.main()
