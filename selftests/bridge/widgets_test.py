#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Pages of icons, bars and high digits: published as JSON, read from the display."""

import json
import re
import time

import tap
from daemon import HERE, Bridge, Broker, read
from fifo import Fifo
from tap import expect, expect_in, test, wait_for

BATTERY_3 = "0e1f11111f1f1f1f"
ARROW = "040e150404040400"


def start(scene, *args, **options):
    broker = Broker(scene)
    return Bridge(scene, *args, broker=broker, **options), broker


def page(broker, name="a", **fields):
    broker.publish(f"lcd/page/{name}/set", json.dumps(fields))


@test
def progress_is_drawn_in_eighths(scene):
    bridge, broker = start(scene)
    for percent, bar in ((0, ""), (1, "▎"), (2.5, "▌"), (50, "█" * 10), (73, "█" * 14 + "▋"),
                         (100, "█" * 20)):
        page(broker, progress=percent)
        bridge.shows(bar)
    page(broker, title="Backup", text="disk 1 of 2", progress="50")
    bridge.shows("Backup", "disk 1 of 2", "█" * 10)
    page(broker, rows=[{"text": "CPU", "progress": 50}])
    bridge.shows("CPU " + "█" * 8)


@test
def a_line_is_numbers_over_the_width_with_the_newest_last(scene):
    bridge, broker = start(scene, "--geometry=8x2")
    page(broker, line=[0, 1, 2, 3, 4, 5, 6, 7])
    bridge.shows("▁▂▃▄▅▆▇█", total=2)
    page(broker, line=[-5, 5])
    bridge.shows("▁▁▁▁████", total=2)
    page(broker, line=[99] * 60 + [0, 1, 2, 3, 4, 5, 6, 7])
    bridge.shows("▁▂▃▄▅▆▇█", total=2)
    page(broker, line=[5, 5, 5, 5], min=0, max=10)
    bridge.shows("▅" * 8, total=2)
    page(broker, line=[20, -20], min=0, max=10)
    bridge.shows("████▁▁▁▁", total=2)
    page(broker, text="t", line=[7, 0])
    bridge.shows("t", "████▁▁▁▁", total=2)


@test
def bars_are_as_high_as_there_is_room(scene):
    bridge, broker = start(scene)
    page(broker, text="Rain", bars=[0, 12, 24, 6])
    bridge.shows("Rain", "          ████", "     ▄▄▄▄ ████", "     ████ ████ ▆▆▆▆")
    page(broker, bars=[1, 2], height=1, max=2)
    bridge.shows("▄" * 9 + " " + "█" * 9)
    page(broker, bars=list(range(1, 21)), height=1, max=20)
    bridge.shows(" ▁▁▂▂▂▃▃▄▄▄▅▅▆▆▆▇▇██")


@test
def big_digits_have_the_height_that_is_free(scene):
    bridge, broker = start(scene)
    page(broker, big="1:0")
    bridge.shows("  ▌ ▐▀▌", "  ▌▄▐ ▌", "  ▌▄▐ ▌", "  ▘ ▝▀▘")
    page(broker, text="top", big="14")
    bridge.shows("top", "  ▌▐ ▌", "  ▌ ▀▌", "  ▌  ▌")
    page(broker, text="top\nnext", big=-2.5)
    bridge.shows("top", "next", "  ▔▌ ▐▔", "▔▐🮀 . 🮀▌")
    page(broker, text="one\ntwo\nthree", big="21 °C")
    bridge.shows("one", "two", "three", "21 °C")
    page(broker, big="21°C", height=2, align="right")
    bridge.shows(" " * 12 + " ▔▌  ▌°C", " " * 12 + "▐🮀   ▌")
    page(broker, big="1234567", align="center")
    bridge.shows("      1234567")


@test
def every_big_digit_is_its_own_and_within_its_cells(scene):
    bridge, broker = start(scene)
    for height in (2, 3, 4):
        seen = set()
        for digit in "0123456789":
            page(broker, big=f"{digit}1", height=height)
            one = ["  ▌"] * 3 + ["  ▘"] if height == 4 else ["  ▌"] * height
            rows = wait_for(lambda: read(bridge.device).split("\n"),
                            lambda got: [row[3:6] for row in got[:height]] == one and
                            tuple(row[:3] for row in got[:height]) not in seen)
            seen.add(tuple(row[:3] for row in rows[:height]))
        expect((height, 10), (height, len(seen)))


@test
def icons_stand_before_the_text(scene):
    bridge, broker = start(scene)
    page(broker, icon="bell", text="Door")
    bridge.shows("🔔 Door")
    page(broker, icon=["play", "pause"], title="Radio", text="Song")
    bridge.shows("▶⏸ Radio", "Song")
    page(broker, icon="heart")
    bridge.shows("♥")
    page(broker, rows=["plain", {"icon": "wifi", "text": "on"},
                       {"icon": "thermometer", "progress": 50}])
    bridge.shows("plain", "🛜 on", "🌡 " + "█" * 9)


@test
def every_icon_of_the_manual_is_shown(scene):
    manual = read(f"{HERE}/../../userland/man/lcdbridge-pages.7")
    names = re.findall(r"[a-z]+(?:-[a-z0-9]+)?",
                       re.search(r'\.\\" icons\n(.*?)\.\\" end', manual, re.S)[1])
    assert len(names) > 60, names
    bridge, broker = start(scene)
    for n, name in enumerate(names):
        page(broker, "all", icon=name, text=str(n))
    expect_in(f" {len(names) - 1}\n",
              wait_for(lambda: read(bridge.device),
                       lambda got: f" {len(names) - 1}\n" in got))
    assert "no such icon" not in bridge.log(), bridge.log()


@test
def rows_are_aligned_each_as_it_wants(scene):
    bridge, broker = start(scene)
    page(broker, align="center", rows=["ab", {"text": "left", "align": "left"},
                                       {"text": "right", "align": "right"}, 7])
    bridge.await_log(r"rows\[3\]: must be a string or an object")
    page(broker, align="center", rows=["ab", {"text": "left", "align": "left"},
                                       {"text": "right", "align": "right"}])
    bridge.shows(" " * 9 + "ab", "left", " " * 15 + "right")


@test
def what_may_not_scroll_is_cut(scene):
    bridge, broker = start(scene, "--scroll-rest=0.05", "--scroll-step=0.02")
    page(broker, scroll=False, rows=["abcdefghijklmnopqrstuvwxyz"])
    bridge.shows("abcdefghijklmnopqrst")
    page(broker, rows=["abcdefghijklmnopqrstuvwxyz"])
    bridge.shows("ghijklmnopqrstuvwxyz")


@test
def what_blinks_comes_and_goes(scene):
    bridge, broker = start(scene)
    page(broker, rows=["still", {"text": "alarm", "blink": True}])
    for _ in range(2):
        bridge.shows("still", "alarm")
        bridge.shows("still")


@test
def a_user_picture_comes_from_afar_and_stays(scene):
    fifo = Fifo(scene)
    bridge, broker = start(scene, device=fifo.path)
    broker.publish("lcd/glyph/3/set", ARROW)
    expect({"3": ARROW}, wait_for(fifo.glyphs, {"3": ARROW}))
    page(broker, icon=3, text="up")
    expect("\ue003 up", wait_for(fifo.row, "\ue003 up"))
    page(broker)
    broker.publish("lcd/glyph/3/set", "04 0e 15 04 04 04 04 1F\n")
    want = {"3": "040e15040404041f"}
    expect(want, wait_for(fifo.glyphs, want))


@test
def a_retained_picture_is_there_after_a_start(scene):
    broker = Broker(scene)
    broker.publish("lcd/glyph/0/set", ARROW, "-r")
    fifo = Fifo(scene)
    Bridge(scene, broker=broker, device=fifo.path)
    expect({"0": ARROW}, wait_for(fifo.glyphs, {"0": ARROW}))


@test
def a_page_has_pictures_of_its_own(scene):
    fifo = Fifo(scene)
    _, broker = start(scene, device=fifo.path)
    broker.publish("lcd/glyph/1/set", ARROW)
    page(broker, "b", glyphs=[None, "1f" * 8], icon=[1], text="box", priority="alert")
    expect("\ue001 box", wait_for(fifo.row, "\ue001 box"))
    expect("1f" * 8, fifo.glyphs()["1"])
    broker.publish("lcd/page/b/set", "")
    expect(ARROW, wait_for(lambda: fifo.glyphs()["1"], ARROW))


@test
def a_battery_takes_a_picture_that_the_page_does_not_show(scene):
    fifo = Fifo(scene)
    _, broker = start(scene, device=fifo.path)
    page(broker, icon=[7, "battery-3", "battery-3"], text="60 %")
    expect("\ue007\ue006\ue006 60 %", wait_for(fifo.row, "\ue007\ue006\ue006 60 %"))
    expect(BATTERY_3, fifo.glyphs()["6"])
    page(broker, icon=["battery-5"], glyphs=["00" * 8] * 8)
    expect("🔋", wait_for(fifo.row, "🔋"))


WRONG_PAGES = (
    ({"progress": 101}, "progress: must be a number, 0 to 100"),
    ({"progress": "half"}, "progress: must be a number, 0 to 100"),
    ({"line": []}, "line: must be an array of numbers"),
    ({"bars": 5}, "bars: must be an array of numbers"),
    ({"bars": [1, "x"]}, r"bars\[1\]: must be a number"),
    ({"big": [1]}, "big: must be a string or a number"),
    ({"text": "x", "icon": "unicorn"}, "icon: unicorn: no such icon"),
    ({"text": "x", "icon": 8}, "icon: must be a name, or 0 to 7"),
    ({"text": "x", "icon": ["bell"] * 9}, "icon: at most 8"),
    ({"text": "x", "align": "middle"}, "align: must be left, center or right"),
    ({"text": "x", "blink": 1}, "blink: must be true or false"),
    ({"text": "x", "scroll": "no"}, "scroll: must be true or false"),
    ({"big": 1, "height": 5}, "height: must be a number, 1 to 4"),
    ({"big": 1, "height": 1.5}, "height: must be a whole number"),
    ({"bars": [1], "min": "low"}, "min: must be a number"),
    ({"glyphs": "1f" * 8, "text": "x"}, "glyphs: must be an array of at most 8 pictures"),
    ({"glyphs": [None, "1f"], "text": "x"}, r"glyphs\[1\]: must be eight rows of two hex digits"),
)
WRONG_ROWS = (
    ({"rows": "x"}, "rows: must be an array of at most 4"),
    ({"rows": ["a"] * 5}, "rows: must be an array of at most 4"),
    ({"rows": ["a"] * 4, "line": [1]}, "line: there are 4 rows already"),
    ({"rows": [{"text": "a"}, {"progres": 5}]}, r"rows\[1\]\.progres: a row has no such key"),
    ({"rows": [{"line": [1], "progress": 5}]}, r"rows\[0\]\.progress: not allowed in a row with"),
    ({"rows": [{"text": "a", "big": 5}]}, r"rows\[0\]\.text: not allowed in a row with big"),
    ({"rows": [{"align": 3}]}, r"rows\[0\]\.align: must be left"),
    ({"rows": [{"text": [1]}], "title": {}}, "title: must be a string or a number"),
    ({"priority": "info"}, "must have text, title, rows"),
)


def refuse(scene, cases):
    """Each is refused for its reason, and what was there stays."""
    bridge, broker = start(scene)
    page(broker, text="kept")
    bridge.shows("kept")
    for topic, payload, why in cases:
        pattern = f"mqtt: {topic}: {why}"

        def again(topic=topic, payload=payload, pattern=pattern):
            broker.publish(f"lcd/{topic}", payload)
            time.sleep(0.1)
            return re.search(pattern, bridge.log())
        assert wait_for(again, bool), f"no {pattern!r} in the log:\n{bridge.log()}"
    bridge.shows("kept")


@test
def what_is_wrong_in_a_page_is_named(scene):
    refuse(scene, [("page/a/set", json.dumps(fields), why) for fields, why in WRONG_PAGES])


@test
def what_is_wrong_in_a_row_is_named(scene):
    refuse(scene, [("page/a/set", json.dumps(fields), why) for fields, why in WRONG_ROWS])


@test
def what_is_wrong_in_a_picture_is_named(scene):
    rows = "must be eight rows of two hex digits"
    refuse(scene, [("glyph/8/set", ARROW, "must be glyph/0 to glyph/7"),
                   ("glyph/x/set", ARROW, "must be glyph/0 to glyph/7")] +
           [(f"glyph/{n}/set", payload, rows)
            for n, payload in enumerate(("1f", "20" * 8, "zz" * 8, ARROW + "00",
                                         "0 40e150404040400"))])


@test
def the_pictures_of_the_manual_are_what_is_shown(scene):
    manual = f"{HERE}/../../userland/man"
    found = re.findall(r"```json\n(.*)\n```\n!\[.*\]\(pictures/(.*)\.svg\)",
                       read(f"{manual}/pages.md"))
    expect(8, len(found))
    for payload, name in found:
        with tap.Scene() as one:
            fifo = Fifo(one)
            _, broker = start(one, device=fifo.path)
            broker.publish("lcd/page/a/set", payload)
            want = read(f"{manual}/pictures/{name}.txt")
            expect(want, wait_for(fifo.picture, want))


@test
def a_notification_may_be_rich_as_well(scene):
    bridge, broker = start(scene, "--notice-duration=60")
    broker.publish("lcd/notify", json.dumps({"icon": "warning", "title": "Oven", "progress": 50}))
    bridge.shows("⚠ Oven", "█" * 10)


tap.main()
