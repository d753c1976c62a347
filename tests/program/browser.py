# SPDX-License-Identifier: MIT
"""A real browser, Chromium without a window, driven over two pipes; Python's standard library only.

    with Browser() as browser:
        page = browser.open("report.html", width=360)
        page.value("document.title")
        page.complaints(), page.requests

Chromium reads commands from file descriptor 3 and answers on 4: JSON texts, each ended by a NUL
byte (`--remote-debugging-pipe`). Every wait is bounded: a browser that does not answer fails.
"""

import base64
import fcntl
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import tempfile
import time

SECONDS_ALLOWED = 60
NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"]
A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}

# Nothing that a browser does on its own: no updates, no sign-in, no first run, no names looked up.
ARGUMENTS = ["--headless", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu",
             "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking",
             "--disable-component-update", "--disable-default-apps", "--disable-sync",
             "--no-default-browser-check", "--no-first-run", "--hide-scrollbars", "--mute-audio",
             "--force-color-profile=srgb", "--host-resolver-rules=MAP * ~NOTFOUND"]


class BrowserFailed(Exception):
    """The browser refused a command, died or did not answer in time."""


def find_chromium():
    """Where the browser is, or None. The environment variable BCF_CHROMIUM names another."""
    named = os.environ.get("BCF_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """A browser of our own, in a folder of its own; it ends with the `with` block."""

    def __init__(self, program=None, arguments=()):
        self.program = program or find_chromium()
        self.arguments = list(arguments)
        self.sessions = {}
        self.answers = {}
        self.buffer = bytearray()
        self.number = 0

    def __enter__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="bcf-browser-", ignore_cleanup_errors=True)
        commands, self.to_child = high_pipe()
        self.from_child, answers = high_pipe()

        def wire():
            os.dup2(commands, 3)
            os.dup2(answers, 4)

        try:
            self.child = subprocess.Popen(
                [self.program, *ARGUMENTS, f"--user-data-dir={self.holder.name}", *self.arguments,
                 "about:blank"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, preexec_fn=wire, pass_fds=(3, 4), start_new_session=True)
        finally:
            os.close(commands)
            os.close(answers)
        self.command("Browser.getVersion")
        return self

    def __exit__(self, *_):
        """It is asked to go, and ended if it does not; the processes are ours alone."""
        try:
            self.command("Browser.close", patience=5)
        except BrowserFailed:
            pass
        try:
            self.child.wait(5)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()
        os.close(self.to_child)
        os.close(self.from_child)
        self.holder.cleanup()

    # Messages

    def command(self, method, session=None, patience=SECONDS_ALLOWED, **parameters):
        """Sends one command and returns what it answers."""
        deadline = time.monotonic() + patience
        number = self.tell(method, session, deadline, **parameters)
        while number not in self.answers:
            self.listen(deadline, method)
        answer = self.answers.pop(number)
        if "error" in answer:
            raise BrowserFailed(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def tell(self, method, session, deadline, **parameters):
        """Sends one command, and does not wait for the answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self.write(json.dumps(message).encode() + b"\0", deadline, method)
        return self.number

    def write(self, message, deadline, what):
        os.set_blocking(self.to_child, False)
        while message:
            left = max(0, deadline - time.monotonic())
            _, ready, _ = select.select([], [self.to_child], [], left)
            if not ready:
                raise BrowserFailed(f"{what}: the browser takes no command")
            try:
                message = message[os.write(self.to_child, message):]
            except BrokenPipeError:
                raise BrowserFailed(f"{what}: the browser is gone") from None

    def listen(self, deadline, what):
        """Takes in what has come, at least something, before the deadline."""
        ready, _, _ = select.select([self.from_child], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise BrowserFailed(f"{what}: no answer in time")
        chunk = os.read(self.from_child, 1 << 20)
        if not chunk:
            raise BrowserFailed(f"{what}: the browser is gone")
        self.buffer += chunk
        if b"\0" not in chunk:
            return
        *texts, self.buffer = self.buffer.split(b"\0")
        for text in texts:
            message = json.loads(text)
            if "id" in message:
                self.answers[message["id"]] = message
            elif message.get("sessionId") in self.sessions:
                self.sessions[message["sessionId"]].notice(message["method"], message["params"])

    def memory(self):
        """The largest resident size among its processes, in bytes: the page's own as a rule."""
        sizes = [0]
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            try:
                told = dict(line.split(":\t", 1) for line in status.read_text().splitlines()
                            if ":\t" in line)
                if os.getsid(int(status.parent.name)) == self.child.pid and "VmRSS" in told:
                    sizes.append(int(told["VmRSS"].split()[0]) * 1024)
            except (OSError, ValueError):
                continue
        return max(sizes)

    def page(self, width=1280, height=900):
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        self.sessions[session] = page
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.send(f"{domain}.enable")
        page.size(width, height)
        return page

    def open(self, path, width=1280, height=900, scripts=True, patience=SECONDS_ALLOWED):
        page = self.page(width, height)
        if not scripts:
            page.send("Emulation.setScriptExecutionDisabled", value=True)
        page.go(pathlib.Path(path).resolve().as_uri(), patience)
        return page


class Page:
    """One page of the browser, and all that it was seen to do."""

    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.requests = []    # the address of everything that it asked for
        self.console = []     # what it wrote, or the browser wrote about it
        self.exceptions = []  # what it threw, and dialogues that it opened
        self.loads = 0

    def notice(self, method, told):
        if method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Runtime.consoleAPICalled":
            words = [str(one.get("value", one.get("description"))) for one in told["args"]]
            self.console.append(f"{told['type']}: {' '.join(words)}")
        elif method == "Log.entryAdded":
            self.console.append(f"{told['entry']['level']}: {told['entry']['text']}")
        elif method == "Runtime.exceptionThrown":
            details = told["exceptionDetails"]
            self.exceptions.append(details.get("exception", {}).get("description")
                                   or details["text"])
        elif method == "Page.javascriptDialogOpening":
            self.exceptions.append(f"a dialogue: {told['type']}: {told['message']}")
            self.browser.tell("Page.handleJavaScriptDialog", self.session,
                              time.monotonic() + SECONDS_ALLOWED, accept=True)
        elif method == "Page.loadEventFired":
            self.loads += 1

    def complaints(self):
        return self.console + self.exceptions

    def send(self, method, patience=SECONDS_ALLOWED, **parameters):
        return self.browser.command(method, self.session, patience, **parameters)

    def size(self, width, height=900):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def go(self, address, patience=SECONDS_ALLOWED):
        """Goes there and waits until all is loaded; and a moment, for what scripts do later."""
        deadline = time.monotonic() + patience
        before = self.loads
        done = self.send("Page.navigate", patience, url=address)
        if "errorText" in done:
            raise BrowserFailed(f"{address}: {done['errorText']}")
        while self.loads == before:
            self.browser.listen(deadline, address)
        self.send("Runtime.evaluate", max(1, deadline - time.monotonic()), expression="0")

    def value(self, expression, patience=SECONDS_ALLOWED, bypass_csp=True):
        """What a JavaScript expression is worth; a promise is waited for."""
        done = self.send("Runtime.evaluate", patience, expression=expression, returnByValue=True,
                         awaitPromise=True, allowUnsafeEvalBlockedByCSP=bypass_csp)
        if "exceptionDetails" in done:
            details = done["exceptionDetails"]
            raise BrowserFailed(details.get("exception", {}).get("description") or details["text"])
        return done["result"].get("value")

    def press(self, key, code=None, text=None):
        """One key, down and up, as a person's: `press("Tab")`, `press("Enter", text="\\r")`."""
        number = {"Tab": 9, "Enter": 13, " ": 32, "Escape": 27}.get(key, 0)
        more = dict(key=key, code=code or key, windowsVirtualKeyCode=number)
        if text:
            more["text"] = text
        self.send("Input.dispatchKeyEvent", type="keyDown", **more)
        more.pop("text", None)
        self.send("Input.dispatchKeyEvent", type="keyUp", **more)

    def click(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def screenshot(self, path, whole=False, patience=SECONDS_ALLOWED):
        """A picture of what is seen, or of the whole page, as far as the browser can paint it."""
        more = {}
        if whole:
            box = self.send("Page.getLayoutMetrics")["cssContentSize"]
            more = {"captureBeyondViewport": True,
                    "clip": dict(x=0, y=0, width=box["width"], height=min(box["height"], 16000),
                                 scale=1)}
        done = self.send("Page.captureScreenshot", patience, format="png", **more)
        pathlib.Path(path).write_bytes(base64.b64decode(done["data"]))
        return path

    def pdf(self, path, patience=SECONDS_ALLOWED, **more):
        """The page as it prints on A4, colours as printers are told to print them by default."""
        done = self.send("Page.printToPDF", patience, **{**A4, **more})
        pathlib.Path(path).write_bytes(base64.b64decode(done["data"]))
        return path

    def close(self):
        self.browser.command("Target.closeTarget", targetId=self.target)
        self.browser.sessions.pop(self.session, None)


def high_pipe():
    """A pipe whose ends are out of the way of the numbers 3 and 4, and not inherited."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in ends]
    for end in ends:
        os.close(end)
    return moved
