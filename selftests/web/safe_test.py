#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Who may ask, and what somebody who means no good can do."""

import base64
import contextlib
import os
import re
import socket
import subprocess
import time

from web import LCDWEB, Stream, UnixConnection, Web, read, write

from tap import WAIT, expect, expect_in, expect_not_in, main, test, wait_for

TOKEN = "correct-horse-battery"


def with_token(scene, *args, **options):
    return Web(scene, f"--token-file={scene.write('token', TOKEN + chr(10))}", *args, **options)


def basic(password, user="me"):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@test
def host_is_one_of_ours(scene):
    web = Web(scene, "--host=lcd.example", "--host=[fd00::1]")
    for host in ("localhost", "localhost:4480", "LOCALHOST", "127.0.0.1:1", "[::1]",
                 "[::1]:4480", "lcd.example", "LCD.example:443", "[fd00::1]:80"):
        expect((host, 200), (host, web.get("/screen", Host=host).status))
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
                 "xlocalhost", "lcd.example.", "localhost:x", "localhost:123456", "[::1",
                 "[::1]evil", "localhost:80:80", "::1", "127.0.0.2", "localhost evil", "[]"):
        expect((host, 421), (host, web.get("/screen", Host=host).status))
    expect(14, web.metric("lcdweb_denied_total"))


@test
def host_is_there_once(scene):
    web = Web(scene)
    end = b"Connection: close\r\n\r\n"
    for head in (b"GET /screen HTTP/1.1\r\n", b"GET /screen HTTP/1.0\r\n",
                 b"GET /screen HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n",
                 b"GET /screen HTTP/1.1\r\nHost: \r\n"):
        answer = web.raw(head + end)
        assert re.match(rb"HTTP/1.[01] 4[02][01] ", answer), answer


@test
def another_site_may_not_write(scene):
    web = Web(scene)
    host = f"localhost:{web.port}"
    for origin in ("http://evil.example", f"http://evil.example:{web.port}", "null", "",
                   "http://localhost", f"https://localhost:{web.port + 1}", "file://",
                   f"http://localhost:{web.port}.evil.example", f"http://localhost:{web.port}/",
                   f"http://x@localhost:{web.port}", f"ws://localhost:{web.port}",
                   f"http://127.0.0.1:{web.port}"):
        for method in ("PUT", "POST"):
            expect((origin, 403), (origin, web.status_of(method, "/screen", "evil",
                                                         Host=host, Origin=origin)))
    expect("", read(web.files[0]))
    expect(200, web.status_of("PUT", "/screen", "own", Host=host, Origin=f"http://{host}"))
    expect("own", read(web.files[0]))


@test
def a_proxy_may_leave_out_the_port(scene):
    web = Web(scene, "--host=lcd.example")
    for host, origin in (("lcd.example", "https://lcd.example"),
                         ("lcd.example:443", "https://lcd.example"),
                         ("lcd.example", "https://lcd.example:443"),
                         ("lcd.example", "http://lcd.example")):
        expect(200, web.status_of("PUT", "/screen", "x", Host=host, Origin=origin))
    expect(403, web.status_of("PUT", "/screen", "x", Host="lcd.example:80",
                              Origin="https://lcd.example"))


@test
def another_site_cannot_read(scene):
    web = Web(scene)
    for path in ("/", "/screen", "/screen.png", "/screen.json", "/metrics", "/nothing"):
        headers = web.get(path, Origin="http://evil.example").headers
        expect(None, headers["Access-Control-Allow-Origin"])
        expect("same-origin", headers["Cross-Origin-Resource-Policy"])
        expect("nosniff", headers["X-Content-Type-Options"])
        expect_in("default-src 'none'", headers["Content-Security-Policy"])
        expect_in("frame-ancestors 'none'", headers["Content-Security-Policy"])
        expect(None, headers["Set-Cookie"])


@test
def page_allows_its_own_script_alone(scene):
    web = Web(scene)
    nonces = set()
    for _ in range(2):
        page = web.get("/")
        policy = page.headers["Content-Security-Policy"]
        expect_not_in("unsafe", policy)
        nonce = re.search(r"script-src 'nonce-([0-9a-f]{32})'", policy)[1]
        expect(2, page.text.count(f'nonce="{nonce}"'))
        expect_not_in("NONCE", page.text)
        expect([], re.findall(r"https?://|\son\w+=|style=", page.text))
        nonces.add(nonce)
    expect(2, len(nonces))


@test
def token_is_needed_for_all(scene):
    web = with_token(scene)
    write(web.files[0], "secret")
    for path in ("/", "/screen", "/screen.svg", "/events", "/metrics", "/openapi.json",
                 "/nothing"):
        answer = web.get(path)
        expect(401, answer.status)
        expect('Basic realm="devlcd", charset="UTF-8"', answer.headers["WWW-Authenticate"])
        expect_not_in("secret", answer.text)
    expect(401, web.status_of("PUT", "/screen", "x"))
    expect("secret", read(web.files[0]))


@test
def token_is_a_bearers_or_a_password(scene):
    web = with_token(scene)
    for given in (f"Bearer {TOKEN}", f"bearer  {TOKEN}", basic(TOKEN), basic(TOKEN, "")):
        expect((given, 200), (given, web.get("/screen", Authorization=given).status))
    for given in ("", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}",
                  f"Bearer {TOKEN.upper()}", TOKEN, f"Token {TOKEN}", basic(""),
                  basic(TOKEN + "x"), basic(TOKEN)[:-3], "Basic", "Basic !", "Basic ====",
                  "Basic " + base64.b64encode(TOKEN.encode()).decode(),
                  "Basic " + "A" * 4000, f"Bearer {TOKEN}, Basic x"):
        expect((given, 401), (given, web.get("/screen", Authorization=given).status))
    stream = Stream(scene, web, Authorization=f"Bearer {TOKEN}")
    expect("screen", stream.event()[1]["name"])


@test
def unix_socket_needs_no_token(scene):
    path = scene.path("socket")
    web = with_token(scene, f"--listen={path}")
    expect(200, web.ask("PUT", "/screen", "local", connection=UnixConnection(path)).status)
    expect(421, web.ask("GET", "/screen", connection=UnixConnection(path),
                        Host="evil.example").status)


@test
def keys_need_the_token_or_the_socket(scene):
    path = scene.path("socket")
    web = Web(scene, f"--listen={path}")
    expect(403, web.status_of("POST", "/screen/keys/up", ""))
    expect(404, web.ask("POST", "/screen/keys/up", "", connection=UnixConnection(path)).status)
    locked = with_token(scene)
    expect(404, locked.status_of("POST", "/screen/keys/up", "",
                                 Authorization=f"Bearer {TOKEN}"))


@test
def who_may_press_keys_is_told_so(scene):
    path = scene.path("socket")
    web = Web(scene, f"--listen={path}")
    expect(False, Stream(scene, web, "/events").event()[1]["keys"])
    expect(True, Stream(scene, web, "/events", at=path).event()[1]["keys"])
    locked = with_token(scene)
    expect(True, Stream(scene, locked, "/events", Authorization=f"Bearer {TOKEN}").event()[1]["keys"])


@test
def read_only_writes_nothing(scene):
    path = scene.path("socket")
    web = with_token(scene, "--read-only", f"--listen={path}")
    for method, target in (("PUT", "/screen"), ("POST", "/screen"), ("PUT", "/screen/power"),
                           ("POST", "/screen/keys/up")):
        expect(403, web.ask(method, target, "x", connection=UnixConnection(path)).status)
        expect(403, web.status_of(method, target, "x", Authorization=f"Bearer {TOKEN}"))
    expect("", read(web.files[0]))


def refuses(status, *args, **environment):
    done = subprocess.run([LCDWEB, *args], stderr=subprocess.PIPE, text=True, check=False,
                          timeout=WAIT, env={**os.environ, **environment})
    expect(status, done.returncode)
    return done.stderr


@test
def other_machines_need_a_token_or_a_word(scene):
    for listen in ("0.0.0.0:0", "*:0", "[::]:0", "192.0.2.1:0"):
        expect_in("other machines could reach this: add --token-file or --insecure",
                  refuses(2, f"--listen={listen}", "--device=/dev/null"))
    expect(200, Web(scene, "--insecure", listen="0.0.0.0:0").get("/screen").status)
    expect(401, with_token(scene, listen="0.0.0.0:0").get("/screen").status)


@test
def a_token_file_that_is_wrong_stops_it(scene):
    for text, said in (("", "at least 8"), ("short\n", "at least 8"), ("x" * 300, "too long")):
        expect_in(said, refuses(1, f"--token-file={scene.write('token', text)}"))
    expect_in("No such file", refuses(1, "--token-file=/nowhere"))
    scene.write("credential", TOKEN)
    expect_in(f"{scene.folder}/other: No such file",
              refuses(1, "--token-file=other", CREDENTIALS_DIRECTORY=scene.folder))
    web = Web(scene, "--token-file=credential",
              env={**os.environ, "CREDENTIALS_DIRECTORY": scene.folder})
    expect(200, web.get("/screen", Authorization=basic(TOKEN)).status)


@test
def paths_lead_nowhere_else(scene):
    web = Web(scene)
    scene.write("other", "not for you")
    for path in ("/../other", "/screen/../other", "/%2e%2e/other", "/..%2fother", "/other",
                 "/screen%00", "/%00", "/./screen", "/screen%2f..%2fother", "//etc/passwd",
                 "/" + "a" * 3000, "/%", "/%zz", "/screen%2fkeys", "/" + "%41" * 1000):
        answer = web.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                         .encode())
        expect_not_in(b"not for you", answer)
        if path != "/screen%00" and path != "/%00":
            assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), (path, answer)


GARBAGE = (
    b"", b"\0" * 100, b"\x16\x03\x01\x02\x00", b"GET", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 1000,
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * 3000,
    b"GET /" + b"x" * 100000, b"X" * 200000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"PUT /screen HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"PUT /screen HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"PUT /screen HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Length: 5\r\n\r\nffffffffffffffff\r\nx",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET http://localhost/screen HTTP/1.1\r\n\r\n",
    b"GET /screen HTTP/1.1\nHost: localhost\n\n", bytes(range(256)) * 50,
)


@test
def garbage_harms_nobody(scene):
    web = Web(scene, "--timeout=4")
    for bytes_ in GARBAGE:
        with contextlib.suppress(ConnectionResetError, BrokenPipeError, TimeoutError):
            web.raw(bytes_, 0.3)
    expect(200, web.get("/screen").status)
    expect(1, wait_for(lambda: web.metric("lcdweb_connections"), 1))
    expect("", read(web.files[0]))


@test
def a_request_that_is_late_is_cut(scene):
    web = Web(scene, "--timeout=3")
    start = time.monotonic()
    with socket.create_connection(("127.0.0.1", web.port), timeout=WAIT) as slow:
        slow.sendall(b"GET /screen HTTP/1.1\r\n")
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            while time.monotonic() < start + 2 * WAIT:
                slow.sendall(b"A")  # each byte is something
                time.sleep(0.1)
    assert 2.8 < time.monotonic() - start < WAIT, time.monotonic() - start  # generous
    expect(1, web.metric("lcdweb_expired_total"))


@test
def a_body_that_is_late_is_cut(scene):
    web = Web(scene, "--timeout=3")
    expect(b"", web.raw(b"PUT /screen HTTP/1.1\r\nHost: localhost\r\n"
                        b"Content-Length: 100\r\n\r\npart"))
    expect("", read(web.files[0]))


@test
def a_connection_that_is_kept_ends_too(scene):
    web = Web(scene, "--timeout=3")
    answer = web.raw(b"GET /screen HTTP/1.1\r\nHost: localhost\r\n\r\n")
    expect(1, answer.count(b"HTTP/1.1 200"))
    expect(1, web.metric("lcdweb_expired_total"))


def is_turned_away(client, seconds=WAIT):
    """Does it hear why before it has asked anything?"""
    client.settimeout(seconds)
    try:
        return b"HTTP/1.1 503 " in client.recv(1000)
    except TimeoutError:
        return False


# What systemd does for a socket of both families.
BOTH_FAMILIES = """
import os, socket, sys
server = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
os.dup2(os.dup2(server.fileno(), 9), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[1], sys.argv[1:])
"""


@test
def mapped_addresses_are_told_apart(scene):
    device = scene.write("screen", "")
    web = Web(scene, "-c", BOTH_FAMILIES, LCDWEB, f"--device={device}", "--insecure",
              "--per-address=1", program="python3", listen=None, files=())
    first, more = (socket.create_connection(("127.0.0.1", web.port)) for _ in range(2))
    other = socket.create_connection(("127.0.0.1", web.port), source_address=("127.0.0.2", 0))
    for client in (first, more, other):
        scene.callback(client.close)
    expect(True, is_turned_away(more))
    other.settimeout(WAIT)
    other.sendall(b"GET /screen HTTP/1.1\r\nHost: localhost\r\n\r\n")
    expect_in(b" 200 ", other.recv(100))


@test
def one_address_has_its_share(scene):
    web = Web(scene, "--per-address=3", f"--listen={scene.path('socket')}")
    held = [socket.create_connection(("127.0.0.1", web.port)) for _ in range(3)]
    for client in held:
        scene.callback(client.close)
    more = socket.create_connection(("127.0.0.1", web.port))
    scene.callback(more.close)
    expect(True, is_turned_away(more))
    other = socket.create_connection(("127.0.0.1", web.port), source_address=("127.0.0.2", 0))
    scene.callback(other.close)
    other.settimeout(WAIT)
    other.sendall(b"GET /screen HTTP/1.1\r\nHost: localhost\r\n\r\n")
    expect_in(b" 200 ", other.recv(100))
    expect(200, web.ask("GET", "/screen",
                        connection=UnixConnection(scene.path("socket"))).status)
    held[0].close()
    expect(200, wait_for(lambda: web.get("/screen").status, 200))


@test
def all_have_a_limit_too(scene):
    web = Web(scene, "--connections=4")
    held = [socket.create_connection(("127.0.0.1", web.port)) for _ in range(7)]
    expect([True] * 3, [is_turned_away(client) for client in held[4:]])
    expect([False] * 4, [is_turned_away(client, 0.5) for client in held[:4]])
    for client in held:
        client.close()
    said = []
    wait_for(lambda: said.append(web.get("/screen").status) or said[-1], 200)
    expect(200, said[-1])
    expect(3 + said.count(503), web.metric("lcdweb_refused_total"))


@test
def requests_may_come_at_once(scene):
    web = Web(scene)
    one = b"GET /screen HTTP/1.1\r\nHost: localhost\r\n"
    answer = web.raw((one + b"\r\n") * 20 + one + b"Connection: close\r\n\r\n")
    expect(21, answer.count(b"HTTP/1.1 200 OK"))


@test
def nothing_is_left_of_a_storm(scene):
    web = Web(scene, "--timeout=4")
    web.get("/screen")
    before = len(os.listdir(f"/proc/{web.popen.pid}/fd"))
    for n in range(200):
        client = socket.create_connection(("127.0.0.1", web.port))
        client.sendall((b"GET /screen/events HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        b"PUT /screen HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx",
                        b"GET /screen.png HTTP/1.1\r\nHost: localhost\r\n\r\n", b"G")[n % 4])
        client.close()
    left = wait_for(lambda: len(os.listdir(f"/proc/{web.popen.pid}/fd")),
                    lambda count: count <= before)
    assert left <= before, f"{left} descriptors, {before} before"


main()
