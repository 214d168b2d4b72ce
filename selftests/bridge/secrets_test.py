#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Passwords and keys: credentials and files, their permissions, their length."""

import fcntl
import os
import pty
import shutil
import subprocess
import termios

import certs
import tap
from daemon import LCDBRIDGE, Bridge, Broker, free_port
from tap import WAIT, Skip, expect, expect_in, expect_not_in, test

LONG = "0123456789abcdef" * 200


def with_password(scene, password):
    passwords = scene.write("passwords", "")
    tap.run("mosquitto_passwd", "-b", passwords, "lcd", password)
    return Broker(scene, f"password_file {passwords}", "allow_anonymous false")


def check(scene, *args, **environment):
    """--check-config in an empty folder: the exit status and both outputs."""
    done = subprocess.run([LCDBRIDGE, "--config=/dev/null", "--check-config",
                           "--mqtt-host=none", "--tcp-listen=none", "--udp-listen=none", *args],
                          cwd=scene.folder, env={**os.environ, **environment}, timeout=3 * WAIT,
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@test
def a_secret_without_a_folder_is_a_credential(scene):
    broker = with_password(scene, "secret")
    os.mkdir(scene.path("credentials"))
    scene.write("credentials/mqtt-password", "secret\n")
    bridge = Bridge(scene, "--mqtt-username=lcd", "--mqtt-password-file=mqtt-password",
                    broker=broker,
                    env={**os.environ, "CREDENTIALS_DIRECTORY": scene.path("credentials")})
    expect_not_in("No such file", bridge.log())


@test
def a_credential_that_is_missing_is_named_by_its_path(scene):
    bridge = Bridge(scene, "--mqtt-host=127.0.0.1", "--mqtt-username=lcd",
                    "--mqtt-password-file=mqtt-password",
                    env={**os.environ, "CREDENTIALS_DIRECTORY": scene.path("credentials")})
    bridge.ends(1)
    expect_in(f"{scene.path('credentials/mqtt-password')}: No such file", bridge.log())


@test
def a_check_outside_the_service_leaves_credentials_to_systemd(scene):
    at = certs.folder()
    tls = (f"--tls-certificate={at}/localhost.pem", f"--tls-ca={at}/ca.pem", "--tls-key=tls-key")
    mqtt = ("--mqtt-host=localhost", "--mqtt-username=lcd", f"--mqtt-ca={at}/ca.pem",
            "--mqtt-password-file=mqtt-password", f"--mqtt-certificate={at}/friend.pem",
            "--mqtt-key=mqtt-key")
    psk = ("--mqtt-host=localhost", "--mqtt-psk-identity=lcd", "--mqtt-psk-file=mqtt-psk")
    for options, names in ((tls, ["tls: tls-key"]), (psk, ["mqtt: mqtt-psk"]),
                           (mqtt, ["mqtt: mqtt-password", "mqtt: mqtt-key"])):
        said = "".join(f"lcdbridge: {name}: not checked: a credential, which systemd passes to "
                       "the service\n" for name in names)
        expect((0, "The configuration is right.\n", said), check(scene, *options))
    for options in ((*mqtt, f"--mqtt-certificate={at}/friend.key"),
                    (*tls, f"--tls-certificate={at}/friend.key")):
        status, _, error = check(scene, *options)
        expect(1, status)
        expect_in(f"tls: {at}/friend.key: no start line", error)


@test
def a_check_within_the_service_reads_credentials(scene):
    os.mkdir(scene.path("credentials"))
    status, _, error = check(scene, "--mqtt-host=localhost", "--mqtt-username=lcd",
                             "--mqtt-password-file=mqtt-password",
                             CREDENTIALS_DIRECTORY=scene.path("credentials"))
    expect(1, status)
    expect_in(f"{scene.path('credentials/mqtt-password')}: No such file", error)


@test
def a_secret_with_a_folder_is_a_file_beside_credentials(scene):
    broker = with_password(scene, "secret")
    Bridge(scene, "--mqtt-username=lcd",
           f"--mqtt-password-file={scene.write('password', 'secret')}", broker=broker,
           env={**os.environ, "CREDENTIALS_DIRECTORY": scene.path("credentials")})


@test
def a_long_password_is_sent_whole(scene):
    broker = with_password(scene, LONG)
    Bridge(scene, "--mqtt-username=lcd",
           f"--mqtt-password-file={scene.write('password', LONG)}", broker=broker)


@test
def a_password_longer_than_mqtt_allows_is_refused(scene):
    password = scene.write("password", "x" * 65536)
    bridge = Bridge(scene, "--mqtt-host=127.0.0.1", "--mqtt-username=lcd",
                    f"--mqtt-password-file={password}",
                    ready=f"mqtt: {password}: longer than MQTT allows")
    bridge.ends(1)


@test
def a_long_pre_shared_key_is_used_whole(scene):
    key, port = LONG[:512], free_port()
    broker = Broker(scene, f"listener {port} 127.0.0.1", "psk_hint here",
                    f"psk_file {scene.write('keys', f'panel:{key}')}")
    Bridge(scene, "--mqtt-host=localhost", "--mqtt-prefix=lcd", f"--mqtt-port={port}",
           "--mqtt-psk-identity=panel", f"--mqtt-psk-file={scene.write('key', key)}",
           mqtt=False).await_log("mqtt: subscribed")
    broker.holds("lcd/status", "online")


@test
def a_secret_of_the_whole_group_is_warned_of(scene):
    if os.geteuid():
        raise Skip("only root can give a file away")
    password = scene.write("password", "secret\n")
    options = ("--mqtt-host=127.0.0.1", "--mqtt-port=1", "--mqtt-username=lcd",
               f"--mqtt-password-file={password}")
    shutil.chown(password, "nobody", os.getegid())
    for mode, warned in ((0o640, True), (0o600, False), (0o644, False)):
        os.chmod(password, mode)
        bridge = Bridge(scene, *options)
        bridge.await_log("refused")
        (expect_in if warned else expect_not_in)("the whole group of the display can read",
                                                 bridge.log())


@test
def an_encrypted_key_ends_the_start_and_asks_nobody(scene):
    at, key = certs.folder(), scene.path("encrypted.key")
    tap.run("openssl", "pkey", "-in", f"{at}/friend.key", "-aes256", "-passout", "pass:x",
            "-out", key)
    mqtt = ("--mqtt-host=localhost", f"--mqtt-port={free_port()}", f"--mqtt-ca={at}/ca.pem",
            f"--mqtt-certificate={at}/friend.pem", f"--mqtt-key={key}")
    tls = ("--tcp=127.0.0.1:0 tls", f"--tls-certificate={at}/friend.pem", f"--tls-key={key}",
           f"--tls-ca={at}/ca.pem", "--mqtt-host=none")
    for options in (mqtt, tls):
        terminal, slave = pty.openpty()
        scene.callback(os.close, terminal)
        bridge = Bridge(scene, *options, mqtt=False, start_new_session=True,
                        preexec_fn=lambda fd=slave: fcntl.ioctl(fd, termios.TIOCSCTTY, 0),
                        pass_fds=(slave,), ready="encrypted|PEM")
        os.close(slave)
        bridge.ends(1)
        expect_in(f"{key}: the key is encrypted", bridge.log())
        fcntl.fcntl(terminal, fcntl.F_SETFL, os.O_NONBLOCK)
        try:
            asked = os.read(terminal, 1000)
        except OSError:  # nothing was written, or the terminal is closed
            asked = b""
        expect_not_in(b"pass phrase", asked)


tap.main()
