# SPDX-License-Identifier: MIT
"""Datasets that come as a workbook, .xlsx or .ods: they give what the CSV tables give, and what is
wrong with them is told with FILE:SHEET!CELL."""

import os
import zipfile

import office
import workbooks
from support import (ENGLAND, REFUSED_INPUT, SHIRE, Case, bcf, bcf_measured, is_sanitized, main,
                     raw_rows, read_table, tables_of)
from workbooks import Raw

FILES = ("allocate.csv", "score.csv", "release.csv", "assure.csv")


def tables(folder):
    made = {}
    for name in tables_of(folder):
        columns, *_ = raw_rows((folder / f"{name}.csv").read_bytes().decode("utf-8-sig"))
        made[name] = workbooks.rows_of_table(columns, read_table(folder, name))
    return made


class SheetCase(Case):
    def book(self, sheets, name="book.xlsx", **how):
        return workbooks.write(self.folder / name, workbooks.parts_of(sheets, **how))

    def shire(self, **changes):
        """The shire's sheets; a change is a function of the rows of a table."""
        sheets = tables(SHIRE)
        for name, change in changes.items():
            change(sheets[name])
        return sheets

    def settles_as(self, path, folder):
        """A settlement of the workbook and one of the folder: the same tables and digests."""
        for name, data in (("csv", folder), ("book", path)):
            self.done("settle", "-d", data, "-o", self.folder / name)
        for name in FILES:
            self.assertEqual((self.folder / "csv" / name).read_bytes(),
                             (self.folder / "book" / name).read_bytes(), name)
        canonical = [[line for line in (self.folder / name / "run.xml").read_text().splitlines()
                      if "sha256-canonical" in line] for name in ("csv", "book")]
        self.assertGreater(len(canonical[0]), 6)
        self.assertEqual(*canonical)
        self.done("verify", self.folder / "book")


class Read(SheetCase):
    def test_the_shire(self):
        self.settles_as(self.book(self.shire()), SHIRE)

    def test_england(self):
        self.settles_as(self.book(tables(ENGLAND)), ENGLAND)

    def test_numbers_as_excel_keeps_them(self):
        def long_digits(rows):
            for row in rows[1:]:
                row[2] = Raw(f"<c><v>{row[2]}.00000000000001</v></c>")

        self.settles_as(self.book(self.shire(residents=long_digits)), SHIRE)

    def test_numbers_stored_as_text_and_shared_texts(self):
        def texts(rows):
            for row in rows[1:]:
                row[2] = Raw(f'<c t="inlineStr"><is><t>{row[2]}</t></is></c>')
                row[0] = Raw('<c t="s"><v>%d</v></c>' % ["G0", "G1", "G2"].index(row[0])
                             ) if row[0] in ("G0", "G1", "G2") else row[0]

        strings = ("<si><t>G0</t></si><si><r><t>G</t></r><r><t>1</t></r>"
                   "<rPh><t>not this</t></rPh></si><si><t>G2</t></si>")
        self.settles_as(self.book(self.shire(residents=texts), strings=strings), SHIRE)

    def test_days_and_the_months_that_excel_makes_of_them(self):
        styles = ('<numFmts><numFmt numFmtId="170" formatCode="[$-809]yyyy\\-mm\\-dd"/></numFmts>'
                  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs>')

        def days(rows):
            at = rows[0].index("decided")
            for row in rows[1:]:
                if row[at] == "2014-04-04":
                    row[at] = Raw('<c s="1"><v>41733</v></c>')
                elif row[at] == "2015-03-31":
                    row[at] = Raw('<c s="2"><v>42094</v></c>')

        self.settles_as(self.book(self.shire(decisions=days, conditions=days), styles=styles),
                        SHIRE)

    def test_days_counted_from_1904(self):
        styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'

        def days(rows):
            at = rows[0].index("decided")
            for row in rows[1:]:
                if row[at] == "2014-04-04":
                    row[at] = Raw(f'<c s="1"><v>{41733 - 1462}</v></c>')

        self.settles_as(self.book(self.shire(decisions=days), styles=styles, date1904=True), SHIRE)

    def test_results_of_formulas_and_empty_tails(self):
        def formulas(rows):
            rows[1][2] = Raw(f"<c><f>1+1</f><v>{rows[1][2]}</v></c>")
            rows.append(["", "", "", ""])
            rows.append([])

        self.settles_as(self.book(self.shire(residents=formulas)), SHIRE)

    def test_hidden_sheets_are_read_and_noted(self):
        sheets = self.shire()
        sheets["scribbles"] = [["anything"], [1]]
        path = self.book(sheets, hidden=("residents", "scribbles"))
        done = self.done("allocate", "-d", path, "-f", "csv")
        self.assertIn("residents: the sheet is hidden", done.said)
        self.assertEqual(self.done("allocate", "-d", SHIRE, "-f", "csv").out, done.out)

    def test_notes_of_its_author_are_left_alone(self):
        sheets = self.shire()
        sheets["notes"] = [["Whatever"], ["stands here"]]
        self.settles_as(self.book(sheets), SHIRE)


class Refused(SheetCase):
    def says(self, words, sheets, name="book.xlsx", **how):
        path = self.book(sheets, name, **how)
        done = bcf("check", "-d", path)
        self.ends(REFUSED_INPUT, done)
        self.assertEqual(b"", done.out)
        self.assertIn(words, done.said)
        return done

    def put(self, table, row, column, value):
        def change(rows):
            rows[row][column] = value

        return self.shire(**{table: change})

    def test_a_bad_cell_is_named(self):
        rows = [("1,000", "'1,000'"), ("£5", "£5"), ("NaN", "NaN"), ("-", "'-'"),
                (Raw("<c><v>-3</v></c>"), "-3"), (Raw("<c><v>1E+70</v></c>"), "1E+70"),
                (Raw('<c t="e"><v>#REF!</v></c>'), "holds the error #REF!"),
                (Raw('<c t="b"><v>1</v></c>'), "TRUE"), (None, ""),
                (Raw("<c><f>A1</f></c>"), "is a formula whose result was not saved"),
                (Raw('<c t="s"><v>99</v></c>'), "a shared text that is not there")]
        for number, (value, words) in enumerate(rows):
            with self.subTest(value=value):
                done = self.says(words, self.put("residents", 2, 2, value), f"{number}.xlsx")
                self.assertIn(f"{number}.xlsx:residents!C3: ", done.said)

    def test_money_of_three_decimals(self):
        self.says(":pooled!D2: ", self.put("pooled", 1, 3, 5.125))

    def test_unknown_codes_and_twins_name_their_cells(self):
        self.says(":residents!", self.put("residents", 1, 0, "XX"))
        sheets = self.shire(boards=lambda rows: rows.append(rows[1]))
        self.says("the first is row 2", sheets, "twins.xlsx")

    def test_merged_cells(self):
        sheets = self.shire()
        sheets["boards"] = workbooks.sheet_xml(sheets["boards"],
                                               '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
        self.says("book.xlsx:boards!A1: merged cells", sheets)

    def test_a_title_above_the_headings(self):
        sheets = self.shire(boards=lambda rows: rows.insert(0, []))
        self.says("book.xlsx:boards!A1: the headings must stand in row 1", sheets)

    def test_a_cell_under_no_heading(self):
        self.says("book.xlsx:boards!C2: there is no heading over this cell",
                  self.shire(boards=lambda rows: rows[1].append("beside")))

    def test_a_sheet_that_is_no_table(self):
        sheets = self.shire()
        sheets["board"] = sheets["boards"]
        self.says("book.xlsx:board: no table of that name", sheets)

    def test_an_example_row(self):
        self.says("book.xlsx:boards!A2: this is the template's example row",
                  self.put("boards", 1, 0, "e.g. E06000001"))

    def test_two_sheets_of_one_name(self):
        parts = workbooks.parts_of(self.shire())
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="boards"', 'name="ccgs"')
        workbooks.write(self.folder / "twice.xlsx", parts)
        self.refuses("check", "-d", self.folder / "twice.xlsx", says="a second sheet of that name")

    def test_cells_out_of_order_or_outside(self):
        for number, place in enumerate(("A2", "XFE2", "A9999999")):
            sheets = self.shire()
            sheets["boards"] = workbooks.sheet_xml(sheets["boards"]).replace(
                'r="B2"', f'r="{place}"')
            self.says("book", sheets, f"book{number}.xlsx")


class Hostile(SheetCase):
    def refused(self, parts, says, name="bad.xlsx"):
        path = workbooks.write(self.folder / name, parts)
        done, seconds, memory = bcf_measured("check", "-d", path)
        self.ends(REFUSED_INPUT, done)
        self.assertIn(says, done.said)
        self.assertLess(seconds, 20)
        if not is_sanitized():
            self.assertLess(memory, 300 << 20)

    def test_entities_and_document_types(self):
        bomb = ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>')
        outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        for number, kind in enumerate((bomb, outside)):
            parts = workbooks.parts_of(self.shire())
            parts["xl/worksheets/sheet1.xml"] = kind + parts["xl/worksheets/sheet1.xml"]
            self.refused(parts, "a document type", f"{number}.xlsx")

    def test_a_zip_bomb(self):
        parts = workbooks.parts_of(self.shire())
        parts["xl/worksheets/sheet1.xml"] = (b" " * (1 << 20) for _ in range(200))
        self.refused(parts, "would unpack to")

    def test_deep_nesting(self):
        parts = workbooks.parts_of(self.shire())
        parts["xl/worksheets/sheet1.xml"] = "<a>" * 100000
        self.refused(parts, "bad.xlsx: ")

    def test_a_million_columns(self):
        parts = workbooks.parts_of(self.shire())
        cells = "".join(f"<c><v>{i}</v></c>" for i in range(1000000))
        parts["xl/worksheets/sheet1.xml"] = (
            f'<worksheet xmlns="{workbooks.MAIN}"><sheetData><row r="1">{cells}</row></sheetData>'
            "</worksheet>")
        self.refused(parts, "more columns than any table")

    def test_a_workbook_without_a_sheet(self):
        parts = workbooks.parts_of(self.shire())
        parts["xl/workbook.xml"] = f'<workbook xmlns="{workbooks.MAIN}"><sheets/></workbook>'
        self.refused(parts, "is a workbook without a sheet")

    def test_members_with_paths_that_climb_are_never_unpacked(self):
        parts = workbooks.parts_of(self.shire())
        parts["../../outside.txt"] = "out"
        path = workbooks.write(self.folder / "climbs.xlsx", parts)
        self.done("check", "-d", path)
        self.assertFalse((self.folder.parent / "outside.txt").exists())

    def test_what_is_no_workbook(self):
        good = self.book(self.shire()).read_bytes()
        rows = [("empty.xlsx", b"", "neither a folder"), ("text.xlsx", b"a,b\n", "neither a folder"),
                ("cut.xlsx", good[:len(good) // 2], "cut.xlsx: "),
                ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .xlsx"),
                ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
                 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 60, "by a password")]
        for name, content, says in rows:
            with self.subTest(name=name):
                path = self.folder / name
                path.write_bytes(content)
                self.refuses("check", "-d", path, says=says)


class SavedByAProgram(SheetCase):
    """What a real spreadsheet program makes of it, and saves in its own ways."""

    def setUp(self):
        super().setUp()
        if os.environ.get("BCF_REAL_PARTS") == "0" or not office.is_there():
            self.assertNotEqual("1", os.environ.get("BCF_REAL_PARTS"), "LibreOffice is not there")
            self.skipTest("no LibreOffice")
        self.program = office.Office()
        self.addCleanup(self.program.close)

    def saved(self, path, name, kind):
        self.program.open(path)
        self.program.save(self.folder / name, kind)
        self.program.shut()
        return self.folder / name

    def test_the_shire_as_xlsx_and_ods(self):
        path = self.book(self.shire())
        self.settles_as(self.saved(path, "saved.ods", "calc8"), SHIRE)
        os.rename(self.folder / "book", self.folder / "first")
        self.settles_as(self.saved(path, "saved.xlsx", "Calc MS Excel 2007 XML"), SHIRE)

    def test_england_as_ods(self):
        path = self.book(tables(ENGLAND))
        self.settles_as(self.saved(path, "england.ods", "calc8"), ENGLAND)

    def test_a_bad_cell_of_an_ods_is_named(self):
        sheets = self.shire()
        sheets["residents"][2][2] = "1,000"
        path = self.saved(self.book(sheets), "bad.ods", "calc8")
        self.refuses("check", "-d", path, says=":residents!C3: ")
        with zipfile.ZipFile(path) as book:
            self.assertIn("content.xml", book.namelist())


if __name__ == "__main__":
    main()
