# SPDX-License-Identifier: GPL-2.0-only
"""lcdweb under test, and requests to it."""

import contextlib
import http.client
import json
import os
import re
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(f"{HERE}/../bridge")
# pylint: disable=wrong-import-position
from daemon import REPORT, Process, read  # noqa: E402
from tap import WAIT, expect, wait_for  # noqa: E402

LCDWEB = os.environ.get("LCDWEB", f"{HERE}/../build/web/bin/lcdweb")
PLAIN = f"{HERE}/../build/web/plain/bin/lcdweb"  # without sanitizers, to be measured


class UnixConnection(http.client.HTTPConnection):
    """http.client by a Unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=WAIT)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(WAIT)
        self.sock.connect(self.path)


class Answer:
    """What came back."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode()

    @property
    def type(self):
        return self.headers.get_content_type()


class Web(Process):
    """lcdweb, with text files as displays unless told otherwise."""

    def __init__(self, scene, *args, files=("screen",), program=LCDWEB, listen="127.0.0.1:0",
                 **options):
        self.files = [scene.path(name) for name in files]
        for path in self.files:
            open(path, "a", encoding="utf-8").close()
        given = [f"--device={path}" for path in self.files]
        if listen:
            given.append(f"--listen={listen}")
        super().__init__(scene, "lcdweb", [program, *given, *args], **options)
        self.status = 0
        scene.callback(self.check)
        addresses = sum(word.startswith("--listen") for word in (*given, *args)) or 1
        self.await_log(rf"(.*listening on .*\n){{{addresses}}}|^lcdweb: [^l].*\n")

    def check(self):
        """Called at the test's end, before it is killed: stop it in order."""
        status = self.kill(15)
        assert not REPORT.search(self.log()), self.log()
        assert status == self.status, f"status {status}: {self.log()}"

    @property
    def port(self):
        return int(re.search(r"listening on http://[^ ]+:(\d+)\n", self.log())[1])

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)

    def ask(self, method, path, body=None, connection=None, **headers):
        """A request; _ in the name of a header stands for -."""
        with contextlib.closing(connection or self.connection()) as given:
            given.request(method, path, body=body,
                          headers={name.replace("_", "-"): value
                                   for name, value in headers.items()})
            return Answer(given.getresponse())

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def status_of(self, method, path, body=None, **headers):
        return self.ask(method, path, body, **headers).status

    def json(self, name="screen"):
        return json.loads(self.get(f"/{name}.json").body)

    def metric(self, name, display=None):
        """The value of a metric, by its name."""
        label = re.escape(f'{{display="{display}"}}') if display else ""
        found = re.search(rf"^{name}{label} (\d+)$", self.get("/metrics").text, re.MULTILINE)
        return int(found[1]) if found else None

    def raw(self, data, seconds=WAIT):
        """Send bytes; return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as client:
            client.sendall(data)
            parts = []
            with contextlib.suppress(ConnectionResetError):
                while part := client.recv(65536):
                    parts.append(part)
            return b"".join(parts)

    def shows(self, *rows):
        """Wait until it tells these rows, as far as they are given."""
        want = "".join(f"{row}\n" for row in rows)
        got = wait_for(lambda: self.get("/screen").text, lambda text: text.startswith(want))
        assert got.startswith(want), f"expected {want!r}, got {got!r}"


class Events:
    """A stream of events in a response."""

    def __init__(self, response):
        self.response = response
        expect(200, response.status)
        expect("text/event-stream", response.headers["Content-Type"])

    def event(self):
        """The next one: its name, and its data; None at the end."""
        name, data = "message", None
        while line := self.response.readline():
            line = line.decode().rstrip("\n")
            if not line:
                return name, data
            field, _, value = line.partition(":")
            if field == "event":
                name = value.strip()
            elif field == "data":
                data = json.loads(value) if value.strip() else None
        return None

    def display(self, check=lambda told: True):
        """The next display that is as wanted."""
        while event := self.event():
            if event[0] == "message" and check(event[1]):
                return event[1]
        raise AssertionError("the stream has ended")


class Stream(Events):
    """A stream of events, asked for by a socket of its own."""

    def __init__(self, scene, web, path="/screen/events", room=None, at=None, **headers):
        self.client = socket.socket(socket.AF_UNIX if at else socket.AF_INET)
        if room:
            self.client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self.client.settimeout(WAIT)
        self.client.connect(at or ("127.0.0.1", web.port))
        scene.callback(self.client.close)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode())
        response = http.client.HTTPResponse(self.client)
        response.begin()
        super().__init__(response)


def first_row(text):
    """For Stream.display()."""
    return lambda told: told["text"][0] == text


def write(path, text):
    """What "echo > file" does."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def rows(*texts, total=4):
    return "".join(f"{text}\n" for text in texts + ("",) * (total - len(texts)))


__all__ = ["HERE", "LCDWEB", "PLAIN", "Answer", "Events", "Process", "Stream", "UnixConnection", "Web",
           "first_row", "read", "rows", "write"]
