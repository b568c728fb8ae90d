# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""What is wrong with the whole computer or network of a scenario, not with one server."""

import glob

import faultserver
import names
import web

LOST = "10.99.0.53"
PORTAL_NAMES = "10.77.0.55"
PORTAL = "10.77.0.81"
NOTHING = "10.98.0.0/16"
HOSTS_ONLINE = "10.77.0.80"

FAKETIME = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")

# Mounts a resolv.conf of its own for one program only, then becomes that program.
WITH_NAME_SERVER = ('file=$(mktemp) && echo "nameserver $1" >"$file" && '
                    'mount --bind "$file" /etc/resolv.conf && shift && exec "$@"')


def name_server(address):
    """Runs the program with this name server alone."""
    return ["unshare", "--mount", "sh", "-c", WITH_NAME_SERVER, "sh", address]


def dead_name_server():
    """A name server that no packet ever reaches."""
    return name_server(LOST)


def captive_portal():
    """Every name leads to the portal, and the portal answers every page with its own."""
    return name_server(PORTAL_NAMES)


def no_network():
    """No interface is up at all."""
    return ["unshare", "--net"]


def faked_clock(offset):
    """This computer's clock is wrong by `offset` (as libfaketime reads it)."""
    return {"LD_PRELOAD": FAKETIME[0] if FAKETIME else "", "FAKETIME": offset,
            "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def proxy(uri):
    """The environment's proxy for everything."""
    return {name: uri for name in ("all_proxy", "ALL_PROXY", "http_proxy", "https_proxy")}


def silent_ipv6(lab, scenario):
    """Adds an IPv6 address where the port stays silent."""
    address = faultserver.ipv6(0x8000 + scenario.number)
    scenario.servers["ipv6"] = faultserver.FaultServer(None, scenario.server.host, [address], "")
    scenario.servers["ipv6"].open(scenario.server.number, faultserver.Full())
    lab.names.responder.add_host(scenario.server.host, address)


def missing(scenario):
    """Why a scenario can't be had on this machine, or None."""
    if "FAKETIME" in scenario.environment and not FAKETIME:
        return "libfaketime is not installed"
    return None


def prepare(lab):
    """The surroundings that all scenarios share: the internet's well-known pages, and a portal."""
    for host, path, body in (("nmcheck.gnome.org", "/check_network_status.txt",
                              "NetworkManager is online\n"),
                             ("detectportal.firefox.com", "/success.txt", "success\n"),
                             ("connectivitycheck.gstatic.com", "/generate_204", "")):
        lab.names.responder.add_host(host, HOSTS_ONLINE)
        lab.web.page(host, path, body, kind="text/plain", status=200 if body else 204)
    with open(lab.authority.intermediate.own, "rb") as file:
        pem = file.read()
    lab.web.page("aia.lab.example", "/intermediate.crt", pem, kind="application/pkix-cert")
    liar = names.Responder(PORTAL_NAMES)
    liar.otherwise = {"A": [PORTAL]}
    portal = web.Web(lab.stranger, PORTAL)
    portal.page("*", "*", "<html><title>Hotel Wi-Fi</title>Please sign in</html>", status=302,
                kind="text/html", Location="http://login.hotel.example/")
    return portal
