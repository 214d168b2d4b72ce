#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Groups of displays, several brokers, and what a bridge leaves at its broker."""

import os
import re
import signal

import tap
from daemon import Bridge, Broker, free_port, read, screen
from fakebroker import FakeBroker, Subscriber
from tap import expect, expect_in, test, wait_for


class Second(Broker):
    """On 127.0.0.2, with the port of another broker."""

    def __init__(self, scene, port):
        super().__init__(scene, f"listener {port} 127.0.0.2", name="second")


def state(scene, broker):
    """The environment of a bridge that has a state folder; kept from start to start."""
    folder = scene.path("state")
    os.makedirs(folder, exist_ok=True)
    return {**os.environ, "STATE_DIRECTORY": folder}


def remembered(broker, prefix):
    """What the state file says of a bridge at a broker."""
    machine = "none"
    if os.path.exists("/etc/machine-id"):
        machine = read("/etc/machine-id").strip()
    return f"broker 127.0.0.1:{broker.port}\nmachine {machine}\nprefix {prefix}\n"


def retained(broker, topic):
    """The topics of what is retained: it comes before the answer to a ping."""
    with Subscriber(broker.port, topic) as subscriber:
        subscriber.received()
        return subscriber.topics


@test
def one_message_reaches_all_of_a_group(scene):
    broker = Broker(scene)
    displays = []
    for n, groups in enumerate(("lobby", "lobby floor-1", "floor-1")):
        path = scene.path(f"screen{n}")
        open(path, "w", encoding="utf-8").close()
        displays.append(Bridge(scene, f"--mqtt-prefix=lcd{n}", f"--mqtt-group={groups}",
                               f"--mqtt-client-id=c{n}", broker=broker, device=path))
    broker.publish("groups/lobby/set", "to the lobby")
    broker.publish("groups/floor-1/line/2/set", "to the floor")
    displays[0].shows("to the lobby")
    displays[1].shows("to the lobby", "to the floor")
    displays[2].shows("", "to the floor")
    broker.publish("lcd1/set", "to one")
    displays[1].shows("to one")
    displays[0].shows("to the lobby")
    broker.publish("groups/floor-1/backlight/set", "OFF")
    for display, want in ((0, "ON"), (1, "OFF"), (2, "OFF")):
        broker.holds(f"lcd{display}/backlight/state", want)
    expect(set(), retained(broker, "groups/#"))


@test
def a_group_may_have_another_prefix_and_retained_text(scene):
    broker = Broker(scene)
    broker.publish("house/all/set", "good morning", "-r")
    bridge = Bridge(scene, "--mqtt-group=all,others", "--mqtt-group-prefix=house", broker=broker)
    bridge.shows("good morning")
    broker.publish("lcd/set", "newer")
    bridge.shows("newer")
    broker.stop()
    broker.start()
    bridge.await_log("subscribed[^$]*subscribed")
    broker.publish("house/others/append", " still")
    bridge.shows("newer still")


@test
def a_group_prefix_may_be_below_that_of_the_display(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--mqtt-group=all", "--mqtt-group-prefix=lcd/groups", broker=broker)
    broker.publish("lcd/groups/all/set", "to all")
    bridge.shows("to all")
    broker.publish("lcd/set", "to one")
    bridge.shows("to one")


@test
def a_group_may_be_below_a_topic_of_the_display(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--mqtt-group=append", "--mqtt-group-prefix=lcd", broker=broker)
    broker.publish("lcd/append/set", "to all")
    bridge.shows("to all")
    broker.publish("lcd/append", ", once")
    broker.publish("lcd/append/append", ".")
    bridge.shows("to all, once.")


@test
def the_prefix_of_a_display_may_be_below_its_group(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, "--mqtt-group=all", "--mqtt-prefix=groups/all/set", broker=broker)
    broker.publish("groups/all/set/set", "to one")
    bridge.shows("to one")
    broker.publish("groups/all/set", "to all")
    bridge.shows("to all")
    broker.publish("groups/all/set/append", ", once")
    broker.publish("groups/all/append", ".")
    bridge.shows("to all, once.")


@test
def members_of_a_group_share_one_filter(scene):
    broker = Broker(scene, "log_type information", "log_type subscribe")
    bridge = Bridge(scene, "--mqtt-group=all others", broker=broker)
    expect(["groups/all/#", "groups/others/#"], re.findall(r"groups/\S+", broker.process.log()))
    broker.publish("groups/all", "no topic")
    broker.publish("groups/all/unknown", "no topic")
    broker.publish("groups/others/page/a/set", "a page")
    bridge.shows("a page")
    assert "groups/all" not in bridge.log(), bridge.log()


@test
def a_reload_takes_other_groups(scene):
    broker = Broker(scene)
    config = scene.write("conf", "[mqtt]\ngroup = a\n")
    bridge = Bridge(scene, broker=broker, config=config)
    scene.write("conf", "[mqtt]\ngroup = b\n")
    bridge.reload()
    wait_for(lambda: bridge.log().count("mqtt: subscribed"), 2)
    broker.publish("groups/a/set", "old group")
    broker.publish("groups/b/set", "new group")
    bridge.shows("new group")


@test
def names_that_make_no_topic_are_refused(scene):
    for option, why in (("--mqtt-group=a/b", "--mqtt-group: must be names in UTF-8"),
                        ("--mqtt-group=x+", "--mqtt-group: must be names in UTF-8"),
                        (f"--mqtt-group={'x' * 65}", "--mqtt-group: must be names in UTF-8"),
                        ("--mqtt-group=1 2 3 4 5 6 7 8 9", "--mqtt-group: must be at most 8"),
                        ("--mqtt-group-prefix=a/#", "--mqtt-group-prefix: must be a topic"),
                        ("--mqtt-group-prefix=none", "--mqtt-group-prefix: must not be none"),
                        ("--mqtt-group-prefix=", "--mqtt-group-prefix: must not be none"),
                        ("--mqtt-host=, ,", "--mqtt-host: must name a broker, or be none"),
                        (f"--mqtt-host={'h ' * 9}", "--mqtt-host: must be at most 8 brokers")):
        bridge = Bridge(scene, "--mqtt-host=localhost", option, mqtt=False, ready=r"must ")
        bridge.ends(2)
        expect_in(why, bridge.log())


@test
def brokers_are_tried_in_turn(scene):
    broker = Broker(scene)
    second = Second(scene, broker.port)
    bridge = Bridge(scene, "--mqtt-host=127.0.0.1 127.0.0.2", broker=broker)
    broker.stop()
    bridge.await_log(rf"mqtt: 127.0.0.2:{broker.port}: connected")
    wait_for(lambda: bridge.log().count("mqtt: subscribed"), 2)
    second.publish("lcd/set", "by the second")
    bridge.shows("by the second")
    second.stop()
    broker.start()
    expect(3, wait_for(lambda: bridge.log().count("mqtt: subscribed"), 3))
    broker.publish("lcd/set", "by the first")
    bridge.shows("by the first")


@test
def a_first_broker_that_is_down_delays_the_second_little(scene):
    port = free_port()
    second = Second(scene, port)
    bridge = Bridge(scene, f"--mqtt-port={port}", "--mqtt-host=127.0.0.1, 127.0.0.2", mqtt=False)
    bridge.await_log(rf"mqtt: 127.0.0.2:{port}: connected[^$]*subscribed")
    second.publish("lcd/set", "hi")
    expect(1, bridge.log().count("mqtt: 127.0.0.1:"))


@test
def brokers_that_are_down_are_reported_once_each(scene):
    port = free_port()
    bridge = Bridge(scene, f"--mqtt-port={port}", "--mqtt-host=127.0.0.1 [::1]", mqtt=False)
    bridge.await_log(rf"mqtt: ::1:{port}: ")
    tap.time.sleep(1)
    expect((1, 1), (bridge.log().count("mqtt: 127.0.0.1:"), bridge.log().count("mqtt: ::1:")))


@test
def topics_of_an_earlier_prefix_are_deleted(scene):
    broker = Broker(scene)
    env = state(scene, broker)
    first = Bridge(scene, "--mqtt-prefix=old", "--hass=yes", broker=broker, env=env)
    first.ask(b"hi")
    broker.holds("old/line/1/state", "hi")
    expect_in("old/status", retained(broker, "old/#"))
    discovery = wait_for(lambda: retained(broker, "homeassistant/#"), bool)
    expect(1, len(discovery))
    first.kill(signal.SIGKILL)
    second = Bridge(scene, "--mqtt-prefix=new", broker=broker, env=env)
    second.await_log("mqtt: old: topics of an earlier configuration deleted")
    expect(set(), wait_for(lambda: retained(broker, "old/#"), set()))
    expect(set(), wait_for(lambda: retained(broker, "homeassistant/#"), set()))
    broker.holds("new/status", "online")
    expect(remembered(broker, "new"), read(scene.path("state/mqtt")))


@test
def topics_whose_deletion_a_broker_has_not_got_are_deleted_again(scene):
    broker = FakeBroker(scene)
    env = state(scene, broker)
    text = remembered(broker, "old")
    scene.write("state/mqtt", text)
    Bridge(scene, broker=broker, env=env)
    client = broker.online()
    while client.published()[0] != "lcd/power/state":  # the last at first
        pass
    client.close()
    client = broker.online()
    deleted = set()
    while "old/image" not in deleted:
        topic, payload = client.published()
        if topic.startswith("old/"):
            expect(b"", payload)
            deleted.add(topic)
    expect_in("old/state", deleted)
    expect(text, read(scene.path("state/mqtt")))
    client.close()
    broker.subscribed()
    expect(remembered(broker, "lcd"),
           wait_for(lambda: read(scene.path("state/mqtt")), remembered(broker, "lcd")))


@test
def topics_at_another_broker_are_left_to_another_display(scene):
    broker, other = Broker(scene), Broker(scene, name="other")
    env = state(scene, broker)
    Bridge(scene, "--mqtt-prefix=old", broker=broker, env=env).kill()
    for at in (broker, other):
        at.publish("old/status", "another's", "-r")
    Bridge(scene, "--mqtt-prefix=new", broker=other, env=env)
    other.holds("new/power/state", "ON")  # after all that is deleted
    broker.holds("old/status", "another's")
    other.holds("old/status", "another's")
    expect(remembered(other, "new"), read(scene.path("state/mqtt")))


@test
def what_a_cloned_machine_remembers_is_forgotten(scene):
    broker = Broker(scene)
    env = state(scene, broker)
    text = remembered(broker, "old").replace("machine ", "machine another")
    scene.write("state/mqtt", text)
    broker.publish("old/status", "another's", "-r")
    Bridge(scene, "--mqtt-prefix=new", broker=broker, env=env)
    broker.holds("new/power/state", "ON")
    broker.holds("old/status", "another's")
    expect(remembered(broker, "new"), read(scene.path("state/mqtt")))


@test
def a_line_of_the_state_file_that_is_cut_off_is_ignored(scene):
    broker = Broker(scene)
    env = state(scene, broker)
    scene.write("state/mqtt", remembered(broker, "older").removesuffix("er\n"))
    broker.publish("old/status", "another's", "-r")
    Bridge(scene, "--mqtt-prefix=new", broker=broker, env=env)
    broker.holds("new/power/state", "ON")
    broker.holds("old/status", "another's")


@test
def a_state_file_that_is_right_is_not_written_again(scene):
    broker = Broker(scene)
    env = state(scene, broker)
    Bridge(scene, broker=broker, env=env).kill()
    before = os.stat(scene.path("state/mqtt"))
    Bridge(scene, broker=broker, env=env)
    broker.holds("lcd/status", "online")
    after = os.stat(scene.path("state/mqtt"))
    expect((before.st_ino, before.st_mtime_ns), (after.st_ino, after.st_mtime_ns))


@test
def a_reload_deletes_what_is_not_configured_any_more(scene):
    broker = Broker(scene)
    config = scene.write("conf", "[hass]\ndiscovery = yes\n[mqtt]\nprefix = one\n"
                                 f"host = 127.0.0.1\nport = {broker.port}\n")
    bridge = Bridge(scene, broker=None, mqtt=False, config=config, env=state(scene, broker))
    bridge.await_log("mqtt: subscribed")
    broker.holds("one/status", "online")
    scene.write("conf", f"[mqtt]\nprefix = two\nhost = 127.0.0.1\nport = {broker.port}\n")
    bridge.reload()
    broker.holds("two/status", "online")
    expect(set(), wait_for(lambda: retained(broker, "one/#"), set()))
    expect(set(), wait_for(lambda: retained(broker, "homeassistant/#"), set()))
    before = retained(broker, "two/#")
    bridge.reload()
    expect(before, retained(broker, "two/#"))


@test
def a_state_file_of_nonsense_does_no_harm(scene):
    broker = Broker(scene)
    env = state(scene, broker)
    broker.publish("kept/status", "online", "-r")
    with open(scene.path("state/mqtt"), "wb") as file:
        file.write(remembered(broker, "#").encode() + b"prefix \nnonsense\nprefix a/+/b\n" +
                   b"discovery \n\xff\ndiscovery " + b"x" * 5000 + b"\n\xff\x00\n" +
                   b"y\n" * 100)
    bridge = Bridge(scene, broker=broker, env=env)
    bridge.ask(b"works")
    broker.holds("lcd/line/1/state", "works")
    expect({"kept/status"}, retained(broker, "kept/#"))
    expect(remembered(broker, "lcd"), read(scene.path("state/mqtt")))


@test
def a_state_folder_that_cannot_be_written_is_reported(scene):
    broker = Broker(scene)
    bridge = Bridge(scene, broker=broker, env={**os.environ, "STATE_DIRECTORY": "/proc/none"})
    bridge.await_log("mqtt: /proc/none/mqtt: No such file")
    expect(screen("works"), bridge.ask(b"works"))


tap.main()
