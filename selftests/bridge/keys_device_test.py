#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Keys of the module's keypad and of other input devices, in the VM."""

import contextlib
import json
import os
import shutil
import subprocess
import time

import tap
from daemon import LCDBRIDGE, Bridge, Broker, Process, read
from fakebroker import Subscriber
from hass import IDENTITY, announcement, check_announcement, components
from lcd import CLASS, KEYS, LCD, keypad, one_display, press, put_keys, write
from tap import Skip, expect, test, wait_for

OPEN = r"keys: (/dev/input/event\d+): open, \"(.*)\""


class Topics(Process):
    """All that is published on lcd/key."""

    def __init__(self, scene, broker):
        super().__init__(scene, "topics", ["stdbuf", "-oL", "mosquitto_sub", "-p", str(broker.port),
                                           "-t", "lcd/key/+", "-t", "lcd/ready", "-v"])
        assert wait_for(lambda: broker.publish("lcd/ready", "yes") or self.log(), bool), "is deaf"

    def keys(self):
        return [line.removeprefix("lcd/key/") for line in self.log().splitlines()
                if line.startswith("lcd/key/")]

    def are(self, *want):
        expect(list(want), wait_for(self.keys, list(want)))


def bridge_with_keys(scene, *args, **options):
    one_display()
    path = keypad()
    bridge = Bridge(scene, *args, device=LCD, **options)
    expect((path, "devlcd LCD keypad"), bridge.await_log(OPEN).groups())
    return bridge


def pages(broker, *names):
    """Pages that take turns by keys alone; wait until the bridge has them."""
    for name in names:
        broker.publish(f"lcd/page/{name}/set", f'{{"text": "{name}", "duration": 1000}}')
    broker.publish("lcd/line/4/set", "it has all pages")
    broker.holds("lcd/line/4/state", "it has all pages")


@test
def keys_turn_pages(scene):
    broker = Broker(scene)
    bridge = bridge_with_keys(scene, "--pages-duration=1000", broker=broker)
    bridge.ask(b"main")
    pages(broker, "one", "two")
    for key, page in (("right", "one"), ("down", "two"), ("right", "main"), ("left", "two"),
                      ("up", "one")):
        press(key)
        expect(page, wait_for(lambda: read(LCD).split("\n")[0], page))


@test
def enter_and_escape_dismiss_a_notification(scene):
    broker = Broker(scene)
    bridge = bridge_with_keys(scene, broker=broker)
    bridge.ask(b"main")
    for key in ("enter", "escape"):
        broker.publish("lcd/notify", '{"text": "doorbell", "hold": true}')
        bridge.shows("doorbell")
        press(key)
        bridge.shows("main")


@test
def each_key_has_its_topic(scene):
    broker = Broker(scene)
    bridge_with_keys(scene, broker=broker)
    topics = Topics(scene, broker)
    for name in KEYS:
        press(name)
    topics.are(*(f"{name} {action}" for name in KEYS for action in ("press", "release")))


@test
def a_long_press_is_told_and_switches_the_light(scene):
    broker = Broker(scene)
    bridge_with_keys(scene, "--keys-long=0.3", broker=broker)
    topics = Topics(scene, broker)
    path = keypad()
    for light in ("0\n", "1\n"):
        put_keys(path, (KEYS["f1"], 1))
        expect(light, wait_for(lambda: read(f"{CLASS}/LCD/backlight"), light))
        put_keys(path, (KEYS["f1"], 0))
    topics.are(*("f1 press", "f1 long", "f1 release") * 2)


@test
def a_key_that_is_held_while_another_is_pressed_is_told_as_long(scene):
    broker = Broker(scene)
    bridge_with_keys(scene, "--keys-long=0.3", broker=broker)
    topics = Topics(scene, broker)
    path = keypad()
    put_keys(path, (KEYS["f1"], 1), (KEYS["f2"], 1), (KEYS["f2"], 0))
    topics.are("f1 press", "f2 press", "f2 release", "f1 long")
    put_keys(path, (KEYS["f1"], 0))
    topics.are("f1 press", "f2 press", "f2 release", "f1 long", "f1 release")


@test
def a_short_press_leaves_the_light_on(scene):
    bridge_with_keys(scene, "--keys-long=0.3")
    press("f1")
    time.sleep(0.6)
    expect("1\n", read(f"{CLASS}/LCD/backlight"))


@test
def nobody_else_reads_what_the_bridge_has_grabbed(scene):
    broker = Broker(scene)
    bridge_with_keys(scene, broker=broker)
    topics = Topics(scene, broker)
    with open(keypad(), "rb", buffering=0) as other:
        os.set_blocking(other.fileno(), False)
        press("up")
        topics.are("up press", "up release")
        expect(None, other.read())


@test
def the_keypad_of_the_next_display_is_found(scene):
    broker = Broker(scene)
    bridge = bridge_with_keys(scene, broker=broker)
    topics = Topics(scene, broker)
    put_keys(keypad(), (KEYS["up"], 1))
    topics.are("up press")
    write(f"{CLASS}/delete_display", "LCD")
    bridge.await_log("keys: /dev/input/event.*: gone")
    topics.are("up press", "up release")
    write(f"{CLASS}/new_display", "20x4")
    wait_for(lambda: bridge.log().count("open, \"devlcd LCD keypad\""), 2)
    press("down")
    topics.are("up press", "up release", "down press", "down release")


@test
def a_keypad_that_comes_with_its_display_is_found(scene):
    one_display()
    keypad()
    write(f"{CLASS}/delete_display", "LCD")
    bridge = Bridge(scene, device=LCD)
    assert "keys:" not in bridge.log(), bridge.log()
    write(f"{CLASS}/new_display", "20x4")
    bridge.await_log(OPEN)


def announced_keys(broker, device="lcd"):
    """Home Assistant's components of keys, of which there are not yet any, or no longer."""
    found = components(announcement(broker, f"{IDENTITY}_{device}"))
    return {key: entity for key, entity in found.items() if key.startswith("key_")}


@test
def home_assistant_knows_the_keys_as_events_and_triggers(scene):
    broker = Broker(scene)
    config = scene.write("conf", "[hass]\ndiscovery = yes\n[keys]\nlong = 0.3\n")
    bridge = bridge_with_keys(scene, broker=broker, config=config)
    keys = announced_keys(broker)
    check_announcement(announcement(broker, f"{IDENTITY}_lcd"), f"{IDENTITY}_lcd")
    expect({f"key_{name}{what}" for name in KEYS for what in ("", "_press", "_long")}, set(keys))
    topics = Topics(scene, broker)
    put_keys(keypad(), (KEYS["f2"], 1))
    topics.are("f2 press", "f2 long")
    put_keys(keypad(), (KEYS["f2"], 0))
    topics.are("f2 press", "f2 long", "f2 release")
    event = keys["key_f2"]
    expect("lcd/key/f2", event["state_topic"])
    expect(event["event_types"], [json.loads(event["value_template"].replace(
        "{{ value }}", line.split()[1]))["event_type"] for line in topics.keys()])
    expect([("button_short_press", "f2", "lcd/key/f2", "press"),
            ("button_long_press", "f2", "lcd/key/f2", "long")],
           [tuple(keys[f"key_f2_{what}"][part] for part in ("type", "subtype", "topic", "payload"))
            for what in ("press", "long")])
    scene.write("conf", "[hass]\ndiscovery = yes\n[keys]\ndevice = none\n")
    bridge.reload()
    expect({}, wait_for(lambda: announced_keys(broker), {}))


@test
def keys_stay_announced_while_the_bridge_starts_before_the_display(scene):
    broker = Broker(scene)
    os.mkdir(scene.path("state"))
    env = os.environ | {"STATE_DIRECTORY": scene.path("state")}
    bridge = bridge_with_keys(scene, "--hass=yes", broker=broker, env=env)
    before = announced_keys(broker)
    expect(30, len(before))
    bridge.kill()
    write(f"{CLASS}/delete_display", "LCD")
    configs = scene.enter_context(Subscriber(broker.port, "homeassistant/device/+/config"))
    bridge = Bridge(scene, "--hass=yes", broker=broker, device=LCD, env=env)
    broker.holds("lcd/display/state", "OFF")
    write(f"{CLASS}/new_display", "20x4")
    bridge.await_log(OPEN)
    broker.holds("lcd/display/state", "ON")
    time.sleep(1.5)  # longer than one announcement waits for another
    for message in configs.received()[0]:
        expect(before, {key: entity for key, entity in components(json.loads(message)).items()
                        if key.startswith("key_")})


@test
def the_keys_of_a_display_that_is_away_stay_announced(scene):
    broker = Broker(scene)
    bridge = bridge_with_keys(scene, "--hass=yes", broker=broker)
    before = announced_keys(broker)
    expect(30, len(before))
    configs = scene.enter_context(Subscriber(broker.port, "homeassistant/device/+/config"))
    write(f"{CLASS}/delete_display", "LCD")
    bridge.await_log("keys: /dev/input/event.*: gone")
    broker.holds("lcd/display/state", "OFF")
    write(f"{CLASS}/new_display", "16x2")
    expect(2, wait_for(lambda: bridge.log().count("open, \"devlcd LCD keypad\""), 2))
    assert wait_for(lambda: len(configs.received()[0]), lambda count: count > 1) > 1
    for message in configs.received()[0]:
        expect(30, sum(key.startswith("key_") for key in components(json.loads(message))))
    bridge.kill()
    expect(before, announced_keys(broker))


@test
def a_reload_takes_other_keys(scene):
    config = scene.write("conf", "[keys]\ndevice = none\n")
    one_display()
    path = keypad()
    bridge = Bridge(scene, device=LCD, config=config)
    scene.write("conf", f"[keys]\ndevice = {path}\n")
    bridge.reload()
    bridge.await_log(OPEN)
    scene.write("conf", "[keys]\ndevice = none\n")
    bridge.reload()
    wait_for(lambda: path in descriptors(bridge), False)
    expect(False, path in descriptors(bridge))


@test
def a_reload_releases_what_is_held(scene):
    broker = Broker(scene)
    one_display()
    path = keypad()
    config = scene.write("conf", "[keys]\ndevice = display\n")
    bridge = Bridge(scene, device=LCD, config=config, broker=broker)
    bridge.await_log(OPEN)
    topics = Topics(scene, broker)
    put_keys(path, (KEYS["up"], 1))
    topics.are("up press")
    scene.write("conf", "[keys]\ndevice = none\n")
    bridge.reload()
    topics.are("up press", "up release")
    put_keys(path, (KEYS["up"], 0))


@test
def what_is_different_after_lost_events_is_told(scene):
    broker = Broker(scene)
    bridge = bridge_with_keys(scene, "--keys-long=60", broker=broker)
    topics = Topics(scene, broker)
    path = keypad()
    held = ("up", "down", "left")
    with bridge.asleep():
        put_keys(path, *((KEYS["f1"], 1), (KEYS["f1"], 0)) * 500)
        put_keys(path, *((KEYS[name], 1) for name in held))
    want = {f"{name} press" for name in held}
    expect(want, wait_for(lambda: want & set(topics.keys()), want))
    put_keys(path, *((KEYS[name], 0) for name in held))


def descriptors(process):
    folder = f"/proc/{process.popen.pid}/fd"
    found = []
    for fd in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):
            found.append(os.readlink(f"{folder}/{fd}"))
    return found


@test
def what_is_no_input_device_is_named(scene):
    bridge = Bridge(scene, "--keys-device=/dev/null")
    bridge.await_log(r"keys: /dev/null: not an input device")


def program_for_anybody(scene):
    """The sources may be in a folder that is root's alone."""
    path = shutil.copy(LCDBRIDGE, "/run/lcdbridge")
    scene.callback(os.unlink, path)
    return path


@test
def a_file_that_udev_has_not_yet_given_away_is_waited_for(scene):
    one_display()
    path = keypad()
    os.chmod(path, 0o600)
    bridge = Bridge(scene, f"--keys-device={path}", program=program_for_anybody(scene), user=65534,
                    group=65534, extra_groups=[], device="/dev/null", ready="mqtt|keys|null")
    bridge.await_log(rf"keys: {path}: open: Permission denied")
    os.chmod(path, 0o666)
    bridge.await_log(OPEN)
    expect(1, bridge.log().count(f"keys: {path}: open: Permission denied"))


def knob(codes):
    """An input device of this program's own, by uinput."""
    subprocess.run(["modprobe", "-q", "uinput"], check=False)
    try:
        import libevdev  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise Skip("no python3-libevdev") from error
    device = libevdev.Device()
    device.name = "knob of a test"
    for code in codes(libevdev):
        device.enable(code)
    return libevdev, device.create_uinput_device()


@test
def any_input_device_will_do(scene):
    broker = Broker(scene)
    libevdev, uinput = knob(lambda ev: (ev.EV_KEY.KEY_OK, ev.EV_KEY.KEY_VOLUMEUP,
                                        ev.EV_KEY.BTN_LEFT, ev.EV_REL.REL_DIAL,
                                        ev.EV_REL.REL_WHEEL))
    keypad_path = uinput.devnode
    bridge = Bridge(scene, f"--keys-device={keypad_path}", "--hass=yes", broker=broker)
    bridge.await_log(r'open, "knob of a test"')
    expect({f"key_{name}{what}" for name in ("up", "down", "left", "right", "enter")
            for what in ("", "_press", "_long")}, set(announced_keys(broker, "screen")))
    topics = Topics(scene, broker)

    def send(*events):
        uinput.send_events([libevdev.InputEvent(code, value) for code, value in events]
                           + [libevdev.InputEvent(libevdev.EV_SYN.SYN_REPORT, 0)])
    for code in (libevdev.EV_KEY.KEY_OK, libevdev.EV_KEY.KEY_VOLUMEUP, libevdev.EV_KEY.BTN_LEFT):
        send((code, 1))
        send((code, 0))
    send((libevdev.EV_REL.REL_DIAL, 1))
    send((libevdev.EV_REL.REL_DIAL, -2))
    send((libevdev.EV_REL.REL_WHEEL, 1))
    topics.are("enter press", "enter release", "volumeup press", "volumeup release",
               "btn_left press", "btn_left release",
               "right press", "right release", *("left press", "left release") * 2,
               "up press", "up release")


def last_of_all(topics):
    """Press a key until it is told, as it may still be one too many in this second."""
    def last():
        press("escape")
        time.sleep(0.1)
        return topics.keys()[-1:]
    expect(["escape release"], wait_for(last, ["escape release"]))


@test
def a_flood_of_keys_is_bounded(scene):
    broker = Broker(scene)
    bridge = bridge_with_keys(scene, broker=broker)
    topics = Topics(scene, broker)
    path = keypad()
    began = time.monotonic()
    for _ in range(100):
        put_keys(path, *((KEYS["up"], 1), (KEYS["up"], 0)) * 10)
        time.sleep(0.01)  # with more at a time evdev drops some
    bridge.await_log("keys: more than 100 events a second: ignored")
    last_of_all(topics)
    count, seconds = len(topics.keys()), time.monotonic() - began
    assert count < 1000 + 100 * seconds, f"{count} messages of 2000 events in {seconds:.0f} s"


@test
def what_was_pressed_is_released_in_a_flood_of_keys_too(scene):
    broker = Broker(scene)
    bridge_with_keys(scene, "--keys-long=2", broker=broker)
    topics = Topics(scene, broker)
    path = keypad()
    up, down = (KEYS["up"], 1), (KEYS["up"], 0)
    for _ in range(2):  # once more, as a new second may have begun meanwhile
        time.sleep(1)
        for count in (10, 10, 10, 10, 9):  # with more at a time evdev drops some
            put_keys(path, *(up, down) * count)
            time.sleep(0.01)
        put_keys(path, (KEYS["left"], 1), (KEYS["f1"], 1), (KEYS["f1"], 0), (KEYS["left"], 0))
    last_of_all(topics)
    told = topics.keys()
    for name in {line.split()[0] for line in told}:
        expect((name, told.count(f"{name} press")), (name, told.count(f"{name} release")))
    time.sleep(3)  # longer than a long press
    expect([], [line for line in topics.keys() if line.endswith("long")])
    expect("1\n", read(f"{CLASS}/LCD/backlight"))


@test
def nothing_wakes_it_while_no_key_is_pressed(scene):
    bridge = bridge_with_keys(scene)
    before = bridge.settled()
    time.sleep(2)
    assert bridge.wakeups() - before <= 1, f"{bridge.wakeups() - before} times"


tap.main()
