# SPDX-License-Identifier: MIT
"""A real spreadsheet program: LibreOffice without a window, driven through its own interface.

Office() starts it and a helper that speaks to it, both ended with close(). A workbook is opened,
every formula worked out again from scratch, cells read and changed. Run as a program, this file is
the helper: it needs the interpreter that LibreOffice's bindings are installed for.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

PYTHON = "/usr/bin/python3"
START_SECONDS = 60
STEP_SECONDS = 240


def is_there():
    return (shutil.which("soffice") is not None
            and subprocess.run([PYTHON, "-c", "import uno"], capture_output=True).returncode == 0)


class Office:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="bcf-office-")
        pipe = "bcf%d" % os.getpid()
        self.office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", "--nologo", "--nodefault",
             "-env:UserInstallation=file://" + self.folder + "/profile",
             "--accept=pipe,name=%s;urp;" % pipe],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": self.folder}
        self.helper = subprocess.Popen([PYTHON, __file__, pipe], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, env=environment, text=True)
        self.ask("hello")

    def ask(self, verb, *words):
        self.helper.stdin.write(json.dumps([verb, *words]) + "\n")
        self.helper.stdin.flush()
        answer = json.loads(self.helper.stdout.readline() or '{"bad": "the helper is gone"}')
        if "bad" in answer:
            raise RuntimeError(answer["bad"])
        return answer["good"]

    def open(self, path):
        """Opens a workbook and works out every formula again, whatever results it holds."""
        return self.ask("open", os.path.abspath(path))

    def sheets(self):
        return self.ask("sheets")

    def read(self, sheet):
        """Rows of cells: numbers and words as they stand after the last calculation."""
        return self.ask("read", sheet)

    def formula(self, sheet, cell):
        return self.ask("formula", sheet, cell)

    def put(self, sheet, cell, value):
        """A number, words, or a formula that begins with '='."""
        return self.ask("put", sheet, cell, value)

    def calculate(self):
        return self.ask("calculate")

    def save(self, path, filter_name):
        return self.ask("save", os.path.abspath(path), filter_name)

    def shut(self):
        return self.ask("close")

    def close(self):
        for process in (self.helper, self.office):
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
        try:
            os.killpg(self.office.pid, 9)  # the program starts another of itself
        except ProcessLookupError:
            pass
        self.helper.stdin.close()
        self.helper.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def connect(pipe):
    import uno
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            context = resolver.resolve(
                "uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context)
        except Exception:  # no connection yet: the binding has no class of its own for it
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def prop(name, value):
    from com.sun.star.beans import PropertyValue
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class Helper:
    def __init__(self, pipe):
        self.desktop = connect(pipe)
        self.document = None

    def hello(self):
        return "hello"

    def open(self, path):
        self.document = self.desktop.loadComponentFromURL(
            "file://" + path, "_blank", 0, (prop("Hidden", True),))
        self.document.calculateAll()
        return True

    def sheets(self):
        return list(self.document.Sheets.ElementNames)

    def read(self, sheet):
        one = self.document.Sheets.getByName(sheet)
        cursor = one.createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.RangeAddress
        cells = one.getCellRangeByPosition(0, 0, address.EndColumn, address.EndRow)
        return [list(row) for row in cells.DataArray]

    def formula(self, sheet, cell):
        return self.document.Sheets.getByName(sheet).getCellRangeByName(cell).Formula

    def put(self, sheet, cell, value):
        one = self.document.Sheets.getByName(sheet).getCellRangeByName(cell)
        if isinstance(value, str) and value.startswith("="):
            one.Formula = value
        elif isinstance(value, str):
            one.String = value
        else:
            one.Value = value
        return True

    def calculate(self):
        self.document.calculateAll()
        return True

    def save(self, path, filter_name):
        self.document.storeToURL("file://" + path, (prop("FilterName", filter_name),))
        return True

    def close(self):
        self.document.close(True)
        self.document = None
        return True


def main():
    helper = Helper(sys.argv[1])
    for line in sys.stdin:
        verb, *words = json.loads(line)
        try:
            answer = {"good": getattr(helper, verb)(*words)}
        except Exception as problem:  # whatever it is, the test is told
            answer = {"bad": "%s: %s" % (verb, problem)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
