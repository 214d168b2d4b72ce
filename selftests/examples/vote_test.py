#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The vote on this machine: its rules, its file, its broker, and what goes wrong."""

import re
import select
import signal
import socket
import time

from vote import (ASAN, BIN, CHOICES, EXAMPLES, POLL, TWICE, UNKNOWN, VOTED, VOTERS, Server,
                  client, hold_election, publish, result, results_in)
import tap
from daemon import Bridge, Broker, answer, free_port, read
from tap import WAIT, expect, expect_in, test, wait_for

tap.TEST_SECONDS = 300
LCDBRIDGE = f"{EXAMPLES}/../bin/lcdbridge"
REFUSED = "erreur, nom refusé\n"


def say(server, data, end=True):
    """Send these bytes as they are; the answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as voter:
        voter.sendall(data)
        if end:
            voter.shutdown(socket.SHUT_WR)
        return answer(voter)


def dribble(voter):
    """A byte now and then, until there is an answer."""
    for _ in range(300):
        if select.select([voter], [], [], 0.1)[0]:
            break
        voter.sendall(b"x")


def file(scene, name="display", text=""):
    return scene.write(name, text)


def shows(path, *rows):
    want = "".join(f"{row}\n" for row in rows)
    expect(want, wait_for(lambda: read(path), want))


def fails(scene, *args, **options):
    """A server that ends by itself: its exit status, and what it says."""
    server = Server(scene, *args, ready=False, **options)
    return server.popen.wait(3 * WAIT), server.log()


@test
def counts_are_exact_though_the_server_is_killed(scene):
    hold_election(scene, Broker(scene), file(scene), ASAN)


@test
def a_name_votes_once(scene):
    server = Server(scene)
    expect((VOTED, 0), client(server.port, "alice", "été"))
    expect((TWICE, 1), client(server.port, "alice", "hiver"))
    expect((VOTED, 0), client(server.port, "Alice", "hiver", host="::1"))
    expect([("alice", "été"), ("Alice", "hiver")], server.votes())


@test
def an_unknown_choice_leaves_the_name_its_vote(scene):
    server = Server(scene)
    expect((UNKNOWN, 1), client(server.port, "alice", "printemps"))
    expect((UNKNOWN, 1), client(server.port, "alice", "et"))
    expect((UNKNOWN, 1), client(server.port, "alice", ""))
    expect((VOTED, 0), client(server.port, "alice", "été"))


@test
def text_is_utf8_and_nothing_else(scene):
    server = Server(scene)
    expect(UNKNOWN, say(server, "alice\nété\n".encode("latin-1")))
    expect(REFUSED, say(server, "hélène\nété\n".encode("latin-1")))
    expect(VOTED, say(server, "hélène\nété\n".encode()))
    expect(VOTED, say(server, "選挙人\nhiver\n".encode()))


@test
def names_that_are_not_names_are_refused(scene):
    server = Server(scene)
    for name in ("", "a/b", "+", "#", "x" * 65, "a\tb", "a\033[2Jb", "a\0b", "a\x7f", "a\u200bb",
                 "a\u202eb", "e\u0301"):
        expect(REFUSED, say(server, f"{name}\nété\n".encode()))
    expect(VOTED, say(server, f"{'x' * 64}\nété\n".encode()))
    expect("erreur, trop long\n", say(server, b"x" * 100000))
    expect([("x" * 64, "été")], server.votes())


@test
def a_vote_in_pieces_is_one_vote(scene):
    server = Server(scene)
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as voter:
        for byte in "alice\r\nété\r\n".encode():
            voter.sendall(bytes([byte]))
            time.sleep(0.01)
        expect(VOTED, answer(voter))
    expect([("alice", "été")], server.votes())


@test
def a_vote_that_was_cut_is_none(scene):
    server = Server(scene)
    cut = "erreur, vote incomplet\n"
    expect(cut, say(server, "alice\nété".encode()))
    expect(cut, say(server, b"alice"))
    expect(cut, say(server, b""))
    expect([], server.votes())


@test
def slow_and_silent_clients_are_left_and_hold_up_nobody(scene):
    server = Server(scene, "--patience=4")
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as silent, \
            socket.create_connection(("127.0.0.1", server.port), timeout=20) as slow:
        expect((VOTED, 0), client(server.port, "alice", "été"))
        dribble(slow)
        expect("erreur, trop lent\n", answer(slow))
        expect("erreur, trop lent\n", answer(silent))


@test
def more_clients_than_it_can_have_are_told_so(scene):
    server = Server(scene, "--patience=12")  # so many take a while
    silent = [scene.enter_context(socket.create_connection(("127.0.0.1", server.port), 20))
              for _ in range(520)]
    expect("erreur, trop de monde\n", answer(silent[-1]))
    expect("erreur, trop lent\n", answer(silent[0]))
    for voter in silent:
        voter.close()
    voted = (VOTED, 0)
    expect(voted, wait_for(lambda: client(server.port, "alice", "été"), voted))


@test
def a_torn_last_line_is_removed_and_its_name_may_vote(scene):
    state = file(scene, "journal", "alice\tété\nbob\thiver\ncar")
    server = Server(scene)
    expect_in("line 3: torn, removed", server.log())
    expect("alice\tété\nbob\thiver\n", read(state))
    expect((TWICE, 1), client(server.port, "bob", "été"))
    expect((VOTED, 0), client(server.port, "car", "été"))
    expect("alice\tété\nbob\thiver\ncar\tété\n", read(state))


@test
def a_line_that_was_cut_at_any_byte_is_removed(scene):
    whole = "alice\tété\n".encode()
    line = "bob\thiver\n".encode()
    for length in range(1, len(line)):
        with open(scene.path("journal"), "wb") as state:
            state.write(whole + line[:length])
        Server(scene).kill()
        expect(whole.decode(), read(scene.path("journal")))


@test
def a_damaged_file_is_no_poll(scene):
    for text, reason in (("alice\n", "line 1: not a vote"),
                         ("alice\tété\n\0\0\0\0\n", "line 2: not a vote"),
                         ("alice\tété\nalice\thiver\n", "line 2: erreur, déjà voté"),
                         ("alice\tété\nbob\tpomme\n", "line 2: erreur, choix inconnu")):
        state = file(scene, "journal", text)
        status, log = fails(scene)
        expect(1, status)
        expect_in(reason, log)
        expect(text, read(state))


@test
def two_servers_do_not_share_a_file(scene):
    server = Server(scene)
    status, log = fails(scene, state=server.state)
    expect(1, status)
    expect_in("another server has it", log)


@test
def wrong_usage_is_told(scene):
    for choices, reason in ((("été",), "2 to 16"), (("été", "été"), "twice"),
                            (("été", ""), "not visible"), (("été", "x" * 33), "too long")):
        status, log = fails(scene, choices=choices)
        expect(2, status)
        expect_in(reason, log)
    for option in ("--size=15x2", "--size=20x5", "--size=20x4x", "--patience=0", "--lines=lcd"):
        expect(2, fails(scene, option)[0])


@test
def nobody_is_told_what_could_not_be_synced(scene):
    server = Server(scene, before=("strace", "-D", "-o", "/dev/null", "-e", "trace=fdatasync",
                                   "-e", "inject=fdatasync:error=EIO"), bin=BIN)
    expect(("", 1), client(server.port, "alice", "été"))
    expect(1, server.popen.wait(3 * WAIT))
    expect_in("journal: Input/output error", server.log())


@test
def votes_that_come_at_once_share_one_sync(scene):
    trace = scene.path("trace")
    server = Server(scene, before=("strace", "-D", "-o", trace, "-e", "trace=fdatasync"), bin=BIN)
    server.popen.send_signal(signal.SIGSTOP)
    assert wait_for(lambda: re.search(r"\nState:\s*[Tt]", read(f"/proc/{server.popen.pid}/status")),
                    bool)
    voters = [scene.enter_context(socket.create_connection(("127.0.0.1", server.port), 20))
              for _ in range(50)]
    for number, voter in enumerate(voters):
        voter.sendall(f"voter {number}\nété\n".encode())
    server.popen.send_signal(signal.SIGCONT)
    for voter in voters:
        expect(VOTED, answer(voter))
    syncs = read(trace).count("fdatasync(")
    assert 1 <= syncs <= 5, f"{syncs} times"


@test
def each_voter_over_mqtt_is_counted(scene):
    broker = Broker(scene)
    server = Server(scene, broker=broker)
    expect(results_in(0, 0, 0), wait_for(lambda: result(broker), bool))
    publish(broker, "c", "été", f"{ASAN}/vote-mqtt")
    publish(broker, "sh", "été", f"{VOTERS}/vote-mqtt.sh")
    publish(broker, "py", "hiver", f"{VOTERS}/vote-mqtt.py")
    server.counts(2, 1)
    publish(broker, "c", "hiver")
    publish(broker, "other", "printemps")
    publish(broker, "other", "x" * 1000)
    server.await_log("mqtt: c: erreur, déjà voté")
    server.await_log("mqtt: other: erreur, choix inconnu\nmqtt: other: erreur, choix inconnu")
    expect((TWICE, 1), client(server.port, "py", "été"))
    want = results_in(3, 2, 1)
    expect(want, wait_for(lambda: result(broker), want))


@test
def votes_cast_while_the_server_is_away_are_kept(scene):
    broker = Broker(scene)
    Server(scene, broker=broker).kill()
    for number in range(40):
        publish(broker, f"voter {number}", CHOICES[number % 2])
    Server(scene, broker=broker).counts(20, 20)


@test
def the_broker_keeps_a_vote_until_it_is_in_the_file(scene):
    broker = Broker(scene)
    state = file(scene, "journal")
    server = Server(scene, broker=broker, bin=BIN, before=(
        "strace", "-D", "-o", "/dev/null", "-P", state, "-e", "trace=write",
        "-e", "inject=write:error=EIO:signal=KILL"))
    publish(broker, "alice", "été")
    server.popen.wait(3 * WAIT)
    expect("", read(state))
    Server(scene, broker=broker).counts(1, 0)


@test
def the_broker_has_its_acknowledgment_after_the_sync(scene):
    broker = Broker(scene)
    trace = scene.path("trace")
    server = Server(scene, broker=broker, bin=BIN, before=(
        "strace", "-D", "-o", trace, "-e", "trace=fdatasync,write,sendto", "-x"))
    publish(broker, "alice", "été")
    server.counts(1, 0)
    wait_for(lambda: read(trace), lambda text: r'"\x40\x02' in text)
    calls = read(trace)
    expect(1, calls.count(r'"\x40\x02'))
    assert calls.index("fdatasync(") < calls.index(r'"\x40\x02'), calls


@test
def a_retained_cast_is_no_vote_of_this_poll(scene):
    broker = Broker(scene)
    broker.publish(f"vote/{POLL}/cast/alice", "été", "-r")
    server = Server(scene, broker=broker)
    publish(broker, "bob", "été")
    server.counts(1, 0)
    expect([("bob", "été")], server.votes())


@test
def the_broker_may_come_late_and_go(scene):
    port = free_port()
    server = Server(scene, f"--mqtt=localhost:{port}", f"--poll={POLL}")
    expect((VOTED, 0), client(server.port, "alice", "été"))
    broker = Broker(scene, port=port)
    expect(results_in(1, 1, 0), wait_for(lambda: result(broker), bool))
    broker.stop()  # and what it has retained is lost
    broker.start()
    expect(results_in(1, 1, 0), wait_for(lambda: result(broker), bool))
    broker.stop()
    expect((VOTED, 0), client(server.port, "bob", "hiver"))
    broker.start()
    want = results_in(2, 1, 1)
    expect(want, wait_for(lambda: result(broker), want))
    publish(broker, "carl", "hiver")
    server.counts(1, 2)


@test
def a_broker_that_lets_nobody_in_is_told_of_once(scene):
    broker = Broker(scene, "allow_anonymous false")
    server = Server(scene, f"--mqtt=127.0.0.1:{broker.port}")
    server.await_log("not authorised")
    time.sleep(2.5)
    expect(1, len(server.log().splitlines()))
    expect((VOTED, 0), client(server.port, "alice", "été"))


@test
def the_result_is_json_whatever_the_choices(scene):
    broker = Broker(scene)
    Server(scene, broker=broker, choices=('"', "\\n", "{été}"))
    want = {"total": 0, "counts": {'"': 0, "\\n": 0, "{été}": 0}}
    expect(want, wait_for(lambda: result(broker), bool))


@test
def a_file_shows_counts_and_bars(scene):
    display = file(scene)
    server = Server(scene, f"--display={display}")
    shows(display, "  été              0", "  hiver            0")
    client(server.port, "a", "été")
    shows(display, "♥ été   ██████████ 1", "  hiver            0")
    client(server.port, "b", "hiver")
    shows(display, "♥ été   █████      1", "♥ hiver █████      1")
    client(server.port, "c", "hiver")
    shows(display, "  été   ███▎       1", "♥ hiver ██████▋    2")


@test
def rows_fit_the_display(scene):
    display = file(scene)
    server = Server(scene, f"--display={display}", "--size=16x2",
                    choices=("printemps", "選挙人選挙人", "automne"))
    client(server.port, "a", "printemps")
    shows(display, "♥ printem ████ 1", "  選挙人       0")


@test
def a_display_that_comes_late_is_shown_the_counts(scene):
    display = scene.path("late")
    server = Server(scene, f"--display={display}")
    client(server.port, "a", "été")
    server.await_log("late: No such file or directory")
    file(scene, "late")
    shows(display, "♥ été   ██████████ 1", "  hiver            0")


@test
def the_bridge_shows_it_by_its_port(scene):
    bridge = Bridge(scene, program=LCDBRIDGE)
    server = Server(scene, f"--bridge=127.0.0.1:{bridge.port()}")
    bridge.shows("  été              0", "  hiver            0")
    client(server.port, "a", "été")
    bridge.shows("♥ été   ██████████ 1", "  hiver            0")


@test
def an_address_of_ipv6_may_have_a_port(scene):
    bridge = Bridge(scene, program=LCDBRIDGE, tcp="[::1]:0")
    Server(scene, f"--bridge=[::1]:{bridge.port(host='[::1]')}")
    bridge.shows("  été              0", "  hiver            0")


@test
def the_bridge_shows_it_by_its_topics(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, program=LCDBRIDGE, broker=broker)
    broker.publish("lcd/line/4/set", "21:04")
    server = Server(scene, "--lines=lcd", broker=broker)
    bridge.shows("  été              0", "  hiver            0", "", "21:04")
    client(server.port, "a", "été")
    bridge.shows("♥ été   ██████████ 1", "  hiver            0", "", "21:04")


@test
def a_bridge_that_comes_late_is_shown_the_counts(scene):
    port = free_port()
    server = Server(scene, f"--bridge=localhost:{port}")
    client(server.port, "a", "été")
    server.await_log(f"localhost:{port}: Connection refused")
    bridge = Bridge(scene, program=LCDBRIDGE, tcp=f"127.0.0.1:{port}")
    bridge.shows("♥ été   ██████████ 1", "  hiver            0")


def slowest_vote(scene):
    """Of ten, while the bridge hangs."""
    hung = scene.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
    scene.enter_context(socket.create_connection(hung.getsockname()))  # its queue is full now
    server = Server(scene, f"--bridge=127.0.0.1:{hung.getsockname()[1]}",
                    state=scene.path(f"journal.{hung.fileno()}"))
    times = []
    for number in range(10):
        begin = time.monotonic()
        expect((VOTED, 0), client(server.port, f"voter {number}", "été"))
        times.append(time.monotonic() - begin)
    server.await_log("no answer", 3 * WAIT)
    server.kill()
    return max(times)


@test
def a_bridge_that_hangs_holds_up_nobody(scene):
    # The bridge has five seconds. Again, if the machine stood still.
    slowest = wait_for(lambda: slowest_vote(scene), lambda seconds: seconds < 4.5, 3 * WAIT)
    assert slowest < 4.5, f"{slowest:.1f} s"


@test
def a_bridge_that_refuses_is_asked_again(scene):
    bridge = Bridge(scene, "--max-connections=1", program=LCDBRIDGE)
    with bridge.connect():
        server = Server(scene, f"--bridge=127.0.0.1:{bridge.port()}")
        server.await_log("too many connections")
    bridge.shows("  été              0", "  hiver            0")


if __name__ == "__main__":
    tap.main()
