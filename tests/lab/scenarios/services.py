# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Something else than the wanted mail server answers, or it answers nonsense."""

import wire
from faultserver import Port
from scenario import (Scenario, imap, imap_starttls, pop3, pop3_starttls, smtp, smtp_starttls)

WEB = wire.then(lambda w: w.receive(),
                b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\n"
                b"Connection: close\r\n\r\n<html><h1>400 The plain HTTP request was sent to HTTPS"
                b" port</h1></html>\r\n", wire.close)
SSH = wire.then(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n")
FTP = wire.then(b"220 ProFTPD Server (Debian) [::ffff:10.77.1.1]\r\n")
MYSQL = wire.then(b"J\0\0\0\x0a5.5.5-10.11.6-MariaDB\0\x05\0\0\0abcdefgh\0\xfe\xf7\x2d\x02\0\xff"
                  b"\x81\x15\0\0\0\0\0\0\x1d\0\0\0ijklmnopqrst\0mysql_native_password\0")

OTHERS = [
    Scenario("web-on-993", imap(ports={993: Port(raw=WEB)}), "wrong-service"),
    Scenario("web-on-465", smtp(ports={465: Port(raw=WEB)}), "wrong-service"),
    Scenario("web-on-143", imap_starttls(ports={143: Port(
        raw=b"HTTP/1.0 408 Request Time-out\r\nConnection: close\r\n\r\n")}), "wrong-service"),
    Scenario("web-in-tls-on-993", imap(ports={993: Port(raw=WEB, tls=True)}),
             ("wrong-service", "response-timeout"), "greet", limit=35),
    Scenario("web-in-tls-speaks", imap(ports={993: Port(
        raw=b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", tls=True)}),
             "wrong-service", "greet"),
    Scenario("ssh-on-993", imap(ports={993: Port(raw=SSH)}), "wrong-service"),
    Scenario("ssh-on-587", smtp_starttls(ports={587: Port(raw=SSH)}), "wrong-service"),
    Scenario("ftp-on-993", imap(ports={993: Port(raw=FTP)}), "wrong-service"),
    Scenario("ftp-on-587", smtp_starttls(ports={587: Port(raw=FTP)}), "wrong-service"),
    Scenario("mysql-on-143", imap_starttls(ports={143: Port(raw=MYSQL)}), "wrong-service"),
    Scenario("vnc-on-110", pop3_starttls(ports={110: Port(raw=b"RFB 003.008\n")}),
             "wrong-service"),
]

MAIL = [
    Scenario("smtp-on-imap-port", imap_starttls(ports={143: Port("smtp", "starttls")}),
             "wrong-mail-protocol", "greet"),
    Scenario("smtp-in-tls-on-993", imap(ports={993: Port("smtp", "tls")}),
             "wrong-mail-protocol", "greet"),
    Scenario("pop3-in-tls-on-993", imap(ports={993: Port("pop3", "tls")}),
             "wrong-mail-protocol", "greet"),
    Scenario("imap-in-tls-on-995", pop3(ports={995: Port("imap", "tls")}),
             "wrong-mail-protocol", "greet"),
    Scenario("imap-in-tls-on-465", smtp(ports={465: Port("imap", "tls")}),
             "wrong-mail-protocol", "greet"),
    Scenario("pop3-on-587", smtp_starttls(ports={587: Port("pop3", "starttls")}),
             "wrong-mail-protocol", "greet"),
    Scenario("sieve-on-143", imap_starttls(ports={143: Port(
        raw='"IMPLEMENTATION" "Dovecot Pigeonhole"\n"SIEVE" "fileinto"\nOK "ready"')}),
             ("wrong-service", "wrong-mail-protocol", "protocol-error"), "greet"),
]

NONSENSE = [
    Scenario("nonsense-greeting", imap(script={"greeting": "HELLO I AM A COMPUTER"}),
             ("protocol-error", "wrong-service"), "greet"),
    Scenario("nonsense-binary", imap(script={"greeting": bytes(range(128, 256)) + b"\r\n"}),
             ("protocol-error", "wrong-service"), "greet"),
    Scenario("nonsense-smtp", smtp(script={"greeting": "two hundred and twenty"}),
             ("protocol-error", "wrong-service"), "greet"),
    Scenario("nonsense-status", smtp(script={"EHLO": "999 what"}), "protocol-error", "greet"),
    Scenario("nonsense-codes-mixed", smtp(script={"EHLO": "250-one\n220 two"}), "protocol-error",
             "greet"),
    Scenario("nonsense-sign-in", imap(script={"sign-in": "{tag} PERHAPS"}), "protocol-error",
             "sign-in"),
    Scenario("nonsense-pop3", pop3(script={"sign-in": "?OK"}), "protocol-error", "sign-in"),
    Scenario("nonsense-challenge", imap(script={"AUTHENTICATE": "+ !!!not base64!!!"}),
             ("protocol-error", "response-timeout", "wrong-password", "server-error"),
             "sign-in", limit=35),
]

SCENARIOS = OTHERS + MAIL + NONSENSE
