#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Finding the settings with real name, web and mail servers: each source alone, and in conflict."""

import base64
import hashlib
import json
import time

import namespace

namespace.enter()

import lab as laboratory
import surroundings
from lab import ADDRESS, PASSWORD
from names import SILENT
from tap import Tap

WEB = "10.77.0.80"
FILE = "/mail/config-v1.1.xml"
WELL_KNOWN = "/.well-known/autoconfig/mail/config-v1.1.xml"
ISPDB = "autoconfig.thunderbird.net"
REAL = ("imap.example.org", "smtp.example.org")
DEAD = ("gone.example.org", "gone.example.org")

AUTODISCOVER = """<?xml version="1.0"?><Autodiscover xmlns="urn:a"><Response xmlns="urn:b"><Account>
<AccountType>email</AccountType><Action>settings</Action>
<Protocol><Type>IMAP</Type><Server>%s</Server><Port>993</Port><SSL>on</SSL></Protocol>
<Protocol><Type>SMTP</Type><Server>%s</Server><Port>465</Port><SSL>on</SSL></Protocol>
</Account></Response></Autodiscover>"""


def autoconfig(servers, imap=(993, "SSL"), smtp=(465, "SSL")):
    """A settings file."""
    row = ("<%sServer type='%s'><hostname>%s</hostname><port>%d</port><socketType>%s</socketType>"
           "<username>%%EMAILADDRESS%%</username><authentication>password-cleartext"
           "</authentication></%sServer>")
    return ("<?xml version='1.0'?><clientConfig version='1.1'><emailProvider id='x'>"
            + row % ("incoming", "imap", servers[0], *imap, "incoming")
            + row % ("outgoing", "smtp", servers[1], *smtp, "outgoing")
            + "</emailProvider></clientConfig>")


class World:
    """The lab with domains of its own, one for each test."""

    def __init__(self, lab):
        self.lab = lab
        self.names = lab.names.responder
        self.web = lab.web
        self.count = 0
        self.names.add_host(ISPDB, WEB)

    def domain(self):
        """A new domain that has mail, and nothing else."""
        self.count += 1
        name = "d%d.example" % self.count
        self.names.add(name, "MX", (10, "mx." + name))
        return name

    def page(self, host, path, body, **more):
        """A page, and the name that leads to it."""
        self.names.add_host(host, WEB)
        self.web.page(host, path, body, **more)

    def srv(self, domain, servers):
        """SRV records for receiving and sending."""
        self.names.add("_imaps._tcp." + domain, "SRV", (0, 0, 993, servers[0]))
        self.names.add("_submissions._tcp." + domain, "SRV", (0, 0, 465, servers[1]))

    def run(self, *arguments, verb="find", text=None):
        """Runs mailbox-check; gives a Result, with what was asked on the way."""
        before = len(self.lab.names.queries()), len(self.web.asked), len(self.web.bodies)
        command = [laboratory.program("mailbox-check"), verb, *arguments, "--json"]
        result = laboratory.run(command, text, self.lab.environment())
        result.queries = self.lab.names.queries()[before[0]:]
        result.pages = self.web.asked[before[1]:]
        result.bodies = self.web.bodies[before[2]:]
        return result


def expect(result, source, servers, status=0):
    """Asserts what was found."""
    found = result.json.get("servers", {})
    hosts = tuple((found.get(side) or {}).get("host") for side in ("incoming", "outgoing"))
    assert (result.json.get("source"), hosts, result.status) == (source, servers, status), \
        (result.json.get("source"), hosts, result.status, result.errors[-300:], result.pages)


def expect_code(result, code, status=3):
    """Asserts why nothing was found."""
    verdict = result.json.get("verdict", {})
    assert (verdict.get("code"), result.status) == (code, status), (result.status, result.output)


def from_autoconfig(world, host, path):
    """The provider's own file."""
    domain = world.domain()
    world.page(host % domain if "%" in host else domain, path, autoconfig(REAL))
    expect(world.run("anna@" + domain), "isp-autoconfig", REAL)


def from_address(world):
    """A file that is only given for an address; nobody but the domain itself learns it."""
    domain = world.domain()

    def answer(request):
        body = autoconfig(REAL).encode() if "emailaddress=" in request.path else b""
        request.send_response(200 if body else 404)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    world.names.add_host("autoconfig." + domain, WEB)
    world.web.pages[("autoconfig." + domain, FILE)] = answer
    result = world.run("anna@" + domain)
    expect(result, "isp-autoconfig", REAL)
    told = [page for page in result.pages if "anna" in page]
    assert told and all(page.startswith("https://autoconfig." + domain) for page in told), told


def from_http(world):
    """http is the last resort, without the address, and must be confirmed."""
    domain = world.domain()
    world.names.add_host("autoconfig." + domain, WEB)

    def answer(request):
        secure = "ssl" in type(request.connection).__name__.lower()
        body = b"" if secure else autoconfig(REAL).encode()
        request.send_response(404 if secure else 200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    world.web.pages[("autoconfig." + domain, FILE)] = answer
    result = world.run("anna@" + domain, "--password-stdin", verb="check", text=PASSWORD + "\n")
    assert result.status == 1 and not signed_in(result), result.output
    assert all("anna" not in page for page in result.pages if page.startswith("http:"))
    assert REAL[0] in result.output + result.errors, result.errors


def signed_in(result):
    """Whether a secret was sent to anybody."""
    return any(row["step"] == "sign-in" and row["state"] in ("passed", "failed")
               for row in result.json.get("steps", []))


def from_ispdb(world):
    """Mozilla's list learns the domain and not the address."""
    domain = world.domain()
    world.page(ISPDB, "/v1.1/" + domain, autoconfig(REAL))
    result = world.run("anna@" + domain)
    expect(result, "ispdb", REAL)
    assert all("anna" not in page for page in result.pages), result.pages


def from_pacc(world, right):
    """The user-agent configuration, with a digest that fits or does not."""
    domain = world.domain()
    body = json.dumps({"protocols": {"imap": {"host": REAL[0]}, "submit": {"host": REAL[1]}},
                       "info": {"provider": {"name": "Example"}}})
    digest = hashlib.sha256((body if right else body + " ").encode()).digest()
    world.page("ua-auto-config." + domain, "/.well-known/user-agent-configuration.json", body,
               kind="application/json")
    world.names.add("_ua-auto-config." + domain, "TXT",
                    "v=UAAC1; a=sha256; d=" + base64.b64encode(digest).decode())
    result = world.run("anna@" + domain)
    if right:
        expect(result, "pacc", REAL)
    else:
        expect_code(result, "no-settings-found")


def from_srv(world):
    """Strangers' servers out of DNS: no secret goes there before somebody has said yes."""
    domain = world.domain()
    world.srv(domain, REAL)
    expect(world.run("anna@" + domain, "--yes"), "srv", REAL)
    result = world.run("anna@" + domain, "--password-stdin", verb="check", text=PASSWORD + "\n")
    assert result.status == 1 and not signed_in(result), result.output
    result = world.run("anna@" + domain, "--password-stdin", "--yes", verb="check",
                       text=PASSWORD + "\n")
    assert signed_in(result), result.output


def from_mx(world):
    """The mail host's domain has a file in Mozilla's list."""
    domain = world.domain()
    world.names.set(domain, {"MX": [(10, "mx1.hoster.example")]})
    world.page(ISPDB, "/v1.1/hoster.example", autoconfig(REAL))
    expect(world.run("anna@" + domain, "--yes"), "mx", REAL)


def from_mx_table(world):
    """The mail host is one that the built-in list knows: its servers need nobody's word."""
    domain = world.domain()
    world.names.set(domain, {"MX": [(10, domain.replace(".", "-") + ".mail.protection.outlook.com")]})
    world.names.add_host("outlook.office365.com", WEB)
    world.names.add_host("smtp.office365.com", WEB)
    expect(world.run("anna@" + domain), "mx", ("outlook.office365.com", "smtp.office365.com"))


def from_autodiscover(world):
    """Autodiscover within the domain."""
    domain = world.domain()
    world.page("autodiscover." + domain, "/autodiscover/autodiscover.xml", AUTODISCOVER % REAL)
    expect(world.run("anna@" + domain), "autodiscover", REAL)


def autodiscover_password(world):
    """A password request is not answered, and no other domain gets the address."""
    domain = world.domain()
    world.page("autodiscover." + domain, "/autodiscover/autodiscover.xml", "", status=401,
               WWW_Authenticate='Basic realm="x"')
    world.page(domain, "/autodiscover/autodiscover.xml", "", status=302,
               Location="https://autodiscover.stranger.example/autodiscover/autodiscover.xml")
    world.page("autodiscover.stranger.example", "/autodiscover/autodiscover.xml",
               AUTODISCOVER % REAL)
    result = world.run("anna@" + domain, "--password-stdin", "--yes", verb="check",
                       text=PASSWORD + "\n")
    assert not any("stranger" in page for page in result.pages), result.pages
    assert not any(b"Basic" in body or PASSWORD.encode() in body for body in result.bodies)
    expect_code(result, "no-settings-found")


def from_guess(world):
    """The usual names of a domain that publishes nothing; real servers, fitting certificates."""
    expect(world.run(ADDRESS), "guess", REAL)


def guess_wants_certificate(world):
    """Servers that live under a usual name with a certificate for other names are not taken."""
    domain = world.domain()
    world.names.add_host("imap." + domain, world.lab.mechanisms[""])
    world.names.add_host("smtp." + domain, world.lab.mechanisms[""])
    expect_code(world.run("anna@" + domain), "no-settings-found")


def conflict(world):
    """The provider's word before Mozilla's, that before DNS; all with living servers."""
    domain = world.domain()
    world.srv(domain, ("alias.example.org", "smtp.example.org"))
    world.page(ISPDB, "/v1.1/" + domain, autoconfig(("mail.example.org", "mail.example.org")))
    expect(world.run("anna@" + domain), "ispdb", ("mail.example.org", "mail.example.org"))
    world.page("autoconfig." + domain, FILE, autoconfig(REAL))
    expect(world.run("anna@" + domain), "isp-autoconfig", REAL)


def dead_servers(world):
    """A file with dead servers loses against a lesser source with living ones."""
    domain = world.domain()
    world.page("autoconfig." + domain, FILE, autoconfig(DEAD))
    world.page(ISPDB, "/v1.1/" + domain, autoconfig(REAL))
    expect(world.run("anna@" + domain), "ispdb", REAL)


def upgraded(world):
    """A file that knows no encryption: the encrypted ports of the same hosts are found."""
    domain = world.domain()
    world.page("autoconfig." + domain, FILE, autoconfig(REAL, (143, "plain"), (25, "plain")))
    result = world.run("anna@" + domain)
    expect(result, "isp-autoconfig", REAL)
    servers = result.json["servers"]
    assert (servers["incoming"]["port"], servers["outgoing"]["port"]) == (993, 465), servers


def slow(world, silent_names):
    """A source that never answers costs no more than its limit, a better one costs nothing."""
    domain = world.domain()

    def sleep(request):
        time.sleep(15)
        request.close_connection = True

    hosts = ("autoconfig." + domain, "ua-auto-config." + domain, "autodiscover." + domain)
    for host in hosts:
        if silent_names:
            world.names.set(host, SILENT)
        else:
            world.names.add_host(host, WEB)
            world.web.pages[(host, "*")] = sleep
    world.page(ISPDB, "/v1.1/" + domain, autoconfig(REAL))
    result = world.run("anna@" + domain)
    expect(result, "ispdb", REAL)
    assert result.seconds < 4, result.seconds


def nothing_within_budget(world):
    """All sources hang: the search ends within its 8 seconds, and says no more than it knows."""
    domain = world.domain()

    def sleep(request):
        time.sleep(15)
        request.close_connection = True

    for host in ("autoconfig." + domain, "ua-auto-config." + domain, "autodiscover." + domain,
                 domain, ISPDB):
        world.names.add_host(host, WEB)
        world.web.pages[(host, "*")] = sleep
    result = world.run("anna@" + domain)
    del world.web.pages[(ISPDB, "*")]
    expect_code(result, "no-settings-found")
    assert result.seconds < 9, result.seconds


def lies(world):
    """Loops, giants, bombs and web pages are no settings."""
    bomb = ("<!DOCTYPE c [<!ENTITY a0 'aaaaaaaaaaaaaaaa'>" + "".join(
        "<!ENTITY a%d '&a%d;&a%d;&a%d;'>" % (n, n - 1, n - 1, n - 1) for n in range(1, 30))
            + "]><clientConfig>&a29;</clientConfig>")
    for body, more in (("", {"status": 302, "Location": FILE}), ("x" * (1 << 22), {}), (bomb, {}),
                       ("<!DOCTYPE html><html>parked</html>", {"kind": "text/html"})):
        domain = world.domain()
        world.page("autoconfig." + domain, FILE, body, **more)
        world.page(domain, "*", "<!DOCTYPE html><html>hello</html>", kind="text/html")
        result = world.run("anna@" + domain)
        assert result.status == 3 and result.seconds < 6, (result.status, result.seconds, body[:40])
        assert result.peak < 64 * 1024, result.peak


def broken(world):
    """A torn file of the provider's is named."""
    domain = world.domain()
    world.page("autoconfig." + domain, FILE, autoconfig(REAL)[:-20])
    expect_code(world.run("anna@" + domain), "autoconfig-broken")


def no_mail(world):
    """Domains without mail, and the slip of a finger."""
    world.names.add("null.example", "MX", (0, "."))
    expect_code(world.run("anna@null.example"), "domain-has-no-mail")
    expect_code(world.run("anna@nowhere.example"), "domain-has-no-mail")
    expect_code(world.run("anna@gmial.com"), "domain-typo")
    world.names.add("gmaik.com", "MX", (10, "mx.gmaik.com"))
    expect_code(world.run("anna@gmaik.com"), "no-settings-found")


def behind_a_portal(world):
    """The network's own sign-in page answers in everybody's place, and is named."""
    command = surroundings.captive_portal() + [
        laboratory.program("mailbox-check"), "find", "anna@" + world.domain(), "--json"]
    expect_code(laboratory.run(command, None, world.lab.environment()), "captive-portal", 1)


def without_network(world):
    """No interface is up: that is said, and not that the domain takes no mail."""
    command = surroundings.no_network() + [
        laboratory.program("mailbox-check"), "find", "anna@" + world.domain(), "--json"]
    expect_code(laboratory.run(command, None, world.lab.environment()), "offline", 1)


def nobody_asked(world):
    """The built-in list, --offline and bad addresses ask nobody at all."""
    for arguments in (("anna@gmail.com",), ("anna@d1.example", "--offline"), ("anna",),
                      ("anna@gmx.de", "--offline"), ("anna@tuta.com",), ("an na@example.org",)):
        result = world.run(*arguments)
        assert not result.queries and not result.pages, (arguments, result.queries, result.pages)


def domain_alone(world):
    """What the name servers learn is the domain, never the address."""
    result = world.run("secretive.person@" + world.domain())
    assert result.queries and not any("secretive" in name for _, name in result.queries)
    assert not any("secretive" in page for page in result.pages), result.pages


def report(world):
    """mailbox-check dns has a verdict and a sentence for each row."""
    domain = world.domain()
    world.names.add(domain, "TXT", "v=spf1 +all")
    world.names.add("_dmarc." + domain, "TXT", "v=DMARC1; p=reject")
    result = world.run(domain, verb="dns")
    text = result.output.lower()
    for word in ("mx", "spf", "dmarc", "srv", "autoconfig", "warning", "passed"):
        assert word in text, (word, result.output, result.errors)


def main():
    """Runs all of it."""
    tap = Tap()
    laboratory.program("mailbox-check")
    with laboratory.Lab() as lab:
        surroundings.prepare(lab)
        world = World(lab)
        tap.check("autoconfig host", from_autoconfig, world, "autoconfig.%s", FILE)
        tap.check("well-known place", from_autoconfig, world, "", WELL_KNOWN)
        tap.check("autoconfig with the address", from_address, world)
        tap.check("autoconfig over http", from_http, world)
        tap.check("Mozilla's list", from_ispdb, world)
        tap.check("PACC", from_pacc, world, True)
        tap.check("PACC with a wrong digest", from_pacc, world, False)
        tap.check("SRV", from_srv, world)
        tap.check("MX and Mozilla's list", from_mx, world)
        tap.check("MX and the built-in list", from_mx_table, world)
        tap.check("Autodiscover", from_autodiscover, world)
        tap.check("Autodiscover asks for a password", autodiscover_password, world)
        tap.check("usual names", from_guess, world)
        tap.check("usual names, wrong certificate", guess_wants_certificate, world)
        tap.check("sources in conflict", conflict, world)
        tap.check("dead servers", dead_servers, world)
        tap.check("servers without encryption", upgraded, world)
        tap.check("silent web servers", slow, world, False)
        tap.check("silent name servers", slow, world, True)
        tap.check("nothing within the budget", nothing_within_budget, world)
        tap.check("lying web servers", lies, world)
        tap.check("broken file", broken, world)
        tap.check("domains without mail", no_mail, world)
        tap.check("behind a sign-in page", behind_a_portal, world)
        tap.check("without a network", without_network, world)
        tap.check("nobody is asked", nobody_asked, world)
        tap.check("the domain alone", domain_alone, world)
        tap.check("report on a domain", report, world)
    tap.end()


if __name__ == "__main__":
    main()
