#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The text port."""

import contextlib
import http.client
import os
import random
import re
import socket
import time

import tap
from daemon import LCDBRIDGE, Bridge, Broker, Process, answer, read, screen
from fakebroker import Subscriber
from tap import WAIT, Skip, expect, expect_in, test, wait_for


@test
def text_is_shown_and_answered_with_the_screen(scene):
    bridge = Bridge(scene)
    expect(screen("hi"), bridge.ask(b"hi\n"))
    bridge.shows("hi")


@test
def text_without_a_line_end_is_shown(scene):
    bridge = Bridge(scene)
    expect(screen("hi"), bridge.ask(b"hi"))


@test
def the_first_byte_clears_the_page_and_connecting_does_not(scene):
    bridge = Bridge(scene)
    bridge.ask(b"before")
    with bridge.connect() as client:
        expect(screen("before"), bridge.ask(b""))
        client.sendall(b"x")
        bridge.shows("x")


@test
def append_mode_goes_on_at_the_cursor(scene):
    bridge = Bridge(scene, "--tcp=127.0.0.1:0 append")
    _, append = bridge.ports()
    bridge.ask(b"one\n")
    expect(screen("one", "two"), bridge.ask(b"two", port=append))
    expect(screen("one", "two!"), bridge.ask(b"!\n", port=append))
    expect(screen("three"), bridge.ask(b"three"))


@test
def utf8_comes_back_byte_for_byte(scene):
    bridge = Bridge(scene)
    expect(screen("Crème brûlée 20°C"), bridge.ask("Crème brûlée 20°C\n".encode()))


@test
def a_byte_at_a_time_gives_the_same_screen(scene):
    bridge = Bridge(scene)
    with bridge.connect() as client:
        for byte in "Crème\nbrûlée\n".encode():
            client.sendall(bytes([byte]))
        client.shutdown(socket.SHUT_WR)
        expect(screen("Crème", "brûlée"), answer(client))


@test
def two_writers_do_not_cut_each_others_characters(scene):
    bridge = Bridge(scene)
    with bridge.connect() as one, bridge.connect() as two:
        one.sendall(b"a\xc3")
        bridge.shows("a")
        two.sendall(b"b\xc3")
        bridge.shows("b")
        one.sendall(b"\xa9")
        bridge.shows("bé")
        two.sendall(b"\xa0")
        bridge.shows("béà")


@test
def escapes_and_controls_do_not_reach_the_display(scene):
    bridge = Bridge(scene)
    expect(screen("a[2Jb]0;tc"), bridge.ask(b"a\x1b[2Jb\x1b]0;t\x07c\r\x00\x08\x7f\n"))


@test
def c1_controls_in_utf8_and_raw_do_not_reach_the_display(scene):
    bridge = Bridge(scene)
    expect(screen("a2Jb\ufffd2Jc"), bridge.ask(b"a\xc2\x9b2Jb\x9b2Jc\n"))


@test
def zero_width_bidi_and_private_use_are_dropped(scene):
    bridge = Bridge(scene)
    text = "a\u200bb\u202ec\ue000d\uf000e\ufefff\n"
    expect(screen("abcdef"), bridge.ask(text.encode()))


@test
def joined_emoji_take_one_cell(scene):
    bridge = Bridge(scene)
    expect(screen("a?b??"), bridge.ask("a👨\u200d👩\u200d👧b👨👩\n".encode()))


@test
def ill_formed_utf8_is_replaced(scene):
    bridge = Bridge(scene)
    expect(screen("a\ufffdb\ufffdc\ufffd\ufffd"), bridge.ask(b"a\xffb\xe2\x82c\xc0\xaf\n"))


@test
def escapes_pass_where_the_listener_allows_them(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 escapes")
    expect(screen("", "  x"), bridge.ask(b"abc\x1b[2J\x1b[2;3Hx"))


@test
def lines_that_scroll_off_take_the_rows_below_the_cursor_along(scene):
    bridge = Bridge(scene, "--tcp=127.0.0.1:0 escapes", "--tcp=127.0.0.1:0 append")
    escapes, append = bridge.ports()[-2:]
    bridge.ask(b"old text\nold text\nold text\nold text\x1b[H", port=escapes)
    lines = b"".join(b"%d\n" % n for n in range(9))
    expect(screen("5", "6", "7", "8"), bridge.ask(lines, port=append))


@test
def form_feed_clears_and_a_long_text_scrolls(scene):
    bridge = Bridge(scene)
    expect(screen("b"), bridge.ask(b"a\x0cb\n"))
    expect(screen("2", "3", "4", "5"), bridge.ask(b"1\n2\n3\n4\n5\n"))


@test
def a_line_longer_than_the_cap_is_refused_with_a_reason(scene):
    bridge = Bridge(scene)
    expect("lcdbridge: a line is longer than 4096 bytes\n", bridge.ask(b"x" * 4097))
    expect(screen("y" * 20, "y" * 20, "y" * 20, "y" * 16), bridge.ask(b"y" * 4096 + b"\n"))


@test
def a_line_of_a_megabyte_is_refused_and_others_are_served(scene):
    bridge = Bridge(scene)
    with bridge.connect() as big:
        try:
            for _ in range(1024):
                big.sendall(b"x" * 1024)
        except ConnectionError:
            pass  # the drain time is over
        expect(screen("ok"), bridge.ask(b"ok\n"))


@test
def many_lines_in_one_segment_are_not_one_long_line(scene):
    bridge = Bridge(scene)
    expect(screen("9998", "9999", "10000", "end"),
           bridge.ask(b"".join(b"%d\n" % n for n in range(1, 10001)) + b"end"))


def some_lines(dice, end):
    """Lines that wrap, are cut within a character, clear, or are empty."""
    words = (b"", b"word", b"\tx", "brûlée".encode(), b"\xc3", b"x" * 45, b"\f", b"a\fb")
    lines = [b"".join(dice.choices(words, k=dice.randrange(3))) + b"\n" for _ in range(30)]
    return lines + [end + dice.choice((b"", b"\n", b"\xc3"))]


@test
def what_scrolls_off_at_once_makes_no_difference(scene):
    bridge = Bridge(scene, "--udp=127.0.0.1:0 append")
    dice = random.Random(4478)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line_by_line:
        line_by_line.connect(("127.0.0.1", bridge.port("udp")))
        for turn in range(50):
            lines = some_lines(dice, b"end %d" % turn)
            for line in (b"\f", *lines):
                line_by_line.send(line)
            # More rows than the display has: a file that has not been cut yet.
            want = wait_for(lambda: read(bridge.device),
                            lambda text: f"end {turn}" in text and text.count("\n") == 4)
            expect(want, bridge.ask(b"".join(lines)))


@test
def a_vanished_peer_is_noticed(scene):
    bridge = Bridge(scene)
    timer = rf"\d: 0100007F:{bridge.port():04X} 0100007F:\w+ 01 \w+:\w+ (\w+):"
    with bridge.connect() as client:
        client.sendall(b"x")
        bridge.shows("x")
        # Keep-alive's. A list that changes while it is read may lack a line.
        expect(["02"], wait_for(lambda: re.findall(timer, read("/proc/net/tcp")), ["02"]))


@test
def silence_before_the_first_byte_is_ended_with_a_reason(scene):
    bridge = Bridge(scene, "--first-byte-time=0.2")
    start = time.monotonic()
    with bridge.connect() as client:
        expect("lcdbridge: nothing was sent in time\n", answer(client))
        assert 0.15 < time.monotonic() - start < 15  # generous


@test
def an_unfinished_line_is_ended_with_a_reason_even_if_it_grows(scene):
    bridge = Bridge(scene, "--line-time=0.3", "--drain-time=30")
    with bridge.connect() as client:
        client.settimeout(0.05)
        said = b""
        until = time.monotonic() + WAIT
        while not said and time.monotonic() < until:
            client.sendall(b"x")
            try:
                said = client.recv(100)
            except TimeoutError:
                pass
        expect(b"lcdbridge: the line was not finished in time\n", said)


@test
def every_line_has_its_own_time(scene):
    bridge = Bridge(scene, "--line-time=7")
    with bridge.connect() as client:
        for n in range(10):
            client.sendall(b"\nline %d" % n)
            time.sleep(0.9)  # the time is what is tested
        client.shutdown(socket.SHUT_WR)
        expect(screen("line 6", "line 7", "line 8", "line 9"), answer(client))


@test
def a_line_has_all_the_time_that_its_client_is_made_to_wait(scene):
    bridge = Bridge(scene, "--line-time=0.3", "--max-rate=10000", "--max-burst=1024",
                    "--rate-local=yes")
    text = b"".join(b"%099d\n" % n for n in range(200))
    expect_in("199", bridge.ask(text))


@test
def silence_between_lines_is_allowed(scene):
    bridge = Bridge(scene, "--first-byte-time=0.1", "--line-time=0.1")
    with contextlib.ExitStack() as stack:
        with bridge.asleep():  # the time begins once both are there
            client = stack.enter_context(bridge.connect())
            client.sendall(b"one\n")
        time.sleep(0.4)  # the time is what is tested
        client.sendall(b"two\n")
        client.shutdown(socket.SHUT_WR)
        expect(screen("one", "two"), answer(client))


@test
def a_client_that_does_not_close_after_the_answer_is_dropped(scene):
    bridge = Bridge(scene, "--first-byte-time=0.1", "--drain-time=0.2")
    with bridge.connect() as client:
        expect_in("nothing was sent", answer(client))
        bridge.await_log("tcp: 127.0.0.1:.*: closed")


@test
def a_client_that_never_reads_stops_nobody(scene):
    bridge = Bridge(scene)
    with bridge.connect() as silent:
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        silent.sendall(b"mine\n")
        silent.shutdown(socket.SHUT_WR)
        for n in range(20):
            expect(screen(str(n)), bridge.ask(b"%d\n" % n))


@test
def one_connection_over_the_cap_is_told_why(scene):
    bridge = Bridge(scene, "--max-connections=3")
    clients = [scene.enter_context(bridge.connect()) for _ in range(3)]
    for client in clients:
        client.sendall(b"x\n")
    bridge.shows("x")
    expect("lcdbridge: too many connections (3)\n", bridge.ask(b"me too\n"))
    clients.pop().close()
    expect(screen("now"), wait_for(lambda: bridge.ask(b"now\n"), screen("now")))


@test
def one_connection_over_the_cap_of_an_address_is_told_why(scene):
    bridge = Bridge(scene, "--max-per-address=2")
    for _ in range(2):
        scene.enter_context(bridge.connect()).sendall(b"x\n")
    bridge.shows("x")
    expect("lcdbridge: too many connections from one address (2)\n", bridge.ask(b"me too\n"))


@test
def short_connections_leave_nothing_behind(scene):
    bridge = Bridge(scene)
    bridge.ask(b"first\n")
    before = bridge.descriptors()
    for n in range(200):
        bridge.ask(b"%d\n" % n)
    expect(before, wait_for(bridge.descriptors, before))


@test
def without_a_display_the_answer_says_so(scene):
    bridge = Bridge(scene, device=scene.path("missing"))
    expect_in("No such file", bridge.ask(b"hi\n"))


@test
def text_sent_while_the_display_was_missing_is_shown_when_it_comes(scene):
    bridge = Bridge(scene, device=scene.path("missing"))
    bridge.ask(b"early\n")
    scene.write("missing", "")
    bridge.shows("early")


@test
def the_port_in_use_is_named(scene):
    first = Bridge(scene)
    second = Bridge(scene, "--tcp=none", f"--tcp=127.0.0.1:{first.port()}")
    second.ends(1)
    expect_in(f"tcp: 127.0.0.1:{first.port()}: listen: Address already in use", second.log())


@test
def ipv6_loopback_is_served(scene):
    if not os.path.exists("/proc/net/if_inet6"):
        raise tap.Skip("no IPv6")
    bridge = Bridge(scene, "--tcp=[::1]:0")
    expect(screen("six"), bridge.ask(b"six\n", host="::1", port=bridge.port(host="[::1]")))


@test
def a_star_is_for_ipv4_and_ipv6(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=*:0 insecure", tcp=None)
    expect(screen("four"), bridge.ask(b"four\n", port=bridge.port(host="0.0.0.0")))
    if os.path.exists("/proc/net/if_inet6"):
        expect(screen("six"), bridge.ask(b"six\n", host="::1", port=bridge.port(host="[::]")))


@test
def a_flood_ends_with_the_newest_text(scene):
    bridge = Bridge(scene)
    text = b"".join(b"line %d\n" % n for n in range(100000))
    want = screen("line 99996", "line 99997", "line 99998", "line 99999")
    expect(want, bridge.ask(text))
    expect(want, read(bridge.device))


OPENINGS = (
    (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "this is not a web server: lcdweb is one"),
    (b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n\npwned", "this is not a web server"),
    (b"OPTIONS / RTSP/1.0\r\n\r\n", "this is not a web server"),
    (b"GET /" + b"x" * 3000 + b"\r\n\npwned", "this is not a web server"),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\npwned", "this port has no TLS"),
    (b"SSH-2.0-OpenSSH_9.2\r\n", "this is not an SSH server"),
    (b"\x03\0\0\x0b\x06\xe0\0\0\0\0\0", "not text"),
    (b"\0\0\0\xa4\xffSMB\npwned", "not text"),
)


@test
def what_begins_as_no_text_does_is_refused_and_never_shown(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--mqtt-stats=0.1", "--first-byte-time=60", broker=broker)
    counters = scene.enter_context(Subscriber(broker.port, "lcd/stats"))
    bridge.ask(b"before")
    for opening, why in OPENINGS:
        for cut in (len(opening), 1, 3, 6):
            with bridge.connect() as client:
                client.sendall(opening[:cut])
                time.sleep(0.02 if cut < len(opening) else 0)
                with contextlib.suppress(ConnectionError):
                    client.sendall(opening[cut:])
                expect_in(f"lcdbridge: {why}", answer(client))
    expect(screen("before"), read(bridge.device))
    want = [4 * len(OPENINGS)] * 2

    def dropped():
        stats = counters.last()
        return [stats.get("dropped"), stats.get("dropped_for", {}).get("protocol")]
    expect(want, wait_for(dropped, want))


@test
def text_that_only_begins_like_a_protocol_is_shown(scene):
    bridge = Bridge(scene, "--first-byte-time=4")
    for text in ("GET milk", "POST office", "GET /dev/LCD now", "PUT", "P", "SSH is down", "SSH-"):
        expect(screen(text), bridge.ask(text.encode()))
        expect(screen(text), bridge.ask(text.encode() + b"\n"))
    with bridge.connect() as client:
        client.sendall(b"GET")  # and no more
        bridge.shows("GET")
        client.sendall(b" up")
        bridge.shows("GET up")


@test
def user_glyphs_may_begin_a_text_where_escapes_pass(scene):
    bridge = Bridge(scene, tcp="127.0.0.1:0 escapes")
    expect_in("on the left", bridge.ask(b"\0 on the left"))
    expect_in("in the middle", bridge.ask(b"\x03\0 in the middle"))


@test
def a_form_in_a_browser_cannot_write(scene):
    bridge = Bridge(scene, "--lcdproc=127.0.0.1:0")
    bridge.ask(b"before")
    body = b"\r\nhello\nscreen_add s\nwidget_add s w string\nwidget_set s w 1 1 pwned\n"
    for source in ("tcp", "lcdproc"):
        for path in ("/", "/" + "x" * 9000):
            web = http.client.HTTPConnection("127.0.0.1", bridge.port(source), timeout=WAIT)
            with contextlib.suppress(ConnectionError):
                web.request("POST", path, body, {"Content-Type": "text/plain"})
                response = web.getresponse()
                expect((400, b"lcdbridge: this is not a web server: lcdweb is one\n"),
                       (response.status, response.read()))
            web.close()
    time.sleep(0.2)  # in which a screen would be shown
    expect(screen("before"), read(bridge.device))


@test
def an_address_that_is_not_there_yet_is_waited_for(scene):
    """In a network namespace, which gets the address later."""
    if os.getuid():
        raise Skip("makes a network namespace, as root")
    apart = ["unshare", "--net", "sh", "-c", 'ip link set lo up; exec "$@"', "sh"]
    conf = scene.write("conf", "[tcp]\nlisten = 192.0.2.7:6001 insecure\n"
                       "listen = [2001:db8::7]:6001 insecure\n"
                       "[udp]\nlisten = 192.0.2.7:6001 insecure\n")
    bridge = Process(scene, "lcdbridge", [*apart, LCDBRIDGE, f"--config={conf}", "--log=debug",
                                          f"--device={scene.write('screen', '')}"])
    for source in ("tcp: 192.0.2.7", r"tcp: \[2001:db8::7\]", "udp: 192.0.2.7"):
        bridge.await_log(source + ":6001: address not available; waiting for it")
    bridge.await_log("open, 20x4")
    inside = ["nsenter", f"--net=/proc/{bridge.popen.pid}/ns/net"]
    for address in ("192.0.2.7/32", "2001:db8::7/128"):
        tap.run(*inside, "ip", "address", "add", address, "dev", "lo", "nodad"
                if ":" in address else "noprefixroute")
    for host in ("192.0.2.7", "[2001:db8::7]"):
        said = tap.run(*inside, f"{os.path.dirname(LCDBRIDGE)}/lcdsend", f"{host}:6001", host)
        expect(screen(host), said)


tap.main()
