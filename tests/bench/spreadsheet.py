# SPDX-License-Identifier: MIT
"""The split as a spreadsheet has it: a column of formulas, recalculated by LibreOffice."""

import csv
import pathlib
import shutil
from xml.sax.saxutils import escape

NAMES = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
         'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
         'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
         'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"')


def is_there():
    return shutil.which("soffice") is not None


def words(text):
    return (f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p>'
            "</table:table-cell>")


def number(text):
    return f'<table:table-cell office:value-type="float" office:value="{text}"/>'


def formula(text):
    return f'<table:table-cell table:formula="of:={text}"/>'


def write(path, amount, weights):
    """A sheet: code, weight, ROUND(amount x weight / sum; 2), and amount and sum once, at the side.
    No formula has a result yet, so all are worked out when the file is opened."""
    with open(weights, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    last = len(rows)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMES} '
                   'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument'
                   '.spreadsheet"><office:body><office:spreadsheet><table:table '
                   'table:name="split">\n')
        for place, (code, weight) in enumerate(rows, 1):
            side = (number(amount) + formula(f"SUM([.B1:.B{last}])")) if place == 1 else ""
            share = formula(f"ROUND([.$D$1]*[.B{place}]/[.$E$1];2)")
            file.write(f"<table:table-row>{words(code)}{number(weight)}{share}{side}"
                       "</table:table-row>\n")
        file.write("</table:table></office:spreadsheet></office:body></office:document>\n")


def command(path, folder):
    """What opens the sheet, works it out and writes it as CSV beside `folder`/profile."""
    profile = (pathlib.Path(folder) / "profile").as_uri()
    return ["soffice", "--headless", "--norestore", f"-env:UserInstallation={profile}",
            "--convert-to", "csv", "--outdir", str(folder), str(path)]
