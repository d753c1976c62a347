#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Input that means harm, wherever something is read: refused with a place, in bounded time and
memory, and harmless in whatever is said of it. `test_refused.py`, `test_spreadsheet.py` and
`test_verify.py` hold more of the same; docs/limits.md has the figures that BCF_HOSTILE_FIGURES=1
prints at the end.
"""

import csv
import hashlib
import html.parser
import io
import os
import re
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zipfile

import support
import workbooks
from support import DONE, FOUND, REFUSED_INPUT, SHIRE, USAGE

GIGABYTE = 1 << 30
PROCESSOR_SECONDS = 20  # of the processor's time: nothing here takes a tenth of it
WALL_SECONDS = 300      # a machine may be busy with something else

# What a terminal obeys, or what turns the words on it around.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# Bytes that no name can have, whatever they are in; XML can spell two of them in letters.
NO_TEXT = {
    "a NUL": b"a\0b", "an escape": b"\x1b[2J", "a backspace": b"a\bb", "a delete": b"\x7f",
    "Latin-1": b"Rh\xf4ne", "an overlong stroke": b"\xc0\xaf", "an overlong NUL": b"\xe0\x80\x80",
    "a surrogate": b"\xed\xa0\x80", "past the last character": b"\xf4\x90\x80\x80",
    "half a character": b"\xe2\x82", "a control of 8 bits": b"\xc2\x9b2J",
    "a turn of direction": "\u202egnp.exe".encode(), "an isolate": "\u2067x\u2069".encode(),
}

csv.field_size_limit(1 << 24)
figures = {}  # {suite: {name: (seconds, bytes)}}


def limit_memory():
    if not support.is_sanitized():
        resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (4 * PROCESSOR_SECONDS, 4 * PROCESSOR_SECONDS))


def limited(*words, given=None, cwd=None):
    """Runs the program with a gigabyte of addresses; (how it ended, seconds, bytes of memory)."""
    return support.bcf_measured(*words, given=given, patience=WALL_SECONDS, cwd=cwd,
                                preexec_fn=limit_memory)


class Hostile(support.Case):

    def meets(self, name, *words, says, code=REFUSED_INPUT, **more):
        """Runs it and wants a refusal in bounds that says these words, and nothing a screen obeys."""
        done, seconds, memory = limited(*words, **more)
        figures.setdefault(type(self).__name__, {})[f"{name}: {words[0]}"] = (seconds, memory)
        self.ends(code, done)
        if code != FOUND:
            self.assertEqual(b"", done.out, name)
        for part in [says] if isinstance(says, str) else says:
            self.assertIn(part, done.said + (done.text if code == FOUND else ""), name)
        self.assertIsNone(OBEYED.search(done.said + done.text), name)
        self.assertLess(seconds, PROCESSOR_SECONDS, name)
        return done

    def shire(self, name="shire"):
        return support.copy_dataset(SHIRE, self.folder / name)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return path


def crowd(count, quoted='""'):
    return " ".join(f"a{i}={quoted}" for i in range(count))


def spelled(encoding, attributes=400000):
    """An element with far too many attributes, in a spelling that hides its quotes, or tries to."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    if encoding == "UTF-7":
        return (head + f"<run><fact {crowd(attributes, '+ACIAIg-')}/></run>").encode()
    return (head + f"<run><fact {crowd(attributes)}/></run>").encode(
        "cp037" if encoding == "IBM037" else encoding)


def documents(root, at):
    """{what is wrong: XML} with that root element; `at` is a file that must not be read."""
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 15))
    body = f"<{root}>&a14;</{root}>"
    return {
        "a bomb of entities": f'<!DOCTYPE x [<!ENTITY a0 "ha">{bomb}]>{body}',
        "one entity, ten thousand times": (f'<!DOCTYPE x [<!ENTITY a "{"x" * 30000}">]>'
                                           f"<{root}>{'&a;' * 10000}</{root}>"),
        "an entity of a file": f'<!DOCTYPE x [<!ENTITY a SYSTEM "{at}">]><{root}>&a;</{root}>',
        "an entity of an address": ('<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]>'
                                    f"<{root}>&a;</{root}>"),
        "a parameter entity": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{at}"> %p;]><{root}/>',
        "a parameter entity in another": ('<!DOCTYPE x [<!ENTITY % a "<!ENTITY &#37; b SYSTEM '
                                          f"'{at}'>\"> %a; %b;]><{root}/>"),
        "a document type elsewhere": f'<!DOCTYPE x SYSTEM "{at}"><{root}/>',
        "a document type at an address": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/">' + f"<{root}/>",
        "a default of an attribute": f'<!DOCTYPE {root} [<!ATTLIST {root} id CDATA "x">]><{root}/>',
        "XInclude": (f'<{root}><include xmlns="http://www.w3.org/2001/XInclude" href="{at}" '
                     f'parse="text"/></{root}>'),
        "depth": f"<{root}>" + "<a>" * 200000,
        "attributes": f"<{root} {crowd(100000)}/>",
        "name spaces": f"<{root} " + " ".join(f'xmlns:a{i}="u"' for i in range(50000)) + "/>",
        "attributes behind a comment": f"<{root}><!-- ' --><a {crowd(100000)}/></{root}>",
        "a name of a million letters": f"<{'a' * 1000000}/>",
        "a text of ten million letters": f"<{root}>{'a' * 10000000}",
        "a number of a million digits": f'<{root} id="{"1" * 1000000}" format="{"1" * 1000000}"/>',
        "an end too many": f"<{root}/></a>",
    }


def encoded(cases, root):
    """The same with the spellings and with bytes that are no text: {what is wrong: bytes}."""
    made = {name: text.encode() for name, text in cases.items()}
    made.update({f"attributes in {encoding}": spelled(encoding)
                 for encoding in ("UTF-7", "UTF-16", "IBM037", "UTF-32")})
    made.update({name: b"<%s>%s</%s>" % (root, content, root) for name, content in NO_TEXT.items()})
    made.update({f"{number} by its number": b'<%s id="&#%s;"/>' % (root, number.encode())
                 for number in ("x9b", "x202e", "x2067", "0", "8")})
    return made


class Policies(Hostile):

    def test_whatever_is_wrong_with_the_document(self):
        secret = self.file("secret.txt", b"a secret")
        path = self.folder / "policy.xml"
        for name, content in encoded(documents("policy", secret.as_uri()), b"policy").items():
            with self.subTest(name=name):
                path.write_bytes(content)
                done = self.meets(name, "check", "-p", path, "-d", SHIRE, says="policy.xml")
                self.assertNotIn("a secret", done.said)

    def test_words_of_a_good_policy_that_nobody_could_see(self):
        good = (support.ROOT / "formulas/2015-16/v4/policy.xml").read_text()
        for name, words in (("a turn of direction", "&#x202E;Better"), ("a control", "&#x9B;31m"),
                            ("an isolate", "\u2067Better"), ("CDATA", "<![CDATA[\u202ex]]>")):
            path = self.file("policy.xml", good.replace("<title>Better", f"<title>{words}").encode())
            self.meets(name, "allocate", "-p", path, "-d", SHIRE,
                       says=["policy.xml:5: ", "control characters"])

    def test_names_of_policies_that_climb(self):
        for name in ("../../etc", "../../../../../../etc/passwd", "2015-16/../2014-15", "/etc",
                     "2015-16/", "..", "/dev", "/proc/self/mem", "2015-16\n", "\x1b[2J", "a" * 5000):
            done, *_ = limited("allocate", "-p", name)
            self.assertIn(done.code, (USAGE, REFUSED_INPUT), name)
            self.assertIsNone(OBEYED.search(done.said), name)

    def test_what_is_no_file(self):
        os.symlink("loop.xml", self.folder / "loop.xml")
        for path, code in (("/dev/zero", REFUSED_INPUT), ("/dev/stdin", REFUSED_INPUT),
                           (self.folder, USAGE), (self.folder / "loop.xml", USAGE)):
            self.meets(f"{path}"[-9:], "check", "-p", path, says=str(path), code=code)


class Tables(Hostile):

    def each_table(self):
        """(name, folder, path, header, a row) of each table, in a dataset of its own."""
        names = support.tables_of(SHIRE)
        self.assertGreater(len(names), 20)
        for name in names:
            folder = self.shire(name)
            path = folder / f"{name}.csv"
            header, row, *_ = support.raw_rows(path.read_text())
            yield name, folder, path, header, row
            shutil.rmtree(folder)

    def write(self, path, header, *rows):
        with open(path, "wb") as file:
            for row in (header, *rows):
                file.write(b",".join(one if isinstance(one, bytes)
                                     else b'"' + one.encode() + b'"' for one in row) + b"\n")

    def test_bytes_that_are_no_text_in_every_table(self):
        for number, (name, folder, path, header, row) in enumerate(self.each_table()):
            for i, (what, content) in enumerate(NO_TEXT.items()):
                if i % 3 != number % 3:  # each in a third of the tables
                    continue
                self.write(path, header, [content] + row[1:])
                self.meets(f"{what} in {name}", "check", "-d", folder,
                           says=f"{name}.csv:2: cell 1 holds bytes that are not UTF-8, or control")

    def test_a_million_columns_in_every_table(self):
        for name, folder, path, header, row in self.each_table():
            self.write(path, header + [f"c{i}" for i in range(1000000)] if name == "boards"
                       else header + [f"c{i}" for i in range(300)], row)
            self.meets(f"columns of {name}", "check", "-d", folder,
                       says=f"{name}.csv:1: more columns than any table has")

    def test_a_row_of_a_million_cells(self):
        folder = self.shire()
        (folder / "ccgs.csv").write_text("ccg,name\n" + "," * 999999 + "\n")
        self.meets("cells", "check", "-d", folder,
                   says="ccgs.csv:2: the row has 1000000 cells, the header 2")

    def test_two_hundred_thousand_rows_in_every_table(self):
        for name, folder, path, header, row in self.each_table():
            line = ",".join(f'"{cell}"' for cell in row[1:])
            with open(path, "a", encoding="utf-8") as file:
                file.writelines(f"Z{i},{line}\n" for i in range(200000))
            done, seconds, memory = limited("check", "-d", folder)
            figures.setdefault("Tables", {})[f"200,000 rows of {name}: check"] = (seconds, memory)
            self.assertIn(done.code, (DONE, REFUSED_INPUT), f"{name}: {done.said[:300]}")
            self.assertLess(seconds, PROCESSOR_SECONDS, name)

    def test_numbers_of_a_million_digits_in_every_table(self):
        tried = 0
        for name, folder, path, header, row in self.each_table():
            for i, cell in enumerate(row):
                if not re.fullmatch(r"[0-9.]+", cell):
                    continue
                for digits in (60000, 1000000) if tried == 0 else (60000,):
                    tried += 1
                    self.write(path, header, row[:i] + [b"1" * digits] + row[i + 1:])
                    self.meets(f"{digits} digits in {name}", "check", "-d", folder,
                               says=f"{name}.csv:2: ")
        self.assertGreater(tried, 20)

    def test_a_line_without_an_end(self):
        """Refused long before its end: 250 MB of them are no more work than the first."""
        for name, start in (("of a header", b"a" * 70000), ("of a cell", b"ccg,name\n" + b"a" * 70000),
                            ("of a quote", b'ccg,name\n"' + b"a\n" * 40000)):
            folder = self.shire(name)
            with open(folder / "ccgs.csv", "wb") as file:
                file.write(start)
                file.truncate(250 << 20)
            self.meets(f"a line {name}", "check", "-d", folder, says="a cell is too long")

    def test_what_is_no_file(self):
        folder = self.shire()
        path = folder / "ccgs.csv"
        (self.folder / "a").mkdir()
        os.symlink("b.csv", self.folder / "a" / "b.csv")
        for target in ("/dev/zero", "/dev/stdin", "/dev/tty", "ccgs.csv", self.folder / "a/b.csv",
                       "/proc/self", self.folder / "a", self.folder / "nowhere"):
            path.unlink()
            os.symlink(target, path)
            self.meets(f"a link to {target}", "check", "-d", folder, says="ccgs.csv: ")

    def test_folders_in_themselves(self):
        """Nobody walks down: a folder is read as it lies there."""
        folder = self.shire()
        os.symlink(".", folder / "shire.csv")
        self.meets("itself as a table", "check", "-d", folder, says="shire.csv: no table of that")
        os.unlink(folder / "shire.csv")
        os.symlink(".", folder / "self")
        self.done("check", "-d", folder / "self" / "self")
        self.meets("too long a way", "check", "-d", f"{folder}{'/self' * 2000}", says="/self: ")
        self.done("settle", "-d", folder, "-o", folder / "run")
        self.done("check", "-d", folder)

    def test_names_of_the_manifest_that_climb(self):
        folder = self.shire()
        for name in ("../../etc/passwd", "/etc/passwd", "boards/../ccgs", "boards.csv", "\u2028"):
            rows = support.read_table(SHIRE, "manifest")
            support.write_table(folder, "manifest", rows + [dict(rows[1], table=name)])
            self.meets(f"the manifest's {name}", "check", "-d", folder,
                       says=[f"manifest.csv:{len(rows) + 2}: ", "no table '"])

    def test_money_that_adds_up_to_more_than_can_be_counted(self):
        """Each was an amount by itself: district_plans stopped `settle`, paid stopped `compare`."""
        self.done("settle", "-d", SHIRE, "-o", self.folder / "run")
        for table in ("pooled", "spend", "district_plans", "paid", "letters"):
            for largest in ("999999999999999.99", "125000000000000.00"):
                folder = self.shire(f"{table}-{largest}")
                rows = [dict(row, amount=largest) for row in support.read_table(folder, table)]
                support.write_table(folder, table, rows)
                words = [f"{table}.csv:", "the column amount adds up to more than any budget"]
                for verb in ("check", "assure"):
                    self.meets(f"{largest} in {table}", verb, "-d", folder, says=words)
                self.meets(f"{largest} in {table}", "settle", "-d", folder, "-o",
                           self.folder / "new", says=words)

    def test_places_of_files_that_are_deep_down(self):
        """The file and the line are told, however long the way to it is."""
        way = self.folder
        for _ in range(14):
            way = way / ("d" * 60)
        way.parent.mkdir(parents=True)
        folder = support.copy_dataset(SHIRE, way)
        self.write(folder / "ccgs.csv", ["ccg", "name"], ["G1", "\x1b"])
        self.meets("a long way", "check", "-d", folder, says="/ccgs.csv:2: cell 2 holds")


def book_of(sheets, sheet=None, **parts):
    """The parts of a workbook with these sheets; `sheet` is the XML in the place of the first."""
    made = workbooks.parts_of(sheets)
    if sheet is not None:
        made["xl/worksheets/sheet1.xml"] = sheet
    made.update(parts)
    return made


def zipped(parts):
    held = io.BytesIO()
    workbooks.write(held, parts)
    return held.getvalue()


def patched(book, name, at_central, at_local, kind, value):
    """A workbook in which one number that the archive states of a member is another."""
    held = bytearray(book)
    central = held.rindex(name.encode()) - 46
    assert held[central:central + 4] == b"PK\x01\x02"
    local = struct.unpack_from("<I", held, central + 42)[0]
    struct.pack_into(kind, held, central + at_central, value)
    struct.pack_into(kind, held, local + at_local, value)
    return bytes(held)


def overlapping(book, name, other):
    """A workbook in which the archive's list sends whoever wants `name` to the bytes of `other`."""
    held = bytearray(book)
    offset = held.rindex(other.encode()) - 46 + 42
    struct.pack_into("<I", held, held.rindex(name.encode()) - 46 + 42,
                     struct.unpack_from("<I", held, offset)[0])
    return bytes(held)


def listed_sheets(count, name="x{}"):
    sheets = "".join(f'<sheet name="{name.format(i)}" r:id="rId1"/>' for i in range(count))
    return (f'<workbook xmlns="{workbooks.MAIN}" xmlns:r="{workbooks.OFFICE}">'
            f"<sheets>{sheets}</sheets></workbook>")


def worksheet(cells):
    return (f'<worksheet xmlns="{workbooks.MAIN}"><sheetData>{cells}</sheetData></worksheet>')


def noise(size):
    """Comments that hardly shrink: a bomb that is no bomb."""
    held = hashlib.shake_128(b"noise").hexdigest(size // 2)
    return f"<!--{held}-->"


ODS = {"office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
       "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
       "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0"}


def ods(tables, before=""):
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in ODS.items())
    return {"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{before}<office:document-content {spaces}><office:body>"
                           f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
                           "</office:document-content>"}


def ods_table(rows, name="boards"):
    return f'<table:table table:name="{name}">{rows}</table:table>'


def ods_row(*cells, repeated=1):
    cells = "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
                    "</table:table-cell>" for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


class Workbooks(Hostile):
    SHEETS = {name: [["hwb", "name"], ["H1", "Shire"]] for name in ("boards", "ccgs")}

    def check(self, name, content, says, ending="xlsx", code=REFUSED_INPUT):
        content = content if isinstance(content, bytes) else zipped(content)
        path = self.file(f"book.{ending}", content)
        return self.meets(f"{name} ({ending})", "check", "-d", path, says=says, code=code)

    def test_documents_inside(self):
        secret = self.file("secret.txt", b"a secret")
        cases = documents("worksheet", secret.as_uri())
        for name, text in cases.items():
            with self.subTest(name=name):
                for parts, ending in ((book_of(self.SHEETS, text), "xlsx"),
                                      ({"mimetype": "", "content.xml": text}, "ods")):
                    done = self.check(name, parts, f"book.{ending}", ending)
                    self.assertNotIn("a secret", done.said)

    def test_spellings_that_hide_attributes(self):
        for encoding in ("UTF-7", "UTF-16", "UTF-32", "IBM037"):
            content = spelled(encoding)
            held = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(zipped(book_of(self.SHEETS)))) as old, \
                    zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
                for one in old.namelist():
                    new.writestr(one, content if one.endswith("sheet1.xml") else old.read(one))
            self.check(encoding, held.getvalue(), "sheet1.xml' within it, line 1: ")

    def test_what_the_archive_states(self):
        good = zipped(book_of(self.SHEETS))
        first = "xl/worksheets/sheet1.xml"
        many = dict(book_of(self.SHEETS), **{f"x{i}": "" for i in range(10001)})
        rows = [
            ("a size that is too small", patched(good, first, 24, 22, "<I", 10), "book.xlsx"),
            ("a size of 4 GB", patched(good, first, 24, 22, "<I", 0xFFFFFFF0), "would unpack to"),
            ("packed to nothing", patched(good, first, 20, 18, "<I", 0), "book.xlsx"),
            ("packed in a way of its own", patched(good, first, 10, 8, "<H", 12), "in a way that no"),
            ("encrypted", patched(good, first, 8, 6, "<H", 1), "password"),
            ("another's check sum", patched(good, first, 16, 14, "<I", 1), "book.xlsx"),
            ("far away", patched(good, first, 42, 26, "<I", 0x7FFFFFF0)[:-1] + b"x", "book.xlsx"),
            ("cut short", good[:-30], "book.xlsx: is damaged"),
            ("in one another", overlapping(good, first, "xl/workbook.xml"), "book.xlsx"),
            ("ten thousand members", zipped(many), "more than any workbook"),
            ("a workbook in it", {"book.xlsx": good.decode("latin-1")}, "no .xlsx or .ods"),
            ("another zip file", {"../../../etc/cron.d/x": "x"}, "no .xlsx or .ods workbook"),
        ]
        for name, content, says in rows:
            with self.subTest(name=name):
                self.check(name, content, says)

    def test_two_members_of_one_name(self):
        held = io.BytesIO(zipped(book_of(self.SHEETS)))
        with self.assertWarns(UserWarning), zipfile.ZipFile(held, "a") as book:
            book.writestr("XL/workbook.xml", "a")
            book.writestr("xl/workbook.xml", "b")
        self.check("two of a name", held.getvalue(), "twice within")

    def test_targets_that_climb(self):
        secret = self.file("secret.xml", worksheet('<row r="1"/>').encode())
        for target in ("../../../etc/passwd", "/../../etc/passwd", str(secret), secret.as_uri(),
                       "../" * 30 + str(secret), "http://127.0.0.1:9/sheet.xml", ""):
            parts = book_of(self.SHEETS)
            name = "xl/_rels/workbook.xml.rels"
            parts[name] = parts[name].replace("worksheets/sheet1.xml", target)
            self.check(f"a sheet at {target[-20:]}", parts, "' within")

    def test_more_of_something_than_any_workbook_has(self):
        """200,000 sheets were each compared with each other one: half a minute and more."""
        relations = "".join(f'<Relationship Id="q{i}" Type="x/worksheet" Target="t"/>'
                            for i in range(20000))
        rels = f'<Relationships xmlns="{workbooks.PACKAGE}">{relations}</Relationships>'
        rows = [
            ("sheets", {"xl/workbook.xml": listed_sheets(200000)}, "more than 255 sheets"),
            ("sheets of one name", {"xl/workbook.xml": listed_sheets(200, "boards")},
             "a second sheet of that name"),
            ("relations", {"xl/_rels/workbook.xml.rels": rels}, "more than 10000 relations"),
        ]
        for name, parts, says in rows:
            with self.subTest(name=name):
                self.check(name, book_of(self.SHEETS, **parts), says)
        self.check("sheets", ods("".join(ods_table("", f"x{i}") for i in range(20000))),
                   "more than 255 sheets", "ods")

    def test_one_sheet_read_a_hundred_times(self):
        """Each was within its bounds, and all together they were a quarter of a day."""
        sheet = worksheet('<row r="1"><c r="A1" t="str"><v>hwb</v></c></row>' + noise(9 << 20))
        self.check("a sheet again", book_of(self.SHEETS, sheet,
                                            **{"xl/workbook.xml": listed_sheets(100, "boards")}),
                   ["would unpack to more than 512 MB in all"])

    def test_cells(self):
        texts = "".join(f'<row r="{i}"><c r="A{i}" t="str"><v>Z{i}</v></c><c r="B{i}" t="s"><v>0</v>'
                        "</c></row>" for i in range(2, 5000))
        head = '<row r="1"><c r="A1" t="str"><v>hwb</v></c><c r="B1" t="str"><v>name</v></c></row>'
        shared = workbooks.parts_of(self.SHEETS, strings=f"<si><t>{'x' * 65000}</t></si>")
        for name, sheet, says in (
                ("a million digits", worksheet(head + '<row r="2"><c r="A2"><v>' + "1" * 1000000
                                               + "</v></c></row>"), "book.xlsx:boards!A2: "),
                ("a power of a million digits", worksheet(head + '<row r="2"><c r="A2"><v>1E'
                                                          + "9" * 1000000 + "</v></c></row>"),
                 "book.xlsx:boards!A2: "),
                ("a turn of direction", worksheet(head + '<row r="2"><c r="A2" t="str"><v>&#x202e;x'
                                                  "</v></c></row>"), "boards!A2: "),
                ("a control of 8 bits", worksheet(head + '<row r="2"><c r="B2" t="str"><v>&#x9b;x'
                                                  "</v></c></row>"), "boards!B2: "),
                ("the same row", worksheet('<row r="1"/>' * 80000), "boards!A1: the row is there"),
                ("300 MB of one text", worksheet(head + texts), "book.xlsx:")):
            with self.subTest(name=name):
                self.check(name, dict(shared, **{"xl/worksheets/sheet1.xml": sheet}), says)

    def test_repetitions(self):
        head = ods_row("hwb", "name")
        for name, rows, says in (
                ("a billion rows", head + ods_row("Z", "x", repeated=999999999), "more rows than"),
                ("a million rows", head + ods_row("Z", "x", repeated=1000000), "boards!"),
                ("long rows", head + ods_row("Z", "x" * 60000, repeated=100000), "more in its cells"),
                ("a billion columns", '<table:table-row><table:table-cell office:value-type="string" '
                 'table:number-columns-repeated="999999999"><text:p>a</text:p></table:table-cell>'
                 "</table:table-row>", "more columns than any"),
                ("spaces", head + ods_row("Z", '<text:s text:c="999999999"/>' * 200), "boards!B2: "),
                ("a turn of direction", head + ods_row("\u2067Z", "x"), "boards!A2: ")):
            with self.subTest(name=name):
                self.check(name, ods(ods_table(rows)), says, "ods")


class Runs(Hostile):

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="bcf-program-")
        cls.addClassCleanup(holder.cleanup)
        cls.run_folder = os.path.join(holder.name, "run")
        done = support.bcf("settle", "-d", SHIRE, "-o", cls.run_folder)
        assert done.code == DONE, done.said
        with open(os.path.join(cls.run_folder, "run.xml"), "rb") as file:
            cls.run_bytes = file.read()

    def each_verb(self, name, content, says, codes=(REFUSED_INPUT,) * 3):
        """verify, report and compare on a run.xml of these bytes."""
        path = self.file("run.xml", content)
        for words, code in zip((["verify", path], ["report", path],
                                ["compare", self.run_folder, path]), codes):
            self.meets(name, *words, says=says, code=code)

    def sealed(self, content):
        """As somebody would who knows how a run is sealed."""
        start = content.rindex(b"\n  <seal ") + 1
        digest = hashlib.sha256(content[:start]).hexdigest().encode()
        return content[:start] + b'  <seal sha256="' + digest + b'"/>\n</run>\n'

    def test_the_seal_is_made_as_the_program_makes_it(self):
        self.assertEqual(self.run_bytes, self.sealed(self.run_bytes))

    def test_documents(self):
        secret = self.file("secret.txt", b"a secret")
        for name, content in encoded(documents("run", secret.as_uri()), b"run").items():
            with self.subTest(name=name):
                path = self.file("run.xml", content)
                done = self.meets(name, "verify", path, says="run.xml")
                self.assertNotIn("a secret", done.said)
        self.each_verb("attributes in UTF-7", spelled("UTF-7"), "run.xml:1: ")

    def test_words_that_nobody_could_see(self):
        for name, content in (("a turn of direction", b"&#x202E;x"), ("a control", b"&#x9B;31m"),
                              ("an isolate", "\u2067x".encode()), ("CDATA", b"<![CDATA[\xc2\x9b]]>")):
            for end in (b"</fact>", b"</note>"):
                run = self.run_bytes.replace(b"</allocate>", b"<note>x</note></allocate>", 1)
                self.each_verb(name, self.sealed(run.replace(end, content + end, 1)),
                               ["run.xml:", "control characters"])

    def test_words_of_a_row_that_nobody_could_see(self):
        """What follows in the row was still read, from memory that had been given back."""
        first = self.run_bytes.index(b"<row", self.run_bytes.index(b"<allocate"))
        value = self.run_bytes.index(b'"', first) + 1
        run = self.run_bytes[:value] + "\u202e".encode() + self.run_bytes[value:]
        self.each_verb("the first cell", self.sealed(run), ["run.xml:", "control characters"])

    def test_a_settlement_of_a_million(self):
        """Notes that are taken as they are stated were each compared with each other one."""
        run = self.run_bytes
        root = run.index(b">", run.index(b"<run")) + 1
        first = run.index(b"<row", run.index(b"<allocate"))
        row = run[first:run.index(b"/>", first) + 2]
        notes = b"".join(b"<note>x%d is not known and was left alone</note>" % i
                         for i in range(200000))
        for name, content, says, codes in (
                ("facts", run[:root] + b"".join(b'<fact name="a%d">b</fact>' % i
                                                for i in range(200000)) + run[root:], "", (1, 3, 0)),
                ("sheets", run[:root] + b"<a/>" * 500000 + run[root:], "", (1, 3, 0)),
                ("rows", run[:first] + row * 200000 + run[first:], "", (1, 3, 1)),
                ("notes", run.replace(b"</allocate>", notes + b"</allocate>", 1), "", (1, 3, 0)),
                ("settings", run[:root] + b"".join(b'<fact name="setting:a%d">b</fact>' % i
                                                   for i in range(50000)) + run[root:], "", (1, 3, 3)),
                ("instructions", run[:root] + b"<?a?>" * 1000000 + run[root:], "", (1, 3, 0))):
            path = self.file("run.xml", self.sealed(content))
            for words, code in zip((["verify", path], ["report", path],
                                    ["compare", self.run_folder, path]), codes):
                done, seconds, memory = limited(*words)
                figures.setdefault("Runs", {})[f"{name}: {words[0]}"] = (seconds, memory)
                self.ends(code, done)
                self.assertLess(seconds, PROCESSOR_SECONDS, f"{name} {words[0]}")

    def test_a_setting_that_there_is_not_is_no_wrong_usage(self):
        run = self.run_bytes.replace(b'<fact name="setting:unit">1<', b'<fact name="setting:unit">9<')
        self.assertNotEqual(run, self.run_bytes)
        path = self.file("run.xml", self.sealed(run))
        self.meets("a setting", "compare", self.run_folder, path, says=["run.xml: ", "'unit'"])
        self.meets("a setting", "compare", path, self.run_folder, says=["run.xml: ", "'unit'"])

    def test_tables_that_climb(self):
        for name in (b"../../etc/passwd", b"/etc/passwd", b"boards.csv", b""):
            run = self.run_bytes.replace(b'<table name="boards">', b'<table name="%s">' % name)
            self.each_verb("a table", self.sealed(run), ["run.xml: ", "there is no table '"])

    def test_a_run_from_deep_down_is_the_same_run(self):
        """Its notes lost their folder only where that was short: such a run was never verified."""
        folder = self.folder / "/".join(["d" * 200] * 3)
        folder.parent.mkdir(parents=True)
        support.copy_dataset(SHIRE, folder)
        self.done("settle", "-d", folder, "-o", self.folder / "run")
        self.assertEqual(self.run_bytes, (self.folder / "run" / "run.xml").read_bytes())

    def test_a_run_that_would_be_too_large_to_be_read_again(self):
        """It takes little room in a run that was made by hand, and more when it is made again:
        that was a mistake of the program, and it stopped."""
        rows = b"".join(b"H1,reablement,%s,%d-01,1,2\n" % (b"]]&gt;" * 20000, 1000 + i)
                        for i in range(920))
        end = self.run_bytes.index(b"</table>", self.run_bytes.index(b'<table name="history">'))
        run = self.run_bytes[:end] + rows + self.run_bytes[end:]
        path = self.file("run.xml", self.sealed(run))
        self.meets("too large", "verify", path, says="larger than 256 MB", code=FOUND)

    def test_files_beside_a_run(self):
        """What is read of them is bounded, what is shown of them harmless."""
        folder = self.folder / "run"
        shutil.copytree(self.run_folder, folder)
        for name in ("allocate.csv", "report.html"):
            path = folder / name
            whole = path.read_bytes()
            for what in ("/dev/zero", "/dev/stdin", name, "/proc/self"):
                path.unlink()
                os.symlink(what, path)
                self.meets(f"{name} is {what}", "verify", folder, says=name, code=FOUND)
            path.unlink()
            os.mkfifo(path)
            self.meets(f"{name} is a pipe", "verify", folder, says=name, code=FOUND)
            path.unlink()
            with open(path, "wb") as file:
                file.truncate(10 * GIGABYTE)
            self.meets(f"{name} is large", "verify", folder, says="larger than", code=FOUND)
            for i, (what, content) in enumerate(NO_TEXT.items()):
                path.write_bytes(whole.replace(b"H1", content, 1))
                form = ("text", "csv", "json", "xml")[i % 4]
                self.meets(f"{what} in {name}", "verify", folder, "-f", form, says=name,
                           code=FOUND)
            path.write_bytes(whole)
        self.done("verify", folder)

    def test_what_is_no_run(self):
        os.symlink("loop", self.folder / "loop")
        (self.folder / "empty").mkdir()
        os.symlink("run.xml", self.folder / "empty" / "run.xml")
        for path in (self.folder / "loop", self.folder / "empty", "/dev/zero", "/dev/stdin", "/proc",
                     "/dev/null/run.xml"):
            for words in (["verify", path], ["report", path], ["compare", self.run_folder, path],
                          ["compare", path, self.run_folder]):
                self.meets(f"{path}"[-6:], *words, says=str(path))

    def test_folders_that_a_run_is_written_to(self):
        os.symlink("loop", self.folder / "loop")
        done, *_ = limited("settle", "-d", SHIRE, "-o", self.folder / "loop")
        self.assertEqual((support.MACHINE, b""), (done.code, done.out))
        os.symlink(".", self.folder / "self")
        self.done("settle", "-d", SHIRE, "-o", self.folder / "self" / "self" / "new")
        self.assertTrue((self.folder / "new" / "run.xml").exists())


class Reconciled(Hostile):

    def test_files_of_somebody_else(self):
        good = b"hwb,amount\nH1,1\n"
        rows = {f"{name} in a code": (b"hwb,amount\n%s,1\n" % content, "theirs.csv:2: ")
                for name, content in NO_TEXT.items()}
        rows.update({
            "a million columns": (b"hwb,amount," + b",".join(b"c%d" % i for i in range(1000000)),
                                  "theirs.csv:1: more columns"),
            "a million cells": (good + b"," * 1000000, "theirs.csv:3: "),
            "a million digits": (b"hwb,amount\nH1," + b"1" * 1000000, "theirs.csv:2: "),
            "60,000 digits": (b"hwb,amount\nH1," + b"1" * 60000, "theirs.csv:2: "),
            "a quote left open": (b'hwb,amount\n"H1,1\n' + b"x\n" * 1000000, "theirs.csv:2: "),
            "200,000 rows of one key": (good + b"H1,1\n" * 200000, "theirs.csv:3: "),
            "200,000 unknown codes": (good + b"".join(b"Z%d,1\n" % i for i in range(200000)),
                                      "theirs.csv:3: "),
            "200,000 long names": (good + b"".join(b"%s%d,1\n" % (b"Long Name " * 9, i)
                                                   for i in range(100000)), "theirs.csv:3: "),
        })
        for name, (content, says) in rows.items():
            with self.subTest(name=name):
                path = self.file("theirs.csv", content)
                self.meets(name, "reconcile", path, "-d", SHIRE, says=says)

    def test_what_is_no_file(self):
        os.symlink("loop.csv", self.folder / "loop.csv")
        for path in ("/dev/zero", "/dev/stdin", "/proc/self", self.folder / "loop.csv", self.folder):
            self.meets(f"{path}"[-9:], "reconcile", path, "-d", SHIRE, says=f"{path}: ")


class Apportioned(Hostile):

    def test_standard_input(self):
        """A pipe may have no end, so none is read; a file that is given there is a file."""
        with subprocess.Popen(["yes", "a,1"], stdout=subprocess.PIPE) as endless:
            self.meets("an endless pipe", "apportion", "100", "/dev/stdin", given=endless.stdout,
                       says="/dev/stdin: is not a regular file")
            endless.kill()
        with open(self.folder / "huge", "wb") as file:
            file.write(b"code,weight\n")
            file.truncate(10 * GIGABYTE)
        with open(self.folder / "huge", "rb") as file:
            self.meets("10 GB", "apportion", "100", "/dev/stdin", given=file, says="larger than")
        with open(self.file("good.csv", b"code,weight\na,1\n"), "rb") as file:
            done, *_ = limited("apportion", "1", "/dev/stdin", given=file)
            self.assertEqual((DONE, b"code,amount\na,1.00\n"), (done.code, done.out))
        self.meets("a stroke", "apportion", "1", "-", says="-: cannot be opened", cwd=self.folder)

    def test_weights(self):
        rows = {f"{name} in a code": (b"code,weight\n%s,1\n" % content, "w.csv:2: ")
                for name, content in NO_TEXT.items()}
        rows.update({
            "a million digits": (b"code,weight\na," + b"1" * 1000000, "w.csv:2: "),
            "60,000 digits": (b"code,weight\na," + b"1" * 60000, ["w.csv:2: ", "more than 40 digits"]),
            "60,000 places": (b"code,weight\na,0." + b"0" * 60000 + b"1",
                              ["w.csv:2: ", "more than 40 digits"]),
            "a million columns": (b"code,weight," + b"," * 1000000, "w.csv:1: "),
            "200,000 rows of one code": (b"code,weight\n" + b"a,1\n" * 200000, "w.csv:3: "),
        })
        for name, (content, says) in rows.items():
            with self.subTest(name=name):
                self.meets(name, "apportion", "100", self.file("w.csv", content), says=says)


class CommandLine(Hostile):
    """What is wrong there has no place and is no input: exit code 2."""

    def test_long_and_strange_words(self):
        digits = "1" * 100000
        for words in (["apportion", digits, "w.csv"], ["apportion", "0." + digits, "w.csv"],
                      ["allocate", "--set", f"unit={digits}"], ["allocate", "--set", f"{digits}=1"],
                      ["allocate", "--set", digits], ["allocate", "-a", digits],
                      ["allocate", "-a", "\x1b[2J"], ["allocate", "-a", "\u202eKent"],
                      ["allocate", "-a", b"\xff\xfe"], ["allocate", "--set", b"\x9b=\xff"],
                      ["allocate", "--as-at", digits], ["allocate", "--as-at", "2015-13-99"],
                      ["allocate", "--by", ",".join(["hwb"] * 10000)], ["allocate", "-f", digits],
                      ["explain", digits], ["explain", "H1", digits], ["formulas", digits],
                      ["reconcile", "x.csv", "--printed-in", digits]):
            name = " ".join(word[:12] if isinstance(word, str) else repr(word) for word in words)
            data = [] if words[0] == "apportion" else ["-d", SHIRE]
            self.meets(name, *words, *data, says="", code=USAGE)

    def test_names_of_folders_come_out_harmless(self):
        """A path is no name of a table, yet it stands in notes, pages and runs."""
        for number, name in enumerate((b"a\xff\x9b2J", "b\u202ec\u009b\u2067".encode(),
                                       b"c\nd\x1b[2J", b"=1+1", b"<script>alert(1)<", b"'\"")):
            folder = os.path.join(os.fsencode(self.folder), name)
            os.mkdir(folder)
            for path in SHIRE.glob("*.csv"):
                shutil.copyfile(path, os.path.join(folder, os.fsencode(path.name)))
            with open(os.path.join(folder, b"boards.csv"), "r+", encoding="utf-8") as file:
                rows = file.read().splitlines()
                file.seek(0)
                file.write("\n".join([rows[0] + ",colour"] + [row + ",x" for row in rows[1:]]) + "\n")
            run = os.path.join(folder, b"run")
            for words in ([b"check"], [b"allocate"], [b"allocate", b"-f", b"json"],
                          [b"allocate", b"-f", b"xml"], [b"release", b"-f", b"csv"],
                          [b"settle", b"-o", run]):
                done, *_ = limited(*words, b"-d", folder)
                self.ends(DONE, done)
                done.text.encode("utf-8")
                self.assertIsNone(OBEYED.search(done.said + done.text), f"{number} {words}")
            for words in ([b"verify", run], [b"compare", run, run], [b"report", run, b"-o", b"/dev/null"],
                          [b"verify", run, b"-f", b"json"], [b"compare", run, run, b"-f", b"xml"]):
                done, *_ = limited(*words)
                self.ends(DONE, done)
                self.assertIsNone(OBEYED.search(done.said + done.text), f"{number} {words}")
            with open(os.path.join(folder, b"ccgs.csv"), "ab") as file:
                file.write(b"x\n")
            self.meets(f"{number}", b"check", b"-d", folder, says="/ccgs.csv:")


class Tags(html.parser.HTMLParser):
    """The tags of a page with the names of their attributes, and where links lead."""

    def __init__(self):
        super().__init__()
        self.found, self.links, self.scripts, self.is_script = set(), set(), [], False

    def handle_starttag(self, tag, attrs):
        self.found.add((tag, *sorted({name for name, _ in attrs})))
        self.links.update(value.split("#")[0] for name, value in attrs
                          if name in ("href", "src", "action", "xlink:href"))
        self.is_script = tag in ("script", "style")

    def handle_data(self, data):
        if self.is_script:
            self.scripts.append(data)

    def handle_endtag(self, tag):
        self.is_script = False


class Names(Hostile):
    """Whatever an area is called: no name is markup, a formula or a line of its own anywhere."""

    NAMES = ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "<script>alert(1)</script>",
             "</title><img src=x onerror=alert(1)>", "\"'><svg onload=alert(1)>",
             "javascript:alert(1)", "&lt;b&gt;&#x3c;b>", "]]><b>", "--><b>", "</script><b>",
             "{{7*7}}", "${7*7}", "%s%n%x", "a\nunits 1\ntotal 2", "x" * 60000, "\u2028\u2029x",
             "=HYPERLINK(\"http://x\",\"y\")", "A\u0301\u0301\u0301", "\ufeffx", "H1 H1 H1"]

    def settled(self, name, number):
        folder = self.shire(f"{number}")
        for table in ("boards", "councils", "ccgs", "districts"):
            rows = [dict(row, name=name) for row in support.read_table(folder, table)]
            support.write_table(folder, table, rows)
        run = self.folder / f"run{number}"
        done, seconds, memory = limited("settle", "-d", folder, "-o", run)
        figures.setdefault("Names", {})[f"{name[:20]!r}: settle"] = (seconds, memory)
        self.ends(DONE, done)
        return run

    def tags(self, run):
        page = Tags()
        page.feed((run / "report.html").read_text(encoding="utf-8"))
        return page

    def test_no_name_is_code(self):
        plain = self.settled("Shire", "plain")
        wanted = self.tags(plain)
        certificate = (plain / "certificate.txt").read_text().splitlines()
        for number, name in enumerate(self.NAMES):
            with self.subTest(name=name[:30]):
                run = self.settled(name, number)
                page = self.tags(run)
                self.assertEqual(wanted.found, page.found)
                self.assertEqual(wanted.links, page.links)
                self.assertEqual(wanted.scripts, page.scripts)
                self.workbook_is_inert(plain / "workbook.xlsx", run / "workbook.xlsx")
                self.assertEqual(len(certificate),
                                 len((run / "certificate.txt").read_text().splitlines()))
                for path in run.glob("*.csv"):
                    for row in support.raw_rows(path.read_bytes().decode("utf-8")):
                        for cell in row:
                            self.assertFalse(cell[:1] in ("=", "+", "@", "\t", "\r"), path.name)
                xml.parse(run / "run.xml")

    def workbook_is_inert(self, plain, other):
        """The same formulas, cell by cell, and no more links and relations than without the name."""
        with zipfile.ZipFile(plain) as one, zipfile.ZipFile(other) as two:
            self.assertEqual(one.namelist(), two.namelist())
            for name in one.namelist():
                if "sheet" in name and name.endswith(".xml") and "sharedStrings" not in name:
                    formulas = [re.findall(rb'<c r="([A-Z0-9]+)"[^>]*><f>([^<]*)</f>', book.read(name))
                                for book in (one, two)]
                    self.assertEqual(*formulas)
                elif name.endswith(".rels"):
                    self.assertEqual(one.read(name), two.read(name))


def show_figures():
    """The worst of each suite, as a row of docs/limits.md."""
    for suite, rows in figures.items():
        name, (seconds, _) = max(rows.items(), key=lambda row: row[1][0])
        most, (_, memory) = max(rows.items(), key=lambda row: row[1][1])
        print(f"| {suite} | {len(rows)} | {seconds:.1f} s ({name}) | {memory >> 20} MB ({most}) |")


if __name__ == "__main__":
    if os.environ.get("BCF_HOSTILE_FIGURES"):
        unittest.addModuleCleanup(show_figures)
    support.main()
