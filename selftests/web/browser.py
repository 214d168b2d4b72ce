# SPDX-License-Identifier: GPL-2.0-only
"""Debian's chromium, headless, by selenium; one for all tests of a program."""

import atexit
import http.server
import json
import subprocess
import threading
import time

from web import HERE, read

from tap import WAIT, Skip, wait_for

OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
           "--window-size=1000,800", "--force-device-scale-factor=1", "--disable-extensions",
           "--disable-background-networking", "--no-first-run")

# What the page draws, and when.
WATCH = """
window.drawn = [];
const draw = Display.prototype.draw;
Display.prototype.draw = function () {
	draw.call(this);
	window.drawn.push([Date.now(), this.name, this.shown.text[0]]);
};
"""


def start():
    try:
        # pylint: disable=import-outside-toplevel
        from selenium import webdriver
        from selenium.common.exceptions import WebDriverException
        from selenium.webdriver.chrome.service import Service
    except ImportError as error:
        raise Skip(f"python3-selenium: {error}") from error
    options = webdriver.ChromeOptions()
    for option in OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    try:
        driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    except (OSError, WebDriverException) as error:
        raise Skip(f"chromium does not start: {str(error).splitlines()[0]}") from error
    driver.set_script_timeout(120)  # of axe on a slow machine
    atexit.register(driver.quit)
    return driver


class Browser:
    """A page of lcdweb in the one browser."""

    driver = None

    def __init__(self, scene, url, stale=False):
        if not Browser.driver:
            Browser.driver = start()
        self.driver = Browser.driver
        self.expected_errors = ()
        scene.callback(self.leave)
        self.driver.get(url)
        if not stale:
            self.says("Live")
            wait_for(lambda: self.run("return displays.size === "
                                      "document.querySelectorAll('nav li').length"), True)
        self.run(WATCH)

    def leave(self):
        """Nothing went wrong that nobody expected; the next test finds a clean browser."""
        errors = [entry["message"] for entry in self.driver.get_log("browser")
                  if entry["level"] == "SEVERE" and
                  not any(word in entry["message"] for word in self.expected_errors)]
        self.command("Emulation.clearDeviceMetricsOverride")
        self.command("Emulation.setEmulatedMedia", features=[])
        self.driver.get("about:blank")
        assert not errors, errors

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script, *args):
        return self.driver.execute_script(script, *args)

    def find(self, selector):
        return self.driver.find_element("css selector", selector)

    def state(self):
        return self.run("return document.getElementById('state').textContent")

    def says(self, text, seconds=2 * WAIT):
        got = wait_for(self.state, lambda state: state.startswith(text), seconds)
        assert got.startswith(text), f"expected {text!r}, got {got!r}"

    def drawn(self, text):
        """Wait until a first row is drawn; return when, in milliseconds."""
        found = wait_for(lambda: self.run(
            "return window.drawn.find(([, , text]) => text === arguments[0])", text), bool)
        assert found, f"{text!r} is not drawn: {self.run('return window.drawn')}"
        return found[0]

    def press(self, *keys):
        """On whatever has the focus."""
        # pylint: disable=import-outside-toplevel
        from selenium.webdriver.common.action_chains import ActionChains
        ActionChains(self.driver).send_keys(*keys).perform()

    def focused(self):
        """A short name of what has the focus."""
        return self.run("const e = document.activeElement;"
                        "return e.dataset.key || e.className || e.tagName.toLowerCase()")

    def axe(self):
        """What axe finds: rules and places."""
        done = subprocess.run([f"{HERE}/fetch-tools", "axe"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise Skip(f"no axe-core: {done.stderr.strip().splitlines()[-1]}")
        self.run(read(f"{done.stdout.strip()}/node_modules/axe-core/axe.min.js") +
                 ";window.axe = axe")
        found = self.driver.execute_async_script(
            "axe.run().then(arguments[0], error => arguments[0]({error: String(error)}))")
        assert "violations" in found, found
        return [(rule["id"], [node["html"] for node in rule["nodes"]])
                for rule in found["violations"]]


class Stand(http.server.ThreadingHTTPServer):
    """Stands in for lcdweb on a machine with a keypad: its page, and displays as told."""

    daemon_threads = True

    def __init__(self, scene, web, told, keys=True):
        super().__init__(("127.0.0.1", 0), StandHandler)
        self.keys = keys
        self.delays = []    # seconds before the next requests that write are taken
        self.page = web.get("/")
        self.told = told
        self.asked = []
        self.ended = threading.Event()
        scene.callback(self.shutdown)
        scene.callback(self.ended.set)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/"


class StandHandler(http.server.BaseHTTPRequestHandler):
    """Its requests."""

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        pass

    def do_GET(self):
        self.send_response(200)
        if self.path == "/events":
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            names = {"read_only": False, "keys": self.server.keys, "beat_s": 15,
                     "displays": [self.server.told["name"]]}
            self.wfile.write(f"event: displays\ndata: {json.dumps(names)}\n\n"
                             f"data: {json.dumps(self.server.told)}\n\n".encode())
            self.wfile.flush()
            self.server.ended.wait()
            return
        for name in ("Content-Type", "Content-Security-Policy"):
            self.send_header(name, self.server.page.headers[name])
        self.end_headers()
        self.wfile.write(self.server.page.body)

    def take(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        time.sleep(self.server.delays.pop(0) if self.server.delays else 0)
        self.server.asked.append((self.command, self.path, body))
        self.send_response(204)
        self.end_headers()

    do_PUT = do_POST = take
