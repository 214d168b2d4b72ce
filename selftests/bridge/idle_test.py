#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""An idle bridge sleeps: wake-ups in 60 s, of daemons in many states at once."""

import json
import os
import socket
import time

import tap
from daemon import PLAIN, Bridge, Broker, read
from tap import expect, test, wait_for

SECONDS = 60
PAGES = ("--page-duration=0.3", "--notice-duration=0.3", "--scroll-rest=0.1",
         "--scroll-step=0.05", "--mqtt-stats=0.5")
NO_PING = "--mqtt-keepalive=65535"
states = []


def state(function):
    """Decorator: a state to be idle in. The function gives a bridge that is."""
    states.append(function)
    return function


def start(scene, *args, **options):
    device = options.pop("device", None) or scene.write(f"screen{len(os.listdir(scene.folder))}",
                                                        "")
    return Bridge(scene, *args, device=device, program=PLAIN, **options)


def with_broker(scene, *args):
    broker = Broker(scene, name=f"mosquitto{len(os.listdir(scene.folder))}")
    return start(scene, NO_PING, *PAGES, *args, broker=broker), broker


@state
def just_started(scene):
    return start(scene, "--udp=127.0.0.1:0")


@state
def without_a_display(scene):
    """Without /dev/input it would wait in /dev for a keypad, where others make files."""
    return start(scene, f"--keys-device={scene.path('input/event0')}",
                 device=scene.path("missing"))


@state
def with_a_fifo_that_nobody_reads(scene):
    os.mkfifo(scene.path("fifo"))
    return start(scene, device=scene.path("fifo"))


@state
def after_clients_of_all_kinds_and_with_one_that_stays(scene):
    spool = scene.write("spool", "")
    bridge = start(scene, f"--unix={scene.path('sock')}", f"--spool={spool}", "--udp=127.0.0.1:0",
                   "--first-byte-time=0.2", "--line-time=0.2")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"datagram", ("127.0.0.1", bridge.port("udp")))
    bridge.shows("datagram")
    scene.write("spool", "spool\n")
    bridge.shows("spool")
    local = scene.enter_context(socket.socket(socket.AF_UNIX))
    with bridge.asleep():  # the time for the first byte begins when it is there
        local.connect(scene.path("sock"))
        local.sendall(b"local\n")
    bridge.shows("local")
    bridge.ask(b"gone\n")
    with bridge.asleep():
        scene.enter_context(bridge.connect()).sendall(b"stays\n")
    bridge.shows("stays")
    return bridge


@state
def with_a_broker_and_text(scene):
    bridge, broker = with_broker(scene)
    broker.publish("lcd/set", "text")
    broker.holds("lcd/state", "text\n\n\n")
    return bridge


@state
def with_home_assistant(scene):
    bridge, broker = with_broker(scene, "--hass=yes")
    broker.publish("homeassistant/status", "online")
    return bridge


@state
def with_one_page_and_one_that_is_hidden(scene):
    bridge, broker = with_broker(scene)
    broker.publish("lcd/page/a/set", "page a")
    broker.publish("lcd/page/b/set", json.dumps({"text": "page b", "priority": "hidden"}))
    broker.publish("lcd/page/c/set", json.dumps({"text": "page c", "priority": "background"}))
    bridge.shows("page a")
    return bridge


@state
def after_pages_notifications_and_scrolling_have_ended(scene):
    bridge, broker = with_broker(scene)
    broker.publish("lcd/set", "main")
    broker.publish("lcd/page/a/set", json.dumps({"text": "brief", "lifetime": 0.5}))
    broker.publish("lcd/notify", json.dumps({"text": "n" * 30, "wakeup": True, "title": "t"}))
    broker.publish("lcd/line/1/set", "a line that is too long for a row")
    bridge.shows("a line that is too l")
    bridge.shows("line that is too lon")
    broker.publish("lcd/line/1/set", "short")
    bridge.shows("short")
    return bridge


@state
def with_a_held_notification(scene):
    bridge, broker = with_broker(scene)
    broker.publish("lcd/notify", json.dumps({"text": "held", "hold": True}))
    bridge.shows("held")
    return bridge


@state
def with_a_client_of_lcdproc(scene):
    bridge = start(scene, "--lcdproc=127.0.0.1:0", *PAGES)
    client = scene.enter_context(bridge.connect("lcdproc"))
    client.sendall(b"hello\nscreen_add s\nscreen_set s -priority foreground -heartbeat off\n"
                   b"screen_add other\nwidget_add s w scroller\n"
                   b"widget_set s w 1 1 4 1 h 1 {that is too long}\n")
    assert wait_for(lambda: read(bridge.device).startswith("hat\n"), True), read(bridge.device)
    client.sendall(b"widget_set s w 1 1 20 1 h 1 {that fits}\n")
    bridge.shows("that fits")
    return bridge


@test
def in_no_state_does_it_wake_up(scene):
    bridges = [(make.__name__, make(scene)) for make in states]
    broker = Broker(scene, name="pinged")
    pinging = start(scene, "--mqtt-keepalive=60", broker=broker)
    before = [bridge.settled() for _, bridge in bridges]  # pauses of a second are over then
    pings, began = pinging.wakeups(), time.monotonic()
    time.sleep(SECONDS)  # the time is what is tested
    # The kernel lets a process sleep by itself, too, when it waits for the disk.
    woken = [(name, bridge) for (name, bridge), then in zip(bridges, before)
             if bridge.wakeups() != then]
    if woken:
        print(f"# once more: {', '.join(name for name, _ in woken)}")
        before = [bridge.settled() for _, bridge in woken]
        time.sleep(SECONDS)
        expect({name: 0 for name, _ in woken},
               {name: bridge.wakeups() - then for (name, bridge), then in zip(woken, before)})
    pings, seconds = pinging.wakeups() - pings, time.monotonic() - began
    print(f"# with a keep-alive of 60 s: {pings} wake-ups in {seconds:.0f} s")
    # It looks four times as often whether a ping is due, and has an answer to each.
    assert pings <= seconds / 15 + 3, f"{pings} wake-ups where there is a ping a minute"


in_no_state_does_it_wake_up.seconds = 2 * SECONDS + 240
tap.main()
