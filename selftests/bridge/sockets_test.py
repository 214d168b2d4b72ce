#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""UDP, Unix sockets, inherited sockets, TLS."""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import time

import certs
import tap
from daemon import LCDBRIDGE, Bridge, Process, answer, ask_path, screen
from tap import WAIT, expect, expect_in, expect_not_in, test, wait_for


def send_datagram(bridge, data):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(data, ("127.0.0.1", bridge.port("udp")))


@test
def a_datagram_replaces_the_text(scene):
    bridge = Bridge(scene, "--udp=127.0.0.1:0")
    for text in ("one\ntwo", "three"):
        send_datagram(bridge, text.encode())
        bridge.shows(*text.split("\n"))


@test
def a_datagram_is_sanitized(scene):
    bridge = Bridge(scene, "--udp=127.0.0.1:0")
    send_datagram(bridge, b"a\x1b[2Jb\xff")
    bridge.shows("a[2Jb\ufffd")


@test
def an_empty_datagram_clears(scene):
    bridge = Bridge(scene, "--udp=127.0.0.1:0")
    send_datagram(bridge, b"x")
    bridge.shows("x")
    send_datagram(bridge, b"")
    bridge.shows()


@test
def datagrams_append_where_the_listener_says_so(scene):
    bridge = Bridge(scene, "--udp=127.0.0.1:0 append")
    send_datagram(bridge, b"one\n")
    send_datagram(bridge, b"two\n")
    bridge.shows("one", "two")


@test
def a_datagram_longer_than_the_cap_is_dropped(scene):
    bridge = Bridge(scene, "--udp=127.0.0.1:0")
    send_datagram(bridge, b"x" * 4097)
    bridge.await_log("udp: 127.0.0.1:.*: the datagram is too long")
    send_datagram(bridge, b"y")
    bridge.shows("y")


@test
def a_udp_port_in_use_is_named(scene):
    port = Bridge(scene, "--udp=127.0.0.1:0").port("udp")
    Bridge(scene, f"--udp=127.0.0.1:{port}",
           ready=f"udp: 127.0.0.1:{port}: listen: Address already in use").ends(1)


@test
def udp_has_no_tls(scene):
    Bridge(scene, "--udp=0.0.0.0:0 tls", ready="there is no TLS on UDP").ends(2)


@test
def a_unix_socket_is_a_text_port_that_knows_who_calls(scene):
    path = scene.path("sock")
    bridge = Bridge(scene, f"--unix={path}")
    expect(screen("local"), ask_path(path, b"local\n"))
    bridge.await_log(f"unix: process {os.getpid()} of user {os.getuid()}: connected")
    expect(0o660, os.stat(path).st_mode & 0o777)
    expect(0, bridge.kill())
    assert not os.path.exists(path), "the socket's file is left behind"


@test
def the_socket_file_of_a_daemon_that_died_is_replaced(scene):
    path = scene.path("sock")
    Bridge(scene, f"--unix={path}").kill(signal.SIGKILL)
    assert os.path.exists(path)
    Bridge(scene, f"--unix={path}")
    expect(screen("again"), ask_path(path, b"again\n"))


@test
def the_socket_of_a_daemon_that_lives_is_left_alone(scene):
    path = scene.path("sock")
    Bridge(scene, f"--unix={path}")
    Bridge(scene, f"--unix={path}", ready="sock: listen: Address already in use").ends(1)
    expect(screen("mine"), ask_path(path, b"mine\n"))


@test
def a_file_that_is_no_socket_is_left_alone(scene):
    path = scene.write("sock", "precious")
    Bridge(scene, f"--unix={path}", ready="sock: listen: Address already in use").ends(1)
    assert os.path.exists(path)


def activated(scene, sockets, *args):
    """Start the daemon as systemd does: sockets from descriptor 3 on."""
    names = ":".join(name for name, _ in sockets)
    fds = [sock.fileno() for _, sock in sockets]
    high = [os.dup2(fd, 50 + n) for n, fd in enumerate(fds)]
    shuffle = " ".join(f"{3 + n}<&{fd}" for n, fd in enumerate(high))
    command = (f"export LISTEN_PID=$$ LISTEN_FDS={len(fds)} LISTEN_FDNAMES={names}; "
               f'exec "$@" {shuffle}')
    device = scene.write("screen", "")
    bridge = Process(
        scene, "lcdbridge", ["bash", "-c", command, "sh", LCDBRIDGE, "--config=/dev/null",
                             "--log=debug", "--mqtt-host=none", f"--device={device}", *args],
        pass_fds=high)
    for fd in high:
        os.close(fd)
    return bridge


@test
def inherited_sockets_are_served_in_place_of_the_configured(scene):
    with socket.create_server(("127.0.0.1", 0)) as tcp, \
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        bridge = activated(scene, [("tcp", tcp), ("udp", udp)])
        bridge.await_log("open, 20x4")
        with socket.create_connection(tcp.getsockname(), timeout=WAIT) as client:
            client.sendall(b"inherited\n")
            client.shutdown(socket.SHUT_WR)
            expect(screen("inherited"), answer(client))
        expect_not_in("4478", bridge.log())
        bridge.await_log(f"udp: listening on 127.0.0.1:{udp.getsockname()[1]}")


@test
def an_inherited_socket_for_strangers_needs_the_word_too(scene):
    with socket.create_server(("0.0.0.0", 0)) as tcp:
        port = tcp.getsockname()[1]
        refused = activated(scene, [("tcp", tcp)], "--udp=none")
        refused.await_log("inherited, but other machines could reach it")
        expect(1, refused.popen.wait(WAIT))
        taken = activated(scene, [("tcp", tcp)], "--udp=none", f"--tcp=0.0.0.0:{port} insecure")
        taken.await_log(rf"listening on 0.0.0.0:{port} \(insecure")


def dual_stack():
    """What systemd makes of ListenStream=PORT: IPv4's clients come to it, too."""
    sock = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    port = sock.getsockname()[1]
    return sock, port, ("--udp=none", f"--tcp=[::]:{port} insecure")


@test
def addresses_of_ipv4_are_told_apart_on_an_inherited_socket_of_both(scene):
    sock, port, options = dual_stack()
    with sock:
        activated(scene, [("tcp", sock)], *options, "--max-per-address=1").await_log("open, 20x4")

    def connect(source):
        client = socket.create_connection(("127.0.0.1", port), WAIT, (source, 0))
        scene.callback(client.close)
        client.sendall(source.encode())
        client.shutdown(socket.SHUT_WR)
        return client
    held = socket.create_connection(("127.0.0.1", port), WAIT)
    scene.callback(held.close)
    held.sendall(b"x")
    expect(screen("127.0.0.2"), answer(connect("127.0.0.2")))
    expect("lcdbridge: too many connections from one address (1)\n", answer(connect("127.0.0.1")))


@test
def an_ipv4_client_of_this_machine_is_local_on_an_inherited_socket_of_both(scene):
    sock, port, options = dual_stack()
    with sock:
        activated(scene, [("tcp", sock)], *options, "--max-rate=1024",
                  "--max-burst=1024").await_log("open, 20x4")
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as client:
        client.sendall(b"x\n" * 32768 + b"at once")  # a minute's worth for others
        client.shutdown(socket.SHUT_WR)
        expect_in("at once", answer(client))


@test
def an_inherited_socket_that_nobody_knows_is_reported(scene):
    with socket.create_server(("127.0.0.1", 0)) as tcp:
        bridge = activated(scene, [("gopher", tcp)], "--tcp=none", "--udp=none")
        bridge.await_log("inherited socket 3: unknown FileDescriptorName=")


def tls_options():
    at = certs.folder()
    return (f"--tls-certificate={at}/localhost.pem", f"--tls-key={at}/localhost.key",
            f"--tls-ca={at}/ca.pem")


def tls_context(name):
    at = certs.folder()
    context = ssl.create_default_context(cafile=f"{at}/ca.pem")
    context.check_hostname = False
    if name:
        context.load_cert_chain(f"{at}/{name}.pem", f"{at}/{name}.key")
    return context


def tls_connect(port, name, context=None, session=None):
    return (context or tls_context(name)).wrap_socket(
        socket.create_connection(("127.0.0.1", port), timeout=WAIT), session=session)


@test
def tls_with_a_client_certificate_is_a_text_port(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", *tls_options())
    with tls_connect(bridge.port(), "friend") as client:
        client.sendall(b"secret ")
        client.sendall("über TLS\n".encode())
        bridge.shows("secret über TLS")
    bridge.await_log("tcp: .*: certificate /CN=friend")


@test
def a_file_of_tls_that_is_missing_or_none_is_told_in_words(scene):
    none, empty = scene.path("none"), scene.write("empty", "")
    for wrong, why in ((f"--tls-certificate={none}", f"{none}: No such file or directory"),
                       (f"--tls-key={none}", f"{none}: No such file or directory"),
                       (f"--tls-ca={none}", f"{none}: No such file or directory"),
                       (f"--tls-certificate={empty}", f"{empty}: no start line")):
        Bridge(scene, "--tcp=127.0.0.1:0 tls", *tls_options(), wrong,
               ready=rf"tls: {why}\n").ends(1)


@test
def tls_answers_with_the_screen_after_close_notify(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", *tls_options())
    at = certs.folder()
    done = subprocess.run(
        ["socat", "-t", str(WAIT), "-", f"OPENSSL:127.0.0.1:{bridge.port()},verify=0,"
         f"cert={at}/friend.pem,key={at}/friend.key"],
        input=b"asked\n", stdout=subprocess.PIPE, timeout=2 * WAIT, check=False)
    expect(screen("asked"), done.stdout.decode())


@test
def tls_text_ends_where_tcp_ends(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", *tls_options())
    with tls_connect(bridge.port(), "friend") as client:
        client.sendall(b"half-closed\n")
        socket.socket.shutdown(client, socket.SHUT_WR)  # without a word of TLS
        expect(screen("half-closed"), answer(client))


@test
def tls_clients_that_come_again_with_their_session_are_served(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", *tls_options())
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context, session = tls_context("friend"), None
        context.maximum_version = version
        for text in ("one", "two"):
            with tls_connect(bridge.port(), None, context, session) as client:
                client.sendall(text.encode())
                socket.socket.shutdown(client, socket.SHUT_WR)
                expect(screen(text), answer(client))
                session = client.session


@test
def tls_without_or_with_a_foreign_certificate_is_refused(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", *tls_options())
    for name in (None, "stranger"):
        try:
            with tls_connect(bridge.port(), name) as client:
                client.sendall(b"no\n")
                expect(b"", client.recv(100))
        except (ssl.SSLError, ConnectionError):
            pass
    bridge.await_log("tcp: .*: (peer did not return|certificate verify failed)")
    bridge.shows()


@test
def a_client_whose_certificate_has_expired_is_told_as_such(scene):
    certs.dated("past", -9)
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", *tls_options())
    with contextlib.suppress(ssl.SSLError, ConnectionError):
        with tls_connect(bridge.port(), "past") as client:
            client.recv(100)
    bridge.await_log("tcp: .*: certificate has expired")


@test
def one_tls_client_over_the_cap_is_closed_and_the_log_says_why(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", "--max-connections=1",
                    *tls_options())
    with tls_connect(bridge.port(), "friend") as client:
        client.sendall(b"first\n")
        bridge.shows("first")
        with bridge.connect() as one_more:
            expect(b"", one_more.recv(100))
    bridge.await_log(r"tcp: .*: too many connections \(1\)")


@test
def a_tls_handshake_that_stops_is_ended_and_others_are_served(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", "--first-byte-time=4",
                    *tls_options())
    for said in (b"", b"\x16\x03\x01\x02\x00\x01"):  # a record of 512 bytes begins
        with bridge.connect() as client:
            client.sendall(said)
            with tls_connect(bridge.port(), "friend") as friend:
                friend.sendall(b"served\n")
                bridge.shows("served")
            expect("", answer(client))


@test
def plain_text_on_a_tls_listener_is_refused_and_others_are_served(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", "--first-byte-time=4",
                    *tls_options())
    with bridge.connect() as plain, bridge.connect() as silent:
        plain.sendall(b"plain text\n" * 10)
        with tls_connect(bridge.port(), "friend") as client:
            client.sendall(b"served\n")
            bridge.shows("served")
        expect(b"", wait_for(lambda: silent.recv(100), b""))


@test
def handshakes_that_fail_do_not_fill_the_log(scene):
    bridge = Bridge(scene, "--tcp=none", "--tcp=127.0.0.1:0 tls", *tls_options())
    began = time.monotonic()
    for _ in range(200):
        with bridge.connect() as plain, contextlib.suppress(ConnectionError):
            plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
            plain.recv(100)
    told = bridge.log().count(": http request\n")
    seconds = time.monotonic() - began
    assert 0 < told <= 2 + seconds < 150, f"told {told} times in {seconds:.1f} s"


@test
def an_inherited_tls_socket_whose_certificate_a_reload_took_away_lets_nobody_in(scene):
    at = certs.folder()
    with socket.create_server(("127.0.0.1", 0)) as tcp:
        address = tcp.getsockname()
        conf = scene.write("conf", f"[tcp]\nlisten = 127.0.0.1:{address[1]} tls\n[tls]\n"
                           f"certificate = {at}/localhost.pem\nkey = {at}/localhost.key\n"
                           f"ca = {at}/ca.pem\n")
        bridge = activated(scene, [("tcp", tcp)], "--udp=none", f"--config={conf}")
        bridge.await_log("open, 20x4")
        scene.write("conf", "")
        bridge.popen.send_signal(signal.SIGHUP)
        bridge.await_log("the configuration was reloaded")
        for _ in range(2):
            with socket.create_connection(address, timeout=WAIT) as client:
                expect(b"", client.recv(100))
        bridge.await_log(r"tcp: .*: \[tls\] names no certificate")


@test
def tls_without_its_files_is_refused(scene):
    Bridge(scene, "--tcp=0.0.0.0:0 tls", ready="--tcp-listen: tls requires certificate").ends(2)
    Bridge(scene, "--tcp=0.0.0.0:0 tls", *tls_options(),
           f"--tls-key={certs.folder()}/ca.key", ready="tls: .*ca.key: .*mismatch").ends(1)


tap.main()
