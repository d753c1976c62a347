#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Finding one's way: manual pages, examples, completion, did you mean, colour, progress."""

import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import fcntl
import time
import types

import support
from support import BUILD, DONE, ENGLAND, FOUND, PROGRAM, ROOT, SHIRE, USAGE

COMPLETION = ROOT / "bcf" / "completion"
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
OF_ARGP = {"--help", "-?", "--usage", "--version", "-V"}
SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS", "SEE ALSO"]
# What an option's value is called when nothing can be offered for it.
FREE = {"YYYY-MM-DD", "NAME", "I/N", "NUMBER"}


def verbs():
    """The verbs, as `bcf --help` lists them."""
    text = support.bcf("--help").text
    listed = text[text.index("Verbs:"):].split("\n\n")[0]
    return re.findall(r"(?m)^  ([a-z]+) ", listed)


def help_of(*verb):
    return support.bcf(*verb, "--help").text


def options_of(verb):
    """{"--area": ("-a", "AREA"), ...} as --help shows them."""
    found = {}
    pattern = r"(?m)^ +(?:(-[a-zA-Z?]), )?(--[a-z][a-z-]*)(?:=(\S+))?"
    for letter, name, value in re.findall(pattern, help_of(verb)):
        found[name] = (letter, value)
    return found


def candidates(*words, cwd=None):
    """What the program offers for the last word: the words, and what is said of each."""
    done = support.bcf("--complete", *words, cwd=cwd)
    assert done.code == 0 and done.err == b"", done.said
    return dict(line.split("\t") for line in done.text.splitlines())


class Terminal:
    """A program with a terminal of its own, 100 columns wide."""

    def __init__(self, words, cwd=None, **variables):
        environment = dict(support.environment(), TERM="xterm", **variables)
        environment = {name: value for name, value in environment.items() if value is not None}
        self.child, self.end = pty.fork()
        if self.child == 0:
            if cwd is not None:
                os.chdir(cwd)
            os.execvpe(words[0], words, environment)
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
        self.said = b""

    def type(self, text):
        os.write(self.end, text.encode())

    def read(self, until=None, seconds=30):
        """All that it says up to these words, or to its end."""
        patience = time.monotonic() + seconds
        while until is None or until.encode() not in self.said:
            ready, _, _ = select.select([self.end], [], [], max(0, patience - time.monotonic()))
            if not ready:
                raise AssertionError(f"it waits; it said: {self.said[-800:]!r}")
            try:
                part = os.read(self.end, 65536)
            except OSError:
                part = b""
            if part == b"":
                break
            self.said += part
        return self.said.decode("utf-8", "replace")

    def finish(self):
        """What it said to its end, and its exit code."""
        said = self.read(seconds=support.SECONDS_ALLOWED)
        _, status = os.waitpid(self.child, 0)
        os.close(self.end)
        return said.replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)

    def kill(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.end)


class Version(support.Case):

    def test_it_names_the_program_and_every_policy_with_the_one_that_is_taken(self):
        lines = self.done("--version").text.splitlines()
        self.assertRegex(lines[0], r"^bcf [0-9]+\.[0-9]+\.[0-9]+$")
        installed = sorted(str(path.parent.relative_to(ROOT / "formulas"))
                           for path in (ROOT / "formulas").glob("*/v*/policy.xml"))
        self.assertGreater(len(installed), 6)
        told = {line.split()[0]: line for line in lines if re.match(r"  \S+/v\d+ ", line)}
        self.assertEqual(installed, sorted(told))
        for policy, line in told.items():
            year, version = policy.split("/")
            versions = [other.split("/")[1] for other in installed
                        if other.split("/")[0] == year]
            named = ROOT / "formulas" / year / "default"
            taken = named.read_text().split()[0] if named.exists() else versions[-1]
            self.assertEqual(version == taken, " default " in line, line)
            file = ROOT / "formulas" / policy / "policy.xml"
            title = re.search(r"(?s)<title>(.*?)</title>", file.read_text(encoding="utf-8"))[1]
            self.assertTrue(line.endswith(" ".join(title.split())), line)

    def test_it_says_where_formulas_and_fixtures_were_found(self):
        text = self.done("--version").text
        for name in ("Formulas", "Fixtures"):
            folder = re.search(rf"(?m)^{name} +(\S.*)$", text)[1]
            self.assertTrue(pathlib.Path(folder).is_dir(), folder)


class ManualPages(support.Case):

    def pages(self):
        made = sorted((BUILD / "man").glob("bcf-*.1"))
        self.assertEqual(sorted(verbs()), sorted(path.stem[4:] for path in made))
        return made

    def shown(self, page):
        """The page as a reader sees it, 200 columns wide, without hyphens at line ends."""
        done = subprocess.run(["man", "-l", str(page)], capture_output=True, check=True, text=True,
                              env=support.environment(MANWIDTH="200", MAN_KEEP_FORMATTING=""))
        return re.sub(r".\x08", "", done.stdout).replace("\u2010", "-").replace("\u2212", "-")

    def need(self, program):
        if shutil.which(program) is None:
            self.skipTest(f"there is no {program} here")

    def test_each_verb_has_a_page_with_every_section(self):
        for page in self.pages():
            text = page.read_text(encoding="utf-8")
            self.assertEqual(SECTIONS, re.findall(r"(?m)^\.SH (.*)$", text), page.name)

    def test_no_page_gives_a_warning(self):
        self.need("groff")
        self.need("man")
        for page in self.pages() + [ROOT / "docs" / "bcf.1"]:
            for words in (["groff", "-ww", "-man", "-Tutf8", str(page)],
                          ["man", "--warnings", "-l", str(page)]):
                done = subprocess.run(words, capture_output=True, check=True,
                                      env=support.environment(MANWIDTH="80"))
                self.assertEqual(b"", done.stderr, page.name)

    def test_a_page_says_what_help_says(self):
        self.need("man")
        for page in self.pages():
            verb = page.stem[4:]
            text = self.shown(page)
            words = " ".join(text.split())
            self.assertIn(f"bcf-{verb} - ", words)
            for name, (letter, value) in options_of(verb).items():
                told = (f"{letter}, " if letter else "") + name + (f"={value}" if value else "")
                self.assertRegex(text, rf"(?m)^ +{re.escape(told)}( |$)", verb)
            for example in re.findall(r"(?m)^  (bcf .*)$", help_of(verb)):
                self.assertRegex(text, rf"(?m)^ +{re.escape(example)}$", verb)
            description = help_of(verb).split("options.\n\n")[1].split("\n\n")[0]
            self.assertIn(" ".join(description.split()[:8]).replace("`", ""), words)

    def test_the_pages_name_one_another_and_the_overview_names_all(self):
        overview = (ROOT / "docs" / "bcf.1").read_text(encoding="utf-8")
        also = overview[overview.index(".SH SEE ALSO"):]
        for verb in verbs():
            self.assertIn(f"bcf\\-{verb} (1)", also)
        for page in self.pages():
            text = page.read_text(encoding="utf-8")
            also = text[text.index(".SH SEE ALSO"):]
            self.assertEqual({f"bcf\\-{verb}" for verb in verbs()} - {page.stem.replace("-", "\\-")},
                             set(re.findall(r"bcf\\-[a-z]+", also)))
            self.assertIn(".BR bcf (1)", also)

    def test_the_overview_says_of_each_verb_what_help_says(self):
        overview = (ROOT / "docs" / "bcf.1").read_text(encoding="utf-8").replace("\\-", "-")
        section = overview[overview.index(".SH VERBS"):overview.index(".SH OPTIONS")]
        told = re.findall(r"(?m)^\.TP\n\.BR bcf-([a-z]+) \(1\)\n(.*)$", section)
        listed = re.findall(r"(?m)^  ([a-z]+) +(.*)$", help_of().split("Verbs:")[1].split("\n\n")[0])
        self.assertEqual(listed, told)

    def test_the_overview_has_its_sections(self):
        overview = (ROOT / "docs" / "bcf.1").read_text(encoding="utf-8")
        for section in ("EXIT STATUS", "FILES", "ENVIRONMENT", "EXAMPLES", "SEE ALSO"):
            self.assertIn(f".SH {section}\n", overview)
        for name in ("NO_COLOR", "TERM"):
            self.assertIn(name, overview)


class Installed(support.Case):

    def test_pages_and_completion_lie_where_man_bash_and_zsh_look(self):
        prefix = self.folder / "prefix"
        done = subprocess.run(["cmake", "--install", str(BUILD), "--prefix", str(prefix)],
                              capture_output=True, text=True, check=False)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        pages = {path.name for path in (prefix / "share" / "man" / "man1").glob("*.1")}
        self.assertEqual({"bcf.1"} | {f"bcf-{verb}.1" for verb in verbs()}, pages)
        for source, place in (("bcf.bash", "bash-completion/completions/bcf"),
                              ("_bcf", "zsh/site-functions/_bcf")):
            self.assertEqual((COMPLETION / source).read_bytes(),
                             (prefix / "share" / place).read_bytes())
        if shutil.which("man") is not None:
            for name in ("bcf", "bcf-allocate"):
                found = subprocess.run(["man", "-M", str(prefix / "share" / "man"), "-w", name],
                                       capture_output=True, text=True, check=True)
                self.assertIn(f"{name}.1", found.stdout)


class Examples(support.Case):

    def prepare(self):
        """The files that examples name, as somebody may have them."""
        self.done("settle", "-o", self.folder / "settlement-1")
        self.done("settle", "--set", "unit=1000", "-o", self.folder / "settlement-2")
        shutil.copytree(self.folder / "settlement-1", self.folder / "kept")
        for name in ("tables", "last-year"):
            support.copy_dataset(ENGLAND, self.folder / name)
        (self.folder / "weights.csv").write_text("code,weight\nA,1\nB,2\n")
        for name in ("letter.csv", "ledger.csv", "table.csv"):
            (self.folder / name).write_text("hwb,component,amount\nE08000018,dfg,2000000.00\n")
        (self.folder / "scenarios.csv").write_text("scenario,what,value\na,setting:unit,1000\n")
        self.done("sweep", self.folder / "scenarios.csv", "--shard", "1/1", "-o",
                  self.folder / "shard-1.xml")
        shutil.copytree(ROOT / "fixtures" / "toy-year", self.folder / "2030-31",
                        ignore=shutil.ignore_patterns("*.csv", "*.md"))

    def place_for(self, number, verb, example):
        """A folder of its own, so that no example finds what another left there."""
        place = self.folder / f"place-{number}"
        place.mkdir()
        for path in self.folder.iterdir():
            if not path.name.startswith("place-"):
                (place / path.name).symlink_to(path)
        if verb != "settle":
            (place / "settlement").symlink_to(self.folder / "kept")
        if "2030-31" in example:
            (place / "tables").unlink()
            (place / "tables").symlink_to(ROOT / "fixtures" / "toy-year")
        return place

    def test_every_example_of_every_help_runs(self):
        self.prepare()
        ran = 0
        for verb in verbs():
            examples = re.findall(r"(?m)^  bcf (.*)$", help_of(verb))
            self.assertGreater(len(examples), 0, f"{verb} has no example")
            for example in examples:
                self.assertTrue(example.split()[0] == verb, example)
                run = support.shell(f'"$BCF" {example}', self.place_for(ran, verb, example))
                self.assertIn(run.code, (DONE, FOUND), f"{example}: {run.said}")
                ran += 1
        self.assertGreater(ran, 35)

    def test_the_examples_of_the_overview_run(self):
        self.prepare()
        text = (ROOT / "docs" / "bcf.1").read_text(encoding="utf-8").replace("\\-", "-")
        examples = re.findall(r"(?m)^bcf (.*)$", text[text.index(".SH EXAMPLES"):])
        self.assertGreater(len(examples), 5)
        for number, example in enumerate(examples):
            verb = example.split()[0]
            run = support.shell(f'"$BCF" {example}', self.place_for(number, verb, example))
            self.assertIn(run.code, (DONE, FOUND), f"{example}: {run.said}")


class Completion(support.Case):
    """What the program offers. Shells ask nothing else: see the next classes."""

    def test_it_offers_every_verb_and_no_other(self):
        self.assertEqual(set(verbs()) | {"help"}, set(candidates("")))
        self.assertEqual(set(verbs()), set(candidates("help", "")))
        self.assertEqual({}, candidates("help", "score", ""))
        self.assertEqual({}, candidates("nonsense", ""))

    def test_it_offers_every_option_that_help_shows_and_no_other(self):
        told = 0
        for verb in verbs():
            of_help = set(options_of(verb)) | {letter for letter, _ in options_of(verb).values()}
            self.assertEqual(of_help - {""}, set(candidates(verb, "-")), verb)
            told += len(of_help)
        self.assertGreater(told, 100)
        self.assertEqual(OF_ARGP, {word for word in candidates("-") if word.startswith("-")})

    def test_every_option_with_a_value_has_something_to_offer(self):
        for verb in verbs():
            for name, (letter, value) in options_of(verb).items():
                if value == "":
                    continue
                offered = candidates(verb, name, "")
                self.assertEqual(value in FREE, offered == {}, f"{verb} {name}={value}")
                attached = candidates(verb, f"{name}=")
                self.assertEqual({f"{name}={word}" if word else "" for word in offered},
                                 set(attached), f"{verb} {name}=")
                if letter:
                    self.assertEqual(offered, candidates(verb, letter, ""))

    def test_what_it_offers_is_taken(self):
        """Every format, policy, column, view, check, result and setting, one by one."""
        formats = candidates("allocate", "-f", "")
        self.assertEqual({"text", "csv", "json", "xml"}, set(formats))
        taken = 0
        for start, offered in (
                (["allocate", "-d", SHIRE, "-f"], formats),
                (["check", "-p"], [word for word in candidates("check", "-p", "") if word]),
                (["allocate", "--by"], candidates("allocate", "--by", "")),
                (["assure", "--by"], candidates("assure", "--by", "")),
                (["assure", "--only"], candidates("assure", "--only", "")),
                (["assure", "--fail-on"], candidates("assure", "--fail-on", "")),
                (["explain", "Rotherham"], candidates("explain", "Rotherham", "")),
                (["formulas", "-f", "csv"], set(candidates("formulas", "")) - {"existing-ccg"})):
            self.assertGreater(len(offered), 1, start)
            for word in offered:
                run = support.bcf(*start, word)
                self.assertIn(run.code, (DONE, FOUND), f"{start} {word}: {run.said}")
                taken += 1
        self.assertGreater(taken, 60)

    def test_settings_and_values_are_those_of_the_policy(self):
        for policy in ("2015-16/v1", "2015-16-revised/v1"):
            text = (ROOT / "formulas" / policy / "policy.xml").read_text(encoding="utf-8")
            named = re.findall(r'<setting id="([^"]*)"', text)
            self.assertEqual({f"{name}=" for name in named},
                             set(candidates("allocate", "-p", policy, "--set", "")))
        self.assertEqual({"metric-value=per-payment", "metric-value=overall"},
                         set(candidates("release", "--set", "metric-value=")))
        self.assertEqual({"--set=metric-value=overall"},
                         set(candidates("release", "--set=metric-value=o")))

    def test_areas_are_those_of_the_data_by_name_or_code_whatever_the_capitals(self):
        names = {row["name"] for row in support.read_table(SHIRE, "boards")}
        self.assertEqual(names, set(candidates("allocate", "-d", str(SHIRE), "-a", "")))
        self.assertEqual(names, set(candidates("allocate", f"--data={SHIRE}", "-a", "")))
        self.assertEqual(names, set(candidates("explain", f"-d{SHIRE}", "")))
        self.assertEqual(151, len(candidates("allocate", "-a", "")))
        self.assertEqual({"Rotherham": "board E08000018"}, candidates("release", "-a", "rotherh"))
        self.assertEqual({"E08000018": "Rotherham (board)"},
                         candidates("release", "-a", "e08000018"))
        self.assertEqual({"-aRotherham": "board E08000018"}, candidates("release", "-aRotherh"))
        self.assertEqual({}, candidates("allocate", "-d", "nowhere", "-a", ""))

    def test_columns_after_a_comma_and_parts_of_a_payment(self):
        self.assertEqual({"component,hwb"}, set(candidates("allocate", "--by", "component,h")))
        self.assertEqual({"hwb", "item", "cause"}, set(candidates("compare", "--by", "")))
        self.assertEqual({"2015-04:delayed-transfers"},
                         set(candidates("explain", "Rotherham", "2015-04:del")))
        for policy in ("2014-15", "2015-16-revised", "2016-17"):
            candidates("explain", "-p", policy, "Rotherham", "2015-05:")

    def test_a_verbs_own_words_come_in_their_places(self):
        self.assertEqual({}, candidates("apportion", ""))
        self.assertEqual({"": "files"}, candidates("apportion", "1", ""))
        self.assertEqual({}, candidates("apportion", "1", "file", ""))
        self.assertEqual({"": "files"}, candidates("compare", "old", ""))
        self.assertEqual({"": "folders"}, candidates("reconcile", "--vintage", ""))
        self.assertIn("nhs-core", candidates("explain", "--all", "-d", str(SHIRE), "H1", "n"))
        self.assertIn("nhs-core", candidates("explain", "--", "Rotherham", "n"))

    def test_it_is_quick(self):
        begun = time.monotonic()
        candidates("allocate", "-a", "R")
        self.assertLess(time.monotonic() - begun, 5)

    def test_no_help_names_it(self):
        for text in (help_of(), *(help_of(verb) for verb in verbs())):
            self.assertNotIn("--complete", text)
            self.assertNotIn("--manual", text)


class Shell(support.Case):
    """A shell in a terminal, in which somebody types and presses Tab."""

    def typed(self, shell, prepare, lines):
        """What each line has become where the shell runs it: its words."""
        show = ("bcf() { if [ \"$1\" = --complete ]; then command bcf \"$@\"; "
                "else printf 'ran'; printf '<%s>' \"$@\"; printf 'end\\n'; fi; }")
        variables = {"PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "HOME": str(self.folder)}
        screen = Terminal(shell, cwd=self.folder, **variables)
        try:
            screen.type(f"{prepare}; {show}; echo rea''dy\r")
            screen.read("ready\r\n")
            became = []
            for line in lines:
                screen.said = b""
                for part in re.split(r"(\t)", line):
                    screen.type(part)
                    time.sleep(0.4 if part == "\t" else 0.02)
                screen.type("\r")
                said = screen.read("end\r\n")
                became.append(re.findall(r"<(.*?)>", said[said.rindex("ran<"):]))
            return became
        finally:
            screen.kill()

    LINES = [
        ("bcf alloc\t--form\tjs\t-a Rotherh\t", ["allocate", "--format", "json", "-a",
                                                "Rotherham"]),
        ("bcf release --set metric-v\tov\t", ["release", "--set", "metric-value=overall"]),
        ("bcf allocate -a King\\'s\t", ["allocate", "-a", "King's Lynn and West Norfolk"]),
        ("bcf allocate -a \"King's\t", ["allocate", "-a", "King's Lynn and West Norfolk"]),
        ("bcf allocate -a rotherh\t", ["allocate", "-a", "Rotherham"]),
        ("bcf explain Rotherham 2015-04:del\t", ["explain", "Rotherham",
                                                "2015-04:delayed-transfers"]),
        ("bcf allocate --by component,hw\t", ["allocate", "--by", "component,hwb"]),
        ("bcf allocate -d hol\t", ["allocate", "-d", "hold"]),
        ("bcf apportion 1 wei\t", ["apportion", "1", "weights.csv"]),
        ("bcf help read\t", ["help", "readings"]),
    ]

    def files(self):
        (self.folder / "hold").mkdir()
        (self.folder / "weights.csv").write_text("code,weight\nA,1\n")

    def test_bash(self):
        self.files()
        prepare = f"PS1='$ '; bind 'set bell-style none'; source {COMPLETION / 'bcf.bash'}"
        became = self.typed(["bash", "--norc", "--noprofile", "-i"], prepare,
                            [line for line, _ in self.LINES])
        wanted = [words for _, words in self.LINES]
        self.assertEqual(wanted, [[word.rstrip("/") for word in words] for words in became])

    def test_zsh(self):
        if shutil.which("zsh") is None:
            self.skipTest("there is no zsh here")
        self.files()
        prepare = (f"PS1='$ '; unsetopt beep; fpath=({COMPLETION} $fpath); "
                   "autoload -Uz compinit; compinit -u -D")
        became = self.typed(["zsh", "-f", "-i"], prepare, [line for line, _ in self.LINES])
        wanted = [words for _, words in self.LINES]
        self.assertEqual(wanted, [[word.rstrip("/") for word in words] for words in became])

    def test_bash_offers_what_the_program_offers(self):
        """Without a terminal: every verb's options, word for word."""
        script = (f"source {COMPLETION / 'bcf.bash'}\n"
                  "COMP_WORDS=(bcf \"$VERB\" -); COMP_CWORD=2; COMP_LINE=\"bcf $VERB -\"\n"
                  "COMP_POINT=${#COMP_LINE}; _bcf \"$BCF\"\n"
                  "printf '%s\\n' \"${COMPREPLY[@]}\"")
        for verb in verbs():
            done = self.ends(DONE, support.shell(script, self.folder, VERB=verb))
            offered = {word.replace("\\", "") for word in done.text.split()}
            self.assertEqual(set(candidates(verb, "-")), offered, verb)


class DidYouMean(support.Case):

    def refused(self, *words):
        done = self.ends(USAGE, support.bcf(*words))
        self.assertEqual(b"", done.out)
        return done.said

    def test_every_closed_list_of_words(self):
        kept = self.folder / "kept"
        self.done("settle", "-d", SHIRE, "-o", kept)
        for words, meant in (
                (["alocate"], "allocate"),
                (["relaese"], "release"),
                (["help", "scroe"], "score"),
                (["allocate", "--nams"], "--names"),
                (["allocate", "--formt=csv"], "--format"),
                (["allocate", "-f", "jsno"], "json"),
                (["allocate", "-p", "2015-61"], "2015-16"),
                (["allocate", "-p", "2015-16/v11"], "2015-16/v1"),
                (["allocate", "--set", "metric-valeu=overall"], "metric-value"),
                (["allocate", "--set", "metric-value=overal"], "overall"),
                (["allocate", "--by", "componnet"], "component"),
                (["assure", "--by", "regoin"], "region"),
                (["assure", "--only", "significanse"], "significance"),
                (["assure", "--fail-on", "wran"], "warn"),
                (["compare", kept, kept, "--by", "cuase"], "cause"),
                (["explain", "Rotherham", "nhs-croe"], "nhs-core"),
                (["formulas", "adult-rfn"], "adult-rnf")):
            self.assertIn(f"did you mean '{meant}'", self.refused(*words), words)

    def test_nothing_is_suggested_for_what_is_near_to_nothing(self):
        for words in (["frobnicate"], ["allocate", "-f", "yaml"], ["allocate", "-p", "1999"],
                      ["allocate", "--set", "colour=red"], ["allocate", "--colour"],
                      ["allocate", "-a", "Atlantis"], ["allocate", "--by", "postcode"],
                      ["explain", "Rotherham", "everything"], ["formulas", "quantum"]):
            self.assertNotIn("did you mean", self.refused(*words), words)

    def test_a_word_of_a_table(self):
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        for table, old, new, meant in (
                ("conditions", "not-met", "not-mat", "not-met"),
                ("conditions", "data-sharing", "data-shearing", "data-sharing"),
                ("councils", "county", "conuty", "county"),
                ("ambitions", "delayed-transfers", "delayed-transfer", "delayed-transfers")):
            path = folder / f"{table}.csv"
            good = path.read_text(encoding="utf-8")
            self.assertIn(old, good, table)
            path.write_text(good.replace(old, new, 1), encoding="utf-8")
            self.refuses("check", "-d", folder, says=[new, f"did you mean '{meant}'"])
            path.write_text(good, encoding="utf-8")

    def test_a_table_and_a_column(self):
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        (folder / "outturns.csv").write_text("hwb\n")
        self.refuses("check", "-d", folder, says="(did you mean 'outturn'?)")
        (folder / "outturns.csv").unlink()
        boards = folder / "boards.csv"
        boards.write_text(boards.read_text(encoding="utf-8").replace("name", "nmae", 1),
                          encoding="utf-8")
        self.refuses("check", "-d", folder, says="no column 'name' (is 'nmae' meant for it?)")

    def found(self, wanted):
        """The code of the area whose part of the fund is shown."""
        line = self.done("allocate", "-a", wanted).text.splitlines()[0]
        return re.search(r"([A-Z0-9-]+)\)", line)[1]

    def test_an_area_is_found_however_its_name_is_joined(self):
        for wanted, code in (("Stoke on Trent", "E06000021"), ("stoke-on-trent", "E06000021"),
                             ("Kings Lynn", "E07000146"), ("King\u2019s Lynn", "E07000146"),
                             ("Brighton & Hove", "E06000043"), ("Brighton Hove", "E06000043"),
                             ("Bath North East Somerset", "E06000022"),
                             ("St Helens", "E08000013"), ("St. Helens", "E08000013"),
                             ("Durham", "E06000047"), ("county durham", "E06000047"),
                             ("Telford & Wrekin", "E06000020"), ("e08000018", "E08000018"),
                             ("03l", "03L"), ("ROTHERHAM", "E08000018"), ("otherh", "E08000018")):
            self.assertEqual(code, self.found(wanted), wanted)

    def test_a_slip_or_another_name_for_it_is_suggested_and_never_taken(self):
        for wanted, first in (("Rotehrham", "E08000018 Rotherham"), ("Knet", "E10000016 Kent"),
                              ("Birmingam", "E08000025 Birmingham"),
                              ("Kent County Council", "E10000016 Kent"),
                              ("Durham County", "E06000047 County Durham"),
                              ("City of Bristol", "E06000023 Bristol, City of"),
                              ("London Borough of Hackney", "E09000012 Hackney"),
                              ("Newcastle Council", "E08000021 Newcastle upon Tyne"),
                              ("E0800018", "E08000018 Rotherham")):
            for words in (["allocate", "-a", wanted], ["score", "-a", wanted],
                          ["release", "-a", wanted], ["assure", "-a", wanted],
                          ["readings", "-a", wanted], ["explain", wanted],
                          ["formulas", "ccg", "-a", wanted]):
                self.assertIn(f"; did you mean {first}", self.refused(*words), words)

    def test_what_several_have_is_listed_with_code_name_and_kind(self):
        for words in (["allocate", "-a", "Cheshire"], ["release", "-a", "Cheshire"],
                      ["explain", "Cheshire"]):
            said = self.refused(*words)
            for area in ("E06000049 Cheshire East (board)", "02F NHS West Cheshire CCG (CCG)"):
                self.assertIn(area, said)
        self.assertRegex(self.refused("allocate", "-a", "north"), r"\(board\) and \d+ more$")

    def test_a_board_is_suggested_for_a_comparison_and_a_ledger(self):
        kept = self.folder / "kept"
        self.done("settle", "-o", kept)
        self.assertIn("did you mean E08000018 Rotherham",
                      self.refused("compare", kept, kept, "-a", "Rotehrham"))
        ledger = self.folder / "ledger.csv"
        ledger.write_text("hwb,component,amount\nRotehrham,dfg,1.00\nRotherham,dfg,1.00\n")
        self.refuses("reconcile", ledger, says="did you mean E08000018 Rotherham")
        ledger.write_text("hwb,component,amount\nRotherham,dfg,1.00\n")
        self.assertIn("did you mean E08000018 Rotherham",
                      self.refused("reconcile", ledger, "-a", "Rotehrham"))


class Colour(support.Case):

    def on_terminal(self, *words, **variables):
        return Terminal([str(PROGRAM)] + [str(word) for word in words], **variables).finish()

    def page(self, *words):
        """What goes to a terminal as standard output alone: how far it is may stand there too."""
        return Terminal(["sh", "-c", '"$0" "$@" 2>/dev/null', str(PROGRAM)]
                        + [str(word) for word in words]).finish()

    PAGES = (["allocate"], ["allocate", "-a", "Rotherham"], ["assure"],
             ["assure", "-a", "Rotherham"], ["release", "-a", "Rotherham"], ["check"],
             ["explain", "03L", "nhs-core"], ["score", "-a", "Rotherham"], ["readings"],
             ["formulas"])

    def test_a_page_on_a_terminal_is_painted_and_its_words_are_the_same(self):
        for words in self.PAGES:
            plain = support.bcf(*words)
            painted, code = self.page(*words)
            self.assertEqual(plain.code, code)
            self.assertIn("\x1b[1m", painted, words)
            self.assertEqual(plain.text, ESCAPE.sub("", painted), words)

    def test_headings_are_bold_rules_dim_and_results_and_marks_coloured(self):
        painted, _ = self.on_terminal("assure")
        lines = painted.splitlines()
        self.assertIn("\x1b[1mBoards by what each check found\x1b[0m", lines)
        self.assertIn("\x1b[2m" + "-" * 31 + "\x1b[0m", lines)
        self.assertIn("\x1b[33m*\x1b[0m", painted)
        painted, _ = self.on_terminal("assure", "-a", "Rotherham")
        self.assertIn("  - \x1b[31mFails\x1b[0m:", painted)
        self.assertIn("  - \x1b[33mWarning\x1b[0m:", painted)

    def test_nobody_who_asks_for_none_gets_any(self):
        for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}):
            environment = dict({"TERM": "xterm"}, **variables)
            screen = self.screen(["allocate"], environment)
            self.assertNotIn("\x1b", screen, variables)
        self.assertIn("\x1b[1m", self.screen(["allocate"], {"TERM": "xterm", "NO_COLOR": ""}))

    def screen(self, words, variables):
        assignments = [f"{name}={value}" for name, value in variables.items()]
        said, _ = Terminal(["env", *assignments, str(PROGRAM), *words]).finish()
        return said

    def test_files_pipes_and_rows_never_have_any(self):
        for words in (["allocate", "-f", "csv"], ["check", "-f", "json"], ["check", "-f", "xml"],
                      ["report", "-a", "Rotherham"]):
            self.assertNotIn("\x1b", self.page(*words)[0], words)
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        boards = support.read_table(folder, "boards")
        support.write_table(folder, "boards", [dict(row, name=f"{row['name']}*") for row in boards])
        words = ["allocate", "-d", folder, "--names"]
        self.assertIn("\x1b[33m*", self.on_terminal(*words)[0])
        self.assertNotIn("\x1b", self.page(*words, "-f", "csv")[0])
        out = self.folder / "page.txt"
        said, _ = self.on_terminal("allocate", "-o", out)
        self.assertEqual("", said)
        self.assertEqual(self.done("allocate").text, out.read_text(encoding="utf-8"))
        said, _ = Terminal(["sh", "-c", f"'{PROGRAM}' allocate | cat"]).finish()
        self.assertNotIn("\x1b", said)

    def test_a_refusal_and_a_note_are_coloured_on_a_terminal_alone(self):
        words = ["allocate", "-a", "Atlantis"]
        plain = support.bcf(*words)
        self.assertNotIn(b"\x1b", plain.err)
        said, code = self.on_terminal(*words)
        self.assertEqual(USAGE, code)
        self.assertEqual(f"\x1b[31m{plain.said.rstrip()}\x1b[0m\n", said)
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        (folder / "controls.csv").unlink(missing_ok=True)
        manifest = [row for row in support.read_table(folder, "manifest")
                    if row["table"] != "controls"]
        support.write_table(folder, "manifest", manifest)
        said, _ = self.on_terminal("allocate", "-d", folder, "-f", "csv", "-o",
                                   self.folder / "rows.csv")
        self.assertIn("\x1b[33mnote:\x1b[0m ", said)


class Progress(support.Case):

    SECONDS = 3

    def slow(self, more=1):
        """As many boards as make their readings take longer than anybody waits without a word, on
        whatever machine this is; a machine that was busy when this was tried may need more."""
        import test_properties  # not above: its tests are its own
        maker = types.SimpleNamespace(folder=self.folder)
        few = test_properties.Sizes.big(maker, 1000)
        begun = time.monotonic()
        self.done("readings", "-d", few, "-f", "csv")
        boards = int(1001 * more * self.SECONDS / (time.monotonic() - begun))
        return test_properties.Sizes.big(maker, min(max(boards, 1001), 40000))

    def test_who_waits_is_told_on_a_terminal_and_nobody_else(self):
        for more in (1, 3, 9):
            folder = self.slow(more)
            words = [str(PROGRAM), "readings", "-d", str(folder), "-f", "csv", "-o",
                     str(self.folder / "rows.csv")]
            said, code = Terminal(words).finish()
            self.assertEqual(DONE, code)
            if "\r" in said:
                break
            shutil.rmtree(folder)
            shutil.rmtree(self.folder / "1000", ignore_errors=True)
        notes = said[said.rindex("\r") + 1:]
        shown = re.findall(r"\rbcf: ([a-z ]+): ([0-9,]+)(?: of ([0-9,]+))? *", said)
        self.assertGreater(len(shown), 0, said[:400])
        for _, done, everything in shown:
            if everything:
                self.assertLessEqual(int(done.replace(",", "")),
                                     int(everything.replace(",", "")))
        self.assertIn("readings", {what for what, _, _ in shown})
        # it was taken away: what stands there is overwritten with spaces
        self.assertRegex(said, r"\r +\r")
        for line in notes.splitlines():
            self.assertTrue(line == "" or "note:" in line, line)
        rows = (self.folder / "rows.csv").read_bytes()
        done = self.done("readings", "-d", folder, "-f", "csv")
        self.assertEqual(rows, done.out)
        self.assertNotIn("bcf:", done.said)
        said, code = Terminal(["env", "TERM=dumb", str(PROGRAM), "readings", "-d", str(folder),
                               "-f", "csv", "-o", str(self.folder / "more.csv")]).finish()
        self.assertEqual(DONE, code)
        self.assertNotIn("bcf: ", said)

    def test_what_is_quick_says_nothing(self):
        said, _ = Terminal([str(PROGRAM), "check", "-f", "csv", "-o",
                            str(self.folder / "rows.csv")]).finish()
        self.assertNotIn("bcf: ", said)


if __name__ == "__main__":
    support.main()
