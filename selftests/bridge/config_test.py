#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The command line, the configuration file, and the messages about both."""

import os
import re
import socket
import subprocess

import tap
from daemon import HERE, LCDBRIDGE, Bridge, Process, ask_path, read, told
from tap import WAIT, Skip, expect, expect_in, expect_not_in, test, wait_for


def run(*args):
    """(exit status, standard output, standard error)"""
    done = subprocess.run([LCDBRIDGE, *args], capture_output=True, text=True, timeout=60,
                          check=False)
    return done.returncode, done.stdout, done.stderr


def check(scene, text, *args):
    """--check-config on a file: the exit status, and its complaints."""
    path = scene.write("conf", text)
    status, _, error = run(f"--config={path}", "--check-config", *args)
    return status, error.replace("lcdbridge: ", "").replace(f"{scene.folder}/", "")


@test
def help_goes_to_standard_output_and_names_every_option(scene):
    status, out, error = run("--help")
    expect((0, ""), (status, error))
    expect_in("Usage: lcdbridge [OPTION]...", out)
    for option in ("--config", "--check-config", "--device", "--geometry", "--tcp",
                   "--mqtt-host", "--version"):
        expect_in(option, out)


@test
def version_is_printed_as_gnu_programs_do(scene):
    status, out, _ = run("--version")
    expect(0, status)
    assert re.match(r"lcdbridge \(devlcd\) \d+\.\d+", out), out
    expect_in("NO WARRANTY", out)


@test
def what_cannot_be_printed_is_status_1(scene):
    for option in ("--help", "--version", "--check-config"):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([LCDBRIDGE, "--config=/dev/null", option], stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        expect((1, "lcdbridge: standard output: No space left on device\n"),
               (done.returncode, done.stderr))


@test
def an_unknown_option_is_status_2_with_a_hint(scene):
    status, out, error = run("--colour")
    expect((2, ""), (status, out))
    expect_in("unrecognized option '--colour'", error)
    expect_in("Try 'lcdbridge --help' for more information.", error)


@test
def a_missing_argument_is_status_2_with_a_hint(scene):
    status, _, error = run("--device")
    expect(2, status)
    expect_in("requires an argument", error)
    expect_in("Try 'lcdbridge --help'", error)


@test
def an_operand_is_status_2_with_a_hint(scene):
    status, _, error = run("/dev/LCD")
    expect(2, status)
    expect_in("/dev/LCD: not an option", error)


@test
def bad_geometry_says_what_is_right(scene):
    for geometry in ("20", "0x4", "20x5", "41x4", "20x4x1", "x", ""):
        status, _, error = run("--config=/dev/null", f"--geometry={geometry}")
        expect(2, status)
        expect_in("--geometry: must be COLSxROWS, 1x1 to 40x4", error)


@test
def a_number_out_of_range_says_the_range(scene):
    status, _, error = run("--config=/dev/null", "--mqtt-port=65536")
    expect(2, status)
    expect_in("--mqtt-port: must be 0 to 65535", error)
    _, _, error = run("--config=/dev/null", "--max-line=1")
    expect_in("--max-line: must be 16 to 1048576", error)


@test
def what_a_broker_would_not_take_says_what_is_right(scene):
    topic = "must be a topic in UTF-8, without + and #"
    for option, said in (
            ("--mqtt-prefix=a/#", f"--mqtt-prefix: {topic}"),
            ("--mqtt-prefix=+/%d", f"--mqtt-prefix: {topic}"),
            (b"--mqtt-prefix=caf\xe9", f"--mqtt-prefix: {topic}"),
            ("--hass-prefix=#", f"--hass-prefix: {topic}"),
            (f"--hass-prefix={'x' * 128}", f"--hass-prefix: {topic}"),
            ("--hass-web=ftp://x", "--hass-web: must begin with http:// or https://"),
            ("--hass-support=wiki", "--hass-support: must begin with http:// or https://"),
            (b"--mqtt-client-id=caf\xe9", "--mqtt-client-id: must be UTF-8"),
            (b"--mqtt-username=caf\xe9", "--mqtt-username: must be UTF-8"),
            ("--mqtt-key=x.key", "--mqtt-key: requires certificate"),
            ("--mqtt-password-file=x", "--mqtt-password-file: requires username"),
            ("--mqtt-certificate=x.pem", "--mqtt-certificate: requires key"),
            ("--mqtt-certificate=x.pem", "--mqtt-certificate: requires ca"),
            ("--mqtt-ciphers=x", "--mqtt-ciphers: requires ca or psk-file"),
            ("--mqtt-persistent=yes", "--mqtt-persistent: requires a qos of 1 or 2"),
            ("--mqtt-psk-file=x", "--mqtt-psk-file: requires psk-identity"),
            ("--mqtt-psk-identity=x", "--mqtt-psk-identity: requires psk-file")):
        status, _, error = run("--config=/dev/null", option, "--check-config")
        expect(2, status)
        expect_in(said, error)
        expect(0, run("--config=/dev/null", option, "--mqtt-host=none", "--check-config")[0])


@test
def an_address_that_strangers_reach_needs_a_word(scene):
    for address in ("0.0.0.0:4478", "[::]:4478", "192.0.2.1:4478", "*:4478"):
        status, _, error = run("--config=/dev/null", f"--tcp={address}", "--check-config")
        expect(2, status)
        expect_in("or insecure (anybody may write)", error)
        expect(0, run("--config=/dev/null", f"--tcp={address} insecure", "--check-config")[0])


@test
def bad_addresses_say_what_is_wrong(scene):
    for address, why in (("host:1", "not an address"), ("1.2.3:65536", "not a port"),
                         ("::1:80", "needs brackets"), ("4478 quietly", "after the address"),
                         ("", "an address is missing")):
        status, _, error = run("--config=/dev/null", f"--tcp={address}", "--check-config")
        expect(2, status)
        expect_in(why, error)


@test
def a_path_takes_no_words_about_strangers(scene):
    for word in ("insecure", "tls"):
        expect((1, "conf:2: listen: other machines cannot reach a path: remove tls and insecure\n"),
               check(scene, f"[unix]\nlisten = /run/sock {word}\n"))


@test
def the_file_sets_what_the_command_line_does(scene):
    path = scene.write("conf", "# a comment\n[bridge]\ngeometry = 8x1\n\n[limits]\nline=100\n")
    bridge = Bridge(scene, f"--config={path}")
    expect("lcdbridge: a line is longer than 100 bytes\n", bridge.ask(b"x" * 101))
    expect("12345678\n", bridge.ask(b"12345678"))


@test
def each_display_has_a_file_of_its_own(scene):
    # In a mount namespace with an /etc that holds nothing else.
    def complaint(*args):
        script = ("mount -t tmpfs none /etc && mkdir /etc/lcdbridge && cd /etc/lcdbridge && "
                  "echo first > LCD.conf && echo second > LCD1.conf && exec \"$@\"")
        done = subprocess.run(["unshare", "--mount", "sh", "-c", script, "sh",
                               LCDBRIDGE, "--check-config", *args],
                              capture_output=True, text=True, timeout=60, check=False)
        if "unshare failed" in done.stderr or "mount:" in done.stderr:
            raise Skip(done.stderr.strip())
        return done.returncode, done.stderr

    wrong = "lcdbridge: /etc/lcdbridge/%s:1: line: neither [section] nor name = value\n"
    expect((1, wrong % "LCD.conf"), complaint())
    expect((1, wrong % "LCD1.conf"), complaint("--device=/dev/LCD1"))
    expect((0, ""), complaint("--device=/dev/LCD2"))
    expect((0, ""), complaint("--config=/dev/null"))


@test
def the_command_line_outranks_the_file(scene):
    path = scene.write("conf", "[bridge]\ngeometry = 8x1\n[tcp]\nlisten = 127.0.0.1:1\n")
    bridge = Bridge(scene, "--geometry=4x1", f"--config={path}")
    expect("1234\n", bridge.ask(b"1234"))
    expect(1, len(bridge.ports()))


@test
def numbers_may_have_units_and_switches_other_words(scene):
    for right in ("[pages]\nduration = 5s\nnotice = 500ms\nscroll-rest = 1.5 s\n",
                  "[mqtt]\nstats = 2min\nretry-max = 1h\nkeepalive = 1m\n",
                  "[limits]\nbuffer = 64K\nburst = 1M\nrate = 1g\npayload = 4k\n",
                  *(f"[limits]\nrate-local = {word}\n" for word in (
                      "yes", "no", "true", "False", "on", "OFF"))):
        expect((0, ""), check(scene, right))
    for wrong, why in (("[pages]\nduration = 5K\n", "duration: not a time: 5, 1.5, 500ms"),
                       ("[pages]\nduration = 5sec\n", "duration: not a time"),
                       ("[pages]\nduration = 1.2.3\n", "duration: not a number"),
                       ("[pages]\nduration = 2d\n", "duration: must be 0.01 to 86400"),
                       ("[limits]\nbuffer = 64s\n", "buffer: not a size: 4096, 64K"),
                       ("[limits]\nbuffer = 1.5K\n", "buffer: not a size"),
                       ("[limits]\nbuffer = 1G\n", "buffer: must be 1024 to 16777216"),
                       ("[limits]\nconnections = 1K\n", "connections: not a number"),
                       ("[limits]\nrate-local = maybe\n", "rate-local: must be yes or no, true")):
        status, error = check(scene, wrong)
        expect((1, 1), (status, error.count("\n")))
        expect_in(f"conf:2: {why}", error)
    bridge = Bridge(scene, "--limits-line=1K")
    expect("lcdbridge: a line is longer than 1024 bytes\n", bridge.ask(b"x" * 1025))


@test
def a_setting_that_is_given_again_is_told(scene):
    expect((1, "conf:4: device: already set in line 2\n"),
           check(scene, "[bridge]\ndevice = /a\n[bridge]\ndevice = /b\n"))
    expect((0, ""), check(scene, "[mqtt]\nprefix = a\n[hass]\nprefix = a\n", "--hass-prefix=b"))


def settings():
    """(section, name) of each, from the manual."""
    section = None
    for line in read(f"{HERE}/../../userland/man/lcdbridge.conf.5").splitlines():
        if line.startswith(".Ss ["):
            section = line[5:-1]
        elif found := re.match(r"\.It Cm (\S+) =", line):
            yield section, found[1]


@test
def options_are_named_as_the_settings_are(scene):
    shown = re.findall(r"--([a-z-]+)=", run("--help")[1])
    names = [name if section == "bridge" else f"{section}-{name}" for section, name in settings()]
    expect({"config", *names}, set(shown))


@test
def options_keep_the_names_that_they_had(scene):
    for old in ("tcp=0", "udp=0", f"unix={scene.path('socket')}", "lcdproc=0",
                f"spool={scene.write('spool', '')}", "page-duration=1",
                "notice-duration=1", "scroll-rest=1", "scroll-step=1", "hass=no",
                "max-connections=1", "max-per-address=1", "max-line=99", "max-buffer=9999",
                "first-byte-time=1", "line-time=1", "drain-time=1", "max-rate=1",
                "max-burst=9999", "rate-local=no", "max-payload=99"):
        status, _, error = run("--config=/dev/null", "--check-config", f"--{old}")
        expect((0, ""), (status, error))
    _, _, error = run("--max-line=x")
    expect_in("lcdbridge: --max-line: not a number", error)
    _, _, error = run("--limits-line=x")
    expect_in("lcdbridge: --limits-line: not a number", error)


@test
def several_listeners_in_the_file_add_up(scene):
    path = scene.write("conf", "[tcp]\nlisten = 127.0.0.1:0\nlisten = 127.0.0.1:0 append\n")
    status, _, error = run(f"--config={path}", "--check-config")
    expect((0, ""), (status, error))


@test
def every_error_of_a_file_is_told_with_its_line(scene):
    text = ("[bridge]\ngeometry = 9x9\ncolour = red\n[nowhere]\nx = 1\n"
            "[mqtt]\nport = many\n  keepalive = 1\n")
    expect((1, "conf:2: geometry: must be COLSxROWS, 1x1 to 40x4, such as 20x4\n"
               "conf:3: colour: unknown option\n"
               "conf:5: x: in an unknown section\n"
               "conf:7: port: not a number\n"
               "conf:8: keepalive: must be 5 to 65535\n"), check(scene, text))


@test
def what_a_setting_lacks_is_told_with_its_line(scene):
    lacks = "tls requires certificate, key and ca"
    for text, where in (("[tls]\n\ncertificate = /c.pem\n", "conf:3: certificate"),
                        ("[tls]\nkey = /k.pem\n", "conf:2: key"),
                        ("[lcdproc]\nlisten = 1\nlisten = [::]:2 tls\nlisten = 3\n",
                         "conf:3: listen")):
        expect((1, f"{where}: {lacks}\n"), check(scene, text))
    expect((1, f"--tls-key: {lacks}\nconf:2: ca: {lacks}\n"),
           check(scene, "[tls]\nca = /ca.pem\n", "--tls-key=/k.pem"))
    expect((1, "conf:2: device: must not be none\n"),
           check(scene, "[bridge]\ndevice = none\n"))
    expect((1, "conf:3: certificate: requires key\n"),
           check(scene, "[mqtt]\nca = /ca.pem\ncertificate = /c.pem\n"))
    expect((2, f"--tls-key: {lacks}\n"), check(scene, "", "--tls-key=/k.pem"))


@test
def a_line_that_is_no_setting_is_told(scene):
    status, error = check(scene, "[bridge]\njust words\n")
    expect((1, "conf:2: line: neither [section] nor name = value\n"), (status, error))


@test
def a_line_that_is_too_long_is_told(scene):
    status, error = check(scene, f"[bridge]\ndevice = {'x' * 300}\ngeometry = 8x1\n")
    expect((1, "conf:2: line: too long\n"), (status, error))


@test
def a_setting_before_any_section_is_told(scene):
    status, error = check(scene, "device = /dev/LCD\n")
    expect((1, "conf:1: device: before any [section]\n"), (status, error))


@test
def a_named_file_that_is_missing_is_told(scene):
    status, _, error = run(f"--config={scene.path('none')}", "--check-config")
    expect(1, status)
    expect_in("none: No such file or directory", error)


@test
def a_right_file_is_said_to_be_right(scene):
    path = scene.write("conf", "[bridge]\ndevice = /dev/LCD\n")
    expect((0, "The configuration is right.\n", ""), run(f"--config={path}", "--check-config"))


EXAMPLE = f"{HERE}/../../userland/examples/lcdbridge.conf"
A_SETTING = re.compile(r"^#(?=[a-z-]+ = )", re.M)  # of the example; prose has a blank


def settings_of_example():
    """(section, name, value) of each."""
    section = None
    for line in A_SETTING.sub("", read(EXAMPLE)).splitlines():
        if line.startswith("["):
            section = line
        elif line and not line.startswith("#"):
            yield section, *line.split(" = ", 1)


@test
def the_example_is_right_as_it_is_and_with_all_its_settings(scene):
    expect(0, run(f"--config={EXAMPLE}", "--check-config")[0])
    _, error = check(scene, A_SETTING.sub("", read(EXAMPLE)))
    for line in error.splitlines():  # the files that it names are not here
        assert re.search(r": No such file or directory$|waiting for it$|: not checked: a credential",
                         line), error


def run_check(*args):
    return run("--config=/dev/null", "--check-config", "--tcp-listen=none", "--udp-listen=none",
               "--mqtt-host=none", *args)


@test
def a_check_reads_the_files_that_the_configuration_names(scene):
    none, wrong = scene.path("none"), scene.write("wrong", "no certificate\n")
    missing, no_pem = f"{none}: No such file or directory", f"tls: {wrong}: "
    broker = "--mqtt-host=localhost"
    for said, *args in (
            (f"tls: {missing}", f"--tls-ca={wrong}", f"--tls-key={wrong}",
             f"--tls-certificate={none}"),
            (no_pem, f"--tls-ca={wrong}", f"--tls-key={wrong}", f"--tls-certificate={wrong}"),
            (f"mqtt: {missing}", broker, "--mqtt-username=x", f"--mqtt-password-file={none}"),
            (f"mqtt: {missing}", broker, "--mqtt-psk-identity=x", f"--mqtt-psk-file={none}"),
            (f"mqtt: {missing}", broker, f"--mqtt-ca={none}"),
            (no_pem, broker, f"--mqtt-ca={wrong}"),
            (f"mqtt: {wrong}: no private key in PEM", broker, "--mqtt-ca=system",
             f"--mqtt-key={wrong}", f"--mqtt-certificate={wrong}")):
        status, out, error = run_check(*args)
        expect((1, ""), (status, out))
        expect_in(f"lcdbridge: {said}", error)
    expect_in(f"lcdbridge: spool: {missing}", run_check(f"--spool-file={none}")[2])


@test
def a_check_tries_the_addresses_and_keeps_none(scene):
    path = scene.path("socket")
    for _ in range(2):
        expect((0, "The configuration is right.\n", ""),
               run_check(f"--unix-listen={path}", "--tcp-listen=127.0.0.1:0"))
        expect(False, os.path.exists(path))
    status, out, error = run_check(f"--unix-listen={scene.path('none')}/socket")
    expect((1, ""), (status, out))
    expect_in("none/socket: listen: No such file or directory", error)
    status, _, error = run_check("--lcdproc-listen=192.0.2.7:1 insecure")
    expect_in("lcdproc: 192.0.2.7:1: address not available; waiting for it", error)
    expect(0, status)


@test
def a_check_leaves_the_running_daemon_its_addresses(scene):
    path = scene.path("socket")
    bridge = Bridge(scene, f"--unix-listen={path}")
    status, _, error = run_check(f"--unix-listen={path}", f"--tcp-listen=127.0.0.1:{bridge.port()}")
    expect(0, status)
    expect(2, error.count("in use now, perhaps by the running service"))
    expect("still here\n", ask_path(path, b"still here").split("\n", 1)[0] + "\n")


@test
def a_dump_is_a_file_of_all_that_is_in_force(scene):
    status, out, error = run("--config=/dev/null", "--dump-config")
    expect((0, ""), (status, error))
    shown = run("--help")[1]
    expect(len(re.findall(r"--[a-z-]+=", shown)) - 1, len(re.findall(r"^[a-z-]+ = .", out, re.M)))
    for line in ("device = /dev/LCD", "geometry = 20x4", "listen = 4478", "scroll-rest = 1.5",
                 "discovery = no", "buffer = 65536", "log = info", "version = auto"):
        expect_in(f"\n{line}\n", out)
    given = ("--device=/dev/LCD1", "--limits-buffer=1M", "--pages-duration=2min", "--log=debug",
             "--tcp-listen=*:1 insecure", "--tcp-listen=[::1]:2 append tls", "--udp-listen=3",
             "--unix-listen=/run/x escapes", "--hass-discovery=true", "--geometry=8x2",
             "--tls-ca=/a", "--tls-key=/b", "--tls-certificate=/c")
    out = run("--config=/dev/null", "--dump-config", *given)[1]
    for line in ("listen = *:1 insecure\nlisten = [::1]:2 append tls", "listen = 3",
                 "buffer = 1048576", "listen = /run/x escapes", "duration = 120", "discovery = yes",
                 "geometry = 8x2"):
        expect_in(f"\n{line}\n", out)
    expect((0, out, ""), run(f"--config={scene.write('dump', out)}", "--dump-config"))


@test
def the_example_has_every_setting_with_its_default(scene):
    shown = list(settings_of_example())
    parts = re.split(r"\n (\[[a-z]+\])\n", run("--help")[1])[1:]
    for section, text in zip(parts[::2], parts[1::2]):
        there = [(name, value) for where, name, value in shown if where == section]
        options = re.findall(r"--[a-z-]+=[^[]*(?:\[ADDRESS:\][^[]*)?\[([^]]*)\]", text)
        expect((section, len(options)), (section, len({name for name, _ in there})))
        expect((section, set()), (section, set(options) - {"none"} - {value for _, value in there}))


@test
def bytes_of_a_file_reach_the_terminal_escaped(scene):
    _, error = check(scene, "[bridge]\n\x1b[31mred\x9b = 1\n")
    expect("conf:2: \\x1b[31mred\\xc2\\x9b: unknown option\n", error)


def start(scene, *args, **options):
    return Process(scene, "lcdbridge", [LCDBRIDGE, "--config=/dev/null", "--mqtt-host=none",
                                        *args], **options)


@test
def only_the_first_display_takes_the_default_ports(scene):
    start(scene, f"--device={scene.path('LCD')}").await_log(":4478")
    further = start(scene, f"--device={scene.path('LCD1')}")
    further.await_log("LCD1: No such file")
    expect_not_in("4478", further.log())


@test
def messages_carry_priorities_for_the_journal(scene):
    path = scene.write("journal", "")
    stat = os.stat(path)
    with open(path, "w", encoding="utf-8") as journal:
        daemon = subprocess.Popen([LCDBRIDGE, "--config=/dev/null", "--mqtt-host=none",
                                   "--tcp=127.0.0.1:0", f"--device={scene.path('none')}"],
                                  stderr=journal,
                                  env={"JOURNAL_STREAM": f"{stat.st_dev}:{stat.st_ino}"})
    scene.callback(daemon.kill)
    said = wait_for(lambda: read(path), lambda text: "<4>" in text)
    assert re.search(r"^<6>tcp: listening", said, re.M), said
    assert re.search(r"^<4>.*No such file", said, re.M), said
    daemon.terminate()
    expect(0, daemon.wait(WAIT))


@test
def systemd_is_told_when_it_is_ready_and_when_it_stops(scene):
    path = scene.path("notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        notify.settimeout(WAIT)
        bridge = Bridge(scene, env={"NOTIFY_SOCKET": path})
        expect(b"READY=1", told(notify))
        bridge.kill()
        expect(b"STOPPING=1", told(notify))


tap.main()
