# SPDX-License-Identifier: GPL-2.0-only
"""Certificates for tests of TLS, made once a run."""

import atexit
import datetime
import functools
import tempfile

import tap

CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")


@functools.cache
def folder():
    """A folder with CAs ca and other, and NAME.pem, NAME.key of some that they signed."""
    temporary = tempfile.TemporaryDirectory(prefix="lcdbridge.certs.")
    atexit.register(temporary.cleanup)
    at = temporary.name
    for name in ("ca", "other"):
        tap.run("openssl", "req", "-x509", *CURVE, "-subj", f"/CN={name}",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                "-keyout", f"{at}/{name}.key", "-out", f"{at}/{name}.pem")
    for name, signer in (("localhost", "ca"), ("elsewhere", "ca"), ("friend", "ca"),
                         ("stranger", "other")):
        tap.run("openssl", "req", *CURVE[:-2], "-subj", f"/CN={name}",
                "-keyout", f"{at}/{name}.key", "-out", f"{at}/{name}.csr")
        tap.run("openssl", "x509", "-req", "-in", f"{at}/{name}.csr", "-days", "2",
                "-CA", f"{at}/{signer}.pem", "-CAkey", f"{at}/{signer}.key",
                "-CAcreateserial", "-out", f"{at}/{name}.pem")
    return at


def dated(name, days):
    """Make a certificate of the CA for localhost, valid on the day that is so far from today."""
    at = folder()
    begin = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    end = begin + datetime.timedelta(days=1)
    with open(f"{at}/dated.conf", "w", encoding="utf-8") as file:
        file.write(f"[ca]\ndefault_ca = dated\n[dated]\ndatabase = {at}/dated.txt\n"
                   f"new_certs_dir = {at}\nrand_serial = yes\ndefault_md = sha256\n"
                   "unique_subject = no\npolicy = names\n[names]\ncommonName = supplied\n")
    with open(f"{at}/dated.txt", "a", encoding="utf-8"):
        pass
    tap.run("openssl", "ca", "-batch", "-notext", "-config", f"{at}/dated.conf",
            "-cert", f"{at}/ca.pem", "-keyfile", f"{at}/ca.key", "-in", f"{at}/localhost.csr",
            "-startdate", f"{begin:%y%m%d%H%M%SZ}", "-enddate", f"{end:%y%m%d%H%M%SZ}",
            "-out", f"{at}/{name}.pem")
    with open(f"{at}/localhost.key", encoding="utf-8") as key:
        with open(f"{at}/{name}.key", "w", encoding="utf-8") as copy:
            copy.write(key.read())
