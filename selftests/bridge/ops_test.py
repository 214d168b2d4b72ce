#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Running it for years: reload, watchdog."""

import contextlib
import fcntl
import os
import re
import signal
import socket
import subprocess
import time

import tap
from daemon import LCDBRIDGE, PLAIN, Bridge, Broker, Process, answer, free_port, read, screen, told
from fakebroker import FakeBroker, publish
from tap import WAIT, Skip, expect, expect_in, expect_not_in, test, wait_for

RELOADED = "the configuration was reloaded"
KEPT = "the configuration stays as it was"


def reload(scene, bridge, text, said=RELOADED):
    """Write the file, send SIGHUP, wait until that is dealt with."""
    scene.write("conf", text)
    before = bridge.log().count(said)
    bridge.popen.send_signal(signal.SIGHUP)
    expect(before + 1, wait_for(lambda: bridge.log().count(said), before + 1))


def ask(port, text):
    """What the text port answers, if it is there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as client:
            client.sendall(text)
            client.shutdown(socket.SHUT_WR)
            return answer(client)
    except ConnectionError:
        return "refused"


def configured(scene, text, *args, **options):
    return Bridge(scene, *args, config=scene.write("conf", text), **options)


def by_file_alone(scene, text, device):
    """A daemon whose settings are all in its file."""
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
    trace.popen.wait(WAIT)
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
        reload(scene, bridge, text + wrong, said=KEPT)
        bridge.await_log("mqtt: .*none: No such file or directory")
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
    reload(scene, bridge, text, said=KEPT)
    scene.write("secret", "secret")
    reload(scene, bridge, text)
    bridge.await_log("mqtt: .*: connected")


@test
def a_reload_opens_and_closes_listeners(scene):
    port = free_port()
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


@contextlib.contextmanager
def taken_port():
    """One on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@test
def a_reload_that_cannot_all_be_done_changes_nothing(scene):
    free = free_port()
    bridge = configured(scene, "[limits]\nline = 100\n[tcp]\nlisten = 127.0.0.1:0\n", tcp=None)
    with bridge.connect() as client, taken_port() as taken:
        client.sendall(b"held\n")
        bridge.shows("held")
        other = scene.write("other", "")
        reload(scene, bridge, f"[limits]\nline = 50\n[tcp]\nlisten = 127.0.0.1:{free}\n"
               f"[lcdproc]\nlisten = 127.0.0.1:{taken}\n[bridge]\nlog = error\n"
               f"[spool]\nfile = {other}\n", said=KEPT)
        bridge.await_log(f"lcdproc: 127.0.0.1:{taken}: listen: Address already in use")
        client.sendall(b"x" * 100 + b"\nstill held\n")
        bridge.shows("x" * 20, "x" * 20, "x" * 20, "still held")
        expect_in("new", bridge.ask(b"\nnew"))
    try:
        bridge.connect(port=free).close()
        raise AssertionError("it listens there")
    except ConnectionRefusedError:
        pass
    scene.write("other", "not here\n")
    expect(screen("kept"), bridge.ask(b"kept"))
    reload(scene, bridge, "[limits]\nline = 50\n[tcp]\nlisten = 127.0.0.1:0\n")
    expect("lcdbridge: a line is longer than 50 bytes\n", bridge.ask(b"x" * 51))


@test
def a_reload_that_fails_gives_back_what_a_source_has_yielded(scene):
    one, other = free_port(), free_port()
    text = f"[tcp]\nlisten = 127.0.0.1:{one}\n[lcdproc]\nlisten = 127.0.0.1:{other}\n"
    bridge = configured(scene, text, tcp=None)
    with taken_port() as taken, bridge.connect(port=one) as client:
        client.sendall(b"held\n")
        bridge.shows("held")
        reload(scene, bridge, f"[tcp]\nlisten = 127.0.0.1:{taken}\n"
               f"[lcdproc]\nlisten = 127.0.0.1:{one}\n", said=KEPT)
        client.sendall(b"still held\n")
        bridge.shows("held", "still held")
        expect(screen("text"), bridge.ask(b"text", port=one))
        with bridge.connect(port=other) as screens:
            screens.sendall(b"hello\n")
            expect(b"connect LCDproc", screens.recv(100)[:15])


@test
def a_reload_widens_an_address_and_narrows_it(scene):
    port = free_port()
    text = "[tcp]\nlisten = {0}\n[udp]\nlisten = {0}\n"
    device = scene.write("screen", "")
    bridge = by_file_alone(scene, text.format(f"127.0.0.1:{port}"), device)
    for address in (f"*:{port} insecure", f"127.0.0.1:{port}"):
        reload(scene, bridge, text.format(address))
        expect(screen("by TCP"), ask(port, b"by TCP"))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.sendto(b"by UDP", ("127.0.0.1", port))
        expect(screen("by UDP"), wait_for(lambda: read(device), screen("by UDP")))


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
        notify.settimeout(WAIT)
        Bridge(scene, env={"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "200000"})
        expect([b"READY=1"] + [b"WATCHDOG=1"] * 3, [told(notify) for _ in range(4)])


@test
def a_reload_is_told_to_systemd(scene):
    path = scene.path("notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        notify.settimeout(WAIT)
        bridge = configured(scene, "", env={"NOTIFY_SOCKET": path})
        expect(b"READY=1", told(notify))
        reload(scene, bridge, "")
        expect_in(b"RELOADING=1\nMONOTONIC_USEC=", told(notify))
        expect(b"READY=1", told(notify))


@test
def a_log_that_nobody_reads_stops_nobody(scene):
    unread, log = os.pipe()
    fcntl.fcntl(log, fcntl.F_SETPIPE_SZ, 4096)
    port = free_port()
    bridge = subprocess.Popen([LCDBRIDGE, "--config=/dev/null", "--udp=none", "--mqtt-host=none",
                               f"--device={scene.write('screen', '')}", "--log=debug",
                               f"--tcp=127.0.0.1:{port}"], stderr=log)
    scene.callback(bridge.wait)
    scene.callback(bridge.kill)
    os.close(log)

    expect(screen("first"), wait_for(lambda: ask(port, b"first"), screen("first")))
    for n in range(200):
        expect(screen(str(n)), ask(port, b"%d" % n))
    with os.fdopen(unread, "rb") as pipe:
        pipe.read1(65536)
        ask(port, b"read")
        expect_in("lcdbridge: dropped ", pipe.read1(65536).decode())


def status(notify, want):
    """Read what the service manager is told until its status line is this one."""
    heard = []
    while f"STATUS={want}" not in heard:
        try:
            heard.append(notify.recv(1000).decode())
        except TimeoutError:
            break
    expect(f"STATUS={want}", heard[-1] if heard else None)


@test
def systemctl_shows_display_broker_and_clients(scene):
    broker, path = Broker(scene), scene.path("notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        notify.settimeout(WAIT)
        bridge = configured(scene, "", broker=broker, env={"NOTIFY_SOCKET": path})
        status(notify, f"{bridge.device} 20x4; broker 127.0.0.1; 0 clients")
        with bridge.connect() as client:
            status(notify, f"{bridge.device} 20x4; broker 127.0.0.1; 1 client")
            with bridge.connect():
                status(notify, f"{bridge.device} 20x4; broker 127.0.0.1; 2 clients")
            client.shutdown(socket.SHUT_WR)
            answer(client)
        status(notify, f"{bridge.device} 20x4; broker 127.0.0.1; 0 clients")
        broker.stop()
        status(notify, f"{bridge.device} 20x4; broker 127.0.0.1 away; 0 clients")
        os.remove(bridge.device)
        status(notify, f"{bridge.device}: No such file or directory; for a text file, touch it "
                       "first; broker 127.0.0.1 away; 0 clients")


@test
def the_status_line_is_told_once_a_second_at_most(scene):
    path = scene.path("notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        notify.settimeout(WAIT)
        bridge = configured(scene, "", env={"NOTIFY_SOCKET": path})
        status(notify, f"{bridge.device} 20x4; no broker; 0 clients")
        began = time.monotonic()
        for n in range(30):
            bridge.ask(b"%d" % n)
        with bridge.connect():
            status(notify, f"{bridge.device} 20x4; no broker; 1 client")
            seconds = time.monotonic() - began
        notify.settimeout(1.5)
        heard = 1
        while True:
            try:
                notify.recv(1000)
            except TimeoutError:
                break
            heard += 1
    assert heard <= seconds + 3, f"{heard} times in {seconds:.1f} s"


@test
def sigusr1_logs_the_counters(scene):
    bridge = configured(scene, "[limits]\nline = 20\n")
    bridge.ask(b"one\n")
    bridge.ask(b"x" * 30)
    with bridge.connect() as client:
        client.sendall(b"two\n")
        bridge.shows("two")
        bridge.popen.send_signal(signal.SIGUSR1)
        bridge.await_log(r"messages 3, clients 1, dropped 1 \(line 1\), slowed 0, "
                         r"repaints \d+, uptime \d+ s\n")


@test
def what_libevent_says_is_in_our_log(scene):
    bridge = Bridge(scene, env={**os.environ, "EVENT_SHOW_METHOD": "1"})
    bridge.await_log(r"lcdbridge: libevent: .*epoll")
    expect_not_in("[msg]", bridge.log())


@test
def a_service_manager_that_does_not_read_stops_nobody(scene):
    path = scene.path("notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        bridge = configured(scene, "", env={"NOTIFY_SOCKET": path})
        for _ in range(int(read("/proc/sys/net/unix/max_dgram_qlen"))):
            reload(scene, bridge, "")  # two messages each
        bridge.ask(b"served")
        bridge.shows("served")


tap.main()
