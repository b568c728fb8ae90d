# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Odd servers that are right all the same: everything has to pass."""

import wire
from faultserver import Port
from scenario import (Scenario, imap, imap_starttls, pop3, pop3_starttls, smtp, smtp_starttls)

LONG = " ".join("X-CAPABILITY-NUMBER-%d" % number for number in range(200))

IMAP = [
    Scenario("odd-slow-greeting", imap(script={"greeting": wire.late("* OK at last\r\n", 2.5)})),
    Scenario("odd-slow-bytes", imap(script={"greeting": wire.slow("* OK slow but sure\r\n", .05)})),
    Scenario("odd-pieces", imap(script={"greeting": wire.pieces("* O", "K re", "ady\r", "\n")})),
    Scenario("odd-lower-case", imap(script={
        "greeting": "* ok ready", "CAPABILITY": "* capability imap4rev1 auth=plain sasl-ir\nok done",
        "sign-in": "ok in", "EXAMINE": "* 3 exists\nok [read-only] done"})),
    Scenario("odd-capability-in-greeting", imap(script={
        "greeting": "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR ID] ready"})),
    Scenario("odd-capability-after-sign-in", imap(script={
        "sign-in": "* CAPABILITY IMAP4rev1 IDLE ID\nOK [CAPABILITY IMAP4rev1 IDLE] in"})),
    Scenario("odd-noise", imap(script={
        "greeting": "* OK ready\n* OK [ALERT] we move on Sunday\n* OK still here",
        "sign-in": "* OK [ALERT] your disk is nearly full\nOK in",
        "EXAMINE": "* 3 EXISTS\n* VANISHED (EARLIER) 1:2\n* X-WHAT (a (b) \"c\")\nOK done"})),
    Scenario("odd-many-capabilities", imap(script={
        "AFTER": "IMAP4rev1 AUTH=PLAIN SASL-IR ID " + LONG})),
    Scenario("odd-utf-8-greeting", imap(script={
        "greeting": "* OK Gr\u00fc\u00df Gott \u2014 \u65e5\u672c\u8a9e \u05e9\u05dc\u05d5\u05dd"})),
    Scenario("odd-latin-1-greeting", imap(script={"greeting": b"* OK Gr\xfc\xdf Gott\r\n"})),
    Scenario("odd-line-feeds-only", imap(script={"greeting": b"* OK bare\n"})),
    Scenario("odd-no-sasl-ir", imap(script={"AFTER": "IMAP4rev1 AUTH=PLAIN"})),
    Scenario("odd-login-only", imap(script={"AFTER": "IMAP4rev1"})),
    Scenario("odd-login-utf-8", imap(script={"AFTER": "IMAP4rev1 LITERAL+"}),
             password="pl4nted-\u00fc\u00df-\u65e5\u672c 5"),
    Scenario("odd-login-literal", imap(script={"AFTER": "IMAP4rev1"}),
             password="pl4nted-\u0444\u044b\u0432\u0430 6"),
    Scenario("odd-auth-login", imap(script={"AFTER": "IMAP4rev1 AUTH=LOGIN LOGINDISABLED"})),
    Scenario("odd-imap4rev2", imap(script={"AFTER": "IMAP4rev2 AUTH=PLAIN SASL-IR"})),
    Scenario("odd-literal-noise", imap(script={
        "EXAMINE": wire.then("* 3 EXISTS", b'* LIST () "/" {5}\r\nIN\r\nX\r\n',
                             "* 0 RECENT\n{tag} OK done")})),
    Scenario("odd-id-refused", imap(script={"ID": "BAD what is that"})),
    Scenario("odd-wants-id", imap(script={"ID": "* ID NIL\nOK"})),
    Scenario("odd-logout-never-answered", imap(script={"LOGOUT": wire.silent}), limit=8),
    Scenario("odd-starttls-capability-code", imap_starttls(script={
        "greeting-plain": "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready"})),
    Scenario("odd-port", imap(number=1993)),
    Scenario("odd-forty-flags", imap(script={
        "EXAMINE": "* FLAGS (%s)\n* 123456 EXISTS\nOK done"
                   % " ".join("keyword%d" % number for number in range(40))})),
]

SMTP = [
    Scenario("odd-smtp-greeting-lines", smtp(script={
        "greeting": "220-smtp.lab.example ESMTP\n220-We do not allow\n220-unsolicited mail\n"
                    "220 ready"})),
    Scenario("odd-smtp-lower-case", smtp(script={
        "AFTER": "pipelining\nauth plain login\nsize 1000"})),
    Scenario("odd-smtp-auth-equals", smtp(script={"AFTER": "AUTH=LOGIN PLAIN\nAUTH LOGIN PLAIN"})),
    Scenario("odd-smtp-auth-equals-only", smtp(script={"AFTER": "AUTH=LOGIN PLAIN"})),
    Scenario("odd-smtp-login-only", smtp(script={"AFTER": "AUTH LOGIN"})),
    Scenario("odd-smtp-no-esmtp", smtp(script={"greeting": "220 hello"})),
    Scenario("odd-smtp-bare-220", smtp(script={"greeting": "220"})),
    Scenario("odd-smtp-trailing-blanks", smtp(script={"EHLO": "250-smtp \n250-AUTH  PLAIN \n250 "})),
    Scenario("odd-smtp-long-sign-in-answer", smtp(script={
        "sign-in": "235-2.7.0 Welcome\n235-2.7.0 to this server\n235 2.7.0 have fun"})),
    Scenario("odd-smtp-no-enhanced", smtp(script={"sign-in": "235 ok", "MAIL": "250 ok",
                                                  "RCPT": "250 ok", "RSET": "250 ok"})),
    Scenario("odd-smtp-rset-refused", smtp(script={"RSET": "502 no such command"})),
    Scenario("odd-smtp-rcpt-251", smtp(script={"RCPT": "251 2.1.5 will forward"})),
    Scenario("odd-smtp-quit-never-answered", smtp(script={"QUIT": wire.silent}), limit=8),
    Scenario("odd-smtp-slow-banner", smtp_starttls(script={
        "greeting": wire.late("220 tar pit\r\n", 3)})),
    Scenario("odd-smtp-many-lines", smtp(script={
        "AFTER": "AUTH PLAIN\n" + "\n".join("X-EXTENSION-%d" % n for n in range(90))})),
]

POP3 = [
    Scenario("odd-pop3-no-capa", pop3(script={"CAPA": "-ERR what"})),
    Scenario("odd-pop3-user-only", pop3(script={"AFTER": "USER\nUIDL"})),
    Scenario("odd-pop3-apop", pop3(script={"greeting": "+OK ready <1896.697@lab.example>"})),
    Scenario("odd-pop3-empty", pop3(script={"STAT": "+OK 0 0"})),
    Scenario("odd-pop3-bare-ok", pop3(script={"greeting": "+OK", "sign-in": "+OK"})),
    Scenario("odd-pop3-starttls", pop3_starttls()),
]

CERTIFICATES = [
    Scenario("odd-two-addresses", imap(), before=lambda lab, case: lab.names.responder.add_host(
        case.server.host, *case.servers["incoming"].addresses)),
    Scenario("odd-ipv6-only", imap(family="6")),
    Scenario("odd-both-families", imap(family="46")),
    Scenario("odd-port-25-too", smtp_starttls(number=25, ports={25: Port("smtp", "starttls")})),
]

SCENARIOS = IMAP + SMTP + POP3 + CERTIFICATES
