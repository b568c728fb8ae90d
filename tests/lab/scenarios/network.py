# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Faults on the way to the server: names, ports, routes, connections."""

import names
import proxies
import wire
from faultserver import Full, Port
from scenario import (SILENT_HOST, UNREACHABLE, Scenario, imap, imap_starttls, pop3, pop3_starttls,
                      smtp, smtp_starttls)
from surroundings import (captive_portal, dead_name_server, faked_clock, no_network, proxy,
                          silent_ipv6)

DNS = [
    Scenario("dns-nxdomain-imap", imap(dns=names.NXDOMAIN), "dns-no-such-host", "resolve"),
    Scenario("dns-nxdomain-smtp", smtp(dns=names.NXDOMAIN), "dns-no-such-host", "resolve"),
    Scenario("dns-nxdomain-pop3", pop3(dns=names.NXDOMAIN), "dns-no-such-host", "resolve"),
    Scenario("dns-no-data", imap(dns=names.NO_DATA), "dns-no-address", "resolve"),
    Scenario("dns-only-mx", imap(dns={"MX": [(10, "mx.lab.example")]}), "dns-no-address",
             "resolve"),
    Scenario("dns-servfail", imap(dns=names.SERVFAIL), "dns-server-failure", "resolve"),
    Scenario("dns-servfail-smtp", smtp(dns=names.SERVFAIL), "dns-server-failure", "resolve"),
    Scenario("dns-refused", imap(dns=names.REFUSED), "dns-server-failure", "resolve"),
    Scenario("dns-silent", imap(dns=names.SILENT), "dns-timeout", "resolve", limit=40),
    Scenario("dns-all-silent", imap(), "dns-timeout", "resolve", limit=40, both=True,
             wrap=dead_name_server()),
]

PORTS = [
    Scenario("closed-imap", imap(closed=True), "connection-refused", "connect"),
    Scenario("closed-smtp", smtp(closed=True), "connection-refused", "connect"),
    Scenario("closed-submission", smtp_starttls(closed=True), "connection-refused", "connect"),
    Scenario("closed-pop3", pop3(closed=True), "connection-refused", "connect"),
    Scenario("closed-993-open-143",
             imap(closed=True, ports={143: Port("imap", "starttls")}),
             "port-blocked", "connect", suggestion=(143, "starttls")),
    Scenario("silent-993-open-143", imap(ports={993: Full(), 143: Port("imap", "starttls")}),
             "port-blocked", "connect", suggestion=(143, "starttls"), limit=12),
    Scenario("silent-143-open-993",
             imap_starttls(ports={143: Full(), 993: Port("imap", "tls")}),
             "port-blocked", "connect", suggestion=(993, "tls"), limit=12),
    Scenario("silent-465-open-587", smtp(ports={465: Full(), 587: Port("smtp", "starttls")}),
             "port-blocked", "connect", suggestion=(587, "starttls"), limit=12),
    Scenario("silent-587-open-465",
             smtp_starttls(ports={587: Full(), 465: Port("smtp", "tls")}),
             "port-blocked", "connect", suggestion=(465, "tls"), limit=12),
    Scenario("closed-587-open-465",
             smtp_starttls(closed=True, ports={465: Port("smtp", "tls")}),
             "port-blocked", "connect", suggestion=(465, "tls")),
    Scenario("silent-587-open-2525",
             smtp_starttls(ports={587: Full(), 465: Full(), 25: Full(),
                                  2525: Port("smtp", "starttls")}),
             "port-blocked", "connect", suggestion=(2525, "starttls"), limit=12),
    Scenario("silent-995-open-110", pop3(ports={995: Full(), 110: Port("pop3", "starttls")}),
             "port-blocked", "connect", suggestion=(110, "starttls"), limit=12),
    # The other port answers and has a bad certificate: nothing may be suggested.
    Scenario("silent-993-bad-143",
             imap(ports={993: Full(),
                         143: Port("imap", "starttls", certificate="wrong-host")}),
             ("port-blocked", "connection-timeout"), "connect"),
    Scenario("silent-host-imap", imap(place=SILENT_HOST), "connection-timeout", "connect",
             limit=32),
    Scenario("silent-host-smtp", smtp_starttls(place=SILENT_HOST), "connection-timeout", "connect",
             limit=32),
    Scenario("no-route", imap(place=UNREACHABLE), "host-unreachable", "connect"),
    Scenario("no-route-smtp", smtp(place=UNREACHABLE), "host-unreachable", "connect"),
]

CONNECTIONS = [
    Scenario("hangs-up-in-tls", imap(ports={993: Port(raw=wire.close, tls=True)}),
             "connection-closed", "greet"),
    Scenario("hangs-up-before-tls", imap(ports={993: Port(raw=wire.close)}), "connection-closed"),
    Scenario("hangs-up-plain", imap_starttls(ports={143: Port(raw=wire.close)}),
             "connection-closed", "greet"),
    Scenario("hangs-up-plain-smtp", smtp_starttls(ports={587: Port(raw=wire.close)}),
             "connection-closed", "greet"),
    Scenario("reset-in-tls", imap(ports={993: Port(raw=wire.reset, tls=True)}),
             ("connection-reset", "connection-closed"), "greet"),
    Scenario("reset-before-tls", smtp(ports={465: Port(raw=wire.reset)}),
             ("connection-reset", "connection-closed")),
    Scenario("reset-plain", pop3_starttls(ports={110: Port(raw=wire.reset)}),
             ("connection-reset", "connection-closed")),
    Scenario("reset-at-sign-in", imap(script={"sign-in": wire.reset}), "connection-reset",
             "sign-in"),
    Scenario("hangs-up-at-sign-in", smtp(script={"sign-in": wire.close}),
             ("connection-closed", "connection-reset"), "sign-in"),
    Scenario("silent-greeting", imap(script={"greeting": wire.silent}), "response-timeout",
             "greet", limit=35),
    Scenario("silent-greeting-smtp", smtp_starttls(script={"greeting": wire.silent}),
             "response-timeout", "greet", limit=35),
    Scenario("silent-handshake", imap(ports={993: Port(raw=wire.silent)}), "response-timeout",
             "encrypt", limit=35),
    Scenario("silent-sign-in", imap(script={"sign-in": wire.silent}), "response-timeout",
             "sign-in", limit=35),
    Scenario("silent-rcpt", smtp(script={"RCPT": wire.silent}), "response-timeout", "sender",
             limit=35),
]

SURROUNDINGS = [
    Scenario("ipv6-closed", imap(family="4"), "ipv6-broken", warning=True,
             before=lambda lab, case: lab.names.responder.add_host(case.server.host, "fd77::1")),
    Scenario("ipv6-silent", imap(family="4"), "ipv6-broken", warning=True, before=silent_ipv6),
    # No IPv6 at all is nothing to complain about.
    Scenario("ipv6-no-route", imap(family="4"), before=lambda lab, case:
             lab.names.responder.add_host(case.server.host, "2001:db8::7")),
    Scenario("offline", imap(), "offline", both=True, wrap=no_network()),
    Scenario("captive-portal", imap(), "captive-portal", both=True, limit=25,
             wrap=captive_portal()),
    Scenario("clock-ahead", imap(), "clock-wrong", "encrypt", both=True,
             environment=faked_clock("+400d")),
    Scenario("clock-behind", imap(), "clock-wrong", "encrypt", both=True,
             environment=faked_clock("-900d")),
    Scenario("proxy-refuses", imap(), "proxy-failed", "connect", both=True,
             environment=proxy("http://10.77.0.1:3128"), before=lambda lab, case: proxies.Proxy(
                 "10.77.0.1", 3128, lab, refuse=True)),
    Scenario("proxy-dead", imap(), "proxy-failed", "connect", both=True,
             environment=proxy("http://10.77.0.1:3129")),
    Scenario("proxy-works", imap(), environment=proxy("http://10.77.0.1:3130"),
             before=lambda lab, case: proxies.Proxy("10.77.0.1", 3130, lab)),
]

SCENARIOS = DNS + PORTS + CONNECTIONS + SURROUNDINGS
