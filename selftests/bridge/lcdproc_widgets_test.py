#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What LCDproc's widgets look like."""

import time

import tap
from daemon import read
from lcdproc_client import Client, shown, start
from tap import WAIT, expect, test, wait_for


@test
def a_string_and_a_title_are_drawn(scene):
    bridge, _ = shown(scene, "widget_add s t title", "widget_set s t {Title}",
                      "widget_add s w string", "widget_set s w 3 2 {hello there}")
    bridge.shows("██ Title ███████████", "  hello there")


@test
def what_shares_a_cell_is_drawn_into_one(scene):
    bridge, _ = shown(scene, "widget_add s w string", "widget_set s w 1 1 {e\u0301🇫🇷🇩🇪x\u20dd!}")
    bridge.shows("é??x!")


@test
def what_is_outside_is_clipped(scene):
    bridge, _ = shown(scene, "widget_add s a string", "widget_set s a 18 1 abcdef",
                      "widget_add s b string", "widget_set s b 0 2 xyz",
                      "widget_add s c string", "widget_set s c 1 9 no",
                      "widget_add s d string", "widget_set s d 99999999999 1 no")
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


def saw(bridge, rows, seconds=2 * WAIT):
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
    client.do("screen_set s -heartbeat off -cursor on -cursor_x 20 -cursor_y 4")
    bridge.shows()
    expect(["huh? Cursor position outside screen"] * 2,
           client.ask("screen_set s -cursor_x 21 -cursor_y -3"))


@test
def a_heart_beats_unless_the_client_says_otherwise(scene):
    bridge = start(scene)
    client = Client(scene, bridge)
    client.do("screen_add s", "widget_add s w string", "widget_set s w 1 1 {%s}" % ("x" * 20))

    def corner():
        return read(bridge.device)[19:20]
    for heart in "♥♡♥":
        expect(heart, wait_for(corner, heart))
    client.do("screen_set s -heartbeat off")
    bridge.shows("x" * 20)
    client.do("screen_set s -heartbeat open")
    assert wait_for(corner, lambda sign: sign in ("♥", "♡")) != "x"


@test
def bars_take_fractions(scene):
    bridge, _ = shown(scene, "widget_add s h hbar", "widget_set s h 1.9 1.5 12.9")
    bridge.shows("██▍")


tap.main()
