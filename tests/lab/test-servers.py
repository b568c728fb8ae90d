#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The laboratory itself: other programs than ours can use each of its servers."""

import socket
import ssl
import subprocess
import time

import namespace

namespace.enter()

import lab as laboratory
from lab import ADDRESS, PASSWORD
from tap import Tap


def curl(*arguments):
    """Runs curl; gives its exit status and output."""
    result = subprocess.run(["curl", "-sS", "-m", "10", *arguments], stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, check=False)
    return result.returncode, result.stdout.decode("utf-8", "replace")


def signs_in(url, *options, password=PASSWORD):
    """Asserts that curl signs in at `url`."""
    # A configuration on standard input keeps the password off the command line.
    user = (ADDRESS + ":" + password).replace("\\", "\\\\").replace('"', '\\"')
    result = subprocess.run(["curl", "-sS", "-m", "10", "-K", "-", url, *options],
                            input=('user = "%s"\n' % user).encode(), stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, check=False)
    return result.returncode, result.stdout.decode("utf-8", "replace")


def sends(sender):
    """Sends a mail through Postfix."""
    return signs_in("smtps://smtp.example.org", "--mail-from", sender, "--mail-rcpt", ADDRESS,
                    "--upload-file", "/etc/hosts")


def expect(status, wanted=0):
    """Asserts an exit status of curl."""
    assert status[0] == wanted, status


def test_started(lab):
    """All of it stands in less than ten seconds."""
    assert time.monotonic() - lab.started < 10, time.monotonic() - lab.started


def test_dns(lab):
    """The names answer, and an unknown one has no address."""
    assert socket.gethostbyname("imap.example.org") == lab.mechanisms[""]
    try:
        socket.gethostbyname("nobody.example.org")
    except socket.gaierror:
        return
    raise AssertionError("a name that nobody made has an address")


def test_trust(lab):
    """Only the lab's authority is trusted."""
    context = ssl.create_default_context()
    with socket.create_connection((lab.mechanisms[""], 993)) as connection:
        with context.wrap_socket(connection, server_hostname="imap.example.org"):
            pass
    assert len(context.get_ca_certs()) <= 1, context.get_ca_certs()


def test_keyring(lab):
    """What secret-tool stores it finds again."""
    lab.keyring.store("a label", "a secret", colour="green")
    assert lab.keyring.lookup(colour="green") == "a secret"
    assert lab.keyring.lookup(colour="blue") is None


def test_web(lab):
    """Both web servers answer, for any name."""
    lab.web.page("www.lab.example", "/page", "hello", kind="text/plain")
    lab.names.responder.add_host("www.lab.example", "10.77.0.80")
    for scheme in ("http", "https"):
        assert curl(scheme + "://www.lab.example/page") == (0, "hello")


def main():
    """Runs all of it."""
    namespace.need("curl")
    tap = Tap()
    with laboratory.Lab() as lab:
        for test in (test_started, test_dns, test_trust, test_keyring, test_web):
            tap.check(test.__doc__.rstrip("."), test, lab)
        for url, options in (("imaps://imap.example.org", ()),
                             ("imap://imap.example.org", ("--ssl-reqd",)),
                             ("pop3s://pop.example.org", ()),
                             ("pop3://pop.example.org", ("--ssl-reqd",))):
            tap.check("curl signs in at " + url,
                      lambda u=url, o=options: expect(signs_in(u, *o)))
        tap.check("curl is refused with a wrong password", lambda: expect(
            signs_in("imaps://imap.example.org", password="wrong"), 67))
        for url in ("smtps://smtp.example.org", "smtp://smtp.example.org:587"):
            tap.check("curl signs in at " + url, lambda u=url: expect(
                signs_in(u, "--ssl-reqd", "-X", "NOOP")))
        tap.check("Postfix accepts the own address as sender", lambda: expect(sends(ADDRESS)))
        tap.check("Postfix refuses another's address as sender",
                  lambda: expect(sends("ascii@example.org"), 55))
    tap.end()


if __name__ == "__main__":
    main()
