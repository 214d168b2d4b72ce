#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The example for nginx: TLS, a password, and everything works through it."""

import base64
import contextlib
import http.client
import os
import re
import socket
import ssl
import subprocess

from web import HERE, Answer, Events, Process, Web, first_row, read, rows, write

from daemon import free_port
from tap import WAIT, Skip, expect, expect_in, main, run, test, wait_for

EXAMPLE = f"{HERE}/../../userland/examples/lcdweb-nginx.conf"
PASSWORD = "sesame"
AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 1024; }}
http {{
	access_log off;
	client_body_temp_path {folder}/body;
	proxy_temp_path {folder}/proxy;
	fastcgi_temp_path {folder}/fastcgi;
	uwsgi_temp_path {folder}/uwsgi;
	scgi_temp_path {folder}/scgi;
	{example}
}}
"""


def program():
    done = subprocess.run([f"{HERE}/fetch-tools", "nginx"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Skip(f"no nginx: {done.stderr.strip().splitlines()[-1]}")
    return f"{done.stdout.strip()}/usr/sbin/nginx"


class Nginx:
    """nginx with the example, its paths and its port replaced."""

    def __init__(self, scene):
        self.folder = scene.folder
        self.port = free_port()
        self.socket = scene.path("socket")
        nginx = program()
        self.web = Web(scene, "--host=lcd.example", f"--listen={self.socket}")
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-noenc", "-days", "2", "-subj", "/CN=lcd.example",
            "-addext", "subjectAltName=DNS:lcd.example", "-keyout", scene.path("lcdweb.key"),
            "-out", scene.path("lcdweb.pem"))
        scene.write("lcdweb.passwd", "me:" + run("openssl", "passwd", "-apr1", PASSWORD))
        example = read(EXAMPLE).replace("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl")
        example = example.replace("/etc/nginx", self.folder).replace("/run/lcdweb/socket",
                                                                    self.socket)
        conf = scene.write("nginx.conf", AROUND.format(folder=self.folder, example=example))
        root = nginx.removesuffix("/usr/sbin/nginx")
        libraries = ":".join(folder for folder, _, files in os.walk(f"{root}/usr/lib")
                             if any(".so" in name for name in files))
        self.process = Process(scene, "nginx", [nginx, "-c", conf, "-p", self.folder],
                               env={**os.environ, "LD_LIBRARY_PATH": libraries})
        wait_for(self.answers, True)

    def answers(self):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port)).close()
            return True
        assert self.process.popen.poll() is None, self.process.log()
        return False

    def context(self):
        return ssl.create_default_context(cafile=f"{self.folder}/lcdweb.pem")

    def connection(self):
        """TLS, by the name of the certificate."""
        given = http.client.HTTPConnection("lcd.example", self.port, timeout=WAIT)
        given.sock = self.context().wrap_socket(
            socket.create_connection(("127.0.0.1", self.port), timeout=WAIT),
            server_hostname="lcd.example")
        return given

    def ask(self, method, path, body=None, password=PASSWORD, **headers):
        headers["Authorization"] = "Basic " + base64.b64encode(f"me:{password}".encode()).decode()
        with contextlib.closing(self.connection()) as given:
            given.request(method, path, body=body, headers=headers)
            return Answer(given.getresponse())


@test
def password_is_needed(scene):
    nginx = Nginx(scene)
    expect(401, nginx.ask("GET", "/screen", password="wrong").status)
    expect(200, nginx.ask("GET", "/screen").status)


@test
def text_is_read_and_written(scene):
    nginx = Nginx(scene)
    expect(rows("through TLS"), nginx.ask("PUT", "/screen", "through TLS").text)
    expect("through TLS", read(nginx.web.files[0]))
    expect(413, nginx.ask("PUT", "/screen", "x" * 5000).status)
    expect_in("<canvas", nginx.ask("GET", "/").text)


@test
def own_origin_may_write_and_others_may_not(scene):
    nginx = Nginx(scene)
    own = f"https://lcd.example:{nginx.port}"
    expect(200, nginx.ask("PUT", "/screen", "own", Origin=own).status)
    expect(403, nginx.ask("PUT", "/screen", "evil", Origin="https://evil.example").status)
    expect("own", read(nginx.web.files[0]))


@test
def keys_are_reached(scene):
    nginx = Nginx(scene)
    answer = nginx.ask("POST", "/screen/keys/up", "")
    expect((404, "screen has no keypad.\n"), (answer.status, answer.text))


@test
def events_come_at_once(scene):
    nginx = Nginx(scene)
    given = nginx.connection()
    secret = base64.b64encode(f"me:{PASSWORD}".encode()).decode()
    given.request("GET", "/screen/events", headers={"Authorization": f"Basic {secret}"})
    stream = Events(given.getresponse())
    stream.display()
    for text in ("one", "two"):
        write(nginx.web.files[0], text)
        stream.display(first_row(text))
    given.close()
    expect(0, wait_for(lambda: nginx.web.metric("lcdweb_streams"), 0))


@test
def many_viewers_come_by_one_proxy(scene):
    nginx = Nginx(scene)
    given = [nginx.connection() for _ in range(100)]
    secret = base64.b64encode(f"me:{PASSWORD}".encode()).decode()
    for connection in given:
        connection.request("GET", "/screen/events",
                           headers={"Authorization": f"Basic {secret}"})
    expect({200}, {connection.getresponse().status for connection in given})
    expect(100, nginx.web.metric("lcdweb_streams"))
    assert re.search(r"lcdweb_refused_total 0\n", nginx.web.get("/metrics").text)


main()
