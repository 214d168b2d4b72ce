#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""In the VM: LCDproc's clients get the keys that they asked for, and keys walk menus."""

import shutil
import subprocess
import time

import tap
from daemon import Broker, Process, read, screen
from lcd import KEYS, LCD, keypad, one_display, press, put_keys
from lcdproc_client import Client, start
from tap import Skip, expect, test, wait_for

OPEN = r"keys: (/dev/input/event\d+): open"
IN, OUT = "enter _client_menu_", "leave _client_menu_"  # the main menu


def bridge_of(scene, *args, geometry="20x4", **options):
    one_display(geometry)
    keypad()
    bridge = start(scene, *args, device=LCD, **options)
    bridge.await_log(OPEN)
    return bridge


def event(client):
    """The next event that is not about what is shown."""
    while (line := client.event()).split()[0] in ("listen", "ignore"):
        pass
    return line


def with_screen(scene, bridge, name):
    client = Client(scene, bridge)
    client.do(f"client_set -name {name}", "screen_add s", "screen_set s -heartbeat off",
              "widget_add s w string", f"widget_set s w 1 1 {name}")
    return client


def shows(*rows, total=4):
    expect(screen(*rows, total=total),
           wait_for(lambda: read(LCD), screen(*rows, total=total)))


@test
def a_shared_key_is_that_of_the_client_whose_screen_is_up(scene):
    bridge = bridge_of(scene)
    client = with_screen(scene, bridge, "first")
    client.do("screen_set s -priority foreground", "client_add_key Up F1")
    shows("first")
    for name in ("Up", "F1"):
        press(name.lower())
        expect(f"key {name}", event(client))
    other = with_screen(scene, bridge, "second")
    other.do("screen_set s -priority alert")
    shows("second")
    press("up")
    press("f1")
    other.do("screen_del s")
    shows("first")
    press("f1")
    expect("key F1", event(client))


@test
def an_exclusive_key_is_its_clients_whatever_is_up(scene):
    bridge = bridge_of(scene)
    client = with_screen(scene, bridge, "hidden")
    client.do("screen_set s -priority hidden", "client_add_key -exclusively Enter")
    other = Client(scene, bridge)
    expect(['huh? Could not reserve key "Enter"', "success"], other.ask("client_add_key Enter"))
    press("enter")
    expect("key Enter", event(client))
    client.do("client_del_key Enter")
    other.do("client_add_key -exclusively Enter")
    press("enter")
    expect("key Enter", event(other))
    other.sock.close()
    other.lines.close()
    wait_for(lambda: client.ask("client_add_key -exclusively Enter"), ["success"])
    press("enter")
    expect("key Enter", event(client))


@test
def a_shared_key_may_be_several_clients(scene):
    bridge = bridge_of(scene)
    first, second = Client(scene, bridge), Client(scene, bridge)
    first.do("client_add_key Up")
    second.do("client_add_key -shared Up")
    third = Client(scene, bridge)
    expect(['huh? Could not reserve key "Up"', "success"],
           third.ask("client_add_key -exclusively Up"))


@test
def a_key_that_is_held_repeats(scene):
    bridge = bridge_of(scene)
    client = Client(scene, bridge)
    client.do("client_add_key -exclusively Down")
    path = keypad()
    put_keys(path, (KEYS["down"], 1))
    expect(["key Down"] * 3, [event(client) for _ in range(3)])
    put_keys(path, (KEYS["down"], 0))


@test
def a_client_has_a_limit_of_keys(scene):
    bridge = bridge_of(scene)
    client = Client(scene, bridge)
    answers = client.ask(*(f"client_add_key k{n}" for n in range(33)))
    expect(['huh? Could not reserve key "k32"', "success"], answers[32:])


def with_menu(scene, bridge, *items, name="menus"):
    client = Client(scene, bridge)
    client.do(f"client_set -name {name}", *items)
    return client


@test
def escape_opens_the_menus_and_leaves_them(scene):
    bridge = bridge_of(scene)
    bridge.ask(b"main")
    client = with_menu(scene, bridge, 'menu_add_item "" m menu "Network"',
                       'menu_add_item "" a action "Restart"', 'menu_add_item m b action "Scan"')
    press("escape")
    expect("menuevent enter _client_menu_", event(client))
    shows("menus", ">Network           >", " Restart")
    press("enter")
    expect(["menuevent leave _client_menu_", "menuevent enter m"], [event(client), event(client)])
    shows("Network", ">Scan")
    press("enter")
    expect("menuevent select b", event(client))
    press("escape")
    expect(["menuevent leave m", "menuevent enter _client_menu_"], [event(client), event(client)])
    press("down")
    shows("menus", " Network           >", ">Restart")
    press("escape")
    expect("menuevent leave _client_menu_", event(client))
    shows("main")


@test
def results_of_actions_close_menus(scene):
    bridge = bridge_of(scene)
    bridge.ask(b"main")
    client = with_menu(scene, bridge, 'menu_add_item "" m menu M',
                       "menu_add_item m c action Close -menu_result close",
                       "menu_add_item m q action Quit -menu_result quit")
    for key in ("escape", "enter", "enter"):
        press(key)
    expect(["enter _client_menu_", "leave _client_menu_", "enter m", "select c", "leave m",
            "enter _client_menu_"], [event(client).removeprefix("menuevent ") for _ in range(6)])
    shows("menus", ">M                 >")
    for key in ("enter", "down", "enter"):
        press(key)
    expect(["leave _client_menu_", "enter m", "select q", "leave m"],
           [event(client).removeprefix("menuevent ") for _ in range(4)])
    shows("main")


@test
def values_are_changed_by_keys(scene):
    bridge = bridge_of(scene)
    client = with_menu(
        scene, bridge, 'menu_add_item "" c checkbox Check -value off -allow_gray true',
        r'menu_add_item "" r ring Ring -strings "one\ttwo\tthree" -value 1',
        'menu_add_item "" s slider Slide -minvalue 0 -maxvalue 10 -stepsize 5 -value 5',
        'menu_add_item "" n numeric Num -minvalue 1 -maxvalue 99 -value 12',
        'menu_add_item "" t alpha Text -value A -maxlength 3',
        'menu_add_item "" i ip Address -value 10.0.0.1')
    steps = (
        ("escape", [IN]), ("enter", ["update c on"]), ("enter", ["update c gray"]), ("enter", ["update c off"]),
        ("down", []), ("right", ["update r 2"]), ("right", ["update r 0"]), ("left", ["update r 2"]),
        ("down", []), ("enter", [OUT, "enter s"]), ("right", ["plus s 10"]), ("up", ["plus s 10"]),
        ("left", ["minus s 5"]), ("enter", ["leave s", IN]),
        ("down", []), ("enter", [OUT, "enter n"]), ("up", []), ("enter", []), ("enter", []),
        ("enter", ["update n 22", "leave n", IN]),
        ("down", []), ("enter", [OUT, "enter t"]), ("down", []), ("up", []), ("up", []), ("right", []),
        ("up", []), ("up", []), ("enter", []), ("enter", ["update t BB", "leave t", IN]),
        ("down", []), ("enter", [OUT, "enter i"]), ("up", []), ("escape", ["leave i", IN]),
        ("escape", [OUT]))
    for key, events in steps:
        press(key)
        for want in events:
            expect((key, f"menuevent {want}"), (key, event(client)))


@test
def a_value_that_is_not_allowed_is_not_taken(scene):
    bridge = bridge_of(scene)
    client = with_menu(scene, bridge,
                       'menu_add_item "" n numeric Num -minvalue 1 -maxvalue 5 -value 5')
    for key in ("escape", "enter", "up", "enter", "enter", "escape"):
        press(key)
    expect([IN, OUT, "enter n", "leave n", IN],
           [event(client).removeprefix("menuevent ") for _ in range(5)])


@test
def a_password_is_not_shown(scene):
    bridge = bridge_of(scene)
    with_menu(scene, bridge, 'menu_add_item "" p alpha Secret -value abc -password_char *')
    press("escape")
    shows("menus", ">Secret          ***")
    press("enter")
    shows("Secret", "***")


@test
def what_a_client_writes_drives_no_display(scene):
    bridge = bridge_of(scene)
    with_menu(scene, bridge, 'menu_add_item "" a alpha "one\\ntwo" -value "\033[2Jx"')
    press("escape")
    shows("menus", ">one            [2Jx")
    press("enter")
    shows("one")


@test
def menus_of_several_clients_follow_each_other(scene):
    bridge = bridge_of(scene)
    bridge.ask(b"main")
    for name in ("one", "two"):
        with_menu(scene, bridge, f'menu_add_item "" a action {name}', name=name)
    seen = []
    for _ in range(3):
        before = read(LCD)
        press("escape")
        wait_for(lambda shown=before: read(LCD) != shown, True)
        seen.append(read(LCD).split("\n")[0])
    expect(["one", "two", "main"], sorted(seen[:2]) + seen[2:])


@test
def items_that_go_are_no_longer_shown(scene):
    bridge = bridge_of(scene)
    bridge.ask(b"main")
    client = with_menu(scene, bridge, 'menu_add_item "" m menu M', "menu_add_item m a action A",
                       "menu_add_item m b action B")
    press("escape")
    press("enter")
    shows("M", ">A", " B")
    expect([IN, OUT, "enter m"], [event(client).removeprefix("menuevent ") for _ in range(3)])
    client.do("menu_del_item m a")
    shows("M", ">B")
    client.do("menu_set_item m b -text Bee")
    shows("M", ">Bee")
    client.do('menu_del_item "" m')
    shows("main")
    client.do('menu_add_item "" a action A')
    press("escape")
    shows("menus", ">A")
    client.sock.shutdown(2)
    shows("main")


@test
def a_notification_is_dismissed_before_the_menus_open(scene):
    broker = Broker(scene)
    bridge = bridge_of(scene, broker=broker)
    bridge.ask(b"main")
    with_menu(scene, bridge, 'menu_add_item "" a action A')
    broker.publish("lcd/notify", '{"text": "doorbell", "hold": true}')
    bridge.shows("doorbell")
    press("escape")
    shows("main")
    press("escape")
    shows("menus", ">A")


def hold(name):
    """Press a key for so long that it repeats."""
    path = keypad()
    put_keys(path, (KEYS[name], 1))
    time.sleep(0.7)
    put_keys(path, (KEYS[name], 0))


@test
def a_key_that_is_held_takes_an_item_once(scene):
    bridge = bridge_of(scene)
    client = with_menu(scene, bridge, 'menu_add_item "" a action A', 'menu_add_item "" b action B')
    press("escape")
    shows("menus", ">A", " B")
    hold("enter")
    press("escape")
    expect([IN, "select a", OUT], [event(client).removeprefix("menuevent ") for _ in range(3)])


@test
def a_key_that_is_held_dismisses_a_notification_and_nothing_else(scene):
    broker = Broker(scene)
    bridge = bridge_of(scene, broker=broker)
    client = with_menu(scene, bridge, 'menu_add_item "" a action A')
    press("escape")
    shows("menus", ">A")
    broker.publish("lcd/notify", '{"text": "doorbell", "hold": true}')
    bridge.shows("doorbell")
    hold("enter")
    shows("menus", ">A")
    press("escape")
    expect([IN, OUT], [event(client).removeprefix("menuevent ") for _ in range(2)])


@test
def menus_fit_a_small_display(scene):
    bridge = bridge_of(scene, geometry="16x2")
    client = Client(scene, bridge, hello=False)
    client.ask("hello")
    client.do("client_set -name small", *(f'menu_add_item "" i{n} action "Item number {n} is long"'
                                          for n in range(4)))
    press("escape")
    shows(">Item number 0 i", " Item number 1 i", total=2)
    for row in (("Item number 0 is", "Item number 1 is"), ("Item number 1 is", "Item number 2 is"),
                ("Item number 2 is", "Item number 3 is")):
        press("down")
        shows(f" {row[0]}"[:16], f">{row[1]}"[:16], total=2)
    press("down")
    shows(">Item number 0 is"[:16], " Item number 1 is"[:16], total=2)


LCDEXEC = """
[lcdexec]
Shortname=test
Shell=/bin/sh
[MainMenu]
DisplayName=Commands
Entry=one
Entry=more
[one]
DisplayName=One
Exec="echo one >> {log}"
[more]
DisplayName=More
Entry=two
[two]
DisplayName=Two
Exec="echo two >> {log}"
"""


def menus_are_open(client):
    """Escape does nothing until lcdexec has made them."""
    if "More" not in read(LCD):
        press("escape")
        client.ask()  # is answered when the key has been dealt with
        time.sleep(0.1)  # with too many keys a second some are ignored
    return "More" in read(LCD)


def walk(*steps):
    """Press keys, and wait for what each shows."""
    for key, text in steps:
        press(key)
        wait_for(lambda want=text: want in read(LCD), True)
        assert text in read(LCD), f"{key}: no {text!r} in:\n{read(LCD)}"


@test
def lcdexec_runs_commands_that_are_chosen_by_keys(scene):
    program = shutil.which("lcdexec")
    if not program:
        raise Skip("no lcdexec: Debian's package lcdproc has it")
    bridge = bridge_of(scene)
    bridge.ask(b"main")
    log = scene.write("ran", "")
    conf = scene.write("lcdexec.conf", LCDEXEC.format(log=log))
    Process(scene, "lcdexec", [program, "-c", conf, "-a", "127.0.0.1", "-p",
                               str(bridge.port("lcdproc")), "-f"], stdin=subprocess.DEVNULL)
    other = Client(scene, bridge)
    expect(True, wait_for(lambda: menus_are_open(other), True))
    walk(("enter", "main"))
    expect("one\n", wait_for(lambda: read(log), "one\n"))
    walk(("escape", ">One"), ("down", ">More"), ("enter", ">Two"), ("enter", "main"))
    expect("one\ntwo\n", wait_for(lambda: read(log), "one\ntwo\n"))


tap.main()
