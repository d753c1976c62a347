#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every command that the documents show, and holds its output against what they say.

A block fenced as ```console is a session: each line after "$ " is a command for bash, the lines
after it are its whole output (standard output, then standard error but for the program's notes), to the
letter. Commands run in the project's folder; `bcf` is the program just built. A block fenced otherwise
is not run.

    documents.py PROGRAM ROOT            check
    documents.py PROGRAM ROOT --bless    write what the program says now into the documents; read the
                                         difference before you commit it, and say why each figure moved
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sessions(text):
    """Yields (line, command, expected output) of every command in the document."""
    for block in FENCE.finditer(text):
        line = text.count("\n", 0, block.start()) + 2
        command, expected, start = None, [], line
        for here, words in enumerate(block.group(1).splitlines(), line):
            if words.startswith("$ "):
                if command is not None:
                    yield start, command, expected
                command, expected, start = words[2:], [], here
            elif command is None:
                raise SystemExit(f"line {here}: a console block must begin with '$ '")
            else:
                expected.append(words)
        if command is not None:
            yield start, command, expected


def run(command, root, scratch, program):
    environment = dict(os.environ, SCRATCH=scratch, LC_ALL="C.UTF-8",
                       PATH=f"{pathlib.Path(program).parent}:{os.environ['PATH']}")
    done = subprocess.run(["bash", "-c", command], cwd=root, env=environment, text=True,
                          capture_output=True, timeout=60, check=False)
    problems = [line for line in done.stderr.splitlines(True) if not line.startswith("note: ")]
    return (done.stdout + "".join(problems)).rstrip("\n").split("\n")


def check(document, root, program):
    """Returns (commands run, commands that printed something else)."""
    ran = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for line, command, expected in sessions(document.read_text(encoding="utf-8")):
            ran += 1
            printed = run(command, root, scratch, program)
            if printed != (expected or [""]):
                failed += 1
                print(f"{document.relative_to(root)}:{line}: $ {command}")
                print("  the document says:", *expected, sep="\n    ")
                print("  the program says:", *printed, sep="\n    ")
    return ran, failed


def bless(document, root, program):
    """Writes the program's own words behind every command of the document."""
    with tempfile.TemporaryDirectory() as scratch:
        def answered(block):
            lines = []
            for words in block.group(1).splitlines():
                if words.startswith("$ "):
                    printed = run(words[2:], root, scratch, program)
                    lines += [words] + (printed if printed != [""] else [])
            return "```console\n" + "\n".join(lines) + "\n```"
        old = document.read_text(encoding="utf-8")
        document.write_text(FENCE.sub(answered, old), encoding="utf-8")


def main():
    program, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    documents = sorted(path for path in root.rglob("*.md")
                       if not any(part.startswith((".", "build")) for part in
                                  path.relative_to(root).parts))
    if sys.argv[3:] == ["--bless"]:
        for document in documents:
            bless(document, root, program)
    counts = [check(document, root, program) for document in documents]
    ran, failed = (sum(column) for column in zip(*counts))
    print(f"{len(documents)} documents, {ran} commands")
    print(f"{ran - failed} passed, {failed} failed")
    return 1 if failed or ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
