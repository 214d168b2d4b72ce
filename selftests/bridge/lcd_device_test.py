#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The daemon on /dev/LCD itself, in the VM."""

import os
import stat

import tap
from daemon import Bridge, Broker, read, screen
from lcd import CLASS, LCD, one_display, write
from tap import expect, run, test, wait_for

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
def margins_of_another_writer_move_no_row(scene):
    bridge = bridge_on_lcd(scene)
    write(LCD, "\033[1;2r", "a")
    bridge.ask(b"a\nb\nc\nd")
    expect(screen("a", "b", "c", "d"), wait_for(lambda: read(LCD), screen("a", "b", "c", "d")))


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
    with bridge.asleep():
        write(LCD, "by hand")
        broker.publish("lcd/backlight/set", "OFF")
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
    with bridge.asleep():
        one_display("16x2")
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
    bridge.await_log("/dev/LCD: a regular file, not a display: rm /dev/LCD, then load devlcd")
    expect("early\n", read(LCD))
    os.remove(LCD)
    write(f"{CLASS}/new_display", "20x4")
    bridge.shows("one")


def replaced_by_a_file(scene, *commands):
    bridge = bridge_on_lcd(scene)
    bridge.ask(b"one\n")
    number = os.stat(LCD).st_rdev
    scene.callback(lambda: os.path.exists(LCD) and os.remove(LCD))
    for command in commands:
        run("sh", "-c", command)
    bridge.await_log("/dev/LCD: a regular file hides the display: rm /dev/LCD && "
                     f"mknod -m 660 /dev/LCD c {os.major(number)} {os.minor(number)} && "
                     "chgrp lcd /dev/LCD")
    expect("other\n", read(LCD))
    os.remove(LCD)
    os.mknod(LCD, stat.S_IFCHR | 0o660, number)
    bridge.await_log("/dev/LCD: open, 20x4")
    bridge.ask(b"two\n")
    bridge.shows("two")


@test
def a_node_that_a_file_was_moved_onto_is_named_and_awaited(scene):
    replaced_by_a_file(scene, "echo other > /dev/other && mv /dev/other /dev/LCD")


@test
def a_node_that_a_file_was_made_in_place_of_is_named_and_awaited(scene):
    replaced_by_a_file(scene, "rm /dev/LCD", "echo other > /dev/LCD")


tap.main()
