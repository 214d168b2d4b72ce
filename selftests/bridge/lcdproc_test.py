#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The server of LCDproc's protocol, spoken by hand: clients, screens, limits."""

import contextlib
import random
import resource
import socket
import time

import tap
from daemon import PLAIN, Broker, answer, answer_to, read, screen, waited
from fakebroker import Subscriber
from lcdproc_client import HELLO, Client, shown, start
from tap import WAIT, expect, expect_in, expect_not_in, test, wait_for


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
            ("screen_set s -nope 3", ["huh? invalid parameter"] * 2),
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
def a_client_has_32_keys_and_may_ask_for_them_again(scene):
    client = Client(scene, start(scene))
    client.do(*(f"client_add_key k{n}" for n in range(32)))
    for name, wanted in (("k32", False), ("k31", True), ("x" * 32, False)):
        refusal = [] if wanted else [f'huh? Could not reserve key "{name}"']
        expect([*refusal, "success"], client.ask(f"client_add_key {name}"))


@test
def the_keys_of_a_connection_that_is_ending_are_free(scene):
    bridge = start(scene, "--limits-drain=30")
    first, second = Client(scene, bridge), Client(scene, bridge)
    first.do("client_add_key -exclusively Enter")
    expect(['huh? Could not reserve key "Enter"', "success"], second.ask("client_add_key Enter"))
    first.send("bye\n")
    expect("", first.lines.readline())
    second.do("client_add_key -exclusively Enter")


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
            ('menu_add_item "" m menu Foo', ["huh? You need to give your client a name first"]),
            ("client_set -name a", ["success"]),
            ('menu_add_item "" m bogus Foo', ["huh? Invalid menuitem type"]),
            ('menu_add_item x m menu Foo', ["huh? Cannot find menu id"]),
            ('menu_del_item "" m', ["huh? Client has no menu"]),
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
def screens_listen_and_ignore_as_they_come_and_go(scene):
    bridge = start(scene, "--page-duration=0.3")
    client = Client(scene, bridge)
    client.do("screen_add one", "screen_add two")
    expect(["listen one", "ignore one", "listen two", "ignore two", "listen one"],
           [client.event() for _ in range(5)])


@test
def listen_comes_a_moment_after_the_answer_and_each_time_the_screen_comes(scene):
    client = Client(scene, start(scene))
    for command in ("screen_add s", *["screen_set s -priority foreground"] * 2):
        began = time.monotonic()  # before the answer, which a starved client reads late
        client.send(f"{command}\n")
        expect("success\n", client.lines.readline())
        expect("listen s", client.event())
        assert 0.1 < time.monotonic() - began < 15, time.monotonic() - began  # generous
        client.do("screen_set s -priority hidden")
        expect("ignore s", client.event())


@test
def a_screen_that_goes_at_once_says_both(scene):
    client = Client(scene, start(scene))
    client.send("screen_add s\nnoop\n")
    expect(["success", "noop complete"], [client.lines.readline().rstrip() for _ in range(2)])
    client.send("screen_del s\n")
    expect(["listen s", "ignore s", "success"],
           [client.lines.readline().rstrip() for _ in range(3)])


@test
def a_screen_of_no_size_has_that_of_the_display(scene):
    bridge, _ = shown(scene, "screen_set s -wid 0 -hgt 0", "widget_add s w string",
                      "widget_set s w 1 4 {%s}" % ("x" * 30))
    bridge.shows("", "", "", "x" * 20)


@test
def priorities_choose_and_numbers_stand_for_them(scene):
    bridge = start(scene, "--page-duration=60")
    client = Client(scene, bridge)
    for name, priority in (("info", "info"), ("front", "10"), ("back", "200")):
        client.do(f"screen_add {name}", f"screen_set {name} -heartbeat off -priority {priority}",
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
    client.do("screen_add i", "screen_set i -heartbeat off -priority input",
              "widget_add i w string", "widget_set i w 1 1 input")
    bridge.shows("input")


@test
def a_screen_stays_for_its_own_duration(scene):
    bridge = start(scene, "--page-duration=1")
    client = Client(scene, bridge)
    client.do("screen_add long", "screen_set long -heartbeat off -duration 32",
              "widget_add long w string", "widget_set long w 1 1 long", "screen_add short",
              "screen_set short -heartbeat off")
    def seconds_shown():
        """Fewer if the test stands still."""
        bridge.shows()
        bridge.shows("long")
        began = time.monotonic()
        bridge.shows()
        return time.monotonic() - began
    assert wait_for(seconds_shown, lambda seconds: seconds > 1.5) > 1.5, "it was short"


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
    lit("OFF", "backlight toggle")
    lit("OFF", "screen_set s -backlight on")
    lit("ON", "screen_del s")
    client = Client(scene, bridge)
    lit("ON", "screen_add s")
    lit("OFF", "screen_set s -backlight off")
    lit("ON", "screen_set s -backlight open")
    lights = scene.enter_context(Subscriber(broker.port, "lcd/backlight/state"))
    lit("ON", "screen_set s -backlight on", "screen_set s -backlight blink")
    wait_for(lambda: b"".join(lights.received()[0]), lambda seen: b"OFFONOFF" in seen)
    expect_in(b"OFFONOFF", b"".join(lights.received()[0]))
    lit("ON", "screen_set s -backlight on")
    lit("ON", "screen_del s")


@test
def commands_that_ask_for_little_are_answered(scene):
    client = Client(scene, start(scene))
    expect(["lcdbridge"], client.ask("info"))
    expect(["sleeping 1 seconds", "huh? ignored (not fully implemented)"], client.ask("sleep 1"))
    client.do("screen_add s", "widget_add s w string", "widget_del s w")
    expect(["huh? Invalid widget id"], client.ask("widget_del s w"))
    client.send("bye\n")
    expect("", client.lines.readline())


@test
def a_screen_with_a_timeout_goes(scene):
    bridge, client = shown(scene, "widget_add s w string", "widget_set s w 1 1 brief")
    bridge.shows("brief")
    client.do("screen_set s -timeout 32")
    bridge.shows()
    expect(["huh? Unknown screen id"], client.ask("screen_set s -priority info"))


@test
def a_timeout_that_was_set_late_stands_still_while_another_screen_is_shown(scene):
    bridge, client = shown(scene, "widget_add s w string", "widget_set s w 1 1 brief")
    bridge.shows("brief")
    time.sleep(3)  # longer than the timeout
    client.do("screen_set s -timeout 16", "screen_add a", "screen_set a -priority alert")
    while client.event() != "ignore s":
        pass
    start = time.monotonic()
    client.do("screen_del a")
    while client.event() != "ignore s":
        pass
    lived = time.monotonic() - start
    assert lived > 1, f"of 2 s it was shown for {lived:.2f} s"
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
    bridge = start(scene, "--line-time=4")
    for _ in range(5):
        times = [time.monotonic()]
        with bridge.connect("lcdproc") as client:
            with contextlib.suppress(OSError):  # of a connection that was ended
                for _ in range(10):
                    client.sendall(b"lo\nhel")
                    times.append(time.monotonic())
                    time.sleep(0.6)  # the time is what is tested
            said = answer_to(client, b"")
        times.append(time.monotonic())
        if max(later - now for now, later in zip(times, times[1:])) < 3:
            break  # else the test has stood still
    expect_not_in("in time", said)


@test
def a_command_whose_client_is_made_to_wait_again_and_again_has_no_more_time(scene):
    bridge = start(scene, "--line-time=0.5", "--drain-time=60", "--max-rate=1000000",
                   "--max-burst=1024", "--rate-local=yes")
    with bridge.connect("lcdproc") as client:
        client.settimeout(0.05)
        said = b""
        until = time.monotonic() + WAIT
        while b"in time" not in said and time.monotonic() < until:
            with contextlib.suppress(OSError):  # the server stands still, or has ended this
                client.sendall(b"x" * 3000)  # it waits for what is more than a burst
                said += client.recv(1000)
        expect_in(b"lcdbridge: the line was not finished in time\n", said)


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
    client.do("screen_add s", "screen_set s -heartbeat off", "widget_add s w string")
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
    assert max(times) < WAIT, f"{max(times):.2f} s"  # generous: who waits for it waits for ever


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
    with bridge.asleep():  # who is silent for three seconds is evicted
        for client in clients:
            client.sendall(b"\n")
        one_more = scene.enter_context(bridge.connect("lcdproc"))
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
    before = bridge.settled(0.5)
    time.sleep(1.5)  # the time is what is tested
    expect(0, bridge.wakeups() - before)


@test
def an_update_reaches_the_device_at_once(scene):
    bridge, client = shown(scene, "widget_add s w string")
    times = []
    for n in range(100):
        began, before = time.monotonic(), waited(bridge)
        client.send(f"widget_set s w 1 1 n{n}\n")
        want = screen(f"n{n}")
        while read(bridge.device) != want and time.monotonic() - began < 2:
            pass
        times.append(time.monotonic() - began - (waited(bridge) - before))
    median = sorted(times)[50]
    print(f"# median {1000 * median:.1f} ms, less the waits for a processor")
    assert median < 0.1, f"median {1000 * median:.1f} ms"


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
        while client.sock.recv(65536):
            pass
    expect_in("alive", bridge.ask(b"alive\n"))


tap.main()
