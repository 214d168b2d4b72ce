#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Running it for years: reload, watchdog."""

import os
import re
import signal
import socket

import tap
from daemon import LCDBRIDGE, PLAIN, Bridge, Broker, Process, answer, free_port, read, screen
from fakebroker import FakeBroker, publish
from tap import Skip, expect, expect_in, test, wait_for

RELOADED = "the configuration was read again"
KEPT = "the configuration stays as it was"
STAYS = "mqtt: stays as it was until the configuration is read again"


def reload(scene, bridge, text, said=RELOADED):
    """Write the file, send SIGHUP, wait until that is dealt with."""
    scene.write("conf", text)
    before = bridge.log().count(said)
    bridge.popen.send_signal(signal.SIGHUP)
    expect(before + 1, wait_for(lambda: bridge.log().count(said), before + 1))


def configured(scene, text, *args, **options):
    return Bridge(scene, *args, config=scene.write("conf", text), **options)


def by_file_alone(scene, text, device):
    """A daemon whose command line outranks nothing."""
    conf = scene.write("conf", text)
    bridge = Process(scene, "lcdbridge", [LCDBRIDGE, f"--config={conf}", f"--device={device}"])
    bridge.await_log("open, 20x4")
    return bridge


@test
def a_reload_changes_settings_and_keeps_connections(scene):
    bridge = configured(scene, "[limits]\nline = 100\n")
    with bridge.connect() as client:
        client.sendall(b"before\n")
        bridge.shows("before")
        reload(scene, bridge, "[limits]\nline = 200\n")
        client.sendall(b"x" * 150 + b"\nafter")
        client.shutdown(socket.SHUT_WR)
        expect_in("after", answer(client))


@test
def a_reload_that_shortens_lines_holds_for_one_that_has_begun(scene):
    bridge = configured(scene, "[limits]\nline = 3000\n")
    with bridge.connect() as client:
        client.sendall(b"x" * 2000)
        bridge.shows(*["x" * 20] * 4)
        reload(scene, bridge, "[limits]\nline = 1000\n")
        client.sendall(b"x")
        expect("lcdbridge: a line is longer than 1000 bytes\n", answer(client))


@test
def a_reload_that_shrinks_the_buffer_holds_for_who_is_connected(scene):
    bridge = configured(scene, "", program=PLAIN)
    path = scene.path("trace")
    with bridge.connect() as client:
        client.sendall(b"before\n")
        bridge.shows("before")
        reload(scene, bridge, "[limits]\nbuffer = 2048\n")
        trace = Process(scene, "strace", ["strace", "-o", path, "-p", str(bridge.popen.pid),
                                          "-e", "trace=recvfrom,readv"])
        if wait_for(trace.log, lambda text: "attached" in text or trace.popen.poll() is not None) \
                and trace.popen.poll() is not None:
            raise Skip(trace.log().strip())
        client.sendall(b"x\n" * 50000 + b"after\n")
        bridge.shows("x", "x", "x", "after")
    trace.popen.terminate()
    trace.popen.wait(8)
    reads = [int(size) for size in re.findall(r" = (\d+)$", read(path), re.M)]
    assert sum(reads) >= 100000, reads
    assert max(reads) <= 4096, f"{max(reads)} bytes at once"


@test
def a_wrong_configuration_is_told_and_the_old_one_stays(scene):
    bridge = configured(scene, "[limits]\nline = 100\n")
    reload(scene, bridge, "[limits]\nline = none\n", said=KEPT)
    expect_in("conf:2: line: not a number", bridge.log())
    expect("lcdbridge: a line is longer than 100 bytes\n", bridge.ask(b"x" * 101))


@test
def a_reload_with_a_wrong_prefix_keeps_the_broker(scene):
    broker = Broker(scene)
    bridge = configured(scene, "", broker=broker)
    reload(scene, bridge, "[hass]\nprefix = #\n", said=KEPT)
    broker.publish("lcd/set", "still there")
    bridge.shows("still there")


@test
def a_reload_that_names_a_wrong_file_keeps_the_broker(scene):
    broker = Broker(scene)
    text = (f"[mqtt]\nhost = 127.0.0.1\nport = {broker.port}\nprefix = lcd\nusername = lcd\n"
            "password-file = ")
    bridge = configured(scene, text + scene.write("secret", "secret"), mqtt=False)
    broker.holds("lcd/status", "online")
    for wrong in (scene.path("none"), f"{scene.path('secret')}\nca = {scene.path('none')}"):
        reload(scene, bridge, text + wrong)
        bridge.await_log("mqtt: .*none: No such file or directory")
        expect(bridge.log().count(": No such file"), bridge.log().count(STAYS))
        broker.publish("lcd/set", f"still there with {len(wrong)}")
        bridge.shows(f"still there with {len(wrong)}")
    expect(1, bridge.log().count(": connected"))
    scene.write("none", "is no certificate")
    reload(scene, bridge, text + wrong)
    bridge.await_log(r"mqtt: 127\.0\.0\.1:\d+: .*TLS")
    reload(scene, bridge, text + scene.path("secret"))
    bridge.await_log("mqtt: .*: connected(.|\n)*: connected")


def broker_with_password(scene):
    passwords = scene.write("passwords", "")
    tap.run("mosquitto_passwd", "-b", passwords, "lcd", "secret")
    broker = Broker(scene, f"password_file {passwords}", "allow_anonymous false")
    where = f"[mqtt]\nhost = 127.0.0.1\nport = {broker.port}\nusername = lcd\n"
    return where + f"password-file = {scene.path('secret')}\n"


@test
def a_reload_reads_a_password_that_was_corrected(scene):
    text = broker_with_password(scene)
    secret = scene.write("secret", "guess")
    bridge = by_file_alone(scene, text, scene.write("screen", ""))
    bridge.await_log("mqtt: .*[Nn]ot authori[sz]ed")
    scene.write("secret", "secret")
    reload(scene, bridge, text)
    bridge.await_log("mqtt: .*: connected")
    os.remove(secret)
    reload(scene, bridge, text)
    bridge.await_log("mqtt: .*secret: No such file")
    expect(1, bridge.log().count(": connected"))


@test
def a_reload_tries_again_what_could_not_be_read(scene):
    text = broker_with_password(scene)
    bridge = by_file_alone(scene, "[mqtt]\nhost = none\n", scene.write("screen", ""))
    reload(scene, bridge, text)
    bridge.await_log(STAYS)
    scene.write("secret", "secret")
    reload(scene, bridge, text)
    bridge.await_log("mqtt: .*: connected")


@test
def a_reload_opens_and_closes_listeners(scene):
    fixed = socket.create_server(("127.0.0.1", 0))
    port = fixed.getsockname()[1]
    fixed.close()
    bridge = configured(scene, "[tcp]\nlisten = 127.0.0.1:0\n", "--unix=none", tcp=None)
    first = bridge.port()
    with bridge.connect() as client:
        client.sendall(b"held\n")
        reload(scene, bridge, f"[tcp]\nlisten = 127.0.0.1:0\nlisten = 127.0.0.1:{port}\n")
        expect(screen("second"), bridge.ask(b"second\n", port=port))
        client.sendall(b"still held\n")
        bridge.shows("second", "still held")
    reload(scene, bridge, f"[tcp]\nlisten = 127.0.0.1:{port}\n")
    bridge.await_log(f"no longer listening on 127.0.0.1:{first}")
    try:
        bridge.connect(port=first).close()
        raise AssertionError("it still listens")
    except ConnectionRefusedError:
        pass


@test
def a_reload_lets_sources_exchange_their_ports(scene):
    text = "[tcp]\nlisten = 127.0.0.1:{}\n[lcdproc]\nlisten = 127.0.0.1:{}\n"
    one, other = free_port(), free_port()
    bridge = configured(scene, text.format(one, other), tcp=None)
    for tcp, lcdproc in ((other, one), (one, other)):
        reload(scene, bridge, text.format(tcp, lcdproc))
        expect(screen(f"to {tcp}"), bridge.ask(b"to %d" % tcp, port=tcp))
        with bridge.connect(port=lcdproc) as client:
            client.sendall(b"hello\n")
            expect(b"connect LCDproc", client.recv(100)[:15])


@test
def a_reload_that_changes_the_words_of_a_listener_keeps_its_connections(scene):
    bridge = configured(scene, "[tcp]\nlisten = 127.0.0.1:0\n", tcp=None)
    with bridge.connect() as client:
        client.sendall(b"held\n")
        bridge.shows("held")
        reload(scene, bridge, "[tcp]\nlisten = 127.0.0.1:0 append\n")
        expect(screen("held", "appended"), bridge.ask(b"appended\n"))
        client.sendall(b"still held\n")
        client.shutdown(socket.SHUT_WR)
        expect(screen("held", "appended", "still held"), answer(client))


@test
def a_reload_connects_to_another_broker_and_says_goodbye_to_the_first(scene):
    one, two = Broker(scene), Broker(scene, name="two")
    text = "[mqtt]\nhost = 127.0.0.1\nprefix = lcd\nport = "
    bridge = configured(scene, text + str(one.port), mqtt=False)
    one.holds("lcd/status", "online")
    reload(scene, bridge, text + str(two.port))
    two.holds("lcd/status", "online")
    one.holds("lcd/status", "offline")
    two.publish("lcd/set", "over here")
    bridge.shows("over here")


@test
def a_reload_while_a_name_is_being_resolved_leaves_it(scene):
    broker = Broker(scene)
    bridge = configured(scene, "[mqtt]\nhost = broker.invalid\n", mqtt=False)
    text = f"[mqtt]\nhost = 127.0.0.1\nport = {broker.port}\nprefix = lcd\n"
    reload(scene, bridge, text)
    broker.holds("lcd/status", "online")


@test
def a_reload_without_changes_keeps_the_broker(scene):
    broker = FakeBroker(scene)
    text = f"[mqtt]\nhost = 127.0.0.1\nport = {broker.port}\nprefix = lcd\n"
    bridge = configured(scene, text, mqtt=False)
    client = broker.subscribed()
    reload(scene, bridge, text + "[limits]\nline = 99\n")
    client.send(publish("lcd/set", b"still here"))
    bridge.shows("still here")
    expect(0, broker.clients.qsize())


@test
def a_reload_moves_to_another_device(scene):
    other = scene.write("other", "from before\n")
    text = f"[bridge]\ndevice = {scene.write('screen', '')}\n"
    bridge = configured(scene, text, device=False)
    bridge.device = scene.path("screen")
    bridge.ask(b"kept\n")
    bridge.shows("kept")
    reload(scene, bridge, f"[bridge]\ndevice = {other}\n")
    bridge.device = other
    bridge.shows("kept")


@test
def a_reload_moves_to_another_spool_file(scene):
    one, two = scene.write("one", ""), scene.write("two", "")
    bridge = configured(scene, f"[spool]\nfile = {one}\n")
    reload(scene, bridge, f"[spool]\nfile = {two}\n")
    scene.write("one", "not here\n")
    scene.write("two", "here\n")
    bridge.shows("here")


@test
def a_reload_that_keeps_the_device_does_not_cut_off_its_reader(scene):
    path = scene.path("fifo")
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    text = "[mqtt]\nhost = none\n[tcp]\nlisten = none\n[udp]\nlisten = none\n"
    bridge = by_file_alone(scene, text, path)
    reload(scene, bridge, text + "[bridge]\nlog = debug\n")
    reload(scene, bridge, text)
    expect(1, bridge.log().count("open, 20x4"))
    os.close(reader)


@test
def the_watchdog_is_fed(scene):
    path = scene.path("notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        notify.settimeout(8)
        Bridge(scene, env={"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "200000"})
        expect([b"READY=1"] + [b"WATCHDOG=1"] * 3, [notify.recv(100) for _ in range(4)])


@test
def a_reload_is_told_to_systemd(scene):
    path = scene.path("notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        notify.settimeout(8)
        bridge = configured(scene, "", env={"NOTIFY_SOCKET": path})
        expect(b"READY=1", notify.recv(100))
        reload(scene, bridge, "")
        expect_in(b"RELOADING=1\nMONOTONIC_USEC=", notify.recv(100))
        expect(b"READY=1", notify.recv(100))


tap.main()
