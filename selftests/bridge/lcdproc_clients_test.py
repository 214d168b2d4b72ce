#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Clients of LCDproc on our server: Debian's, unmodified, and what others do differently."""

import re
import shutil
import socket
import subprocess
import threading
import time

import tap
from daemon import Bridge, Process, read, screen
from tap import WAIT, Skip, expect, expect_not_in, test, wait_for

# Of each screen of lcdproc, what tells it from the others.
SCREENS = {
    "C": r"CPU .*\nUsr +[\d.]+%", "P": "SMP CPU", "G": "CPU: ", "L": "LOAD [0-9.]+",
    "M": r"Totl.*\n.*Free", "S": "TOP MEM", "D": "DISKS", "I": "Net Load", "B": "Batt",
    "T": "DATE & TIME", "O": r"██ TIME|TIME: |^\S.*\n.*\d:\d\d:\d\d", "U": "SYSTEM UPTIME", "K": r"▝▀▘.*▝▀▘|▌.*▌.*▌",
    "N": r"^\n? +\d\d.\d\d", "A": "LCDPROC"}


class Relay:
    """Between a client and the daemon; notes what the daemon says."""

    def __init__(self, scene, bridge):
        self.said = bytearray()
        self.listener = scene.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.port = self.listener.getsockname()[1]
        self.bridge = bridge
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        client, _ = self.listener.accept()
        with client, self.bridge.connect("lcdproc") as server:
            server.settimeout(None)
            back = threading.Thread(target=self.copy, args=(server, client, self.said))
            back.start()
            self.copy(client, server, bytearray())
            back.join()

    @staticmethod
    def copy(source, sink, noted):
        try:
            while data := source.recv(65536):
                noted += data
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def start(scene):
    bridge = Bridge(scene, "--lcdproc=127.0.0.1:0", "--page-duration=0.3")
    return bridge, Relay(scene, bridge)


def without_heart(text):
    """The display's text without the heart that beats in its corner."""
    return re.sub(r" *[♥♡]$", "", text, flags=re.M)


def debian(name):
    program = shutil.which(name)
    if not program:
        raise Skip(f"no {name}: Debian's package lcdproc has it")
    return program


@test
def lcdproc_shows_all_its_screens(scene):
    bridge, relay = start(scene)
    client = Process(scene, "client", [debian("lcdproc"), "-s", "127.0.0.1", "-p",
                                       str(relay.port), "-f", *SCREENS])
    missing = dict(SCREENS)

    def look():
        text = read(bridge.device)
        for name in [name for name, mark in missing.items() if re.search(mark, text)]:
            del missing[name]
        return missing
    expect({}, wait_for(look, {}, 3 * WAIT))
    expect_not_in(b"huh?", relay.said)
    expect(0, bridge.kill())
    client.popen.wait(3 * WAIT)  # it has heard bye


@test
def lcdexec_makes_its_menus(scene):
    bridge, relay = start(scene)
    conf = scene.write("lcdexec.conf", "[lcdexec]\nShortname=test\n[MainMenu]\nDisplayName=Menu\n"
                       "Entry=one\n[one]\nDisplayName=One\nExec=\"true\"\n")
    client = Process(scene, "lcdexec", [debian("lcdexec"), "-c", conf, "-a", "127.0.0.1", "-p",
                                        str(relay.port), "-f"])
    assert wait_for(lambda: relay.said.count(b"success\n") >= 2, True), relay.said
    time.sleep(0.5)  # in which a client that is not content would end
    expect(None, client.popen.poll())
    expect_not_in(b"huh?", relay.said)
    bridge.ask(b"")


@test
def lcdvc_shows_a_console(scene):
    bridge, relay = start(scene)
    rows = [f"console row {n}".ljust(40) for n in range(10)]
    cells = "".join(rows).encode()
    scene.write("vcs", cells.decode())
    with open(scene.path("vcsa"), "wb") as file:  # rows, columns, cursor; then with colours
        file.write(bytes((10, 40, 0, 0)) + b"".join(bytes((cell, 7)) for cell in cells))
    conf = scene.write("lcdvc.conf", f"[lcdvc]\nvcsDevice={scene.path('vcs')}\n"
                       f"vcsaDevice={scene.path('vcsa')}\n")
    client = Process(scene, "lcdvc", [debian("lcdvc"), "-c", conf, "-a", "127.0.0.1", "-p",
                                      str(relay.port), "-f", "-s", "0"])
    want = screen(*(row.strip() for row in rows[:4]))
    expect(want, wait_for(lambda: without_heart(read(bridge.device)), want))
    expect(None, client.popen.poll())
    expect_not_in(b"huh?", relay.said)


IO_LCDPROC = """
use IO::LCDproc;
my $client = IO::LCDproc::Client->new(name => "test", host => "127.0.0.1", port => $ARGV[0]);
my $screen = IO::LCDproc::Screen->new(name => "screen", heartbeat => "off");
my $title = IO::LCDproc::Widget->new(name => "title", type => "title");
my $middle = IO::LCDproc::Widget->new(name => "middle", align => "center", xPos => 1, yPos => 2);
my $right = IO::LCDproc::Widget->new(name => "right", align => "right", xPos => 1, yPos => 3);
my $bar = IO::LCDproc::Widget->new(name => "bar", type => "hbar", xPos => 1, yPos => 4);
$client->add($screen);
$screen->add($title, $middle, $right, $bar);
$client->connect();
$client->initialize();
$title->set(data => "Title");
$middle->set(data => "middle");
$right->set(data => "right");
$bar->set(data => 20);
sleep 20;
"""


@test
def io_lcdproc_shows_its_widgets(scene):
    perl = shutil.which("perl")
    if not perl or subprocess.run([perl, "-MIO::LCDproc", "-e", "1"], check=False,
                                  stderr=subprocess.DEVNULL).returncode:
        raise Skip("no IO::LCDproc: Debian's package libio-lcdproc-perl has it")
    bridge, relay = start(scene)
    Process(scene, "perl", [perl, scene.write("client.pl", IO_LCDPROC), str(relay.port)])
    bridge.shows("██ Title ███████████", "       middle", "               right", "████")
    expect_not_in(b"huh?", relay.said)


class SegmentClient:
    """Takes one segment for the answer to one command, as Net::LCDproc does."""

    def __init__(self, scene, bridge):
        self.sock = scene.enter_context(bridge.connect("lcdproc"))
        self.events = []
        self.since = time.monotonic()
        assert self.ask("hello").startswith("connect ")

    def take(self):
        """The next segment, less its events."""
        lines = self.sock.recv(4096).decode().splitlines(keepends=True)
        assert lines, "the server has closed"
        events = [line for line in lines if line.split()[0] in ("listen", "ignore")]
        self.events += events
        return "".join(line for line in lines if line not in events), events

    def ask(self, command):
        """Events come 125 ms after their cause: only a starved client may get one here."""
        self.sock.sendall(f"{command}\n".encode())
        answer, events = self.take()
        starved = time.monotonic() - self.since > 0.1  # over several commands, too
        assert starved or not events, events
        while not answer:
            answer, _ = self.take()
        return answer

    def await_listen(self, screen):
        while f"listen {screen}\n" not in self.events:
            self.take()
        self.events.clear()
        self.since = time.monotonic()


@test
def a_client_that_takes_a_segment_for_an_answer_is_content(scene):
    bridge = Bridge(scene, "--lcdproc=127.0.0.1:0")
    client = SegmentClient(scene, bridge)
    for command in ("client_set -name net", "screen_add s", "widget_add s w string",
                    "widget_set s w 1 1 {hello}"):
        expect("success\n", client.ask(command))


@test
def a_client_that_draws_each_time_it_is_listened_to_draws(scene):
    bridge = Bridge(scene, "--lcdproc=127.0.0.1:0", "--page-duration=1")
    client = SegmentClient(scene, bridge)  # lua-lcdproc looks for events between commands
    for command in ("screen_add s", "screen_set s -heartbeat off", "widget_add s w string"):
        expect("success\n", client.ask(command))
    for text in ("first", "second"):
        client.await_listen("s")
        expect("success\n", client.ask(f"widget_set s w 1 1 {text}"))
        bridge.shows(text)
        if text == "first":
            expect("success\n", client.ask("screen_add other"))


@test
def a_client_of_fractions_that_knows_no_size_is_content(scene):
    bridge = Bridge(scene, "--lcdproc=127.0.0.1:0")
    client = SegmentClient(scene, bridge)  # as lcdjava
    client.ask("screen_add s")
    expect("success\n" * 3, client.ask("screen_set s -wid 0 -hgt 0 -heartbeat off"))
    client.ask("widget_add s bar hbar")
    expect("success\n", client.ask("widget_set s bar 1 1 12.5"))
    bridge.shows("██▍")


tap.main()
