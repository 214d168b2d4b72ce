#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""lcdweb on /dev/LCD itself, in the VM: what a text file has not."""

import contextlib
import glob
import os
import struct
import time

from web import HERE, Stream, UnixConnection, Web, first_row, read, rows, write

from emulated import Dimmed
from png import Png, dots
from tap import expect, expect_in, main, run, test, wait_for

LCD = "/dev/LCD"
CLASS = "/sys/class/devlcd"


def on_displays(scene, *geometries):
    """As if the module had just been loaded with these."""
    if not os.path.exists(CLASS):
        run("insmod", f"{HERE}/../../devlcd.ko")
    for name in os.listdir(CLASS):
        if name.startswith("LCD"):
            write(f"{CLASS}/delete_display", name)
    for geometry in geometries:
        write(f"{CLASS}/new_display", geometry)
    return Web(scene, files=())


@test
def text_is_that_of_the_device(scene):
    web = on_displays(scene, "20x4")
    write(LCD, "by echo\n")
    expect(rows("by echo"), web.get("/LCD").text)
    expect(rows("by PUT"), web.ask("PUT", "/LCD", "by PUT").text)
    expect(rows("by PUT and POST"), web.ask("POST", "/LCD", " and POST").text)
    expect(rows("by PUT and POST"), read(LCD))


@test
def changes_are_told(scene):
    web = on_displays(scene, "20x4")
    stream = Stream(scene, web, "/LCD/events")
    for text in ("one", "two", "three"):
        write(LCD, text)
        stream.display(first_row(text))
    expect(int(read(f"{CLASS}/LCD/generation")), web.json("LCD")["generation"])


@test
def light_and_power_are_switched(scene):
    web = on_displays(scene, "20x4")
    write(LCD, "kept")
    for path, key in (("backlight", "light"), ("power", "power")):
        for value in ("0", "1"):
            expect(204, web.status_of("PUT", f"/LCD/{path}", value))
            expect(f"{value}\n", read(f"{CLASS}/LCD/{path}"))
            expect(value == "1", web.json("LCD")[key])
        for word, value in (("off", "0"), ("on", "1")):
            expect(204, web.status_of("PUT", f"/LCD/{path}", word))
            expect(f"{value}\n", read(f"{CLASS}/LCD/{path}"))
        for wrong in ("2", "", "-1", "1x", "onn", "of", "9" * 30):
            expect(400, web.status_of("PUT", f"/LCD/{path}", wrong))
    expect(rows("kept"), read(LCD))


@test
def a_light_with_levels_is_set_to_one(scene):
    web = on_displays(scene, "20x4")
    panel = Dimmed(scene)
    for body, level in (("100", 100), ("off", 0), ("on", 100), ("255\n", 255), ("0", 0), ("1", 1)):
        expect(204, web.status_of("PUT", "/LCD/backlight", body))
        expect(f"{level}\n", read(f"{CLASS}/LCD/backlight"))
        expect(level > 0, web.json("LCD")["light"])
        panel.has_level(level)
    expect(400, web.status_of("PUT", "/LCD/backlight", "256"))
    panel.has_level(1)


def keypad_of(name):
    """The event file, by the display's folder in sysfs."""
    found = glob.glob(f"{CLASS}/{name}/input*/event*")
    return f"/dev/input/{os.path.basename(found[0])}" if found else None


def keys_of(file):
    """What was pressed since the file was opened: [(BTN_0, 1), ...], as numbers."""
    events = struct.iter_unpack("llHHi", file.read() or b"")
    return [(code, value) for _, _, kind, code, value in events if kind == 1]


@test
def keys_are_pressed_on_the_keypad_of_the_display(scene):
    run("modprobe", "-qa", "evdev")
    web = on_displays(scene, "20x4", "16x2")
    names = ("up", "down", "left", "right", "enter", "escape", "f1", "f2", "f3", "f4")
    expect([True, True], [web.json(name)["keypad"] for name in ("LCD", "LCD1")])
    unix = scene.path("socket")
    web = Web(scene, f"--listen={unix}", files=())
    with open(keypad_of("LCD1"), "rb", buffering=0) as file, \
            open(keypad_of("LCD"), "rb", buffering=0) as other:
        os.set_blocking(file.fileno(), False)
        os.set_blocking(other.fileno(), False)
        for n, name in enumerate(names):
            expect(204, web.ask("POST", f"/LCD1/keys/{name}", "",
                                connection=UnixConnection(unix)).status)
            expect([(256 + n, 1), (256 + n, 0)], keys_of(file))
        expect(404, web.ask("POST", "/LCD1/keys/f5", "", connection=UnixConnection(unix)).status)
        expect([], keys_of(file) + keys_of(other))
    write(f"{CLASS}/delete_display", "LCD1")
    expect(404, wait_for(lambda: web.ask("POST", "/LCD1/keys/up", "",
                                         connection=UnixConnection(unix)).status, 404))


@test
def user_glyphs_are_drawn(scene):
    web = on_displays(scene, "20x4")
    write(f"{CLASS}/LCD/glyph0", "1f 11 11 11 11 11 1f 00")
    write(LCD, "\0\ue000")
    told = web.json("LCD")
    expect(["1f11111111111f00"] * 2, told["dots"][:2])
    expect(told["dots"], dots(Png(web.get("/LCD.png").body), told, 16, 5))


@test
def displays_come_and_go(scene):
    web = on_displays(scene, "20x4")
    stream = Stream(scene, web, "/events")
    expect(["LCD"], stream.event()[1]["displays"])
    write(f"{CLASS}/new_display", "16x2")
    while (event := stream.event())[0] != "displays":
        pass
    expect(["LCD", "LCD1"], event[1]["displays"])
    expect((2, 16), tuple(web.json("LCD1")[key] for key in ("rows", "cols")))
    own = Stream(scene, web, "/LCD1/events")
    own.event()
    write(f"{CLASS}/delete_display", "LCD1")
    expect(None, own.event())
    expect(404, wait_for(lambda: web.get("/LCD1").status, 404))
    write(f"{CLASS}/new_display", "8x1")
    expect(8, wait_for(lambda: web.get("/LCD1").status, 200) and web.json("LCD1")["cols"])


@test
def metrics_have_the_stats_of_the_module(scene):
    web = on_displays(scene, "20x4", "16x2")
    write(LCD, "counted")
    text = web.get("/metrics").text
    expect_in('devlcd_writes_total{display="LCD"} 1\n', text)
    expect_in('devlcd_bytes_total{display="LCD"} 7\n', text)
    expect_in('devlcd_writes_total{display="LCD1"} 0\n', text)


def displays_held(web):
    """The devices that it has open."""
    folder = f"/proc/{web.popen.pid}/fd"
    names = []
    for fd in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            names.append(os.readlink(f"{folder}/{fd}"))
    return sorted(name for name in names if name.startswith("/dev/LCD"))


@test
def a_display_that_nobody_watches_is_let_go(scene):
    web = on_displays(scene, "20x4")
    expect([], wait_for(lambda: displays_held(web), []))
    write(LCD, "asked")
    expect(rows("asked"), web.get("/LCD").text)
    stream = Stream(scene, web, "/LCD/events")
    stream.event()
    time.sleep(1.5)  # longer than after a request
    expect([LCD], displays_held(web))
    stream.response.close()
    stream.client.close()
    expect([], wait_for(lambda: displays_held(web), []))
    write(LCD, "asked again")
    expect(rows("asked again"), web.get("/LCD").text)


@test
def the_charset_is_called_by_its_name(scene):
    web = on_displays(scene, "20x4")
    for name in ("cyrillic", "A02", "US2066A", "A00"):
        write(f"{CLASS}/LCD/charset", name)
        expect(name, wait_for(lambda: web.json("LCD")["charset"], name))


@test
def nothing_wakes_it_although_the_display_changes(scene):
    web = on_displays(scene, "20x4")
    web.get("/LCD")
    wait_for(lambda: web.metric("lcdweb_connections"), 1)
    before = web.metric("lcdweb_frames_total", "LCD")
    for n in range(50):
        write(LCD, str(n))
    after = web.metric("lcdweb_frames_total", "LCD")
    assert after - before <= 1, f"{after - before} frames that nobody saw"


main()
