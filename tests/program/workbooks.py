# SPDX-License-Identifier: MIT
"""Makes .xlsx workbooks cell by cell, as programs write them and as nobody should."""
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def column_name(column):
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class Raw(str):
    """A <c> element as it stands, but for its place."""


def cell(row, column, value):
    place = f'r="{column_name(column)}{row}"'
    if value is None or value == "":
        return ""
    if isinstance(value, Raw):
        return value.replace("<c", f"<c {place}", 1)
    if isinstance(value, str):
        return (f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is>'
                "</c>")
    return f"<c {place}><v>{value}</v></c>"


def sheet_xml(rows, more="", head=""):
    body = "".join(f'<row r="{number}">' + "".join(cell(number, column, value)
                                                   for column, value in enumerate(row, 1))
                   + "</row>" for number, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{MAIN}">{head}<sheetData>{body}</sheetData>{more}</worksheet>'


def parts_of(sheets, more=None, hidden=(), strings=None, styles=None, date1904=False):
    """{name of a part: its text}; `sheets` is {name: rows, or the XML of the sheet}."""
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"'
                     + (' state="hidden"' if name in hidden else "") + "/>"
                     for i, name in enumerate(sheets, 1))
    relations = "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" '
                        f'Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(sheets) + 1))
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
                       f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    }
    if strings is not None:
        relations += f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="s.xml"/>'
        parts["xl/s.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles is not None:
        relations += f'<Relationship Id="t" Type="{OFFICE}/styles" Target="/xl/t.xml"/>'
        parts["xl/t.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    parts["xl/workbook.xml"] = (f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
                                f'<workbookPr date1904="{int(date1904)}"/>'
                                f"<sheets>{listed}</sheets></workbook>")
    parts["xl/_rels/workbook.xml.rels"] = (f'<Relationships xmlns="{PACKAGE}">{relations}'
                                           "</Relationships>")
    for i, content in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = (content if isinstance(content, str)
                                                else sheet_xml(content))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{kind}worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/></Types>')
    parts.update(more or {})
    return parts


def write(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            if isinstance(text, str):
                book.writestr(name, text)
                continue
            with book.open(name, "w") as member:  # pieces: larger than is good to hold at once
                for piece in text:
                    member.write(piece)
    return path


def typed(text):
    """A cell as somebody types it: what reads as a number becomes one."""
    if re.fullmatch(r"(0|[1-9][0-9]{0,14})(\.[0-9]*[1-9])?", text) and len(text) <= 15:
        return float(text) if "." in text else int(text)
    return text


def rows_of_table(columns, rows):
    return [list(columns)] + [[typed(row[name]) for name in columns] for row in rows]
