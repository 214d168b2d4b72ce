#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""A light with levels, in the VM: topics, and Home Assistant's light."""

import json
import re
import socket

import tap
from daemon import Bridge, Broker, read
from emulated import Dimmed
from lcd import CLASS, LCD, one_display, write
from tap import expect, test, wait_for

BACKLIGHT = f"{CLASS}/LCD/backlight"


def start(scene, *args, retained=()):
    """A bridge on a display, and its panel, whose light is full."""
    broker = Broker(scene)
    for topic, payload in retained:
        broker.publish(f"lcd/{topic}", payload, "-r")
    one_display()
    panel = Dimmed(scene)
    return Bridge(scene, *args, device=LCD, broker=broker), broker, panel


def light_of(broker):
    host = re.sub("[^a-z0-9]", "_", socket.gethostname().lower())
    text = broker.read(f"homeassistant/device/lcdbridge_{host}_lcd/config")
    return json.loads(text)["components"]["backlight"]


def retained(broker, topic):
    return broker.read(topic, options=("--retained-only",), seconds=1)


@test
def the_topic_sets_the_level_and_tells_it(scene):
    _, broker, panel = start(scene)
    broker.holds("lcd/brightness/state", "255")
    for level in (100, 1, 255):
        broker.publish("lcd/brightness/set", str(level))
        panel.has_level(level)
        expect(f"{level}\n", read(BACKLIGHT))
        broker.holds("lcd/brightness/state", level)
        broker.holds("lcd/backlight/state", "ON")
    broker.publish("lcd/brightness/set", "0")
    panel.has_level(0)
    broker.holds("lcd/brightness/state", "0")
    broker.holds("lcd/backlight/state", "OFF")


@test
def switched_on_it_has_its_level(scene):
    _, broker, panel = start(scene)
    broker.publish("lcd/brightness/set", "100")
    panel.has_level(100)
    for payload, level in (("OFF", 0), ("ON", 100)):
        broker.publish("lcd/backlight/set", payload)
        panel.has_level(level)
        broker.holds("lcd/brightness/state", level)


@test
def a_level_set_by_hand_is_told_and_kept(scene):
    bridge, broker, panel = start(scene)
    write(BACKLIGHT, "37")
    broker.holds("lcd/brightness/state", "37")
    bridge.ask(b"a repaint")
    panel.has_level(37)
    broker.publish("lcd/backlight/set", "OFF")
    panel.has_level(0)
    broker.publish("lcd/backlight/set", "ON")
    panel.has_level(37)


@test
def another_level_is_refused(scene):
    bridge, broker, panel = start(scene)
    broker.publish("lcd/brightness/set", "100")
    broker.holds("lcd/brightness/state", "100")
    for payload in ("256", "-1", "1.5", "", "full", "99999999999999999999", "1 "):
        broker.publish("lcd/brightness/set", payload)
    bridge.await_log("mqtt: brightness/set: must be 0 to backlight_max")
    broker.publish("lcd/power/set", "OFF")
    broker.holds("lcd/power/state", "OFF")
    broker.holds("lcd/brightness/state", "100")
    panel.has_level(100)


@test
def retained_it_counts_at_the_start_but_not_against_off(scene):
    _, broker, panel = start(scene, retained=(("brightness/set", "100"), ("backlight/set", "OFF")))
    broker.holds("lcd/backlight/state", "OFF")
    panel.has_level(0)
    broker.publish("lcd/backlight/set", "ON")
    panel.has_level(100)


def has(broker, level):
    broker.holds("lcd/brightness/state", level)
    broker.holds("lcd/backlight/state", "ON" if level else "OFF")


@test
def a_level_waits_for_a_panel_with_levels(scene):
    bridge, broker, panel = start(scene, retained=(("brightness/set", "37"),))
    has(broker, 37)
    for level in (100, 0):
        panel.leave()
        expect("", wait_for(lambda: retained(broker, "lcd/brightness/state"), ""))
        broker.publish("lcd/brightness/set", str(level))
        broker.holds("lcd/backlight/state", "ON" if level else "OFF")
        panel.come()
        has(broker, level)
        panel.has_level(level)
    broker.publish("lcd/backlight/set", "ON")
    panel.has_level(100)
    for payload in ("256", "-1"):
        broker.publish("lcd/brightness/set", payload)
    bridge.await_log("mqtt: brightness/set: must be 0 to backlight_max")


@test
def a_retained_level_waits_for_the_display(scene):
    broker = Broker(scene)
    broker.publish("lcd/brightness/set", "100", "-r")
    one_display()
    write(f"{CLASS}/delete_display", "LCD")
    bridge = Bridge(scene, device=LCD, broker=broker)
    broker.publish("lcd/set", "taken")
    broker.holds("lcd/line/1/state", "taken")
    panel = Dimmed(scene)
    write(f"{CLASS}/new_display", "20x4")
    bridge.await_log("open, 20x4")
    broker.holds("lcd/brightness/state", "100")
    panel.has_level(100)


@test
def home_assistant_has_the_scale_while_there_is_one(scene):
    _, broker, panel = start(scene, "--hass=yes")
    light = light_of(broker)
    expect(255, light["brightness_scale"])
    broker.publish(light["brightness_command_topic"], "100")
    broker.holds(light["brightness_state_topic"], "100")
    panel.leave()
    expect(None, wait_for(lambda: light_of(broker).get("brightness_scale"), None))
    expect("", wait_for(lambda: retained(broker, "lcd/brightness/state"), ""))
    panel.come()
    broker.holds("lcd/brightness/state", "100")
    panel.has_level(100)
    expect(255, wait_for(lambda: light_of(broker).get("brightness_scale"), 255))


tap.main()
