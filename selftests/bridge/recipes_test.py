#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Lines to copy, from the examples and manuals, do what is said of them."""

import os
import re
import shutil
import socket
import subprocess

import tap
from daemon import HERE, Bridge, Broker, Process, read
from fifo import Fifo
from tap import WAIT, Skip, expect, expect_in, test, wait_for

USERLAND = f"{HERE}/../../userland"
UNITS = f"{USERLAND}/examples/units"
LCDVIEW = f"{HERE}/../build/bridge/bin/lcdview"
HOST = socket.gethostname()

# A broker on a port of its own, a root folder of its own, and no time to sleep.
SHELL = r"""
mosquitto_pub() { command mosquitto_pub -p "$PORT" "$@"; }
mosquitto_sub() { command mosquitto_sub -p "$PORT" "$@"; }
sleep() { command sleep 0.1; }
sudo() {
    [ "$1" = systemctl ] && return
    set -- "${@/#\/usr\/local\/bin/$ROOT/bin}"
    "${@/#\/etc\/systemd\/system/$ROOT}"
}
"""


def blocks(page):
    """The indented lines of a page, those without a blank line between them together."""
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE)
            for block in re.findall(r"(?:^    .*\n)+", read(page), re.MULTILINE)]


def block(page, word):
    found = [part for part in blocks(page) if word in part]
    expect((word, 1), (word, len(found)))
    return found[0]


def manual(page, word):
    """The literal text of a manual in which a word stands."""
    found = [part for part in re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed",
                                         read(f"{USERLAND}/man/{page}"), re.MULTILINE | re.DOTALL)
             if word in part]
    expect((word, 1), (word, len(found)))
    return found[0].replace("\\e", "\\")


def run(scene, commands, broker=None, cwd=UNITS):
    """Run them as typed; return what they print."""
    root = scene.path("root")
    os.makedirs(f"{root}/bin", exist_ok=True)
    env = os.environ | {"PORT": str(broker.port if broker else 0), "ROOT": root,
                        "PATH": f"{root}/bin:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-euc", SHELL + commands], env=env, cwd=cwd, timeout=3 * WAIT,
                          stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def start(scene, *args, **options):
    broker = Broker(scene)
    return Bridge(scene, *args, broker=broker, **options), broker


def installed(scene, name):
    """Install a unit as its page says; return the folder."""
    run(scene, block(f"{UNITS}/README.md", f"--now {name}"))
    return scene.path("root")


def exec_start(unit, display):
    """The command of a unit, for another display."""
    command = re.search(r"^ExecStart=(.*)$", read(unit), re.MULTILINE)[1]
    expect_in("> /dev/LCD", command)
    return command.replace("/dev/LCD", display)


@test
def units_are_what_systemd_takes(scene):
    if not shutil.which("systemd-analyze"):
        raise Skip("no systemd-analyze")
    for name in ("lcd-status.timer", "lcd-log.path"):
        folder = installed(scene, name)
    units = [f"{folder}/{name}" for name in sorted(os.listdir(folder)) if name != "bin"]
    expect(["lcd-log.path", "lcd-log.service", "lcd-status.service", "lcd-status.timer"],
           [os.path.basename(unit) for unit in units])
    done = subprocess.run(["systemd-analyze", "verify", *units], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, timeout=60)
    expect((0, []), (done.returncode,
                     [line for line in done.stdout.splitlines() if "/lcd-" in line]))


@test
def the_status_unit_shows_this_machine(scene):
    folder = installed(scene, "lcd-status.timer")
    display = scene.write("display", "what was there before\n" * 4)
    run(scene, exec_start(f"{folder}/lcd-status.service", display))
    name, address, clock, load = read(display).splitlines()
    expect(HOST, name)
    assert re.fullmatch(r"[0-9a-f.:]+|no address", address), address
    assert re.fullmatch(r"\S+ \d\d \S+ \d\d:\d\d", clock), clock
    assert re.fullmatch(r"load \d+\.\d\d", load), load


@test
def the_status_is_a_page_as_well(scene):
    bridge, broker = start(scene, "--geometry=40x4")
    installed(scene, "lcd-status.timer")
    run(scene, block(f"{UNITS}/README.md", "lcd/page/status/set"), broker)
    expect([HOST], wait_for(lambda: read(bridge.device).splitlines()[:1], [HOST]))
    assert re.search(r"\nload \d", read(bridge.device)), read(bridge.device)


@test
def the_log_unit_shows_the_last_lines_cut_and_clean(scene):
    folder = installed(scene, "lcd-log.path")
    lines = [f"line {n} é \x1blonger than the display\x07" for n in range(9)]
    entries = scene.write("entries", "".join(f"{line}\n" for line in lines))
    shim = scene.write("root/bin/journalctl", f"#!/bin/sh\necho \"$@\" > {entries}.args\n"
                                              f"cat {entries}; exec sleep 60\n")
    os.chmod(shim, 0o755)
    display = scene.write("display", "")
    path = f"{folder}/bin:{os.environ['PATH']}"
    Process(scene, "log", ["sh", "-c", "exec " + exec_start(f"{folder}/lcd-log.service", display)],
            env=os.environ | {"PATH": path})

    def shown():
        return subprocess.run([LCDVIEW, "--once", display], stdout=subprocess.PIPE, text=True,
                              check=True, timeout=3 * WAIT).stdout.splitlines()[1:-1]
    want = [f"│line {n} é longer than│" for n in range(5, 9)]
    expect(want, wait_for(shown, want))
    expect("--follow --lines=4 --output=cat\n", read(f"{entries}.args"))
    expect(1, read(display).count("\x1b"))


@test
def the_doorbell_stays_until_it_is_dismissed(scene):
    bridge, broker = start(scene, "--notice-duration=0.2")
    bridge.ask(b"main")
    ring, dismiss = block(f"{UNITS}/README.md", "Front door").splitlines()
    run(scene, ring, broker)
    bridge.shows("🔔 Front door")
    run(scene, "sleep 1; sleep 1; sleep 1; sleep 1", broker)
    bridge.shows("🔔 Front door")
    run(scene, dismiss, broker)
    bridge.shows("main")
    run(scene, manual("lcdbridge-pages.7", "Front door"), broker)
    bridge.shows("🔔 Front door")


@test
def a_loop_shows_its_progress_and_its_page_goes(scene):
    """A FIFO as the display: it has what was shown for a moment, too."""
    fifo = Fifo(scene)
    bridge, broker = start(scene, "--page-duration=0.1", device=fifo.path)
    bridge.ask(b"main")

    def shown(*rows):
        expect_in("\r\n".join(rows), wait_for(fifo.read, lambda got: "\r\n".join(rows) in got))
    run(scene, block(f"{UNITS}/README.md", "Backup"), broker)
    shown("Backup", "█" * 20)
    expect("main", wait_for(lambda: fifo.row().rstrip(), "main"))
    fifo.bytes = b""
    run(scene, manual("lcdbridge-pages.7", "Backup").replace("0 100", "0 5"), broker)
    shown("Backup", "█")


@test
def home_assistant_shows_a_thermometer(scene):
    bridge, broker = start(scene)
    action = manual("lcdbridge-pages.7", "mqtt.publish")
    topic = re.search(r"topic: (\S+)", action)[1]
    payload = re.sub(r"\{\{.*?\}\}", "21", action.partition(">-\n")[2])
    broker.publish(topic, " ".join(payload.split()))
    expect("🌡 Outside", wait_for(lambda: read(bridge.device).partition("\n")[0].strip(),
                                 "🌡 Outside"))
    assert len(read(bridge.device).split()) > 4, read(bridge.device)
    assert "page/" not in bridge.log(), bridge.log()


def displays(scene, broker, *configs):
    """A bridge for each configuration, on files d1, d2, ..."""
    found = []
    for n, config in enumerate(configs, 1):
        text = config.replace("[mqtt]", f"[mqtt]\nhost = 127.0.0.1\nport = {broker.port}")
        found.append(Bridge(scene, device=scene.write(f"d{n}", ""), mqtt=False,
                            config=scene.write(f"conf{n}", text)))
        found[-1].await_log("mqtt: subscribed")
    return found


@test
def a_table_lists_all_displays(scene):
    broker = Broker(scene)
    settings = block(f"{USERLAND}/examples/network.md", "prefix = displays/%h/%d")
    first, second = displays(scene, broker, settings, settings)
    first.ask(b"hello there")
    broker.holds(f"displays/{HOST}/d1/line/1/state", "hello there")
    second.kill()
    broker.holds(f"displays/{HOST}/d2/status", "offline")
    def rows():
        table = run(scene, block(f"{USERLAND}/examples/network.md", "column -t"), broker)
        return [line.split(maxsplit=1) for line in table.splitlines()]
    want = [[f"displays/{HOST}/d1/status", "online"], [f"displays/{HOST}/d2/status", "offline"],
            [f"displays/{HOST}/d1/line/1/state", "hello there"],
            [f"displays/{HOST}/d2/line/1/state"]]
    expect(want, wait_for(rows, want))  # on a busy machine, one may be late for its three seconds
    run(scene, "mosquitto_pub -t groups/lobby/set -m 'to the lobby'", broker)
    first.shows("to the lobby")


@test
def displays_of_a_building_are_in_groups(scene):
    broker = Broker(scene)
    settings = re.sub(r"host = .*\n", "", manual("lcdbridge.conf.5", "floor-2 lobby"))
    first, second, third = displays(scene, broker, *(
        settings.replace("floor-2 lobby", groups)
        for groups in ("floor-1 lobby", "floor-2 lobby", "floor-2")))
    floor, lobby, one = manual("lcdbridge.conf.5", "Fire drill").splitlines()
    run(scene, floor, broker)
    for bridge in (second, third):
        bridge.shows("Fire drill at 10:00")
    first.shows()
    run(scene, lobby, broker)
    for bridge in (first, second):
        expect_in("lift", wait_for(lambda at=bridge.device: read(at), lambda text: "lift" in text))
    run(scene, one.replace("rack7/lcd", f"{HOST}/d3"), broker)
    third.shows("hi")


tap.main()
