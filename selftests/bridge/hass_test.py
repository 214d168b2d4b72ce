#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Home Assistant's discovery message, key by key against its documentation."""

import itertools
import os
import re
import socket
import subprocess
import time

import tap
from daemon import LCDBRIDGE, Bridge, Broker, read
from fakebroker import FakeBroker, Subscriber, publish
from hass import IDENTITY, announcement, check_announcement, check_keys, components, rules
from lcd import KEYS
from tap import WAIT, expect, expect_in, test, wait_for


def glass(device, geometry="20x4"):
    """The picture of a file, as lcdview draws it."""
    lcdview = f"{os.path.dirname(LCDBRIDGE)}/lcdview"
    return subprocess.run([lcdview, "--svg", f"--geometry={geometry}", device], check=True,
                          stdout=subprocess.PIPE, timeout=3 * WAIT).stdout.decode()


def start(scene, *args):
    broker = Broker(scene)
    bridge = Bridge(scene, "--hass=yes", *args, broker=broker)
    return bridge, broker, f"{IDENTITY}_screen"


@test
def nothing_is_announced_unless_it_is_wanted(scene):
    broker = Broker(scene)
    Bridge(scene, broker=broker)
    expect("", broker.read("homeassistant/#", seconds=1))


@test
def the_announcement_holds_what_the_documentation_wants(scene):
    _, broker, identity = start(scene)
    root = announcement(broker, identity)
    check_announcement(root, identity)


@test
def every_row_and_control_is_an_entity(scene):
    _, broker, identity = start(scene, "--geometry=16x2")
    root = announcement(broker, identity)
    entities = components(root)
    expect({"line_1", "line_2", "notify", "backlight", "power", "clear", "reinit", "messages",
            "dropped", "clients", "screen", "display", "page"}, set(entities))
    gone = {"line_3": "text", "line_4": "text", "picture": "image"}
    for key in KEYS:
        gone |= {f"key_{key}": "event"} | {f"key_{key}_{action}": "device_automation"
                                           for action in ("press", "long")}
    expect(gone, {key: root["components"][key]["platform"]
                  for key in set(root["components"]) - set(entities)})
    expect(len(entities), len({entity["unique_id"] for entity in entities.values()}))
    expect(False, entities["line_1"]["retain"])
    expect(255, entities["line_1"]["max"])


@test
def the_topics_that_are_announced_do_what_they_say(scene):
    bridge, broker, identity = start(scene)
    root = announcement(broker, identity)
    entities = root["components"]
    for condition, payload in zip(root["availability"], ("online", "ON"), strict=True):
        expect(payload, condition["payload_available"])
        broker.holds(condition["topic"], payload)
    broker.publish(entities["line_2"]["command_topic"], "row two")
    bridge.shows("", "row two")
    broker.holds(entities["line_2"]["state_topic"], "row two")
    broker.publish(entities["backlight"]["command_topic"], "OFF")
    broker.holds(entities["backlight"]["state_topic"], "OFF")
    expect(set(), {key for key in entities["backlight"] if "brightness" in key})
    broker.publish(entities["clear"]["command_topic"], "PRESS")
    bridge.shows()
    states = scene.enter_context(Subscriber(broker.port, "lcd/state"))
    broker.publish(entities["notify"]["command_topic"], "notice")
    assert wait_for(lambda: b"notice\n\n\n" in states.received()[0], True), states.payloads


@test
def a_display_that_goes_is_told_and_takes_its_entities_along(scene):
    bridge, broker, identity = start(scene)
    root = announcement(broker, identity)
    present = root["components"]["display"]
    broker.holds(present["state_topic"], "ON")
    expect(present["state_topic"], root["availability"][1]["topic"])
    expect([root["availability"][0]], present["availability"])
    os.rename(bridge.device, f"{bridge.device}.away")
    broker.holds(present["state_topic"], "OFF")
    expect("OFF", root["availability"][1]["payload_not_available"])
    os.rename(f"{bridge.device}.away", bridge.device)
    broker.holds(present["state_topic"], "ON")


@test
def keys_stay_announced_until_it_is_known_that_there_are_none(scene):
    broker = Broker(scene)
    os.mkdir(scene.path("state"))
    env = os.environ | {"STATE_DIRECTORY": scene.path("state")}
    state, display = scene.path("state/mqtt"), scene.path("display")

    def keys():
        root = announcement(broker, f"{IDENTITY}_display")
        there = {key for key in components(root) if key.startswith("key_")}
        return there, {key for key in root["components"] if key.startswith("key_")} - there

    def start_again():
        return Bridge(scene, "--hass=yes", broker=broker, device=display, env=env)
    bridge = start_again()
    expect((set(), set()), keys())
    bridge.kill()
    with open(state, "a", encoding="utf-8") as file:
        file.write("keys 41\n")
    before = read(state)
    bridge = start_again()
    up_and_f1 = {f"key_{key}{what}" for key in ("up", "f1") for what in ("", "_press", "_long")}
    expect((up_and_f1, set()), wait_for(keys, (up_and_f1, set())))
    expect(before, read(state))
    scene.write("display", "")
    all_keys = {f"key_{key}{what}" for key in KEYS for what in ("", "_press", "_long")}
    expect((set(), all_keys), wait_for(keys, (set(), all_keys)))
    expect(before.replace("keys 41\n", ""), read(state))


@test
def pages_are_told_nobody_once_discovery_is_off(scene):
    broker = Broker(scene)
    host = f"[mqtt]\nprefix = lcd\nhost = 127.0.0.1\nport = {broker.port}\n"
    config = scene.write("conf", f"{host}[hass]\ndiscovery = yes\n")
    counters = scene.enter_context(Subscriber(broker.port, "lcd/stats"))
    bridge = Bridge(scene, mqtt=False, config=config)
    broker.holds("lcd/status", "online")
    scene.write("conf", host)
    bridge.reload()
    # A second after those of the first connection come those of the second one.
    expect(2, wait_for(lambda: len(counters.received()[0]), 2))
    broker.publish("lcd/page/a/set", "page a")
    bridge.shows("page a")
    bridge.ask(b"something")
    time.sleep(1.5)
    expect(2, len(counters.received()[0]))


@test
def pages_are_the_options_of_a_select(scene):
    bridge, broker, identity = start(scene, "--page-duration=60", "--notice-duration=60")
    broker.publish("lcd/set", "the main page")
    bridge.shows("the main page")
    for name in ("kitchen", "weather"):
        broker.publish(f"lcd/page/{name}/set", name)

    def options():
        return set(announcement(broker, identity)["components"]["page"]["options"])
    want = {"main", "kitchen", "weather"}
    expect(want, wait_for(options, want))
    page = announcement(broker, identity)["components"]["page"]
    for name, text in (("weather", "weather"), ("kitchen", "kitchen"), ("main", "the main page")):
        broker.publish(page["command_topic"], name)
        bridge.shows(text)
        broker.holds(page["state_topic"], name)
    broker.publish("lcd/notify", "ding")
    broker.holds(page["state_topic"], "None")
    broker.publish(page["command_topic"], "attic")
    bridge.await_log("mqtt: page/show: there is no such page")
    broker.publish("lcd/page/weather/set", "")
    expect({"main", "kitchen"}, wait_for(options, {"main", "kitchen"}))


@test
def the_screen_is_a_sensor(scene):
    bridge, broker, identity = start(scene)
    entity = announcement(broker, identity)["components"]["screen"]
    bridge.ask(b"a\nb")
    broker.holds(entity["state_topic"], "a\nb\n\n")


@test
def the_origin_names_a_page_for_support_if_there_is_one(scene):
    _, broker, identity = start(scene)
    expect({"name", "sw_version"}, set(announcement(broker, identity)["origin"]))
    _, broker, identity = start(scene, "--hass-support=https://wiki.example/%d0%bb")
    root = announcement(broker, identity)
    check_announcement(root, identity)
    expect("https://wiki.example/%d0%bb", root["origin"]["support_url"])


@test
def lcdweb_gives_the_picture_and_the_device_its_page(scene):
    bridge, broker, identity = start(scene, "--hass-web=http://%h.lan:4480")
    root = announcement(broker, identity)
    web = f"http://{socket.gethostname()}.lan:4480"
    expect(web, root["device"]["configuration_url"])
    picture = root["components"]["picture"]
    check_keys("picture", picture, *rules(picture))
    expect_in("url_topic", picture)

    def url():
        return broker.read(picture["url_topic"], options=("--retained-only",)).strip()
    first = wait_for(url, bool)
    assert re.fullmatch(re.escape(web) + r"/screen\.png\?\d+", first), first
    bridge.ask(b"another picture")
    assert wait_for(url, lambda got: got not in ("", first)) != first
    broker.holds("lcd/status", "online")


@test
def the_picture_comes_as_an_image_of_the_glass(scene):
    bridge, broker, identity = start(scene, "--hass-picture=yes", "--hass-web=http://web")
    root = announcement(broker, identity)
    check_announcement(root, identity)
    picture = root["components"]["picture"]
    expect("image/svg+xml", picture["content_type"])

    def image():
        return broker.read(picture["image_topic"], options=("--retained-only", "-N"))
    for text in ("A & B <ü>", "█" * 80):
        bridge.ask(text.encode())
        want = glass(bridge.device)
        expect(want, wait_for(image, want))


@test
def the_picture_comes_before_the_display_changes(scene):
    broker = Broker(scene)
    for qos in range(3):
        bridge = Bridge(scene, "--hass-picture=yes", "--hass-web=http://web", f"--mqtt-qos={qos}",
                        broker=broker)
        for topic in ("image", "image/url"):
            assert wait_for(lambda topic=topic: broker.read(
                f"lcd/{topic}", options=("--retained-only", "-N")), bool), (qos, topic)
        bridge.kill()
        for topic in ("image", "image/url"):
            broker.publish(f"lcd/{topic}", "", "-r")


@test
def the_last_picture_is_published_before_an_end(scene):
    broker = Broker(scene)
    numbers = itertools.count()

    def is_last(qos):
        bridge = Bridge(scene, "--hass-picture=yes", f"--mqtt-qos={qos}", broker=broker)
        for n in itertools.islice(numbers, 3):  # more than there may be in a second
            bridge.ask(b"\x0c%d\n" % n)
        want = glass(bridge.device)
        expect(0, bridge.kill())
        broker.holds("lcd/status", "offline")
        return want == broker.read("lcd/image", options=("--retained-only", "-N"))
    for qos in range(3):
        # The bridge waits for a second: if the broker stood still, try again.
        assert wait_for(lambda qos=qos: is_last(qos), True), qos


@test
def a_user_glyph_is_seen_in_the_picture(scene):
    bridge, broker, _ = start(scene, "--hass-picture=yes")
    broker.publish("lcd/page/box/set", '{"icon": [0], "text": "box", "priority": "alert"}')
    wait_for(lambda: "box" in read(bridge.device), True)

    def image():
        return broker.read("lcd/image", options=("--retained-only", "-N"))
    time.sleep(1.5)  # longer than a picture waits for its turn
    before = image()
    broker.publish("lcd/glyph/0/set", "1f 1f 1f 1f 1f 1f 1f 1f")
    assert wait_for(image, lambda got: got != before) != before


@test
def pictures_are_one_a_second_and_bounded(scene):
    bridge, broker, _ = start(scene, "--hass-picture=yes", "--geometry=40x4")
    images = scene.enter_context(Subscriber(broker.port, "lcd/image"))
    checks = "".join("#*"[n % 2] for n in range(160))
    start_time = time.monotonic()
    for n in range(200):
        broker.publish("lcd/set", f"{n:03}{checks[3:]}")
    bridge.shows(*(f"199{checks[3:]}"[n:n + 40] for n in range(0, 160, 40)))
    want = glass(bridge.device, "40x4")
    expect(want, wait_for(lambda: images.received()[0][-1].decode(), want))
    got = len(images.received()[0])
    seconds = time.monotonic() - start_time
    assert got <= 2 + seconds, f"{got} pictures in {seconds:.1f} s"
    assert len(want) < 65536, len(want)


pictures_are_one_a_second_and_bounded.seconds = 240  # it starts 200 publishers


@test
def a_picture_that_is_not_wanted_any_more_is_deleted(scene):
    broker = Broker(scene)
    broker.publish("lcd/image", "<svg/>", "-r")
    Bridge(scene, "--hass=yes", broker=broker)
    expect("", wait_for(lambda: broker.read("lcd/image", options=("--retained-only",),
                                            seconds=1), ""))


@test
def the_picture_has_its_url_at_once_at_any_qos(scene):
    broker = Broker(scene)
    for qos in range(3):
        bridge = Bridge(scene, "--hass-web=http://web", f"--mqtt-qos={qos}",
                        f"--mqtt-client-id=qos{qos}", broker=broker)
        assert wait_for(lambda: broker.read("lcd/image/url", options=("--retained-only",)), bool)
        bridge.kill()
        broker.publish("lcd/image/url", "", "-r")


@test
def no_url_of_a_picture_comes_again_after_a_restart_or_a_reload(scene):
    broker = Broker(scene)
    urls = scene.enter_context(Subscriber(broker.port, "lcd/image/url"))
    where = f"[mqtt]\nprefix = lcd\nhost = 127.0.0.1\nport = {broker.port}\n"
    config = scene.write("conf", f"{where}[hass]\nweb = http://web\n")
    bridge = Bridge(scene, mqtt=False, config=config)
    expect(1, wait_for(lambda: len(urls.received()[0]), 1))
    bridge.kill()
    bridge = Bridge(scene, mqtt=False, config=config)
    expect(2, wait_for(lambda: len(urls.received()[0]), 2))
    scene.write("conf", f"{where}stats = 10\n[hass]\nweb = http://web\n")
    bridge.reload()
    expect(3, wait_for(lambda: len(urls.received()[0]), 3))
    numbers = [int(url.removeprefix(b"http://web/screen.png?")) for url in urls.received()[0]]
    expect(sorted(set(numbers)), numbers)


@test
def a_picture_that_is_gone_leaves_no_url(scene):
    broker = Broker(scene)
    broker.publish("lcd/image/url", "http://old/LCD.png", "-r")
    Bridge(scene, "--hass=yes", broker=broker)
    expect("", wait_for(lambda: broker.read("lcd/image/url", options=("--retained-only",),
                                            seconds=1), ""))
    bridge = Bridge(scene, "--mqtt-host=localhost", "--hass-web=ftp://x", mqtt=False,
                    device=scene.path("other"), ready="must begin")
    bridge.ends(2)


@test
def home_assistant_coming_up_hears_it_again_with_the_counters(scene):
    _, broker, identity = start(scene)
    configs = scene.enter_context(Subscriber(broker.port, f"homeassistant/device/{identity}/config"))
    counters = scene.enter_context(Subscriber(broker.port, "lcd/stats"))
    wait_for(lambda: len(configs.received()[0]), 1)
    broker.publish("homeassistant/status", "online")
    expect(2, wait_for(lambda: len(configs.received()[0]), 2))
    stats = wait_for(counters.last, bool)
    for name in ("messages", "dropped", "clients"):
        expect_in(name, stats)


@test
def counters_come_with_no_announcement_of_a_page(scene):
    broker = Broker(scene)
    config = f"homeassistant/device/{IDENTITY}_screen/config"
    configs = scene.enter_context(Subscriber(broker.port, config))
    counters = scene.enter_context(Subscriber(broker.port, "lcd/stats"))
    Bridge(scene, "--hass=yes", "--mqtt-stats=600", broker=broker)
    for name in "abc":
        broker.publish(f"lcd/page/{name}/set", name)
        page = f'"{name}"'.encode()
        assert wait_for(lambda page=page: any(page in text for text in configs.received()[0]),
                        True), name
    expect(1, len(counters.received()[0]))
    broker.publish("homeassistant/status", "online")
    expect(2, wait_for(lambda: len(counters.received()[0]), 2))


@test
def a_flood_of_questions_is_answered_once_a_second(scene):
    broker = FakeBroker(scene)
    Bridge(scene, "--hass=yes", broker=broker)
    client = broker.subscribed()
    start = time.monotonic()
    client.send(500 * publish("homeassistant/status", b"online"))
    client.send(publish("lcd/set", b"the end"))
    topics, payload = [], b""
    while topics[-1:] != ["lcd/state"] or b"the end" not in payload:
        topic, payload = client.published()
        topics.append(topic)
    answers = sum(topic.endswith("/config") for topic in topics)
    seconds = time.monotonic() - start
    assert answers <= 2 + seconds, f"{answers} answers in {seconds:.1f} s"
    while not client.published()[0].endswith("/config"):  # the last question has one, too
        pass


@test
def a_broker_that_lost_everything_is_told_again(scene):
    bridge, broker, identity = start(scene)
    before = announcement(broker, identity)
    broker.stop()
    broker.start()
    expect(before, announcement(broker, identity))
    root = announcement(broker, identity)
    broker.holds(root["availability"][0]["topic"], "online")
    entities = root["components"]
    broker.publish(entities["line_1"]["command_topic"], "after it")
    bridge.shows("after it")
    for name, state in (("line_1", "after it"), ("backlight", "ON"), ("power", "ON")):
        broker.holds(entities[name]["state_topic"], state)
    counters = scene.enter_context(Subscriber(broker.port, entities["messages"]["state_topic"]))
    broker.publish("homeassistant/status", "online", "-r")
    stats = wait_for(counters.last, bool)
    for name in ("messages", "dropped", "clients"):
        expect(f"{{{{ value_json.{name} }}}}", entities[name]["value_template"])
        assert isinstance(stats[name], int), stats


@test
def the_prefix_can_be_another(scene):
    _, broker, identity = start(scene, "--hass-prefix=ha")
    expect_in("components", broker.read(f"ha/device/{identity}/config"))


tap.main()
