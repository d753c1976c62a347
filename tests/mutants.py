#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Would the tests notice? Makes small mistakes in the rooms that money rests on, one at a time.

    python3 tests/mutants.py BUILD [BUILD_ASAN] [--room ROOM] [--sample N --seed S] [--explained]
                            [--list]

A mutant is one source of a room with one operator flipped, one constant moved by one, one
condition turned round or one statement left out. It is compiled as BUILD compiles that source and
linked into the room's own suite, tests/test_<room>.c. It is killed if the suite fails, stops or
hangs; it is no mutant if it does not compile, or compiles to the very same machine code.

Every survivor must stand in tests/mutants.txt with its reason; so must one that only the
sanitizers of BUILD_ASAN notice, marked as such: without them such a mistake with memory may kill or
not, as chance has it. A line there that fits no mutant, or any other that is killed, is an error.
docs/coverage.md says more.
"""
import argparse
import collections
import concurrent.futures
import contextlib
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import listed

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXPLAINED = ROOT / "tests/mutants.txt"
ROOMS = ("money", "ratio", "apportion", "release", "score")
# A suite hangs that takes so many seconds, and so many times what it takes as it is; one that is
# known to survive has more time, so that a busy machine does not kill it.
PATIENCE = 2, 8
KNOWN_PATIENCE = 5
SANITIZER = "sanitizers:"  # begins the reason of what only they notice

Mutant = collections.namedtuple("Mutant", "room source start end text key")
Key = collections.namedtuple("Key", "room function line what")
Explained = collections.namedtuple("Explained", "reason number")

TOKEN = re.compile(r"""
    (?P<skip>/\*.*?\*/ | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | ^[ \t]*\#[^\n]* | \s+)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<number>\d\w*)
  | (?P<sign>->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
""", re.VERBOSE | re.DOTALL | re.MULTILINE)

FLIPPED = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
           "==": ("!=",), "!=": ("==",), "&&": ("||",), "||": ("&&",), "+": ("-",), "*": ("/",),
           "/": ("*",), "%": ("/",), "+=": ("-=",), "-=": ("+=",), "*=": ("/=",), "/=": ("*=",),
           "++": ("--",), "--": ("++",)}
TYPES = {"const", "char", "int", "void", "size_t", "bool", "int64_t", "uint64_t", "return", "case"}


def tokens_of(source):
    """(kind, text, start, end), without comments, strings, space and directives."""
    return [(match.lastgroup, match.group(), match.start(), match.end())
            for match in TOKEN.finditer(source) if match.lastgroup != "skip"]


def closing(tokens, i):
    """The place of the bracket that closes the one at i."""
    depth = 0
    for j in range(i, len(tokens)):
        depth += tokens[j][1] in "([{"
        depth -= tokens[j][1] in ")]}"
        if depth == 0:
            return j
    raise ValueError("a bracket is not closed")


def is_value(token):
    """Whether an operator behind it takes two operands."""
    kind, text = token[0], token[1]
    return kind == "number" or text in (")", "]") or (kind == "word" and text not in TYPES
                                                      and not text.startswith("bcf_"))


def of_token(tokens, i):
    """What one token may become: pairs of a text and what that is called."""
    kind, text = tokens[i][0], tokens[i][1]
    if kind == "number":
        digits = re.match(r"(0x[0-9a-fA-F]+|\d+)(.*)", text)
        value = int(digits.group(1), 0)
        for other in (value + 1, value - 1):
            if other >= 0:
                yield f"{other}{digits.group(2)}", f"{text} -> {other}"
    elif text in ("true", "false"):
        other = "false" if text == "true" else "true"
        yield other, f"{text} -> {other}"
    elif text == "-" and is_value(tokens[i - 1]):
        yield "+", "- -> +"
    elif text == "-":
        yield " ", "unary - -> nothing"
    elif text == "!":
        yield " ", "! -> nothing"
    elif text in FLIPPED and (text not in "+*" or is_value(tokens[i - 1])):
        for other in FLIPPED[text]:
            yield other, f"{text} -> {other}"


def start_of_condition(tokens, i):
    """The place of the first token of what stands before a `?`."""
    depth = 0
    for j in range(i - 1, -1, -1):
        text = tokens[j][1]
        depth += text in ")]"
        depth -= text in "(["
        if depth < 0 or (depth == 0 and text in ("=", "return", ",", ";", "?", ":", "{", "}")):
            return j + 1
    return 0


def of_conditions(tokens, source):
    """Conditions turned round: (start, end, text, what)."""
    for i, (_, text, _, end) in enumerate(tokens):
        if text in ("if", "while") and tokens[i + 1][1] == "(":
            stop = closing(tokens, i + 1)
            inside = source[tokens[i + 1][3]:tokens[stop][2]]
            yield tokens[i + 1][3], tokens[stop][2], f"!({inside})", f"{text} (...) -> !(...)"
        elif text == "?":
            start = tokens[start_of_condition(tokens, i)][2]
            stop = tokens[i - 1][3]
            yield start, stop, f"!({source[start:stop]})", "... ? -> !(...) ?"
        elif text == "return" and tokens[i + 1][1] != ";":
            stop = next(j for j in range(i, len(tokens)) if tokens[j][1] == ";")
            inside = source[end:tokens[stop][2]]
            if re.search(r"[<>=!]=|&&|\|\| | < | > |^ !", inside) and "?" not in inside:
                yield end, tokens[stop][2], f" !({inside})", "return ... -> !(...)"


def of_statements(tokens, source):
    """Statements left out: what stands between `;`, `{` or `}` and the next `;`."""
    for i, (_, text, _, _) in enumerate(tokens[:-1]):
        if text not in (";", "{", "}", ":", ")"):
            continue
        word, start = tokens[i + 1][1:3]
        if word in ("if", "for", "while", "switch", "case", "else", "}", "{", ";",
                                      "typedef", "struct", "enum", "static", "_Static_assert"):
            continue
        if not starts_statement(tokens, i):
            continue
        stop = i + 1
        while tokens[stop][1] != ";":
            stop = closing(tokens, stop) if tokens[stop][1] in ("(", "[", "{") else stop
            stop += 1
            if stop >= len(tokens) or tokens[stop][1] == "}":
                break
        if stop >= len(tokens) or tokens[stop][1] != ";":
            continue
        is_last = tokens[stop + 1][1] == "}" and source[:tokens[stop + 1][2]].endswith("\n")
        if word == "return" and is_last and tokens[i + 2][1] != ";":
            continue  # a function that ends without a value says nothing about its tests
        yield start, tokens[stop][2], "", "left out"


def starts_statement(tokens, i):
    """Whether what follows place i is a statement inside a function, and no declaration."""
    text = tokens[i][1]
    if text in (":", ")"):
        return text == ":" and is_label(tokens, i)
    depth = sum((token[1] == "{") - (token[1] == "}") for token in tokens[:i + 1])
    parens = sum((token[1] == "(") - (token[1] == ")") for token in tokens[:i + 1])
    if depth == 0 or parens != 0:
        return False
    following = [token[1] for token in tokens[i + 1:i + 4]]
    if following[0] in TYPES and following[0] != "return":
        return False
    first_two = tokens[i + 1][0] == "word" and tokens[i + 2][0] == "word"
    return following[0] in ("return", "break", "continue") or not first_two


def is_label(tokens, i):
    j = i - 1
    while j > 0 and tokens[j][1] not in (";", "{", "}", "?", "("):
        if tokens[j][1] in ("case", "default"):
            return True
        j -= 1
    return False


def bodies_of(tokens):
    """(name, start, end) of every function: from brace to brace."""
    i = 0
    while i < len(tokens):
        if tokens[i][1] == "{":
            stop = closing(tokens, i)
            if tokens[i - 1][1] == ")":
                depth, j = 1, i - 1
                while depth > 0:
                    j -= 1
                    depth += (tokens[j][1] == ")") - (tokens[j][1] == "(")
                yield tokens[j - 1][1], tokens[i][2], tokens[stop][3]
            i = stop
        i += 1


def mutants_of(room):
    """In an order, and under names, that stay when lines move."""
    seen = collections.Counter()
    for path in sources_of(room):
        source = path.read_text(encoding="utf-8")
        tokens = tokens_of(source)
        found = [*of_conditions(tokens, source), *of_statements(tokens, source)]
        for i, token in enumerate(tokens):
            found += [(token[2], token[3], text, what) for text, what in of_token(tokens, i)]
        lines = source.split("\n")
        bodies = list(bodies_of(tokens))
        for start, end, text, what in sorted(found, key=lambda change: (*change[:2], change[3])):
            function = next((name for name, first, last in bodies if first <= start < last), None)
            if function is None:
                continue
            line = " ".join(lines[source.count("\n", 0, start)].split())
            key = Key(room, function, line, what)
            seen[key] += 1
            if seen[key] > 1:
                key = key._replace(what=f"{what} #{seen[key]}")
            yield Mutant(room, path, start, end, text, key)


def sources_of(room):
    return [ROOT / f"bcf/{room}.c", *sorted((ROOT / "bcf").glob(f"{room}_*.c"))]


def suites_of(room):
    return [f"test_{room}", *(path.stem for path in sorted(ROOT.glob(f"tests/test_{room}_*.c")))]


def explanations():
    """tests/mutants.txt."""
    found = {}
    for number, parts in listed.read(EXPLAINED, "room ¦ function ¦ line ¦ change ¦ reason"):
        if found.setdefault(Key(*parts[:4]), Explained(parts[4], number)).number != number:
            listed.refuse(EXPLAINED, number, "explained twice")
    return found


def live_ones(session):
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):  # it is gone meanwhile
            stat = pathlib.Path("/proc", name, "stat").read_text(encoding="utf-8")
            state, _, _, own = stat.rpartition(")")[2].split()[:4]
            if int(own) == session and state != "Z":
                yield int(name)


def end_session(leader):
    """A suite, and the test that hangs in it: Check gives each a process group of its own. Again
    and again, as the suite may start the next one meanwhile."""
    while ones := list(live_ones(leader)):
        for one in ones:
            with contextlib.suppress(OSError):
                os.kill(one, signal.SIGKILL)


class Workshop:
    """Compiles and runs mutants as one build does."""

    def __init__(self, build, scratch):
        self.build, self.scratch = build, scratch
        flags = build / "bcf/CMakeFiles/bcf_exact.dir/flags.make"
        if not flags.exists():
            sys.exit(f"{build}: not a build by make, or not built yet")
        words = dict(re.findall(r"^C_(DEFINES|INCLUDES|FLAGS) = ?(.*)$", flags.read_text(), re.M))
        kept = " ".join((words["DEFINES"], words["INCLUDES"], words["FLAGS"])).split()
        self.flags = [word for word in kept if not word.startswith(("-W", "-g"))] + [
            "-w", f"-I{ROOT / 'bcf'}"]
        cache = (build / "CMakeCache.txt").read_text()
        self.compiler = re.search(r"^CMAKE_C_COMPILER:\w+=(.*)$", cache, re.M).group(1)

    def compiled(self, name, text, into):
        """Under the source's own name, so that nothing but the change makes other machine code."""
        done = subprocess.run([self.compiler, *self.flags, "-x", "c", "-c", "-", "-o", into],
                              input=f'#line 1 "bcf/{name}"\n{text}', text=True,
                              capture_output=True)
        return done.returncode == 0

    def linked(self, suite, piece, into):
        """A suite with the piece in place of the library's own."""
        link = (self.build / f"tests/CMakeFiles/{suite}.dir/link.txt").read_text().split()
        at = next(i for i, word in enumerate(link) if word.endswith("libbcf.a"))
        link[link.index("-o") + 1] = str(into)
        return subprocess.run([*link[:at], str(piece), *link[at:], "-Wl,-S"],
                              cwd=self.build / "tests", capture_output=True).returncode == 0

    def passes(self, program, seconds):
        """Whether a suite passes; it is stopped at its first test that does not."""
        environment = dict(os.environ, CK_DEFAULT_TIMEOUT="300", CK_VERBOSITY="silent",
                           CK_LOG_FILE_NAME="-")
        running = subprocess.Popen([program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   env=environment, start_new_session=True)

        clock = threading.Timer(seconds, end_session, [running.pid])
        clock.start()
        has_failed = any(re.match(rb"[^:]*:\d+:[FE]:", line) for line in running.stdout)
        if has_failed:
            end_session(running.pid)
        clock.cancel()
        running.stdout.close()
        return running.wait() == 0 and not has_failed

    def patience(self, room):
        """Seconds after which a suite of the room hangs; as it is, each passes."""
        made = self.scratch / f"{sources_of(room)[0].stem}.o"
        longest = 0
        for suite in suites_of(room):
            self.original(sources_of(room)[0])
            program = self.scratch / suite
            began = time.monotonic()
            if not self.linked(suite, made, program) or not self.passes(program, 120):
                sys.exit(f"{suite} fails, or cannot be made, without any mutant")
            longest = max(longest, time.monotonic() - began)
        return PATIENCE[0] + PATIENCE[1] * longest

    def verdict(self, mutant, name, original, seconds):
        """"killed", "survived", "no mutant" or "same code"."""
        folder = self.scratch / name
        folder.mkdir()
        try:
            source = mutant.source.read_text(encoding="utf-8")
            text = source[:mutant.start] + mutant.text + source[mutant.end:]
            made = folder / "piece.o"
            if not self.compiled(mutant.source.name, text, made):
                return "no mutant"
            if made.read_bytes() == original:
                return "same code"
            for suite in suites_of(mutant.room):
                if not self.linked(suite, made, folder / suite):
                    return "no mutant"
                if not self.passes(folder / suite, seconds):
                    return "killed"
            return "survived"
        finally:
            shutil.rmtree(folder)

    def original(self, source):
        """The machine code of a source as it is, which must pass."""
        made = self.scratch / f"{source.stem}.o"
        if not self.compiled(source.name, source.read_text(encoding="utf-8"), made):
            sys.exit(f"{source.name} does not compile")
        return made.read_bytes()


def judge(mutants, workshop, known):
    """The verdict on each, two at a time."""
    originals = {source: workshop.original(source) for source in {m.source for m in mutants}}
    patience = {room: workshop.patience(room) for room in {m.room for m in mutants}}

    def one(pair):
        number, mutant = pair
        seconds = patience[mutant.room] * (KNOWN_PATIENCE if mutant.key in known else 1)
        return workshop.verdict(mutant, str(number), originals[mutant.source], seconds)

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(one, enumerate(mutants)))


def tell(mutants, verdicts):
    print(f"{'room':12}{'mutants':>9}{'killed':>9}{'survived':>9}   no mutants: same code, "
          "not compiled")
    for room in [*ROOMS, "all"]:
        counts = collections.Counter(verdict for mutant, verdict in zip(mutants, verdicts)
                                     if room in (mutant.room, "all"))
        if counts:
            print(f"{room:12}{counts['killed'] + counts['survived']:9}{counts['killed']:9}"
                  f"{counts['survived']:9}{counts['same code']:14},{counts['no mutant']:6}")


def problems_of(mutants, verdicts, asan_verdicts, known):
    """What is wrong with the verdicts, by the explanations."""
    for mutant, verdict in zip(mutants, verdicts):
        explained = known.get(mutant.key)
        named = " ¦ ".join(mutant.key)
        where = f"{EXPLAINED.name}:{explained.number}" if explained else ""
        by_sanitizer = explained is not None and explained.reason.startswith(SANITIZER)
        seen_there = asan_verdicts.get(mutant.key)
        if verdict == "survived" and explained is None and seen_there != "killed":
            yield f"survived, and nothing explains it: {named}"
        elif verdict == "survived" and explained is None:
            yield f"only the sanitizers notice it, and no line says so: {named}"
        elif verdict != "survived" and explained is not None and not by_sanitizer:
            yield f"{where}: explains what is {verdict}: {named}"
        elif by_sanitizer and seen_there == "survived":
            yield f"{where}: the sanitizers do not notice it: {named}"
        elif not by_sanitizer and seen_there == "killed":
            yield f"{where}: the sanitizers notice it: {named}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("build_asan", type=pathlib.Path, nargs="?")
    parser.add_argument("--room", choices=ROOMS, action="append")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--explained", action="store_true", help="try the explained ones alone")
    parser.add_argument("--list", action="store_true", help="say each verdict")
    order = parser.parse_args()

    everything = [mutant for room in ROOMS for mutant in mutants_of(room)]
    known = explanations()
    strangers = known.keys() - {mutant.key for mutant in everything}
    problems = [f"{EXPLAINED.name}:{known[key].number}: fits no mutant" for key in strangers]
    mutants = [mutant for mutant in everything if mutant.room in (order.room or ROOMS)]
    if order.explained:
        mutants = [mutant for mutant in mutants if mutant.key in known]
    if order.sample is not None:
        mutants = random.Random(order.seed).sample(mutants, min(order.sample, len(mutants)))
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        verdicts = judge(mutants, Workshop(order.build.resolve(), scratch), known)
        asan_verdicts = {}
        left = [mutant for mutant, verdict in zip(mutants, verdicts) if verdict == "survived"]
        if order.build_asan is not None and left:
            strict = Workshop(order.build_asan.resolve(), scratch)
            asan_verdicts = dict(zip([mutant.key for mutant in left],
                                     judge(left, strict, known)))
    if order.list:
        for mutant, verdict in zip(mutants, verdicts):
            print(f"{asan_verdicts.get(mutant.key, ''):9} {verdict:9}", " ¦ ".join(mutant.key))
    tell(mutants, verdicts)
    problems += problems_of(mutants, verdicts, asan_verdicts, known)
    for problem in sorted(problems):
        print(problem)
    by_sanitizer = sum(known[mutant.key].reason.startswith(SANITIZER)
                       for mutant in mutants if mutant.key in known)
    print(f"of {len(everything)} changes {len(mutants)} were tried; {len(known)} survivors are "
          f"explained in {EXPLAINED.name}, {by_sanitizer} of those tried need the sanitizers")
    return 1 if problems or not mutants else 0


if __name__ == "__main__":
    sys.exit(main())
