#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What strangers may take: caps, rates, memory; each refusal is counted by its cause."""

import contextlib
import ctypes
import os
import re
import socket
import threading
import time

import tap
from daemon import LCDBRIDGE, PLAIN, Bridge, Broker, answer, answer_to, read, screen
from fakebroker import Subscriber, take_little
from tap import WAIT, Skip, expect, expect_in, test, wait_for


@test
def the_counters_are_published_and_right(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--mqtt-stats=0.1", broker=broker)
    subscriber = scene.enter_context(Subscriber(broker.port, "lcd/stats"))
    scene.enter_context(bridge.connect()).sendall(b"one\n")
    bridge.ask(b"two\n")
    broker.publish("lcd/set", "three")
    bridge.shows("three")

    def counters():
        stats = subscriber.last()
        return [stats.get(name) for name in ("messages", "clients", "dropped", "slowed")]
    expect([3, 1, 0, 0], wait_for(counters, [3, 1, 0, 0]))
    time.sleep(1)  # for the uptime
    bridge.ask(b"four\n")
    stats = wait_for(subscriber.last, lambda stats: stats["uptime"] and stats["messages"] == 4)
    assert 1 <= stats["uptime"] <= 120, stats
    assert 3 <= stats["repaints"] <= 8, stats
    expect({"messages", "clients", "dropped", "dropped_for", "slowed", "repaints", "uptime"},
           set(stats))


class Counted:
    """A daemon with tight limits, and the refusals that it has published."""

    def __init__(self, scene, *args):
        self.broker = Broker(scene)
        self.bridge = Bridge(scene, "--mqtt-stats=0.1", *args, broker=self.broker)
        self.counters = scene.enter_context(Subscriber(self.broker.port, "lcd/stats"))

    def dropped(self):
        stats = self.counters.last()
        return {why: n for why, n in stats.get("dropped_for", {}).items() if n}, \
            stats.get("dropped")

    def counts(self, **want):
        """Wait until these have been counted, and nothing else."""
        expect((want, sum(want.values())), wait_for(self.dropped, (want, sum(want.values()))))

    def heard(self, count):
        """Wait until so many connections have been heard of."""
        expect(count, wait_for(lambda: self.counters.last().get("messages"), count))


@test
def connections_over_a_cap_are_counted(scene):
    counted = Counted(scene, "--max-connections=3", "--max-per-address=2")
    with counted.bridge.asleep():  # who has been silent for three seconds would make room
        for _ in range(2):
            scene.enter_context(counted.bridge.connect()).sendall(b"x\n")
        late = scene.enter_context(counted.bridge.connect())
    expect_in("from one address (2)", answer_to(late, b"me too\n"))
    counted.counts(per_address=1)


@test
def connections_over_the_cap_of_a_listener_are_counted(scene):
    counted = Counted(scene, "--max-connections=1")
    with counted.bridge.asleep():  # none may be silent for long
        scene.enter_context(counted.bridge.connect()).sendall(b"x\n")
        late = [scene.enter_context(counted.bridge.connect()) for _ in range(2)]
    for client in late:
        expect_in("too many connections (1)", answer_to(client, b"me too\n"))
    counted.counts(connections=2)


def from_address(scene, bridge, address):
    """A connection of this address, which has sent a line."""
    client = scene.enter_context(socket.socket())
    client.settimeout(WAIT)
    client.bind((address, 0))
    client.connect(("127.0.0.1", bridge.port()))
    client.sendall(b"here\n")
    return client


def is_open(client):
    client.setblocking(False)
    try:
        return client.recv(100) != b""
    except BlockingIOError:
        return True
    finally:
        client.settimeout(WAIT)


def told_to_go(client):
    expect_in("lcdbridge: silent for ", said := answer(client))
    expect_in("a new connection needs the place", said)


@test
def at_the_cap_of_a_listener_the_longest_silent_one_of_the_busiest_address_goes(scene):
    counted = Counted(scene, "--max-connections=3")
    with counted.bridge.asleep():  # none may be silent for long
        alone = from_address(scene, counted.bridge, "127.0.0.2")
        first = from_address(scene, counted.bridge, "127.0.0.1")
        second = from_address(scene, counted.bridge, "127.0.0.1")
        late = scene.enter_context(counted.bridge.connect())
    expect_in("too many connections (3)", answer_to(late, b"at once\n"))
    counted.heard(3)
    time.sleep(2)
    first.sendall(b"not silent\n")
    counted.bridge.shows("here", "not silent")
    time.sleep(1.5)
    newcomer = from_address(scene, counted.bridge, "127.0.0.3")
    told_to_go(second)
    counted.counts(connections=2)
    expect([True] * 3, [is_open(client) for client in (alone, first, newcomer)])
    expect_in("served", counted.bridge.ask(b"served\n"))
    told_to_go(alone)


@test
def at_the_cap_of_an_address_its_longest_silent_one_goes(scene):
    counted = Counted(scene, "--max-per-address=2", "--max-connections=4")
    other = from_address(scene, counted.bridge, "127.0.0.2")
    first = from_address(scene, counted.bridge, "127.0.0.1")
    second = from_address(scene, counted.bridge, "127.0.0.1")
    counted.heard(3)
    time.sleep(3.2)
    second.sendall(b"not silent\n")
    counted.bridge.shows("here", "not silent")
    expect_in("served", counted.bridge.ask(b"served\n"))
    told_to_go(first)
    expect([True] * 2, [is_open(client) for client in (other, second)])
    counted.counts(per_address=1)


@test
def a_screen_whose_client_makes_room_goes_with_it(scene):
    bridge = Bridge(scene, "--max-connections=1", "--lcdproc=127.0.0.1:0")
    client = scene.enter_context(bridge.connect("lcdproc"))
    client.sendall(b"hello\nscreen_add s\nscreen_set s -heartbeat off\nwidget_add s w string\n"
                   b"widget_set s w 1 1 silent\n")
    bridge.shows("silent")
    time.sleep(3.2)
    with bridge.connect("lcdproc") as newcomer:
        newcomer.sendall(b"hello\n")
        expect(b"connect LCDproc", newcomer.recv(100)[:15])
        told_to_go(client)
        bridge.shows("")


@test
def who_is_silent_for_too_long_is_let_go(scene):
    for _ in range(5):
        counted = Counted(scene, "--idle=3", "--idle-local=yes", "--lcdproc=127.0.0.1:0")
        lcdproc = scene.enter_context(counted.bridge.connect("lcdproc"))
        lcdproc.sendall(b"hello\n")
        lcdproc.recv(100)
        busy, silent = (from_address(scene, counted.bridge, "127.0.0.1") for _ in range(2))
        heard = [time.monotonic()]
        while heard[-1] < heard[0] + 4.5:
            with contextlib.suppress(ConnectionError):
                busy.sendall(b"here\n")
            heard.append(time.monotonic())
            time.sleep(0.3)
        said = answer(silent)
        opened = [is_open(client) for client in (busy, lcdproc)]
        heard.append(time.monotonic())
        if max(later - now for now, later in zip(heard, heard[1:])) < 2:
            break  # else the test has stood still, and been silent
    expect("lcdbridge: nothing was sent for too long\n", said)
    expect([True] * 2, opened)
    counted.counts(time=1)


@test
def this_machine_may_be_silent_unless_told_otherwise(scene):
    bridge = Bridge(scene, "--idle=0.2")
    client = from_address(scene, bridge, "127.0.0.1")
    time.sleep(0.6)
    assert is_open(client)


@test
def the_caps_hold_on_a_unix_socket_and_for_lcdproc_as_well(scene):
    path = scene.path("sock")
    counted = Counted(scene, "--max-connections=1", f"--unix={path}", "--lcdproc=127.0.0.1:0")
    with counted.bridge.asleep():  # none may be silent for long
        for _ in range(2):
            local = scene.enter_context(socket.socket(socket.AF_UNIX))
            local.connect(path)
        for _ in range(2):
            lcdproc = scene.enter_context(counted.bridge.connect("lcdproc"))
    for client in (local, lcdproc):
        expect("lcdbridge: too many connections (1)\n", answer(client))
    counted.counts(connections=2)


@test
def who_takes_too_long_is_counted(scene):
    counted = Counted(scene, "--first-byte-time=0.1", "--line-time=0.1")
    with counted.bridge.asleep():  # the time begins once all this is there
        silent, slow = (scene.enter_context(counted.bridge.connect()) for _ in range(2))
        slow.sendall(b"half a line")
    expect_in(b"nothing was sent", silent.recv(100))
    expect_in(b"not finished", slow.recv(100))
    counted.counts(time=2)


@test
def what_is_too_long_is_counted(scene):
    spool = scene.write("spool", "")
    counted = Counted(scene, "--max-line=100", "--max-payload=100", f"--spool={spool}",
                      "--lcdproc=127.0.0.1:0", "--udp=127.0.0.1:0")
    expect_in("longer than 100 bytes", counted.bridge.ask(b"x" * 101))
    with counted.bridge.connect("lcdproc") as client:
        client.sendall(b"hello\n" + b"y" * 8193 + b"\n" + b"z" * 20000 + b"\n")
        wait_for(lambda: client.recv(1000).count(b"huh?"), bool)
    counted.counts(line=3)
    counted.broker.publish("lcd/set", "x" * 101)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"x" * 101, ("127.0.0.1", counted.bridge.port("udp")))
    os.rename(scene.write("new", "x" * 65537), spool)  # at once: a part would be read as well
    counted.counts(line=3, payload=3)


@test
def who_does_not_read_is_counted(scene):
    counted = Counted(scene, "--lcdproc=127.0.0.1:0", "--max-buffer=4096")
    with deaf(counted.bridge) as client:
        client.setblocking(False)

        def flood():
            with contextlib.suppress(OSError):
                client.send(b"hello\n" * 1000)
            return counted.bridge.log()
        wait_for(flood, lambda log: "does not read its answers" in log)
    counted.counts(buffer=1)


@test
def those_who_do_not_read_do_not_fill_the_log(scene):
    bridge = Bridge(scene, "--lcdproc=127.0.0.1:0", "--max-buffer=4096", "--log=info")
    clients = [scene.enter_context(deaf(bridge)) for _ in range(20)]
    for client in clients:
        client.setblocking(False)

    def flood(client):
        """True once it has been ended."""
        with contextlib.suppress(BlockingIOError):
            try:
                client.send(b"hello\n" * 1000)
            except ConnectionError:
                return True
        return False
    began = time.monotonic()
    expect(20, wait_for(lambda: sum(map(flood, clients)), 20))
    told = bridge.log().count("does not read its answers")
    seconds = time.monotonic() - began
    assert 0 < told <= min(2 + seconds, 19), f"told {told} times in {seconds:.1f} s"


@test
def datagrams_over_the_rate_are_counted_and_streams_that_had_to_wait(scene):
    counted = Counted(scene, "--udp=127.0.0.1:0", "--max-rate=1000", "--max-burst=1024",
                      "--rate-local=yes")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client, counted.bridge.asleep():
        for _ in range(3):  # at once, as the rate would permit more later
            client.sendto(b"x" * 1000, ("127.0.0.1", counted.bridge.port("udp")))
    counted.counts(rate=1)
    counted.bridge.ask(b"line\n" * 1000)
    stats = wait_for(counted.counters.last, lambda stats: stats["slowed"])
    assert stats["slowed"] > 0, stats


@test
def what_makes_no_sense_and_what_finds_no_room_is_counted(scene):
    counted = Counted(scene, "--lcdproc=127.0.0.1:0", "--notice-duration=600")
    for topic, payload in (("power/set", "maybe"), ("line/9/set", "x"),
                           ("notify", '{"text": [3]}'), ("notify", '{"a":' * 9 + "1" + "}" * 9)):
        counted.broker.publish(f"lcd/{topic}", payload)
    counted.counts(content=4)
    for n in range(65):
        counted.broker.publish(f"lcd/page/p{n}/set", "x")
    for n in range(17):
        counted.broker.publish("lcd/notify", "x")
    counted.counts(content=4, pages=2)
    with counted.bridge.connect("lcdproc") as client:
        client.sendall(b"hello\nclient_set name a\nscreen_add s\n" +
                       b"".join(b"widget_add s w%d string\n" % n for n in range(129)) +
                       b"".join(b'menu_add_item "" m%d action x\n' % n for n in range(129)))
        counted.counts(content=4, pages=4)


@test
def an_answer_without_a_display_is_counted(scene):
    counted = Counted(scene)
    os.remove(counted.bridge.device)
    counted.bridge.await_log("gone: No such file")
    expect_in("No such file", counted.bridge.ask(b"x\n"))
    counted.counts(display=1)


@test
def all_clients_together_have_256_pages(scene):
    counted = Counted(scene, "--lcdproc=127.0.0.1:0")
    for number in range(4):
        client = scene.enter_context(counted.bridge.connect("lcdproc"))
        client.sendall(b"hello\n" + b"".join(b"screen_add s%d\n" % n for n in range(64)) +
                       b"noop\n")
        said = b""
        while b"noop complete" not in said:
            said += client.recv(65536)
        # The fourth finds one page less: main is one.
        expect((number, int(number == 3)), (number, said.count(b"huh? Too many screens")))
    counted.broker.publish("lcd/page/a/set", "x")
    counted.bridge.await_log("mqtt: page/a/set: there are too many pages")
    counted.counts(pages=2)


NEW_NETWORK = """#!/bin/sh
exec unshare --net -- sh -c '
ip link set lo up && ip -6 address add fd00:4478::1/64 dev lo nodad &&
ip -6 address add fd00:4478::2/64 dev lo nodad &&
ip -6 address add fd00:4478:0:1::1/64 dev lo nodad && exec "$0" "$@"' PROGRAM "$@"
"""


def in_its_network(bridge, function):
    """Call it in a thread that has moved to the daemon's network namespace."""
    failures = []

    def moved():
        fd = os.open(f"/proc/{bridge.popen.pid}/ns/net", os.O_RDONLY)
        try:
            expect(0, ctypes.CDLL(None).setns(fd, 0))
            function()
        except Exception as failure:  # of the thread, for the test
            failures.append(failure)
        finally:
            os.close(fd)
    thread = threading.Thread(target=moved)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


@test
def a_network_of_64_bits_counts_as_one_address_in_ipv6(scene):
    script = scene.write("program", NEW_NETWORK.replace("PROGRAM", LCDBRIDGE))
    os.chmod(script, 0o755)
    bridge = Bridge(scene, "--tcp=[::]:4478 insecure", "--max-per-address=2", program=script,
                    tcp=None, ready=r"open, 20x4|unshare|RTNETLINK|rror")
    if "open, 20x4" not in bridge.log():
        bridge.status = bridge.popen.wait(WAIT)
        raise Skip(bridge.log().strip())

    def connect(source):
        client = socket.create_connection(("fd00:4478::1", 4478), WAIT, (source, 0))
        scene.callback(client.close)
        return client

    def test_it():
        with bridge.asleep():  # none may be silent for long
            for source in ("fd00:4478::1", "fd00:4478::2"):
                connect(source).sendall(b"x\n")
            late = connect("fd00:4478::2")
        expect("lcdbridge: too many connections from one address (2)\n", answer_to(late, b"x\n"))
        bridge.shows("x")
        expect(screen("x"), answer_to(connect("fd00:4478:0:1::1"), b"x\n"))
    in_its_network(bridge, test_it)


@test
def silence_between_lines_is_probed_by_tcp(scene):
    bridge = Bridge(scene)
    with bridge.connect() as client:
        client.sendall(b"x\n")
        bridge.shows("x")
        theirs = f"0100007F:{client.getsockname()[1]:04X} 01 "
        found = wait_for(lambda: re.search(rf":{bridge.port():04X} {theirs}\S+ (\S+)",
                                           read("/proc/net/tcp")), bool)
        timer, when = found[1].split(":")
        expect("02", timer)  # keep-alive
        assert int(when, 16) <= 6000, f"the first probe is {int(when, 16) / 100} s away"


@test
def an_address_that_sends_too_much_is_slowed_down_and_loses_nothing(scene):
    bridge = Bridge(scene, "--max-rate=20000", "--max-burst=10000", "--rate-local=yes")
    start = time.monotonic()
    expect(screen("747", "748", "749", "end"),
           bridge.ask(b"".join(b"%-36d\n" % n if n < 745 else b"%d\n" % n
                               for n in range(750)) + b"end\n"))
    took = time.monotonic() - start
    assert took > 0.5, f"it took only {took:.2f} s"


@test
def what_comes_with_the_end_of_a_connection_counts_as_well(scene):
    much = b"x" * 4000
    for source, last, later in (("lcdproc", b"hello\n" + b"noop\n" * 790 + b"bye\n", b""),
                                ("tcp", b"GET / HTTP/1.0\r\n" + much, b""),
                                ("tcp", b"GET / HTTP/1.0\r\n", much)):
        counted = Counted(scene, "--max-rate=1", "--max-burst=1024", "--rate-local=yes",
                          "--drain-time=60", "--lcdproc=127.0.0.1:0", "--log=debug")
        with counted.bridge.connect(source) as client:
            client.sendall(last)
            if later:
                answer(client)
            answer_to(client, later)
            counted.bridge.await_log(f"{source}: 127.0.0.1:.*: closed")
        scene.enter_context(counted.bridge.connect()).sendall(b"x\n")
        slowed = wait_for(lambda: counted.counters.last().get("slowed"), bool)
        assert slowed, f"{source}: {last[:20]} and {len(later)} bytes later do not count"


@test
def an_address_that_sent_too_much_waits_on_its_next_connection(scene):
    counted = Counted(scene, "--max-rate=1", "--max-burst=1024", "--rate-local=yes",
                      "--lcdproc=127.0.0.1:0", "--first-byte-time=0.1")
    with counted.bridge.connect("lcdproc") as client:
        expect_in("noop complete", answer_to(client, b"hello\n" + b"noop\n" * 790 + b"bye\n"))
    late = scene.enter_context(counted.bridge.connect())
    late.sendall(b"late\n")
    expect(1, wait_for(lambda: counted.counters.last().get("slowed"), 1))
    time.sleep(1)  # longer than the first byte may take
    assert is_open(late)
    counted.bridge.shows("")


@test
def datagrams_that_are_refused_do_not_count(scene):
    bridge = Bridge(scene, "--max-rate=500", "--max-burst=1024", "--rate-local=yes",
                    "--udp=127.0.0.1:0")
    address = ("127.0.0.1", bridge.port("udp"))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        for _ in range(500):
            client.sendto(b"x" * 1000, address)
        bridge.await_log("udp: 127.0.0.1:.*: more bytes than the limit rate permits")
        expect(screen("heard"), wait_for(
            lambda: client.sendto(b"heard", address) and read(bridge.device), screen("heard")))


@test
def what_many_connections_overdraw_is_forgotten_beyond_a_burst(scene):
    counted = Counted(scene, "--max-rate=20000", "--max-burst=10000", "--rate-local=yes")
    for _ in range(60):
        scene.enter_context(counted.bridge.connect()).sendall(b"a line of text.\n" * 256)
    counted.heard(60)  # all that wait may be read at the same time
    expect(screen("heard"), counted.bridge.ask(b"heard"))


@test
def memory_stays_bounded_under_many_hostile_clients(scene):
    bridge = Bridge(scene, "--max-per-address=256", "--line-time=60", program=PLAIN)
    bridge.ask(b"x\n")
    before = bridge.memory()
    clients = [scene.enter_context(bridge.connect()) for _ in range(200)]
    for client in clients:
        client.setblocking(False)
    for _ in range(50):
        for n, client in enumerate(clients):
            with contextlib.suppress(OSError):
                client.send(b"y" * 4000 if n % 2 else b"y\n" * 2000)
    expect_in("alive", wait_for(lambda: bridge.ask(b"alive\n"), lambda t: "alive" in t,
                                4 * WAIT))  # after all that the others have sent
    grown = bridge.memory() - before
    print(f"# {grown} KiB for {len(clients)} connections")
    assert grown < 16 * len(clients), f"grown by {grown} KiB"


def deaf(bridge):
    """A connection to LCDproc's port that takes next to nothing."""
    client = socket.socket()
    take_little(client, 2048)
    client.settimeout(WAIT)
    client.connect(("127.0.0.1", bridge.port("lcdproc")))
    return client


def full_screens():
    """What gives a client all the screens, widgets and menu items that it can have."""
    yield b"hello\nclient_set name full\n"
    text = b"\xe9" * 255  # twice as much in UTF-8
    for n in range(64):
        yield b"screen_add s%d\n" % n
        for widget in range(128):
            yield b"widget_add s%d %d string\n" % (n, widget)
            yield b"widget_set s%d %d 1 1 " % (n, widget) + text + b"\n"
    yield from (b'menu_add_item "" %064d alpha x\n' % n for n in range(128))
    yield b"noop\n"


def full_client(scene, bridge, commands):
    client = scene.enter_context(bridge.connect("lcdproc"))
    client.settimeout(None)  # this is much
    thread = threading.Thread(target=client.sendall, args=(commands,))
    thread.start()
    said = b""
    while b"noop complete" not in said:
        part = client.recv(1 << 20)
        assert part, "the server has closed"
        said = said[-20:] + part
    thread.join()


@test
def memory_stays_below_what_the_manual_says(scene):
    connections = 64
    bridge = Bridge(scene, "--lcdproc=127.0.0.1:0", f"--max-connections={connections}",
                    "--log=info", program=PLAIN)
    commands = b"".join(full_screens())
    for _ in range(4):
        full_client(scene, bridge, commands)
    pages = bridge.memory()
    clients = [scene.enter_context(deaf(bridge)) for _ in range(connections - 4)]
    for client in clients:
        client.setblocking(False)
        client.send(b"hello\n")
    whole = 0
    for _ in range(60):  # until most have been ended
        for client in clients:
            with contextlib.suppress(OSError):
                client.send(b"noop\n" * 400)
        bridge.ask(b"x\n")
        whole = max(whole, bridge.memory())
    print(f"# {pages} KiB with all pages, {whole} KiB with {connections} deaf clients")
    expect_in("does not read its answers", bridge.log())
    assert whole < 6 * 1024 + 256 * 96 + connections * (64 + 16), f"{whole} KiB"


memory_stays_below_what_the_manual_says.seconds = 300


@test
def a_machine_of_the_broker_that_does_not_answer_is_left_and_tried_again(scene):
    silent = socket.create_server(("127.0.0.1", 0), backlog=0)
    scene.callback(silent.close)
    silent.settimeout(3 * WAIT)
    callers = [socket.socket() for _ in range(4)]
    for caller in callers:  # with a full queue the kernel drops new calls
        caller.setblocking(False)
        caller.connect_ex(silent.getsockname())
    bridge = Bridge(scene, "--mqtt-host=127.0.0.1", f"--mqtt-port={silent.getsockname()[1]}",
                    mqtt=False)
    bridge.await_log("mqtt: .*: Connection timed out", 3 * WAIT)
    for caller in callers:
        caller.close()
    while not (client := silent.accept()[0]).recv(1):  # the callers said nothing
        client.close()
    client.close()


@test
def it_is_small(scene):
    bridge = Bridge(scene, "--udp=127.0.0.1:0", broker=Broker(scene), program=PLAIN)
    bridge.ask(b"x\n")
    print(f"# resident: {bridge.memory()} KiB")
    assert bridge.memory() < 12 * 1024


tap.main()
