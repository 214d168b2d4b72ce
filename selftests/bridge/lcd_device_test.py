#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The daemon on /dev/LCD itself, in the VM."""

import os
import signal

import tap
from daemon import HERE, Bridge, Broker, read, screen
from tap import expect, run, test, wait_for

LCD = "/dev/LCD"
CLASS = "/sys/class/devlcd"


def write(path, text, mode="w"):
    with open(path, mode, encoding="utf-8") as file:
        file.write(text)


def one_display(geometry="20x4"):
    """As if the module had just been loaded."""
    if not os.path.exists(CLASS):
        run("insmod", f"{HERE}/../../devlcd.ko")
    for name in os.listdir(CLASS):
        if name.startswith("LCD"):
            write(f"{CLASS}/delete_display", name)
    write(f"{CLASS}/new_display", geometry)


def bridge_on_lcd(scene, geometry="20x4", **options):
    one_display(geometry)
    return Bridge(scene, device=LCD, **options)


@test
def text_over_tcp_and_mqtt_is_shown(scene):
    broker = Broker(scene)
    bridge = bridge_on_lcd(scene, broker=broker)
    expect(screen("Crème 20°C"), bridge.ask("Crème 20°C\n".encode()))
    expect(screen("Crème 20°C"), read(LCD))
    broker.publish("lcd/set", "by MQTT")
    bridge.shows("by MQTT")
    broker.publish("lcd/line/4/set", "last")
    bridge.shows("by MQTT", "", "", "last")


@test
def what_is_written_to_the_display_reaches_its_topics(scene):
    broker = Broker(scene)
    bridge_on_lcd(scene, broker=broker)
    write(LCD, "by hand\nbelow\n")
    broker.holds("lcd/state", "by hand\nbelow\n\n")
    broker.holds("lcd/line/2/state", "below")
    write(LCD, "more", "a")
    broker.holds("lcd/state", "by hand\nbelow\nmore\n")


@test
def a_local_writer_goes_on_where_the_page_ends(scene):
    bridge = bridge_on_lcd(scene)
    bridge.ask(b"one\ntwo")
    write(LCD, "three", "a")
    bridge.shows("one", "twothree")
    expect(screen("one", "twothree"), wait_for(lambda: bridge.ask(b""), screen("one", "twothree")))


@test
def the_switches_are_the_attributes(scene):
    broker = Broker(scene)
    bridge_on_lcd(scene, broker=broker)
    for name in ("backlight", "power"):
        broker.publish(f"lcd/{name}/set", "OFF")
        expect("0\n", wait_for(lambda path=f"{CLASS}/LCD/{name}": read(path), "0\n"))
        broker.holds(f"lcd/{name}/state", "OFF")
        write(f"{CLASS}/LCD/{name}", "1")
        broker.holds(f"lcd/{name}/state", "ON")


@test
def a_switch_counts_in_the_moment_of_a_local_write(scene):
    broker = Broker(scene)
    bridge = bridge_on_lcd(scene, broker=broker)
    bridge.popen.send_signal(signal.SIGSTOP)
    write(LCD, "by hand")
    broker.publish("lcd/backlight/set", "OFF")
    bridge.popen.send_signal(signal.SIGCONT)
    expect("0\n", wait_for(lambda: read(f"{CLASS}/LCD/backlight"), "0\n"))


@test
def a_display_that_was_deleted_is_let_go_and_the_next_is_painted(scene):
    broker = Broker(scene)
    bridge = bridge_on_lcd(scene, broker=broker)
    bridge.ask(b"one\ntwo\nthree\n")
    write(f"{CLASS}/delete_display", "LCD")
    bridge.await_log("/dev/LCD: No such file or directory: is the module devlcd loaded?")
    expect("0\n", wait_for(lambda: read("/sys/module/devlcd/refcnt"), "0\n"))
    write(f"{CLASS}/new_display", "8x2")
    bridge.shows("one", "two", total=2)
    broker.holds("lcd/state", "one\ntwo")


@test
def a_display_that_took_the_place_of_one_only_read_is_found(scene):
    broker = Broker(scene)
    bridge = bridge_on_lcd(scene, broker=broker)
    bridge.popen.send_signal(signal.SIGSTOP)
    one_display("16x2")
    bridge.popen.send_signal(signal.SIGCONT)
    broker.holds("lcd/state", "\n")
    write(LCD, "new")
    broker.holds("lcd/state", "new\n")


@test
def a_file_that_hides_the_display_is_named(scene):
    bridge = bridge_on_lcd(scene)
    bridge.ask(b"one\n")
    write(f"{CLASS}/delete_display", "LCD")
    bridge.await_log("/dev/LCD: No such file or directory")
    write(LCD, "early\n")
    bridge.await_log("/dev/LCD: a regular file, written before the module was loaded, hides it")
    expect("early\n", read(LCD))
    os.remove(LCD)
    write(f"{CLASS}/new_display", "20x4")
    bridge.shows("one")


tap.main()
