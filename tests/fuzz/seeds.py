#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the first inputs of the fuzz targets from the fixtures: seeds.py BCF ROOT FOLDER.

Writes FOLDER/<target>/<name>. tests/fuzz/run.sh --merge then keeps of them, and of what a fuzzer
made of them, the few that matter: these are the corpora in tests/fuzz/corpus. Needed again only
where a format changes.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

BCF, ROOT, OUT = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
FIXTURES = ROOT / "fixtures"

# As fuzz_datasets in dataset.h, in its order.
DATASETS = [
    (FIXTURES / "shire", ROOT / "formulas/2015-16/v4/policy.xml"),
    (FIXTURES / "known/two-equal-ccgs", ROOT / "formulas/2014-15/v2/policy.xml"),
    (FIXTURES / "toy-year", FIXTURES / "toy-year/policy.xml"),
    (FIXTURES / "known/july-2014-uneven", ROOT / "formulas/2015-16-revised/v2/policy.xml"),
    (FIXTURES / "known/assurance", ROOT / "formulas/2015-16/v4/policy.xml"),
    (FIXTURES / "known/weighted-capitation", FIXTURES / "known/weighted-capitation/policy.xml"),
]
# As bcf_table_id.
TABLES = """manifest boards councils districts ccgs residents indicators controls successors
    conditions decisions ambitions outturn history local_metrics ccg_ambitions activity pooled
    spend district_plans letters paid""".split()


def put(target, name, content):
    folder = OUT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def numbers():
    texts = ["0", "1", "12.5", "0.05", "999999999999999.99", "1000000000000000", "1.005", "-1",
             "1,000", "1e3", "0.3333333333333333333333333333333333333333", "2.50", "00.10"]
    for i, text in enumerate(texts):
        for mode in range(4):
            put("numbers", f"{i}-{mode}",
                bytes([mode, 3 * i]) + f"{text}\n{texts[(i + 1) % len(texts)]}".encode())


def apportion():
    for shape in range(8):
        for first in (0, 1, 0x3A, 0x25):
            put("apportion", f"{shape}-{first}",
                bytes([first, shape, *range(200, 216), 1, 1, 1, 2, 3, 5, 8, 13, 0, 21, 7, 7, 7]))


    for first in (0, 1):  # ties: equal remainders of unequal weights, and equal weights
        for whole, weights in ((2, (1, 3)), (2, (3, 1)), (1, (1, 1, 1)), (3, (1, 1)),
                               (5, (2, 2, 6))):
            put("apportion", f"tie-{first}-{whole}-{len(weights)}-{weights[0]}",
                bytes([first, 0, whole, 1, 1, *weights]))


def tables():
    for number, (folder, policy) in enumerate(DATASETS):
        put("policy", f"{number}", bytes([number]) + policy.read_bytes())
        for path in folder.glob("*.csv"):
            content = path.read_bytes()
            put("csv", f"{number}-{path.stem}", content)
            if path.stem in TABLES:
                put("tables", f"{number}-{path.stem}",
                    bytes([number, TABLES.index(path.stem)]) + content)
    for path in (FIXTURES / "refused").glob("*/*.csv"):
        content = path.read_bytes()
        if len(content) < 3000:
            put("csv", path.stem, content)
            if path.stem.split("--")[0] in TABLES:
                put("tables", path.stem,
                    bytes([0, TABLES.index(path.stem.split("--")[0])]) + content)
    for path in (FIXTURES / "refused/policy").glob("*.xml"):
        put("policy", path.stem, bytes([0]) + path.read_bytes())


def reconcile():
    """Those that are refused, and what the program itself says of each dataset."""
    for path in (FIXTURES / "refused/reconcile").glob("*.csv"):
        put("reconcile", path.stem, bytes([0, 0]) + path.read_bytes())
    for number, (folder, policy) in enumerate(DATASETS):
        for verb in ("allocate", "release"):
            ran = subprocess.run([BCF, verb, "-d", folder, "-p", policy, "-f", "csv"],
                                 capture_output=True, check=False)
            if ran.returncode == 0:
                lines = ran.stdout.splitlines(keepends=True)
                put("reconcile", f"{number}-{verb}", bytes([number, 0]) + b"".join(lines[:12]))
                put("reconcile", f"{number}-{verb}-why", bytes([number, 1]) + b"".join(lines[:4]))
    put("reconcile", "letters", bytes([0, 1]) + (FIXTURES / "shire/letters.csv").read_bytes())
    put("reconcile", "paid", bytes([0, 0]) + (FIXTURES / "shire/paid.csv").read_bytes())
    for path in (FIXTURES / "known/nottingham").glob("*.csv"):
        put("reconcile", f"{path.stem}", bytes([0, 2]) + path.read_bytes())


def runs():
    with tempfile.TemporaryDirectory() as folder:
        for number, (dataset, policy) in enumerate(DATASETS):
            out = pathlib.Path(folder) / f"{number}"
            ran = subprocess.run([BCF, "settle", "-o", out, "-d", dataset, "-p", policy],
                                 capture_output=True, check=False)
            if ran.returncode == 0 and (out / "run.xml").stat().st_size < 30000:
                put("run", f"{number}", (out / "run.xml").read_bytes())


# As fuzz_sheet.c numbers the members of its packages; after them comes an .ods.
SHEETS = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
          "xl/_rels/workbook.xml.rels", "_rels/.rels"]
OF_TEMPLATE = ["xl/worksheets/sheet3.xml"] + SHEETS[1:]


def bare(xml):
    """The content of an .ods with its first two sheets and nothing else."""
    root = re.search(rb"<office:document-content.*?>", xml, re.DOTALL).group(0)
    root = re.sub(rb' xmlns:(?!office=|table=|text=)[a-z0-9-]+="[^"]*"', b"", root)
    tables = re.findall(rb"<table:table .*?</table:table>", xml, re.DOTALL)[:2]
    tables = [re.sub(rb' (calcext|table:style|loext)[a-z:-]*="[^"]*"|<office:forms.*?/>', b"", one)
              for one in tables]
    return (root + b"<office:body><office:spreadsheet>" + b"".join(tables)
            + b"</office:spreadsheet></office:body></office:document-content>")


def workbooks():
    """The program's own template, a small dataset, and what LibreOffice makes of the latter."""
    sys.path.insert(0, str(ROOT / "tests/program"))
    import workbooks as maker
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / "template.xlsx"
        subprocess.run([BCF, "template", "-o", template], check=True, capture_output=True)
        with zipfile.ZipFile(template) as whole:
            for number, name in enumerate(OF_TEMPLATE):
                put("sheet", f"template-{number}", bytes([number]) + whole.read(name))
        sheets = {}
        for path in sorted((FIXTURES / "refused/good").glob("*.csv")):
            lines = path.read_text(encoding="utf-8").splitlines()[:6]
            rows = [line.split(",") for line in lines]
            sheets[path.stem] = rows[:1] + [[maker.typed(cell) for cell in row]
                                            for row in rows[1:]]
        book = maker.write(pathlib.Path(folder) / "good.xlsx", maker.parts_of(
            sheets, strings="<si><t>H1</t></si>", styles='<cellXfs><xf numFmtId="14"/></cellXfs>'))
        subprocess.run(["soffice", "--headless", "--convert-to", "ods", "--outdir", folder, book],
                       capture_output=True, check=False)
        for path in sorted(pathlib.Path(folder).glob("good.*")):
            with zipfile.ZipFile(path) as whole:
                stored = pathlib.Path(folder) / f"stored{path.suffix}"
                with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as plain:
                    for name in whole.namelist():
                        if path.suffix == ".xlsx" or name in ("mimetype", "content.xml"):
                            content = whole.read(name)
                            is_ods = name == "content.xml"
                            plain.writestr(name, bare(content) if is_ods else content)
                        if name in SHEETS:
                            put("sheet", f"good-{SHEETS.index(name)}",
                                bytes([SHEETS.index(name)]) + whole.read(name))
                        if name == "content.xml":
                            put("sheet", "good-ods", bytes([len(SHEETS)]) + bare(whole.read(name)))
                put("spreadsheet", f"stored{path.suffix}", stored.read_bytes())
                if path.suffix == ".xlsx":
                    put("spreadsheet", path.name, path.read_bytes())


def words():
    """Cells that a spreadsheet would run, and those that only look like it."""
    texts = ("=1+1", "'=1", "''=1", "'a", "@x", "\t", "\r", "\"=1", "-5", "+", "'")
    for i, text in enumerate(texts):
        put("csv", f"cell-{i}", text.encode())


def settlements():
    """Hardly any edits: the fuzzer finds the others."""
    for number in range(len(DATASETS)):
        for more in (0, 1):
            put("settlement", f"{number}-{more}", bytes([number, 0, more]))
            put("settlement", f"{number}-{more}-edited",
                bytes([number, 3, more, 1, 6, 2, 3, 7, 7, 4, 11, 3, 0, 0, 0]))


if __name__ == "__main__":
    numbers()
    apportion()
    tables()
    reconcile()
    runs()
    workbooks()
    words()
    settlements()
