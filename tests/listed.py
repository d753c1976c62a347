# SPDX-License-Identifier: MIT
"""Lists of exceptions with their reasons: coverage.txt, mutants.txt."""

import sys


def read(path, form):
    """(number of the line, its parts) of each row, by a form such as `room ¦ line ¦ reason`."""
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text or text.startswith("#"):
            continue
        parts = [part.strip() for part in text.split(" ¦ ")]
        if len(parts) != form.count("¦") + 1 or not all(parts):
            refuse(path, number, f"not `{form}`")
        yield number, parts


def refuse(path, number, why):
    sys.exit(f"{path.name}:{number}: {why}")
