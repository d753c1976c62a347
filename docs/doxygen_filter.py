#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A header of bcf as Doxygen wants it, line for line: doxygen_filter.py FILE.

The headers have plain comments. The first of a file is about the file. One right above a
declaration is about it, and about those that follow without an empty line or a comment of their
own; one at the end of a line is about what the line declares. A member of a struct that has neither
is what its name means everywhere: names.txt.
"""

import pathlib
import re
import sys

GUARD = re.compile(r"#(ifndef|define) BCF_\w+_H$|#endif$")
ESCAPED = re.compile(r"[\\@<>#%&$]")
CODE = re.compile(r"`([^`]*)`")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MEMBER = re.compile(r"^\s.*?\b(\w+)(\[[^\]]*\])*;$")


def words(text):
    """The words of a comment: nothing in them is a command; code in ` ` is shown as code."""
    text = ESCAPED.sub(lambda match: "\\" + match[0], text)
    return CODE.sub(r"<code>\1</code>", text)


def names():
    """What the name of a member means: by the name, and by the end of a name."""
    whole, ends = {}, {}
    path = pathlib.Path(__file__).resolve().parent / "names.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, meaning = line.split(None, 1)
            if name.startswith("*"):
                ends[name[1:]] = meaning
            else:
                whole[name] = meaning
    return whole, ends


class Header:
    """The lines, changed in place."""

    def __init__(self, path):
        self.name = path.name
        self.lines = path.read_text(encoding="utf-8").split("\n")
        self.has_file = False
        self.braces = self.parentheses = 0
        self.is_whole = True  # no declaration is half read
        self.shared = None  # the comment that also holds for what follows
        self.whole, self.ends = names()

    def comment_end(self, first, start):
        """The line on which the comment ends that begins at `start` of line `first`."""
        last = first
        while "*/" not in self.lines[last][start if last == first else 0:]:
            last += 1
        return last

    def rewrite(self, first, start, opening):
        """Makes the comment one of Doxygen's; returns its last line."""
        last = self.comment_end(first, start)
        for i in range(first, last + 1):
            before, rest = "", self.lines[i]
            if i == first:
                before, rest = rest[:start] + opening, rest[start + 2:]
            if i == last:
                rest, after = rest.split("*/", 1)
                self.lines[i] = before + words(rest) + "*/" + after
            else:
                self.lines[i] = before + words(rest)
        return last

    def on_one_line(self, first, last):
        """The comment once more, for the next declaration that it is about."""
        text = " ".join(line.strip().removeprefix("*").strip()
                        for line in self.lines[first:last + 1])
        return re.sub(r"\s*\*/.*$", "", text.removeprefix("/**").strip())

    def comment(self, i):
        """A comment that begins a line; returns the line after it."""
        start = self.lines[i].index("/*")
        last = self.comment_end(i, start)
        begins = " ".join(self.lines[i:i + 2])
        after = self.lines[last + 1] if last + 1 < len(self.lines) else ""
        if not self.has_file and f"{self.name} - " in begins:
            self.rewrite(i, start, "/** @file ")
            for k in range(i, min(i + 2, last + 1)):
                self.lines[k] = self.lines[k].replace(f"{self.name} - ", "\\brief ")
            self.has_file = True
        elif after.strip() and not re.match(r"#(include|endif|ifndef)|\s*/\*", after):
            self.rewrite(i, start, "/**")
            self.shared = None
            following = self.declaration(last + 1)
            if "{" not in after:
                self.shared = self.on_one_line(i, last)
            return following
        return last + 1

    def declaration(self, i):
        """One line of code, and the comment at its end; returns the line after it."""
        line = self.lines[i]
        begins, braces = self.is_whole, self.braces
        if line.startswith("#"):
            while self.lines[i].endswith("\\"):
                i += 1
            place = self.lines[i].find("/*")
            if place < 0 and self.shared and line.startswith("#define"):
                self.lines[i] = f"/** {self.shared} */ {line}"
            return (self.rewrite(i, place, "/**<") if place >= 0 else i) + 1
        bare = re.sub(r'"([^"\\]|\\.)*"', lambda text: "x" * len(text[0]), line)
        place = bare.find("/*")
        bare = (bare if place < 0 else bare[:place]).rstrip()
        self.braces += bare.count("{") - bare.count("}")
        self.parentheses += bare.count("(") - bare.count(")")
        self.is_whole = self.parentheses == 0 and bare.endswith((";", ",", "{", "}"))
        last = i
        if place >= 0:
            last = self.rewrite(i, place, "/**<")
        elif begins and self.shared:
            self.lines[i] = f"/** {self.shared} */ {line}"
        elif begins and braces > 0:
            self.lines[i] = line + self.meaning(bare)
        if "{" in bare or "}" in bare:
            self.shared = None
        return last + 1

    def meaning(self, bare):
        """The comment of a member that has none of its own."""
        match = MEMBER.match(bare)
        if not match:
            return ""
        name = match[1]
        found = self.whole.get(name)
        for end, meaning in self.ends.items():
            if not found and name.endswith(end):
                found = meaning.replace("*", name[:-len(end)].replace("_", " "))
        return f" /**< {words(found)} */" if found else ""

    def convert(self):
        i = 0
        while i < len(self.lines):
            line = self.lines[i]
            if GUARD.match(line) or "SPDX-License" in line:
                self.lines[i] = ""
            elif line.lstrip().startswith("/*"):
                i = self.comment(i)
                continue
            elif line.strip() and not line.startswith("#include"):
                i = self.declaration(i)
                continue
            elif not line.strip():
                self.shared = None
            i += 1
        return "\n".join(self.lines)


def main():
    path = pathlib.Path(sys.argv[1])
    sys.stdout.reconfigure(encoding="utf-8")
    if path.suffix == ".md":  # the other documents are not among these pages
        print(LINK.sub(r"\1", path.read_text(encoding="utf-8")), end="")
    else:
        print(Header(path).convert(), end="")


if __name__ == "__main__":
    main()
