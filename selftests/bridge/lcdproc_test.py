#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The server of LCDproc's protocol, spoken by hand."""

import random
import resource
import socket
import time

import tap
from daemon import PLAIN, Bridge, Broker, answer, read, screen
from fakebroker import Subscriber
from tap import expect, expect_in, expect_not_in, test, wait_for

HELLO = "connect LCDproc 0.5.9 protocol 0.3 lcd wid 20 hgt 4 cellwid 5 cellhgt 8"


class Client:
    """A client of LCDproc's that a test speaks for."""

    def __init__(self, scene, bridge, hello=True):
        self.sock = scene.enter_context(bridge.connect("lcdproc"))
        self.lines = self.sock.makefile("r", encoding="latin-1", newline="\n")
        self.events = []
        if hello:
            expect([HELLO], self.ask("hello"))

    def send(self, data):
        self.sock.sendall(data if isinstance(data, bytes) else data.encode())

    def ask(self, *commands):
        """Send commands; their answers, less the events, which are kept."""
        self.send("".join(f"{command}\n" for command in commands) + "noop\n")
        answers = []
        while (line := self.lines.readline().rstrip("\n")) != "noop complete":
            assert line, "the server has closed"
            events = line.split()[0] in ("listen", "ignore")
            (self.events if events else answers).append(line)
        return answers

    def do(self, *commands):
        """Each must succeed."""
        answers = self.ask(*commands)
        expect(["success"] * len(answers), answers)

    def event(self):
        """The next event."""
        return self.events.pop(0) if self.events else self.lines.readline().rstrip("\n")


def start(scene, *args, **options):
    return Bridge(scene, "--lcdproc=127.0.0.1:0", *args, **options)


def shown(scene, *commands, geometry="20x4"):
    """A client with a screen s that has done these commands."""
    bridge = start(scene, f"--geometry={geometry}")
    client = Client(scene, bridge, hello=geometry == "20x4")
    if geometry != "20x4":
        client.ask("hello")
    client.do("screen_add s", *commands)
    return bridge, client


@test
def hello_is_answered_exactly_and_knows_the_size(scene):
    bridge = start(scene, "--geometry=16x2")
    client = Client(scene, bridge, hello=False)
    expect(["connect LCDproc 0.5.9 protocol 0.3 lcd wid 16 hgt 2 cellwid 5 cellhgt 8"],
           client.ask("hello"))


@test
def nothing_works_before_hello(scene):
    client = Client(scene, start(scene), hello=False)
    client.send("screen_add s\n")
    expect("huh? say hello first\n", client.lines.readline())


@test
def answers_are_those_of_the_original(scene):
    client = Client(scene, start(scene))
    usage = "huh? Usage: widget_add <screenid> <widgetid> <widgettype> [-in <id>]"
    for command, wanted in (
            ("foo", ['huh? Invalid command "foo"']), ("", []), ("client_set -name a", ["success"]),
            ("client_set name a", ["success"]), ("client_set", ["huh? Usage: client_set -name <name>"]),
            ("screen_add", ["huh? Usage: screen_add <screenid>"]), ("screen_add s", ["success"]),
            ("screen_add s", ["huh? Screen already exists"]),
            ("screen_set s", ["huh? What do you want to set?"]),
            ("screen_set s -priority foreground -duration 8 heartbeat off", ["success"] * 3),
            ("screen_set x -priority info", ["huh? Unknown screen id"]),
            ("screen_set s -priority bogus", ["huh? invalid argument at -priority"]),
            ("screen_set s -nope 3", ["huh? invalid parameter"]),
            ("screen_set s name {hello world} wid 10 hgt 2", ["success"] * 3),
            ("widget_add s w string", ["success"]), ("widget_add s x nothing", ["huh? Invalid widget type"]),
            ("widget_add s", [usage]), ("widget_add x w string", ["huh? Invalid screen id"]),
            ("widget_set s w 1 1 \"a \\\"q\\\" b\"", ["success"]),
            ("widget_set s w a b c", ["huh? Invalid coordinates"]),
            ("widget_set s x 1 1 c", ["huh? Unknown widget id"]),
            ("widget_add s f frame", ["success"]), ("widget_add s g string -in f", ["success"]),
            ("widget_add s h string -in x", ["huh? Error finding frame"]),
            ("widget_add s h string -in w", ["huh? Error finding frame"]),
            ("widget_add s i icon", ["success"]), ("widget_set s i 1 1 HEART_OPEN", ["success"]),
            ("widget_set s i 1 1 BOGUS", ["huh? Invalid icon name"]),
            ("widget_add s c scroller", ["success"]),
            ("widget_set s c 1 1 20 1 x 2 t", ["huh? Invalid direction"]),
            ("widget_set s c 1 1 20 1", ["huh? Wrong number of arguments"]),
            ("backlight on", ["success"]), ("output 3", ["success"]), ("output on", ["success"]),
            ("output x", ["huh? invalid parameter..."]), ("sleep", ["huh? Usage: sleep <secs>"]),
            ("client_add_key Up", ["success"]), ("client_add_key -exclusively Enter", ["success"]),
            ("client_del_key Up", ["success"]), ("client_del_key", ["huh? Usage: client_del_key {<key>}+"]),
            ("screen_del x", ["huh? Unknown screen id"]), ("screen_del s", ["success"]),
            ("widget_add s \"open", ["huh? Could not parse command"])):
        expect((command, wanted), (command, client.ask(command)))


@test
def lines_may_end_as_on_a_terminal(scene):
    client = Client(scene, start(scene), hello=False)
    client.send("hello\r\n")
    expect(f"{HELLO}\n", client.lines.readline())
    for command in ("screen_add s", "widget_add s w string", "widget_set s w 1 1 {x}"):
        client.do(f"{command}\r")


@test
def menus_are_kept_and_answered(scene):
    client = Client(scene, start(scene))
    for command, wanted in (
            ('menu_add_item "" m menu Foo', ["success"]),
            ('menu_add_item "" m menu Foo', ["huh? Item id already in use"]),
            ("menu_add_item m a action Bar -menu_result quit", ["success"]),
            ("menu_add_item m c checkbox Baz -value on", ["success"]),
            ("menu_add_item m r ring Ring -strings \"one\\ttwo\" -value 1", ["success"]),
            ("menu_add_item m s slider S -minvalue 0 -maxvalue 9 -stepsize 2", ["success"]),
            ("menu_add_item m n numeric N -value 42", ["success"]),
            ("menu_add_item m l alpha L -value x -password_char * -maxlength 30000", ["success"]),
            ("menu_add_item m i ip I -v6 false -value 192.168.1.1", ["success"]),
            ("menu_add_item m q bogus Baz", ["huh? Invalid menuitem type"]),
            ("menu_add_item x q action Baz", ["huh? Cannot find menu id"]),
            ('menu_set_item "" c -value off', ["success"]),
            ('menu_set_item "" c -nope off',
             ['huh? Unknown option: "-nope"', 'huh? Found non-option: "off"', "success"]),
            ('menu_set_item "" x -value off', ["huh? Cannot find item"]),
            ("menu_goto m", ["menuevent enter m", "success"]),
            ("menu_goto x", ["huh? Cannot find menu id"]),
            ('menu_set_main ""', ["success"]), ("menu_set_main _main_", ["success"]),
            ("menu_set_main x", ["huh? Cannot find menu id"]),
            ("menu_del_item m a", ["success"]), ("menu_del_item m a", ["huh? Cannot find item"]),
            ('menu_del_item "" m', ["success"]), ("menu_goto c", ["huh? Cannot find menu id"])):
        expect((command, wanted), (command, client.ask(command)))


@test
def a_string_and_a_title_are_drawn(scene):
    bridge, _ = shown(scene, "widget_add s t title", "widget_set s t {Title}",
                      "widget_add s w string", "widget_set s w 3 2 {hello there}")
    bridge.shows("██ Title ███████████", "  hello there")


@test
def what_is_outside_is_clipped(scene):
    bridge, _ = shown(scene, "widget_add s a string", "widget_set s a 18 1 abcdef",
                      "widget_add s b string", "widget_set s b 0 2 xyz",
                      "widget_add s c string", "widget_set s c 1 9 no",
                      "widget_add s d string", "widget_set s d -32000 -5 no")
    bridge.shows(" " * 17 + "abc", "yz")


@test
def bars_are_drawn_in_parts_of_cells(scene):
    bridge, _ = shown(scene, "widget_add s h hbar", "widget_set s h 1 1 12",
                      "widget_add s v vbar", "widget_set s v 20 4 19",
                      "widget_add s z hbar", "widget_set s z 1 3 0")
    bridge.shows("██▍", " " * 19 + "▃", " " * 19 + "█", " " * 19 + "█")


ICONS = {
    "BLOCK_FILLED": "█", "HEART_OPEN": "♡", "HEART_FILLED": "♥", "ARROW_UP": "↑",
    "ARROW_DOWN": "↓", "ARROW_LEFT": "←", "ARROW_RIGHT": "→", "CHECKBOX_OFF": "□",
    "CHECKBOX_ON": "☒", "CHECKBOX_GRAY": "▒", "SELECTOR_AT_LEFT": "▶", "SELECTOR_AT_RIGHT": "◀",
    "ELLIPSIS": "…", "STOP": "■", "PAUSE": "⏸", "PLAY": "▷", "PLAYR": "◁", "FF": "⏩", "FR": "⏪",
    "NEXT": "⏭", "PREV": "⏮", "REC": "●"}


@test
def all_icons_are_drawn(scene):
    commands = [command for n, name in enumerate(ICONS) for command in (
        f"widget_add s i{n} icon", f"widget_set s i{n} {n % 11 * 2 + 1} {n // 11 + 1} {name}")]
    bridge, _ = shown(scene, *commands, geometry="40x2")
    signs = list(ICONS.values())
    bridge.shows(" ".join(signs[:11]), " ".join(signs[11:]), total=2)


@test
def big_numbers_are_drawn_and_eleven_is_nothing(scene):
    bridge, _ = shown(scene, "widget_add s a num", "widget_set s a 1 2",
                      "widget_add s b num", "widget_set s b 4 10",
                      "widget_add s c num", "widget_set s c 5 11")
    bridge.shows("▝▀▌", "▗▄▌▄", "▐  ▄", "▝▀▘")


@test
def big_numbers_on_two_rows_are_digits(scene):
    bridge, _ = shown(scene, "widget_add s a num", "widget_set s a 2 7",
                      "widget_add s b num", "widget_set s b 3 10", geometry="16x2")
    expect(" 7:\n\n", wait_for(lambda: read(bridge.device), " 7:\n\n"))


def saw(bridge, rows, seconds=8):
    """Which of these first rows the display has shown, in this order."""
    seen = []
    until = time.monotonic() + seconds
    while len(seen) < len(rows) and time.monotonic() < until:
        row = read(bridge.device).split("\n")[0]
        if row == rows[len(seen)]:
            seen.append(row)
        time.sleep(0.005)
    return seen


@test
def a_scroller_goes_to_the_end_and_back(scene):
    bridge, _ = shown(scene, "widget_add s c scroller", "widget_set s c 1 1 4 1 h 1 abcdef")
    rows = ["abcd", "bcde", "cdef", "bcde", "abcd"]
    expect(rows, saw(bridge, rows))


@test
def a_marquee_goes_round(scene):
    bridge, _ = shown(scene, "widget_add s c scroller", "widget_set s c 1 1 4 1 m 1 abcdef")
    rows = ["abcd", "bcde", "cdef", "def", "ef", "f", "   a", "  ab"]
    expect(rows, saw(bridge, rows))


@test
def a_vertical_scroller_breaks_lines_and_moves_up(scene):
    bridge, _ = shown(scene, "widget_add s c scroller",
                      "widget_set s c 1 1 3 2 v 2 {abcdefghijkl}")
    expect(["abc", "def", "ghi"], saw(bridge, ["abc", "def", "ghi"]))


@test
def speeds_from_nothing_to_absurd_are_survived(scene):
    bridge, client = shown(scene, "widget_add s c scroller")
    for speed in (0, -1, -100, -32000, 32000, 1):
        for way in "hvm":
            client.do(f"widget_set s c 1 1 4 2 {way} {speed} {{some longer text}}")
            client.do(f"widget_set s c 1 1 4 2 {way} {speed} x")
    client.do("widget_set s c 1 1 4 1 h 0 done")
    bridge.shows("done")


@test
def a_frame_shows_what_is_in_it_and_scrolls(scene):
    bridge, _ = shown(
        scene, "widget_add s f frame", "widget_set s f 2 1 6 2 5 4 v 1",
        *(c for n in range(1, 5) for c in (f"widget_add s w{n} string -in f",
                                           f"widget_set s w{n} 1 {n} row{n}-long")))
    expect([" row1-", " row2-", " row3-"], saw(bridge, [" row1-", " row2-", " row3-"]))


@test
def a_frame_takes_what_is_in_it_along(scene):
    bridge, client = shown(scene, "widget_add s f frame", "widget_set s f 1 1 9 1 9 1 v 0",
                           "widget_add s w string -in f", "widget_set s w 1 1 inside")
    bridge.shows("inside")
    client.do("widget_del s f")
    bridge.shows()
    expect(["huh? Unknown widget id"], client.ask("widget_set s w 1 1 x"))


@test
def a_widget_that_replaces_another_takes_it_off_the_display(scene):
    bridge, client = shown(scene, "widget_add s w string", "widget_set s w 1 1 hi")
    bridge.shows("hi")
    client.do("widget_add s w string")
    bridge.shows()


@test
def a_frame_that_replaces_itself_is_refused(scene):
    _, client = shown(scene, "widget_add s f frame", "widget_add s g frame -in f")
    expect(["huh? A frame cannot be in itself"], client.ask("widget_add s f frame -in f"))
    expect(["huh? A frame cannot be in itself"], client.ask("widget_add s f frame -in g"))
    client.do("widget_add s g frame", "widget_add s f frame -in g")


@test
def cursor_and_heartbeat_are_shown(scene):
    bridge, client = shown(scene, "screen_set s -heartbeat on")
    assert wait_for(lambda: set("♥♡") & set(read(bridge.device)), bool)
    client.do("screen_set s -heartbeat off -cursor on -cursor_x 99 -cursor_y -3")
    bridge.shows()


@test
def screens_listen_and_ignore_as_they_come_and_go(scene):
    bridge = start(scene, "--page-duration=0.3")
    client = Client(scene, bridge)
    client.do("screen_add one", "screen_add two")
    expect(["listen one", "ignore one", "listen two", "ignore two", "listen one"],
           [client.event() for _ in range(5)])


@test
def priorities_choose_and_numbers_stand_for_them(scene):
    bridge = start(scene, "--page-duration=60")
    client = Client(scene, bridge)
    for name, priority in (("info", "info"), ("front", "10"), ("back", "200")):
        client.do(f"screen_add {name}", f"screen_set {name} -priority {priority}",
                  f"widget_add {name} w string", f"widget_set {name} w 1 1 {name}")
    bridge.shows("front")
    client.do("screen_set front -priority hidden")
    bridge.shows("info")
    client.do("screen_del info")
    bridge.shows("back")
    client.do("screen_set front -priority alert")
    bridge.shows("front")


@test
def a_screen_of_input_is_before_alerts(scene):
    bridge, client = shown(scene, "widget_add s w string", "widget_set s w 1 1 alert",
                           "screen_set s -priority alert")
    bridge.shows("alert")
    client.do("screen_add i", "screen_set i -priority input", "widget_add i w string",
              "widget_set i w 1 1 input")
    bridge.shows("input")


@test
def a_screen_stays_for_its_own_duration(scene):
    bridge = start(scene, "--page-duration=0.1")
    client = Client(scene, bridge)
    client.do("screen_add long", "screen_set long -duration 8", "widget_add long w string",
              "widget_set long w 1 1 long", "screen_add short")
    bridge.shows()
    bridge.shows("long")
    began = time.monotonic()
    bridge.shows()
    assert time.monotonic() - began > 0.5, "it was short"


@test
def the_backlight_follows_the_client_and_the_screen(scene):
    broker = Broker(scene)
    bridge = start(scene, broker=broker)
    client = Client(scene, bridge)

    def lit(word, *commands):
        for command in commands:
            expect({"success"}, set(client.ask(command)))
        broker.holds("lcd/backlight/state", word)
    lit("ON", "screen_add s")
    lit("OFF", "backlight off")
    lit("ON", "backlight toggle")
    lit("OFF", "screen_set s -backlight off")
    lit("ON", "screen_set s -backlight open")
    lit("OFF", "backlight off")
    lit("ON", "screen_set s -backlight on")
    lights = scene.enter_context(Subscriber(broker.port, "lcd/backlight/state"))
    lit("ON", "screen_set s -backlight blink")
    wait_for(lambda: b"".join(lights.received()[0]), lambda seen: b"OFFONOFF" in seen)
    expect_in(b"OFFONOFF", b"".join(lights.received()[0]))
    lit("ON", "screen_set s -backlight flash", "screen_set s -backlight on")
    lit("ON", "screen_del s")


@test
def commands_that_ask_for_little_are_answered(scene):
    client = Client(scene, start(scene))
    expect(["lcdbridge"], client.ask("info"))
    expect(["huh? ignored (not fully implemented)"], client.ask("sleep 1"))
    client.do("screen_add s", "widget_add s w string", "widget_del s w")
    expect(["huh? Unknown widget id"], client.ask("widget_del s w"))
    client.send("bye\n")
    expect("", client.lines.readline())


@test
def a_screen_with_a_timeout_goes(scene):
    bridge, client = shown(scene, "widget_add s w string", "widget_set s w 1 1 brief",
                           "screen_set s -timeout 4")
    bridge.shows("brief")
    bridge.shows()
    expect(["huh? Unknown screen id"], client.ask("screen_set s -priority info"))


@test
def a_client_that_goes_takes_its_screens_along(scene):
    bridge, client = shown(scene, "widget_add s w string", "widget_set s w 1 1 here")
    bridge.shows("here")
    client.sock.shutdown(socket.SHUT_WR)
    bridge.shows()


@test
def clients_are_told_goodbye_at_the_end(scene):
    bridge = start(scene)
    client = Client(scene, bridge)
    expect(0, bridge.kill())
    expect("bye\n", client.lines.readline())


@test
def a_command_in_two_segments_and_byte_by_byte_is_one_command(scene):
    bridge, client = shown(scene, "widget_add s w string")
    client.send("widget_set s w 1 1 ha")
    bridge.ask(b"")
    client.send("lf\n")
    bridge.shows("half")
    for byte in b"widget_set s w 1 1 {byte by byte}\n":
        client.send(bytes([byte]))
    bridge.shows("byte by byte")


@test
def every_command_has_its_own_time(scene):
    bridge = start(scene, "--line-time=2")
    with bridge.connect("lcdproc") as client:
        for _ in range(10):
            client.sendall(b"lo\nhel")
            time.sleep(0.3)  # the time is what is tested
        client.shutdown(socket.SHUT_WR)
        expect_not_in("in time", answer(client))


@test
def utf8_and_latin1_are_told_apart(scene):
    bridge, client = shown(scene, "widget_add s w string")
    client.send("widget_set s w 1 1 {20°C é}\n".encode())
    bridge.shows("20°C é")
    client.send("widget_set s w 1 1 {21°C é}\n".encode("latin-1"))
    bridge.shows("21°C é")
    client.send(b"widget_set s w 1 1 {a\x1b[2Jb\x9bc}\n")
    bridge.shows("a[2Jbc")


@test
def a_line_of_8192_bytes_is_taken_and_one_more_is_left_out(scene):
    bridge, client = shown(scene, "widget_add s w string")
    command = "widget_set s w 1 1 "
    client.do(command + "x" * (8192 - len(command)))
    bridge.shows("x" * 20)
    expect(["huh? the line is too long"], client.ask(command + "y" * (8193 - len(command))))
    expect(["huh? the line is too long"], client.ask(command + "y" * 100000))
    client.do(command + "after")
    bridge.shows("after")


@test
def a_line_that_the_buffer_does_not_hold_is_left_out(scene):
    bridge = start(scene, "--max-buffer=2048")
    client = Client(scene, bridge)
    client.do("screen_add s", "widget_add s w string")
    for count in (2048, 5000):
        expect(["huh? the line is too long"], client.ask("x" * count))
    command = "widget_set s w 1 1 "
    client.do(command + "y" * (2047 - len(command)))
    bridge.shows("y" * 20)


@test
def a_client_that_never_reads_is_ended_and_stops_nobody(scene):
    bridge = start(scene)
    deaf = scene.enter_context(bridge.connect("lcdproc"))
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    deaf.setblocking(False)
    flood = b"hello\n" + b"nonsense\n" * 2000
    times = []
    for n in range(200):
        try:
            deaf.send(flood)
        except (BlockingIOError, ConnectionError):
            pass
        began = time.monotonic()
        expect(screen(str(n)), bridge.ask(b"%d\n" % n))
        times.append(time.monotonic() - began)
        if "does not read its answers" in bridge.log():
            break
    bridge.await_log("lcdproc: .*: does not read its answers")
    assert max(times) < 2, f"{max(times):.2f} s"


@test
def two_thousand_idle_clients_are_held_and_one_more_is_told(scene):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 5000:
        raise tap.Skip(f"only {hard} descriptors")
    resource.setrlimit(resource.RLIMIT_NOFILE, (5000, hard))
    scene.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
    bridge = start(scene, "--max-connections=2000", "--max-per-address=2000", "--log=info",
                   program=PLAIN)
    clients = []
    for _ in range(2000):
        clients.append(scene.enter_context(bridge.connect("lcdproc")))
        clients[-1].sendall(b"hello\n")
    expect(HELLO, clients[-1].recv(200).decode().rstrip())
    with bridge.connect("lcdproc") as one_more:
        expect("lcdbridge: too many connections (2000)\n", answer(one_more))
    print(f"# resident: {bridge.memory()} KiB")
    assert bridge.memory() < 32 * 1024
    expect(screen("alive"), bridge.ask(b"alive\n"))


@test
def a_client_has_64_screens_and_128_widgets_on_each(scene):
    client = Client(scene, start(scene))
    client.do(*(f"screen_add s{n}" for n in range(64)))
    expect(["huh? Too many screens"], client.ask("screen_add s64"))
    client.do(*(f"widget_add s1 w{n} string" for n in range(128)))
    expect(["huh? Too many widgets"], client.ask("widget_add s1 w128 string"))


@test
def an_idle_client_wakes_nobody(scene):
    bridge, client = shown(scene, "widget_add s w string", "widget_set s w 1 1 still")
    bridge.shows("still")
    client.ask("screen_set s -priority foreground")
    time.sleep(0.2)  # for the last turn to end
    before = bridge.wakeups()
    time.sleep(1.5)  # the time is what is tested
    expect(0, bridge.wakeups() - before)


@test
def an_update_reaches_the_device_at_once(scene):
    bridge, client = shown(scene, "widget_add s w string")
    times = []
    for n in range(100):
        began = time.monotonic()
        client.send(f"widget_set s w 1 1 n{n}\n")
        want = screen(f"n{n}")
        while read(bridge.device) != want and time.monotonic() - began < 2:
            pass
        times.append(time.monotonic() - began)
    p95 = sorted(times)[94]
    print(f"# p95 {1000 * p95:.1f} ms")
    assert p95 < 0.1, f"p95 {1000 * p95:.1f} ms"


@test
def garbage_is_survived(scene):
    bridge = start(scene)
    chance = random.Random(7)
    words = ["hello", "screen_add", "screen_set", "screen_del", "widget_add", "widget_set",
             "widget_del", "menu_add_item", "menu_set_item", "menu_del_item", "s", "w", "f",
             "string", "title", "hbar", "vbar", "icon", "scroller", "frame", "num", "-in", "\"\"",
             "-priority", "-timeout", "1", "20", "4", "-1", "0", "32767", "-32767", "99999999999",
             "h", "v", "m", "{a b}", "\"a\\tb\"", "\\", "{", "\"", "é", "\xff", "menu", "alpha"]
    for _ in range(10):
        client = Client(scene, bridge)
        lines = [" ".join(chance.choices(words, k=chance.randint(1, 12))) for _ in range(400)]
        client.send("screen_add s\nwidget_add s f frame\nwidget_add s w scroller -in f\n")
        client.send("\n".join(lines).encode("latin-1") + b"\nbye\n")
        client.sock.settimeout(8)
        while client.sock.recv(65536):
            pass
    expect_in("alive", bridge.ask(b"alive\n"))


tap.main()
