#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""mailbox-check against real Dovecot and Postfix: every protocol, security and mechanism."""

import imaplib
import sys

import namespace

namespace.enter()

import lab as laboratory
import scenario
from lab import ADDRESS, MECHANISMS, NO_TLS, NO_USERS, PASSWORD, USERS
from tap import Tap

WAYS = {"imap": ("imaps://%s", "imap+starttls://%s"), "pop": ("pop3s://%s", "pop3+starttls://%s"),
        "smtp": ("smtps://%s", "smtp+starttls://%s")}


def uri(protocol, way, mechanism=""):
    """The address of a real server; way 0 is TLS at once, 1 is STARTTLS."""
    return WAYS[protocol][way] % laboratory.host(protocol, mechanism)


def notes(result):
    """What went wrong in a run, for the one who has to mend it."""
    rows = ["%s %s %s %s %r" % (row["server"], row["step"], row["state"], row.get("code"),
                                row.get("said"))
            for row in result.json.get("steps", []) if row["state"] in ("failed", "warning")]
    return "status %s, verdict %s\n%s\n%s" % (result.status, result.json.get("verdict"),
                                              "\n".join(rows), result.errors[-500:])


def passes(lab, incoming, outgoing, mechanism, address=ADDRESS, password=PASSWORD):
    """Asserts that both servers pass, with the wanted mechanism."""
    result = lab.check(address, incoming, outgoing, password)
    assert result.status == 0 and result.json["verdict"]["state"] == "passed", notes(result)
    for name, last in (("incoming", "open-mailbox"), ("outgoing", "sender")):
        assert result.step(name, last).get("state") == "passed", notes(result)
        if mechanism:
            used = result.json["servers"][name]["mechanism"]
            assert used.upper() == mechanism.upper(), "%s uses %s" % (name, used)


def fails(lab, server, step, code, *arguments, **options):
    """Asserts where and why a check fails."""
    result = lab.check(*arguments, **options)
    row = result.step(server, step)
    assert result.status == 1 and row.get("state") == "failed" and row.get("code") == code, \
        notes(result)
    assert result.json["verdict"]["code"] == code, notes(result)
    return result


def check_ways(lab, tap):
    """Each pair of ways with each mechanism passes."""
    for mechanism in MECHANISMS:
        for protocol in ("imap", "pop"):
            for way in (0, 1):
                incoming, outgoing = uri(protocol, way, mechanism), uri("smtp", way, mechanism)
                tap.check("passes: %s and %s" % (incoming, outgoing), passes, lab, incoming,
                          outgoing, mechanism)


def check_refusals(lab, tap):
    """What the real servers refuse."""
    incoming, outgoing = uri("imap", 0), uri("smtp", 0)
    for mechanism in MECHANISMS:
        tap.check("wrong password with %s" % (mechanism or "any mechanism"), fails, lab,
                  "incoming", "sign-in", "wrong-password", ADDRESS,
                  uri("imap", 0, mechanism), uri("smtp", 1, mechanism), "wrong-horse-battery")
    tap.check("wrong password over POP3", fails, lab, "incoming", "sign-in", "wrong-password",
              ADDRESS, uri("pop", 1), outgoing, "wrong-horse-battery")
    tap.check("unknown user", fails, lab, "incoming", "sign-in", "wrong-password",
              "nobody@example.org", incoming, outgoing, "wrong-horse-battery")
    tap.check("another's address as sender", fails, lab, "outgoing", "sender",
              "sender-not-allowed", "ascii@example.org", incoming, outgoing, PASSWORD,
              ["--username", ADDRESS])
    tap.check("a server that does not send for anybody", fails, lab, "outgoing", "sender",
              "relay-denied", "anna@foreign.example", incoming,
              "smtps://relay.example.org", PASSWORD, ["--username", ADDRESS])
    tap.check("port 25 offers no sign-in", fails, lab, "outgoing", "sign-in", "auth-not-offered",
              ADDRESS, incoming, "smtp+starttls://smtp.example.org:25")
    tap.check("Dovecot on the port of SMTP", fails, lab, "outgoing", "greet",
              "wrong-mail-protocol", ADDRESS, incoming, "smtps://imap.example.org:993")
    tap.check("Postfix on the port of IMAP", fails, lab, "incoming", "greet",
              "wrong-mail-protocol", ADDRESS, "imaps://smtp.example.org:465", outgoing)
    tap.check("plain Dovecot where TLS is wanted", fails, lab, "incoming", "encrypt",
              "plain-on-tls-port", ADDRESS, "imaps://imap.example.org:143", outgoing)
    tap.check("the certificate is for other names", fails, lab, "incoming", "encrypt",
              "tls-wrong-host", ADDRESS, "imaps://alias.example.org", outgoing)


def without_password(lab):
    """Without a password the check stops before the sign-in and is content."""
    result = lab.check(ADDRESS, uri("imap", 0), uri("smtp", 1), None)
    assert result.status == 0 and result.json["verdict"]["state"] == "passed", notes(result)
    for name in ("incoming", "outgoing"):
        assert result.step(name, "sign-in").get("state") == "skipped", notes(result)
        assert result.step(name, "greet").get("state") == "passed", notes(result)


def too_many_connections(lab):
    """Dovecot lets one person have ten connections from one address."""
    address, password = "ascii@example.org", USERS["ascii@example.org"][0]
    sessions = []
    for _ in range(10):
        sessions.append(imaplib.IMAP4_SSL(laboratory.host("imap")))
        sessions[-1].login(address, password)
    fails(lab, "incoming", "sign-in", "too-many-connections", address, uri("imap", 0),
          uri("smtp", 0), password)
    for session in sessions:
        session.logout()


def check_states(lab, tap):
    """Servers in special states."""
    incoming, outgoing = uri("imap", 0), uri("smtp", 0)
    for protocol, way in (("imap", 0), ("imap", 1), ("pop", 0)):
        tap.check("its users are out of reach: %s" % uri(protocol, way, NO_USERS), fails, lab, "incoming",
                  "sign-in", "server-unavailable", ADDRESS, uri(protocol, way, NO_USERS), outgoing)
        if way:
            tap.check("no STARTTLS: %s" % uri(protocol, way, NO_TLS), fails, lab, "incoming",
                      "encrypt", "starttls-not-offered", ADDRESS, uri(protocol, way, NO_TLS),
                      outgoing)
    tap.check("no STARTTLS for POP3", fails, lab, "incoming", "encrypt", "starttls-not-offered",
              ADDRESS, uri("pop", 1, NO_TLS), outgoing)
    tap.check("no STARTTLS for SMTP", fails, lab, "outgoing", "encrypt", "starttls-not-offered",
              ADDRESS, incoming, uri("smtp", 1, NO_TLS))
    tap.check("too many connections", too_many_connections, lab)


def check_mailboxes(lab, tap):
    """Mailboxes in special states."""
    incoming, outgoing = uri("imap", 0), uri("smtp", 0)
    tap.check("another person's mailbox", passes, lab, incoming, outgoing, None,
              "ascii@example.org", USERS["ascii@example.org"][0])
    tap.check("an account that is switched off", fails, lab, "incoming", "sign-in",
              "account-locked", "off@example.org", incoming, outgoing,
              USERS["off@example.org"][0])
    tap.check("a full mailbox", fails, lab, "outgoing", "sender", "mailbox-full",
              "full@example.org", incoming, outgoing, USERS["full@example.org"][0])
    tap.check("without a password, up to the sign-in", without_password, lab)


def check_secrets(lab):
    """No file that was written holds a password, but the servers' own list."""
    found = scenario.search_files(lab.folder, [password for password, _ in USERS.values()]
                                  + ["wrong-horse-battery"])
    found = [path for path in found if path != lab.path("users")]
    assert not found, found


def main():
    """Runs all of it."""
    tap = Tap()
    laboratory.program("mailbox-check")
    with laboratory.Lab((*MECHANISMS, NO_USERS, NO_TLS)) as lab:
        if len(sys.argv) < 2:
            check_ways(lab, tap)
            check_mailboxes(lab, tap)
        check_states(lab, tap)
        check_refusals(lab, tap)
        tap.check("no file holds a password", check_secrets, lab)
    tap.end()


if __name__ == "__main__":
    main()
