#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The keypad of a display, by the programs that people use for input devices."""

import glob
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(f"{HERE}/../bridge")
# pylint: disable=wrong-import-position
from tap import Skip, expect, main, run, test, wait_for  # noqa: E402

CLASS = "/sys/class/devlcd"
BUTTONS = [f"BTN_{n}" for n in range(10)]


def keypad():
    """The event file of a new display's keypad."""
    for program in ("evtest", "evemu-event"):
        if not shutil.which(program):
            raise Skip(f"no {program}: Debian's packages evtest and evemu-tools have it")
    subprocess.run(["modprobe", "-q", "evdev"], check=False)
    if not os.path.exists(CLASS):
        run("insmod", f"{HERE}/../../devlcd.ko")
    for name in os.listdir(CLASS):
        if name.startswith("LCD"):
            write(f"{CLASS}/delete_display", name)
    write(f"{CLASS}/new_display", "20x4")
    found = glob.glob(f"{CLASS}/LCD/input*/event*")
    if not found:
        raise Skip("no event file: want CONFIG_INPUT=y and evdev")
    return f"/dev/input/{os.path.basename(found[0])}"


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def press(path, button, value):
    run("evemu-event", path, "--sync", "--type", "EV_KEY", "--code", button, "--value", str(value))


class Reader:
    """A program that says on its output what it reads from an event file."""

    def __init__(self, scene, ready, *command):
        self.log_path = scene.path(command[0])
        with open(self.log_path, "w", encoding="utf-8") as log:
            # pylint: disable-next=consider-using-with
            self.popen = subprocess.Popen(["stdbuf", "-oL", *command], stdout=log, stderr=log)
        scene.callback(self.end)
        wait_for(self.log, lambda log: ready in log)

    def end(self):
        self.popen.kill()
        self.popen.wait()

    def log(self):
        with open(self.log_path, encoding="utf-8") as log:
            return log.read()

    def keys(self, count):
        """The first keys: "BTN_0 1", and so on, without repetitions."""
        def found():
            lines = re.findall(r"EV_KEY\W.*?(BTN_\d).*?([01])(?:$|\s)", self.log(), re.MULTILINE)
            return [" ".join(line) for line in lines]
        return wait_for(found, lambda keys: len(keys) >= count)


@test
def evtest_reads_what_evemu_presses(scene):
    path = keypad()
    reader = Reader(scene, "Testing", "evtest", path)
    expect([f"Event code {256 + n} ({name})" for n, name in enumerate(BUTTONS)],
           re.findall(r"Event code \d+ \(BTN_\d\)", reader.log()))
    press(path, "BTN_4", 1)
    press(path, "BTN_4", 0)
    found = wait_for(lambda: re.findall(r"\(EV_KEY\), code 260 \(BTN_4\), value ([01])", reader.log()),
                     ["1", "0"])
    expect(["1", "0"], found)


@test
def evemu_records_a_press_and_plays_it_again(scene):
    path = keypad()
    recorder = Reader(scene, "Waiting for events", "evemu-record", path)
    press(path, "BTN_0", 1)
    press(path, "BTN_0", 0)
    expect(["BTN_0 1", "BTN_0 0"], recorder.keys(2))
    # The line that ends the report is written after that of the key.
    wait_for(recorder.log, lambda log: "SYN_REPORT" in log.rpartition("BTN_0")[2])
    recorder.end()
    reader = Reader(scene, "Testing", "evtest", path)
    with open(recorder.log_path, encoding="utf-8") as recording:
        subprocess.run(["evemu-play", path], stdin=recording, check=True, timeout=60)
    wait_for(reader.log, lambda log: "code 256 (BTN_0), value 0" in log)
    expect("10", "".join(re.findall(r"code 256 \(BTN_0\), value ([01])", reader.log())))


@test
def libevdev_finds_ten_keys_and_their_names(scene):
    libevdev = library()
    with open(keypad(), "rb") as file:
        device = libevdev.Device(file)
        expect("devlcd LCD keypad", device.name)
        expect(BUTTONS, [code.name for code in device.evbits[libevdev.EV_KEY]])
        expect(["EV_SYN", "EV_KEY", "EV_REP"], [bits.name for bits in device.evbits])
        expect([], device.properties)


@test
def libevdev_grabs_and_sees_presses(scene):
    libevdev = library()
    path = keypad()
    other = Reader(scene, "Testing", "evtest", path)
    with open(path, "rb") as file:
        device = libevdev.Device(file)
        device.grab()
        press(path, "BTN_9", 1)
        press(path, "BTN_9", 0)
        seen = []
        for event in device.events():
            if event.matches(libevdev.EV_KEY) and event.value != 2:     # a repetition
                seen.append((event.code.name, event.value))
            if len(seen) == 2:
                break
        expect([("BTN_9", 1), ("BTN_9", 0)], seen)
        device.ungrab()
        press(path, "BTN_8", 1)
        press(path, "BTN_8", 0)
    log = wait_for(other.log, lambda log: "(BTN_8), value 0" in log)
    expect([], re.findall(r"\(BTN_9\), value", log))


def library():
    try:
        import libevdev  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise Skip("no python3-libevdev") from error
    return libevdev


@test
def readers_end_with_the_display(scene):
    reader = Reader(scene, "Testing", "evtest", keypad())
    write(f"{CLASS}/delete_display", "LCD")
    reader.popen.wait(60)
    expect([], glob.glob(f"{CLASS}/LCD*"))


main()
