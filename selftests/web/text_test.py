#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""A URL is a file: reading, writing, and the other forms of a display."""

import os
import re
import subprocess

from png import Png, dots
from web import LCDWEB, Web, read, rows, write

from tap import WAIT, expect, expect_in, expect_not_in, main, run, test, wait_for


@test
def get_is_what_cat_shows(scene):
    web = Web(scene)
    write(web.files[0], "Crème\nbrûlée\n")
    answer = web.get("/screen")
    expect((200, "text/plain", rows("Crème", "brûlée")),
           (answer.status, answer.type, answer.text))


@test
def head_has_the_headers_of_get(scene):
    web = Web(scene)
    got, head = web.get("/screen"), web.ask("HEAD", "/screen")
    expect((200, b"", got.headers["ETag"], got.headers["Content-Length"]),
           (head.status, head.body, head.headers["ETag"], head.headers["Content-Length"]))


@test
def put_replaces_and_is_answered_by_the_screen(scene):
    web = Web(scene)
    write(web.files[0], "old\nold\n")
    answer = web.ask("PUT", "/screen", "new")
    expect((200, rows("new")), (answer.status, answer.text))
    expect("new", read(web.files[0]))


@test
def post_goes_on_at_the_end(scene):
    web = Web(scene)
    web.ask("PUT", "/screen", "one ")
    expect(rows("one two"), web.ask("POST", "/screen", "two").text)
    expect("one two", read(web.files[0]))


@test
def put_of_nothing_clears(scene):
    web = Web(scene)
    write(web.files[0], "text")
    expect(rows(), web.ask("PUT", "/screen", "").text)


@test
def curl_uploads_a_file(scene):
    web = Web(scene)
    menu = scene.write("menu.txt", "soup\nfish\n")
    expect(rows("soup", "fish"),
           run("curl", "-s", "-T", menu, f"http://localhost:{web.port}/screen"))
    with subprocess.Popen(["curl", "-s", "-T", "-", f"http://localhost:{web.port}/screen"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as curl:
        expect(rows("from a pipe").encode(), curl.communicate(b"from a pipe", WAIT)[0])


@test
def controls_and_escapes_are_dropped(scene):
    web = Web(scene)
    web.ask("PUT", "/screen", "a\033[2J\033[L-b\r\0\u200e\ue000c\x9b1md".encode())
    expect("a[2J[L-bc1md", read(web.files[0]))


@test
def a_cut_character_at_the_end_is_dropped(scene):
    web = Web(scene)
    web.ask("PUT", "/screen", "é".encode()[:1])
    expect("", read(web.files[0]))


@test
def a_text_has_4096_bytes_at_most(scene):
    web = Web(scene)
    expect(200, web.status_of("PUT", "/screen", "x" * 4096))
    expect("x" * 4096, read(web.files[0]))
    expect(413, web.status_of("PUT", "/screen", "y" * 4097))
    expect(413, web.status_of("POST", "/screen", iter([b"y" * 4000, b"y" * 97])))
    expect("x" * 4096, read(web.files[0]))


@test
def a_large_body_is_not_taken_for_long(scene):
    web = Web(scene)
    answer = web.raw(b"PUT /screen HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                     b"Content-Length: 100000\r\nConnection: close\r\n\r\n")
    expect_in(b" 413 ", answer)
    expect_not_in(b"100 Continue", answer)
    head = (b"PUT /screen HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"1000\r\n" + 4096 * b"z" + b"\r\n"
    try:
        expect_not_in(b" 200 ", web.raw(head + 64 * chunk))
    except (ConnectionResetError, BrokenPipeError):
        pass
    expect("", read(web.files[0]))


@test
def what_ill_formed_bytes_become_counts(scene):
    web = Web(scene)
    expect(413, web.status_of("PUT", "/screen", b"\xff" * 1400))
    expect("", read(web.files[0]))


@test
def etag_saves_what_is_known(scene):
    web = Web(scene)
    for ending in ("", ".json", ".svg", ".png"):
        tag = web.get(f"/screen{ending}").headers["ETag"]
        same = web.get(f"/screen{ending}", If_None_Match=f'"x", W/{tag}')
        expect((304, b""), (same.status, same.body))
        expect(200, web.get(f"/screen{ending}", If_None_Match=tag[:-2] + '"').status)
    before = web.get("/screen").headers["ETag"]
    write(web.files[0], "other")
    changed = web.get("/screen", If_None_Match=before)
    expect((200, rows("other")), (changed.status, changed.text))
    put = web.ask("PUT", "/screen", "put", If_None_Match="*")
    expect((200, rows("put")), (put.status, put.text))


@test
def json_tells_all(scene):
    web = Web(scene)
    write(web.files[0], 'a "quote"\n\\ é')
    told = web.json()
    expect(("screen", 4, 20, "none", "A00"),
           tuple(told[key] for key in ("name", "rows", "cols", "panel", "charset")))
    expect(['a "quote"', "\\ é", "", ""], told["text"])
    expect({"row": 2, "col": 4, "shown": False, "blink": False}, told["cursor"])
    expect((True, True, False, False),
           tuple(told[key] for key in ("light", "power", "device", "keypad")))
    expect(80, len(told["dots"]))
    expect("0000000e010f110f00"[2:], told["dots"][0])


@test
def generation_counts_changes(scene):
    web = Web(scene)
    before = web.json()["generation"]
    web.ask("PUT", "/screen", "a")
    web.ask("PUT", "/screen", "a")
    expect(before + 1, web.json()["generation"])


@test
def png_has_the_dots_of_json(scene):
    web = Web(scene)
    write(web.files[0], "Ünï çödé ♥ 123\n▌ gjpqy")
    picture = Png(web.get("/screen.png").body)
    told = web.json()
    expect(told["dots"], dots(picture, told, 16, 5))


@test
def svg_is_of_the_same_size(scene):
    web = Web(scene)
    picture = Png(web.get("/screen.png").body)
    answer = web.get("/screen.svg")
    expect("image/svg+xml", answer.type)
    width, height = re.search(r"width='(\d+)' height='(\d+)'", answer.text).groups()
    expect((picture.width, picture.height), (int(width), int(height)))


@test
def geometry_of_a_text_file(scene):
    scene.write("wide", "0123456789012345678901234567890123456789x")
    web = Web(scene, f"--device={scene.path('wide')}:40x2", files=())
    told = web.json("wide")
    expect((2, 40), (told["rows"], told["cols"]))
    expect(["0123456789" * 4, "x"], told["text"])


@test
def several_displays_and_odd_names(scene):
    web = Web(scene, files=("one", "two words", "three.svg"))
    write(web.files[1], "2")
    write(web.files[2], "3")
    expect(rows("2"), web.get("/two%20words").text)
    expect(rows("3"), web.get("/three.svg").text)
    expect("image/svg+xml", web.get("/three.svg.svg").type)
    expect(404, web.get("/three").status)


@test
def a_file_may_go_and_come_back(scene):
    web = Web(scene)
    os.unlink(web.files[0])
    answer = web.get("/screen")
    expect((404, "screen: No such file or directory\n"), (answer.status, answer.text))
    expect(404, web.status_of("PUT", "/screen", "x"))
    expect(False, os.path.exists(web.files[0]))
    write(web.files[0], "back")
    expect(rows("back"), web.get("/screen").text)
    os.rename(scene.write("new", "moved"), web.files[0])
    expect(rows("moved"), web.get("/screen").text)


@test
def a_text_file_has_no_light_and_no_keys(scene):
    web = Web(scene, f"--listen={scene.path('socket')}")
    answer = web.ask("PUT", "/screen/backlight", "0")
    expect((404, "screen is a text file: it has no light to switch.\n"),
           (answer.status, answer.text))
    curl = ("curl", "-s", "--unix-socket", scene.path("socket"), "-X", "POST")
    expect("screen has no keypad.\n", run(*curl, "http://localhost/screen/keys/up"))


@test
def a_connection_is_kept(scene):
    web = Web(scene)
    connection = web.connection()
    for n in range(3):
        connection.request("PUT", "/screen", body=str(n))
        expect(rows(str(n)), connection.getresponse().read().decode())
    connection.request("GET", "/screen.png")
    expect(200, connection.getresponse().status)
    expect(1, web.metric("lcdweb_connections") - 1)
    connection.close()


@test
def other_methods_and_paths(scene):
    web = Web(scene)
    for method, path, allowed in (("DELETE", "/screen", "GET, HEAD, PUT, POST"),
                                  ("PUT", "/screen.svg", "GET, HEAD"),
                                  ("POST", "/", "GET, HEAD"),
                                  ("GET", "/screen/keys/up", "POST"),
                                  ("GET", "/screen/power", "PUT")):
        answer = web.ask(method, path, "")
        expect((405, allowed), (answer.status, answer.headers["Allow"]))
    for path in ("/nothing", "/screen/", "/screen/keys/", "/screen/keys/a/b", "/screen.gif",
                 "//screen", "/favicon.ico", "/screen/events/x", "/.svg", "/%2fscreen"):
        expect((path, 404), (path, web.get(path).status))


@test
def metrics_are_right(scene):
    web = Web(scene, files=("screen", 'a "b"'))
    os.unlink(web.files[1])
    web.ask("PUT", "/screen", "x")
    text = web.get("/metrics").text
    expect_in('devlcd_display_up{display="screen"} 1\n', text)
    expect_in('devlcd_display_up{display="a \\"b\\""} 0\n', text)
    expect_in("lcdweb_writes_total 1\n", text)
    for line in text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) .*|[a-z_]+(\{display="([^"\\]|\\.)*"\})? \d+',
                            line), line


ACTIVATE = """
import os, socket, sys
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
os.dup2(os.dup2(listener.fileno(), 9), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""


@test
def sockets_of_systemd_are_taken(scene):
    path = scene.path("socket")
    device = scene.write("screen", "inherited")
    web = Web(scene, "-c", ACTIVATE, path, LCDWEB, f"--device={device}", program="python3",
              listen=None, files=())
    web.await_log(f"listening on {re.escape(path)}")
    expect(rows("inherited"), run("curl", "-s", "--unix-socket", path,
                                  "http://localhost/screen"))


@test
def a_socket_file_is_left_to_nobody(scene):
    path = scene.path("socket")
    first = Web(scene, f"--listen={path}")
    expect(0o660, os.stat(path).st_mode & 0o777)
    first.kill(9)
    first.status = -9
    second = Web(scene, f"--listen={path}")
    expect(200, int(run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--unix-socket",
                        path, "http://localhost/screen")))
    second.kill(15)
    expect(False, wait_for(lambda: os.path.exists(path), False))


def refuses(*args):
    done = subprocess.run([LCDWEB, *args], stderr=subprocess.PIPE, text=True,
                          check=False, timeout=WAIT)
    expect(2, done.returncode)
    return done.stderr.splitlines()[0].removeprefix("lcdweb: ")


@test
def wrong_usage_is_refused(scene):
    for args, said in (
            (("--device=/a/LCD", "--device=/b/LCD"),
             "--device=/b/LCD: another device has the same name"),
            (("--device=/tmp/metrics",),
             "--device=/tmp/metrics: lcdweb has a page of its own with this name"),
            (("--listen=x",), "--listen=x: not a port: 0 to 65535"),
            (("--listen=::1:80",),
             "--listen=::1:80: an IPv6 address needs brackets: [ADDRESS]:PORT"),
            (("--host=a:80",), "--host=a:80: must be a name or an address without a port"),
            (("--beat=0",), "--beat=0: not a number, or out of range"),
            (("file",), "file: name files with --device=FILE")):
        expect(said, refuses(*args))


main()
