#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Descriptors, disks and clients, used up, and what comes after."""

import errno
import os
import resource
import signal
import socket
import struct
import subprocess
import time

import tap
from daemon import LCDBRIDGE, PLAIN, Bridge, Broker, read, screen
from tap import Skip, expect, expect_in, test, wait_for


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def half_closed(client):
    client.sendall(b"x\n")
    client.shutdown(socket.SHUT_WR)
    client.close()


def reset(client):
    client.sendall(b"x")
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def unread(client):
    client.sendall(b"x\n" * 100)
    client.close()


ENDS = (socket.socket.close, half_closed, reset, unread)  # of a client


def limited(limit):
    """To be called in a child: it may have so many descriptors."""
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def processor_seconds(bridge):
    """Processor time of it and its threads."""
    fields = read(f"/proc/{bridge.popen.pid}/stat").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def used_up(scene, *args, **options):
    """A bridge that is out of descriptors, and the clients it has."""
    bridge = Bridge(scene, *args, program=PLAIN, preexec_fn=limited(64), **options)
    bridge.ask(b"before\n")
    clients = [bridge.connect() for _ in range(100)]
    bridge.await_log("accept: Too many open files")
    return bridge, clients


@test
def without_descriptors_it_waits_and_serves_when_there_are_some(scene):
    began = time.monotonic()
    bridge, clients = used_up(scene)
    before = processor_seconds(bridge)
    time.sleep(2)  # the time is what is tested
    used = processor_seconds(bridge) - before
    assert used < 0.2, f"{used} s of 2 s"
    said = bridge.log().count("accept:")
    seconds = time.monotonic() - began
    assert said <= 2 + seconds, f"told {said} times in {seconds:.1f} s"
    for client in clients:
        client.close()
    expect(screen("after"), bridge.ask(b"after\n"))


@test
def without_descriptors_for_clients_the_display_and_the_spool_have_some(scene):
    spool = scene.write("spool", "")
    bridge, clients = used_up(scene, f"--spool={spool}")
    os.remove(bridge.device)
    scene.write("screen", "")
    bridge.shows("before")
    scene.write("spool", "by spool\n")
    bridge.shows("by spool")
    expect(100, len(clients))


@test
def without_descriptors_for_clients_the_broker_is_found_again(scene):
    broker = Broker(scene)
    bridge, clients = used_up(scene, "--first-byte-time=60", broker=broker)
    broker.stop()
    time.sleep(2)  # for a listener that would take the broker's descriptor
    broker.start()
    broker.holds("lcd/status", "online")
    broker.publish("lcd/set", "by MQTT")
    bridge.shows("by MQTT")
    expect(100, len(clients))


def ten_thousand(bridge, source, say):
    """Connections to a source, closed in all ways, which leave no memory behind."""
    began = time.monotonic()
    bridge.ask(b"first\n")
    few = bridge.descriptors()
    left = []
    for _ in range(100):
        clients = [bridge.connect(source) for _ in range(100)]
        for n, client in enumerate(clients):
            client.sendall(say)
            ENDS[n % len(ENDS)](client)
        expect(screen("between"), wait_for(lambda: bridge.ask(b"between\n"), screen("between")))
        left.append(bridge.memory())
    print(f"# {time.monotonic() - began:.1f} s; resident {left[0]}, {left[49]}, {left[-1]} KiB "
          "after 100, 5,000, 10,000")
    # What each leaves behind shows in every 2,000, be it 32 bytes.
    assert any(later - now <= 16 for now, later in zip(left, left[20:])), f"grows: {left} KiB"
    bridge.ask(b"last\n")
    expect(few, wait_for(bridge.descriptors, few))


MANY = ("--log=info", "--max-connections=200", "--max-per-address=200")


@test
def ten_thousand_connections_leave_nothing_behind(scene):
    signal.alarm(300)
    ten_thousand(Bridge(scene, *MANY, program=PLAIN), "tcp", b"")


@test
def ten_thousand_clients_of_lcdproc_leave_nothing_behind(scene):
    signal.alarm(300)
    bridge = Bridge(scene, *MANY, "--lcdproc=127.0.0.1:0", program=PLAIN)
    ten_thousand(bridge, "lcdproc", b"hello\nscreen_add s\nscreen_set s -priority background\n"
                 b"widget_add s w string\nclient_set name a\nmenu_add_item {} m action {a}\n")


def small_disk(scene):
    """A bridge on a disk of two pages, which it alone has mounted; where we see it."""
    disk = scene.path("disk")
    os.mkdir(disk)
    rights = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    if subprocess.run(["unshare", "--mount", *rights, "true"], check=False).returncode:
        raise Skip("no mount namespace")
    command = (f"mount -t tmpfs -o size=8k none {disk} && : > {disk}/screen && : > {disk}/spool "
               f'&& exec {LCDBRIDGE} "$@"')
    wrapper = scene.write("wrapper", "#!/bin/sh\nexec unshare --mount " +
                          f"{' '.join(rights)} sh -c '{command}' sh \"$@\"\n")
    os.chmod(wrapper, 0o755)
    bridge = Bridge(scene, f"--spool={disk}/spool", program=wrapper, device=f"{disk}/screen")
    seen = f"/proc/{bridge.popen.pid}/root{disk}"
    bridge.device = f"{seen}/screen"
    return bridge, seen


def fill(disk):
    with open(f"{disk}/fill", "wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError as error:
            expect(errno.ENOSPC, error.errno)


@test
def a_full_disk_under_the_display_is_told_and_left_behind(scene):
    bridge, disk = small_disk(scene)
    os.truncate(bridge.device, 0)
    fill(disk)
    for n in range(3):
        expect_in("screen: write: No space left on device", bridge.ask(b"%d\n" % n))
    expect(1, bridge.log().count("lcdbridge: " + scene.path("disk/screen: write")))
    expect("", read(bridge.device))
    os.remove(f"{disk}/fill")
    bridge.shows("2")  # without another word
    bridge.await_log("disk/screen: open, ")
    expect(screen("after"), bridge.ask(b"after\n"))
    bridge.shows("after")


@test
def a_display_that_has_taken_newer_text_is_not_written_again(scene):
    bridge, disk = small_disk(scene)
    os.truncate(bridge.device, 0)
    fill(disk)
    bridge.ask(b"before\n")
    os.remove(f"{disk}/fill")
    bridge.ask(b"after\n")
    written = os.stat(bridge.device).st_mtime_ns
    time.sleep(1.5)
    expect(written, os.stat(bridge.device).st_mtime_ns)


@test
def a_full_disk_under_the_spool_is_left_behind(scene):
    bridge, disk = small_disk(scene)
    bridge.ask(b"before\n")
    fill(disk)
    try:
        write(f"{disk}/spool", "lost\n")
    except OSError as error:
        expect(errno.ENOSPC, error.errno)
    bridge.shows()  # the file is empty
    os.remove(f"{disk}/fill")
    write(f"{disk}/spool", "after\n")
    bridge.shows("after")


tap.main()
