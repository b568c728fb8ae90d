# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Servers (or somebody in between) that mean harm: no secret leaves, nothing grows, all ends."""

import wire
from scenario import (Scenario, imap, imap_starttls, pop3, pop3_starttls, smtp, smtp_starttls)

CALL = "Call 0900-666 now"
PROTOCOL = "protocol-error"

STARTTLS = [
    Scenario("inject-imap-capability", imap_starttls(script={
        "STARTTLS": "{tag} OK go\n* CAPABILITY IMAP4rev1 AUTH=PLAIN", "tls-anyway": True}),
             "starttls-injection", "encrypt"),
    Scenario("inject-imap-tagged", imap_starttls(script={
        "STARTTLS": "{tag} OK go\nb2 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello",
        "tls-anyway": True}), "starttls-injection", "encrypt"),
    Scenario("inject-imap-bye", imap_starttls(script={
        "STARTTLS": "{tag} OK go\n* BYE " + CALL, "tls-anyway": True}),
             "starttls-injection", "encrypt", absent=CALL),
    Scenario("inject-smtp", smtp_starttls(script={
        "STARTTLS": "220 ready\n250-hello\n250 AUTH LOGIN", "tls-anyway": True}),
             "starttls-injection", "encrypt"),
    Scenario("inject-pop3", pop3_starttls(script={
        "STLS": "+OK go\n+OK\nPLAIN LOGIN\n.", "tls-anyway": True}),
             "starttls-injection", "encrypt"),
    Scenario("inject-pop3-noise", pop3_starttls(script={
        "STLS": "+OK go\nxyz", "tls-anyway": True}), "starttls-injection", "encrypt"),
    Scenario("preauth-before-tls", imap_starttls(script={"greeting": "* PREAUTH welcome back"}),
             ("starttls-injection", "starttls-not-offered", "starttls-refused", PROTOCOL)),
    Scenario("preauth-with-capabilities", imap_starttls(script={
        "greeting": "* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] " + CALL}),
             ("starttls-injection", "starttls-not-offered", "starttls-refused", PROTOCOL),
             absent=CALL),
    Scenario("only-imap4", imap_starttls(script={"BEFORE": "IMAP4"}),
             ("starttls-not-offered", PROTOCOL)),
    Scenario("spoofed-alert", imap_starttls(script={
        "greeting": "* OK [ALERT] " + CALL, "BEFORE": "IMAP4rev1 AUTH=PLAIN"}),
             "starttls-not-offered", "encrypt", absent=CALL),
    Scenario("spoofed-refusal", imap_starttls(script={"STARTTLS": "NO [ALERT] " + CALL}),
             "starttls-refused", "encrypt", absent=CALL),
    Scenario("spoofed-smtp-refusal", smtp_starttls(script={"STARTTLS": "454 4.7.0 " + CALL}),
             "starttls-refused", "encrypt", absent=CALL),
    Scenario("untagged-before-tls", imap_starttls(script={
        "CAPABILITY-plain": '* LIST () "/" evil\n* SEARCH 1\n* 99 EXISTS\n'
                            "* CAPABILITY IMAP4rev1 STARTTLS\nOK done"})),
    Scenario("mechanisms-before-tls", imap_starttls(script={
        "BEFORE": "IMAP4rev1 STARTTLS AUTH=LOGIN AUTH=CRAM-MD5"})),
    Scenario("ehlo-before-tls", smtp_starttls(script={"BEFORE": "STARTTLS\nAUTH CRAM-MD5 LOGIN"})),
]

REFERRALS = [
    Scenario("referral", imap(script={
        "sign-in": "NO [REFERRAL imap://anna;AUTH=*@referral.referred.lab.example/] moved"}),
             ("wrong-password", "unknown", "server-error"), "sign-in"),
    Scenario("preauth-in-tls", imap(script={"greeting": "* PREAUTH welcome back"}),
             (PROTOCOL, "unknown", "auth-not-offered", "server-error")),
    # A nonce that is not ours, one iteration: no proof may go out for that.
    Scenario("scram-liar", imap(script={
        "AFTER": "IMAP4rev1 AUTH=SCRAM-SHA-256 SASL-IR LOGINDISABLED",
        "AUTHENTICATE": "+ cj1hLHM9YSxpPTE="}),
             (PROTOCOL, "unknown", "auth-mechanism-unsupported", "server-error"), "sign-in"),
]

FLOODS = [
    Scenario("endless-line", imap(script={"greeting": wire.flood(b"A", b"* OK ")}), PROTOCOL,
             "greet", limit=25),
    Scenario("endless-line-plain", smtp_starttls(script={"greeting": wire.flood(b"A", b"220 ")}),
             PROTOCOL, "greet", limit=25),
    Scenario("endless-greeting", smtp(script={"greeting": wire.flood(b"220-more to come\r\n")}),
             PROTOCOL, "greet", limit=25),
    Scenario("endless-ehlo", smtp(script={"EHLO": wire.flood(b"250-X-MORE\r\n")}), PROTOCOL,
             limit=25),
    Scenario("endless-capability", imap(script={
        "CAPABILITY": wire.flood(b"X-MORE ", b"* CAPABILITY ")}), PROTOCOL, limit=25),
    Scenario("endless-untagged", imap(script={
        "sign-in": wire.flood(b"* OK and one more\r\n")}),
             (PROTOCOL, "response-timeout"), "sign-in", limit=35),
    Scenario("endless-capa", pop3(script={"CAPA": wire.flood(b"X-MORE\r\n", b"+OK\r\n")}),
             PROTOCOL, limit=25),
    Scenario("endless-examine", imap(script={
        "EXAMINE": wire.flood(b"* 1 FETCH (FLAGS ())\r\n")}),
             (PROTOCOL, "response-timeout"), "open-mailbox", limit=35),
    Scenario("giant-literal", imap(script={
        "EXAMINE": wire.flood(b"A" * 1000, b"* LIST () {4294967295}\r\n")}),
             (PROTOCOL, "response-timeout"), "open-mailbox", limit=35),
    Scenario("nested-literals", imap(script={
        "EXAMINE": wire.flood(b"(a {1}\r\nb {1}\r\nc) ", b"* X ")}),
             (PROTOCOL, "response-timeout"), "open-mailbox", limit=35),
    Scenario("giant-tag", imap(script={"sign-in": "T" * 65536 + " OK in"}), PROTOCOL, "sign-in"),
    Scenario("one-byte-per-second", imap(script={
        "greeting": wire.trickle("* OK that will take a while ", 1)}),
             ("response-timeout", PROTOCOL), "greet", limit=40),
    Scenario("one-line-per-second", smtp(script={
        "greeting": wire.trickle("220-wait\r\n", 0.1)}),
             ("response-timeout", PROTOCOL), "greet", limit=40),
    Scenario("nul-bytes", imap(script={"greeting": b"* OK a\0b\0c\r\n" + b"\0" * 200 + b"\r\n"}),
             (PROTOCOL, "wrong-service"), None),
    Scenario("escape-codes", imap(script={
        "sign-in": "NO \x1b[31m\x1b]0;title\x07\x1b[2J refused"}),
             ("wrong-password", "unknown"), "sign-in", absent="\x1b"),
    Scenario("direction-marks", imap(script={
        "sign-in": "NO \u202etxet desrever\u202c refused"}),
             ("wrong-password", "unknown"), "sign-in", absent="\u202e"),
]

SCENARIOS = STARTTLS + REFERRALS + FLOODS
