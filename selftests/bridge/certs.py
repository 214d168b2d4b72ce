# SPDX-License-Identifier: GPL-2.0-only
"""Certificates for tests of TLS, made once a run."""

import atexit
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
