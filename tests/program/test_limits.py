#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The limits of docs/limits.md: each is that of the sources, and holds at, below and above it."""

import io
import os
import re
import shutil
import zipfile

import support
import test_hostile as hostile
import workbooks
from support import DONE, FOUND, REFUSED_INPUT, ROOT, SHIRE, USAGE

# A limit of what is read or said; others are of what a program has room for within.
NAMED = re.compile(r"#define (BCF_\w+_MAX) ")


def defined():
    """{constant: [its values]} of all sources, as far as they are numbers."""
    texts = {}
    for path in sorted((ROOT / "bcf").glob("*.[ch]")):
        for name, value in re.findall(r"^#define (\w+_MAX) +([^\n]*)", path.read_text(), re.M):
            value = re.sub(r"/\*.*", "", value)
            texts.setdefault(name, []).append(re.sub(r"INT64_C|\(size_t\)", "", value).strip())

    def number(text):
        for name in re.findall(r"[A-Z_]{4,}", text):
            text = text.replace(name, str(number(texts[name][0])) if name in texts else name)
        return eval(text.replace("/", "//"), {"__builtins__": {}}) if re.fullmatch(
            r"[0-9()*/+ -]+", text) else None

    return {name: [number(value) for value in values] for name, values in texts.items()}


def stated():
    """{constant: its value} of the document, and the constants that it says are no limits."""
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .* \| (\d+)[^|]* \| .* \| `(\w+)` \|$", page, re.M)
    others = page[page.index("## Not limits"):page.index("## Words")]
    return {name: int(value) for value, name in rows}, set(re.findall(r"`(\w+_MAX)`", others))


class Document(support.Case):

    def test_each_limit_of_the_document_is_that_of_the_sources(self):
        limits, _ = stated()
        sources = defined()
        self.assertGreater(len(limits), 35)
        for name, value in limits.items():
            self.assertIn(value, sources.get(name, []), name)

    def test_each_limit_of_the_sources_is_in_the_document(self):
        limits, others = stated()
        headers = set()
        for path in (ROOT / "bcf").glob("*.h"):
            headers.update(NAMED.findall(path.read_text()))
        self.assertEqual(set(), headers - set(limits) - others, "not in docs/limits.md")
        self.assertEqual(set(), others - headers, "no longer in the sources")


LIMITS, _ = stated()


class Held(hostile.Hostile):
    """What stands in a document for each is tried below, at and above."""

    def held(self, name, make, says, steps=(-1, 0, 1), most=None, code=REFUSED_INPUT):
        """make(n) gives the words of a run at n of that limit; past it, and only there, `says`."""
        most = LIMITS[name] if most is None else most
        for step in steps:
            done, seconds, _ = hostile.limited(*make(most + step))
            said = done.said + done.text
            self.assertIn(done.code, (DONE, FOUND, USAGE, REFUSED_INPUT), f"{name}{step:+}: {said[:200]}")
            self.assertEqual(step > 0, says in said, f"{name} {step:+}: {said[:300]}")
            if step > 0:
                self.assertEqual(code, done.code, name)
            self.assertLess(seconds, hostile.PROCESSOR_SECONDS)

    def weights(self, text):
        return ["apportion", "100", self.file("w.csv", text.encode()), "-o", "/dev/null"]

    def sparse(self, name, size, start=b""):
        path = self.folder / name
        with open(path, "wb") as file:
            file.write(start)
            file.truncate(size)
        return path

    def table(self, name, text):
        folder = self.folder / "shire"
        if not folder.exists():
            self.shire()
        (folder / f"{name}.csv").write_text(text)
        return ["assure", "-d", folder, "-o", "/dev/null"]

    def book(self, content, ending="xlsx"):
        content = content if isinstance(content, bytes) else hostile.zipped(content)
        return ["check", "-d", self.file(f"book.{ending}", content)]

    def policy(self, before, size=0):
        text = (ROOT / "formulas/2015-16/v4/policy.xml").read_text().replace("<fund>", before + "<fund>")
        more = size - len(text.encode())
        text += "<!-- -->\n" * (more // 9) + " " * (more % 9) if more > 0 else ""
        return ["check", "-p", self.file("policy.xml", text.encode()), "-d", SHIRE]

    def run_of(self, element):
        return ["verify", self.file("run.xml", element.encode())]

    def test_tables(self):
        self.shire()
        self.held("BCF_CSV_BYTES_MAX", lambda n: [
            "assure", "-d", self.sparse("shire/pooled.csv", n).parent, "-o", "/dev/null"],
            "is larger than 256 MB")
        (self.folder / "shire" / "pooled.csv").unlink()
        self.held("BCF_SHARES_BYTES_MAX", lambda n: ["apportion", "1", self.sparse("w.csv", n)],
                  "is larger than 2048 MB")
        self.held("BCF_CSV_CELL_BYTES_MAX", lambda n: self.weights(f"code,weight\n{'a' * n},1\n"),
                  "a cell is too long")
        self.held("BCF_CSV_COLUMNS_MAX", lambda n: self.weights(
            "code,weight," + ",".join(f"c{i}" for i in range(n - 2)) + "\na,1" + "," * (n - 2) + "\n"),
            "more columns than any table has")
        head = (self.folder / "shire" / "ccgs.csv").read_text("utf-8-sig").splitlines()[0]
        width = len(head.split(","))
        head += "".join(f",c{i}" for i in range(250 - width)) + "\n"
        self.held("BCF_CSV_CELLS_MAX", lambda n: self.table(
            "ccgs", head + "".join(f"a{i}{',' * 249}\n" for i in range(n))),
            "more cells than any table has", steps=(0, 1), most=LIMITS["BCF_CSV_CELLS_MAX"] // 250)

    def test_figures(self):
        self.held("BCF_DECIMAL_DIGITS_MAX", lambda n: self.weights(f"code,weight\na,{'1' * n}\n"),
                  "has more than 40 digits")
        self.held("BCF_DECIMAL_DIGITS_MAX", lambda n: self.weights(
            f"code,weight\na,0.{'0' * (n - 2)}1\n"), "has more than 40 digits")
        good = self.file("good.csv", b"code,weight\na,1\n")
        self.held("BCF_MONEY_PENCE_MAX", lambda n: ["apportion", f"{n // 100}.{n % 100:02d}", good],
                  "is more than can be counted", code=USAGE)

    def test_money_of_a_column(self):
        pooled = "hwb,contributor,component,amount\nH1,C1,dfg,1.00\nH2,C2,dfg,{}.{:02d}\n"
        plans = "district,amount,passed_down\nD1,1.00,\nD2,{}.{:02d},\n"
        for table, text in (("pooled", pooled), ("district_plans", plans)):
            shutil.rmtree(self.folder / "shire", ignore_errors=True)
            self.held("BCF_TABLES_PENCE_MAX", lambda n: self.table(
                table, text.format(*divmod(n - 100, 100))), "adds up to more than any budget")

    def test_a_dataset(self):
        """Two tables within their own limits are more than a dataset can have."""
        text = "ccg,council,people" + "".join(f",c{i}" for i in range(247)) + "\n"
        self.table("residents", text + "".join(f"Z{i},C1,1{',' * 247}\n" for i in range(32000)))
        self.table("ccgs", "ccg,name" + "".join(f",c{i}" for i in range(248)) + "\n"
                   + "".join(f"Z{i},x{',' * 248}\n" for i in range(31900)))
        words = self.table("spend", "hwb,purpose,amount" + "".join(f",c{i}" for i in range(247))
                           + "\n" + "".join(f"H1,x{i},1{',' * 247}\n" for i in range(200)))
        done, *_ = hostile.limited(*words)
        self.ends(REFUSED_INPUT, done)
        self.assertIn("spend.csv:1: with this table the dataset has more than 16 million", done.said)

    def test_policies(self):
        self.held("BCF_POLICY_BYTES_MAX", lambda n: self.policy("", n), "is larger than 1048576 bytes")
        self.held("TAG_BYTES_MAX", lambda n: self.policy(f"<!--{'x' * (n - 7 - 3 + 4)}-->"),
                  "more than 65536 bytes without a tag")
        self.held("TAG_ATTRIBUTES_MAX", lambda n: self.policy(f"<a {hostile.crowd(n)}/>"),
                  "the element has too many attributes")

    def test_runs(self):
        self.held("BCF_MARKUP_ATTRIBUTES_MAX", lambda n: self.run_of(f"<run {hostile.crowd(n)}/>"),
                  "run.xml:1: the element has too many attributes")
        self.held("BCF_SHEET_BYTES_MAX", lambda n: ["verify", self.sparse("run.xml", n)],
                  "is larger than 268435456 bytes")

    def test_archives(self):
        self.held("BCF_ARCHIVE_BYTES_MAX", lambda n: [
            "check", "-d", self.sparse("book.xlsx", n, b"PK\3\4")], "is larger than 67108864 bytes")
        parts = hostile.book_of(hostile.Workbooks.SHEETS)
        names = [f"x{i}" for i in range(LIMITS["BCF_ARCHIVE_MEMBERS_MAX"])]
        self.held("BCF_ARCHIVE_MEMBERS_MAX", lambda n: self.book(
            dict(parts, **dict.fromkeys(names[:n - len(parts)], ""))), "files within")
        first = "xl/worksheets/sheet1.xml"
        for size, name in ((2 << 20, "BCF_ARCHIVE_RATIO_MAX"), (3 << 20, "BCF_ARCHIVE_MEMBER_BYTES_MAX")):
            good = hostile.zipped(hostile.book_of(hostile.Workbooks.SHEETS, hostile.worksheet(
                "" if size == 2 << 20 else hostile.noise(size)) + " " * 9000 + (
                    hostile.noise(9000) if size == 2 << 20 else "")))
            with zipfile.ZipFile(io.BytesIO(good)) as book:
                packed = book.getinfo(first).compress_size
            most = (LIMITS[name] if size > 2 << 20 else 250 * packed + 249)
            self.held(name, lambda n: self.book(hostile.patched(good, first, 24, 22, "<I", n)),
                      "would unpack to", most=most)

    def test_sheets(self):
        sheets = hostile.Workbooks.SHEETS
        self.held("BCF_SPREADSHEET_SHEETS_MAX", lambda n: self.book(hostile.book_of(
            sheets, **{"xl/workbook.xml": hostile.listed_sheets(n)})), "more than 255 sheets")
        self.held("BCF_SPREADSHEET_SHEETS_MAX", lambda n: self.book(hostile.ods("".join(
            hostile.ods_table("", f"x{i}") for i in range(n))), "ods"), "more than 255 sheets")
        self.held("BCF_SPREADSHEET_ROWS_MAX", lambda n: self.book(hostile.book_of(
            sheets, hostile.worksheet(f'<row r="{n}"/>'))), "has more rows than any sheet")
        self.held("BCF_SPREADSHEET_COLUMNS_MAX", lambda n: self.book(hostile.book_of(
            sheets, hostile.worksheet(f'<row r="1"><c r="{workbooks.column_name(n)}1"/></row>'))),
            "has a cell outside any sheet")
        self.held("WRITTEN_MAX", lambda n: self.book(hostile.book_of(sheets, hostile.worksheet(
            '<row r="1"><c r="A1" t="str"><v>hwb</v></c></row><row r="2"><c r="A2"><v>0.'
            f"{'0' * (n - 3)}1</v></c></row>"))), "which is no number")
        self.held("BCF_MARKUP_ATTRIBUTES_MAX", lambda n: self.book(hostile.book_of(
            sheets, hostile.worksheet(f'<row {hostile.crowd(n)}/>'))), "too many attributes")

    def test_what_is_said(self):
        def faults(count):
            return self.weights("code,weight\n" + "".join(f"a{i},x\n" for i in range(count)))
        self.held("BCF_PROBLEMS_MAX", faults, "... and 1 more")
        done, *_ = hostile.limited(*faults(LIMITS["BCF_PROBLEMS_MAX"] + 1))
        self.assertEqual(LIMITS["BCF_PROBLEMS_MAX"] + 1, len(done.said.splitlines()))

        def columns(count):
            return self.weights("code,weight" + "".join(f",c{i}" for i in range(count)) + "\na,1"
                                + "," * count + "\n")
        self.held("BCF_NOTES_MAX", columns, "there are more notes than these", code=DONE)

    def test_ended_codes(self):
        """A code that is split in two, one of which is split in two, and so on."""
        def chain(count):
            rows = "".join(f"X{i},X{i + 1},0.5,\nX{i},G1,0.5,\n" for i in range(count))
            return self.table("successors", f"code,successor,share,from\n{rows}X{count},G1,1,\n")[:-2]
        self.held("BCF_CODES_SPLITS_MAX", chain, "are split more than 100 times")

    def test_a_million_recipients(self):
        """As many as fit: the rows that people have are far from any limit."""
        words = self.weights("code,weight\n" + "".join(f"a{i},{i}\n" for i in range(1000000)))
        done, *_ = hostile.limited(*words)
        self.ends(DONE, done)


if __name__ == "__main__":
    os.environ.pop("BCF_HOSTILE_FIGURES", None)
    support.main()
