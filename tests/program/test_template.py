# SPDX-License-Identifier: MIT
"""`bcf template`: written, filled in by a real spreadsheet program, saved as it saves, settled."""

import zipfile

import office
import workbooks
from support import SHIRE, Case, bcf, main, need_real, raw_rows, tables_of

CELLS = ("allocate.csv", "score.csv", "release.csv", "assure.csv")


class Template(Case):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "template.xlsx"
        self.done("template", "-o", self.path)

    def fill(self, program, tables):
        """Writes the rows of tables from the example's row on, as somebody types them."""
        for table, (columns, *rows) in tables.items():
            headings = program.read(table)[0]
            for place in range(len(headings)):
                program.put(table, f"{workbooks.column_name(place + 1)}2", "")  # the example
            for name, at in zip(columns, range(len(columns))):
                column = workbooks.column_name(headings.index(name) + 1)
                for number, row in enumerate(rows, 2):
                    program.put(table, f"{column}{number}", workbooks.typed(row[at]))
            for number in range(2 + len(rows), 2 + 8):  # the example, and rows begun for him
                program.put(table, f"A{number}", "")

    def test_it_is_refused_as_it_is(self):
        done = self.refuses("check", "-d", self.path, says=[
            "template.xlsx:boards!A2: this is the template's example row",
            "template.xlsx:manifest!B4: "])
        self.assertNotIn("letters!", done.said)  # a table that nobody needs is not there

    def test_it_names_every_table_and_the_words_of_the_policy(self):
        with zipfile.ZipFile(self.path) as book:
            text = "".join(book.read(name).decode("utf-8") for name in book.namelist()
                           if name.endswith(".xml"))
        for word in (*tables_of(SHIRE), "delayed-transfers", "seven-day-services", "not-assessed",
                     "programme-allocation", "2015-10"):
            self.assertIn(word, text)

    def test_without_a_file_it_is_wrong_usage(self):
        done = bcf("template")
        self.assertEqual(2, done.code)
        self.assertEqual(b"", done.out)

    def test_round_trip(self):
        tables = {name: raw_rows((SHIRE / f"{name}.csv").read_bytes().decode("utf-8-sig"))
                  for name in tables_of(SHIRE)}
        program = office.Office()
        self.addCleanup(program.close)
        program.open(self.path)
        self.fill(program, tables)
        program.save(self.folder / "filled.xlsx", "Calc MS Excel 2007 XML")
        program.save(self.folder / "filled.ods", "calc8")
        program.shut()
        self.done("settle", "-d", SHIRE, "-o", self.folder / "csv")
        for name in ("filled.xlsx", "filled.ods"):
            with self.subTest(name=name):
                self.done("settle", "-d", self.folder / name, "-o", self.folder / (name + ".d"))
                for cells in CELLS:
                    self.assertEqual((self.folder / "csv" / cells).read_bytes(),
                                     (self.folder / (name + ".d") / cells).read_bytes(), cells)


if __name__ == "__main__":
    need_real(office.is_there(), "LibreOffice with its Python bindings")
    main()
