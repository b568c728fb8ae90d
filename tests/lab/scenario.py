# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Scenarios as data, and the judge that compares what happened with what had to happen."""

import base64
import os
import urllib.parse

import faultserver
import lab as laboratory
from faultserver import Port

ZONE = "lab.example"
DEFAULT_PORTS = {("imap", "tls"): 993, ("imap", "starttls"): 143, ("pop3", "tls"): 995,
                 ("pop3", "starttls"): 110, ("smtp", "tls"): 465, ("smtp", "starttls"): 587}
STEPS = {
    "incoming": ("resolve", "connect", "encrypt", "greet", "sign-in", "open-mailbox"),
    "outgoing": ("resolve", "connect", "encrypt", "greet", "sign-in", "sender"),
}
SECRET_STEPS = ("sign-in", "open-mailbox", "sender")
PEAK_LIMIT = 64 * 1024  # KiB

OWN = "own"            # an address of its own
SILENT_HOST = "silent"  # an address where every packet is lost
UNREACHABLE = "unreachable"


class Side:
    """One server of a scenario: its name, address and ports."""

    def __init__(self, protocol, security="tls", script=None, number=None, host=None, dns=None,
                 place=OWN, ports=None, family="4", certificate="good", context=None,
                 closed=False, password=None):
        self.protocol = protocol
        self.security = security
        self.number = number or DEFAULT_PORTS[protocol, security]
        self.host = host
        self.dns = dns
        self.place = place
        self.family = family
        self.password = password
        self.ports = dict(ports or {})
        if not closed and self.number not in self.ports:
            self.ports[self.number] = Port(protocol, security, script, certificate=certificate,
                                           context=context)

    @property
    def name(self):
        """incoming or outgoing."""
        return "outgoing" if self.protocol == "smtp" else "incoming"

    def uri(self):
        """As mailbox-check takes it."""
        scheme = self.protocol + ("s" if self.security == "tls" else "+starttls")
        return "%s://%s:%d" % (scheme, self.host, self.number)


def imap(**options):
    """An IMAP server over direct TLS; `script` and the options of Side change it."""
    return Side("imap", **options)


def imap_starttls(**options):
    """An IMAP server with STARTTLS."""
    return Side("imap", "starttls", **options)


def pop3(**options):
    """A POP3 server over direct TLS."""
    return Side("pop3", **options)


def pop3_starttls(**options):
    """A POP3 server with STARTTLS."""
    return Side("pop3", "starttls", **options)


def smtp(**options):
    """A submission server over direct TLS."""
    return Side("smtp", **options)


def smtp_starttls(**options):
    """A submission server with STARTTLS."""
    return Side("smtp", "starttls", **options)


class Scenario:
    """One fault (or oddity) and what the check has to make of it.

    code: the expected code, several where more than one is right, or None where all must pass;
    step: where it stops, or None where that is the program's choice; suggestion: (port, security)
    or a host; limit: seconds; warning: the code is a warning and the verdict is passed;
    attempts: sign-ins that the server may see; absent: a text that nothing may show;
    before, environment, wrap: see run().
    """

    def __init__(self, name, server, code=None, step=None, suggestion=None, limit=20.0,
                 warning=False, attempts=1, absent=None, password=None, address=None,
                 other=None, before=None, environment=None, wrap=(), options=(), both=False):
        self.name = name
        self.server = server
        self.code = (code,) if isinstance(code, str) else code
        self.step = step
        self.suggestion = suggestion
        self.limit = limit
        self.warning = warning
        self.attempts = attempts
        self.absent = absent
        self.password = password or 'pl4nted "%s" \\7' % name
        self.address = address or "anna@%s.%s" % (name, ZONE)
        if other is None:
            other = imap() if server.protocol == "smtp" else smtp()
        self.other = other
        self.before = before
        self.environment = environment or {}
        self.wrap = list(wrap)
        self.options = list(options)
        self.both = both
        self.servers = {}
        self.number = 0

    def sides(self):
        """Both servers."""
        return (self.server, self.other)

    def open(self, lab, store, number):
        """Makes the servers stand, with their names."""
        self.number = number
        for index, side in enumerate(self.sides()):
            label = {"imap": "imap", "pop3": "pop", "smtp": "smtp"}[side.protocol]
            side.host = side.host or "%s.%s.%s" % (label, self.name, ZONE)
            addresses = self._addresses(side, number * 2 + index)
            server = faultserver.FaultServer(store, side.host,
                                             [] if side.place != OWN else addresses, side.password or self.password)
            self.servers[side.name] = server
            for port, behaviour in side.ports.items():
                server.open(port, behaviour)
            if side.dns is not None:
                lab.names.responder.set(side.host, side.dns)
            else:
                lab.names.responder.set(side.host, {})
                lab.names.responder.add_host(side.host, *addresses)
        if self.before:
            self.before(lab, self)

    @staticmethod
    def _addresses(side, number):
        low = "%d.%d" % (10 + number // 200, 1 + number % 200)
        if side.place == SILENT_HOST:
            return ["10.99." + low]
        if side.place == UNREACHABLE:
            return ["10.98." + low]
        addresses = []
        if "4" in side.family:
            addresses.append("10.77." + low)
        if "6" in side.family:
            addresses.append(faultserver.ipv6(number))
        return addresses

    def run(self, lab, pool):
        """Runs mailbox-check in the scenario, started by one of the processes of `pool`."""
        command = self.wrap + [
            laboratory.program("mailbox-check"), "check", self.address, "--json",
            "--password-stdin", "--incoming", self._uri("incoming"), "--outgoing",
            self._uri("outgoing"), *self.options]
        folder = lab.path("home-" + self.name)
        os.makedirs(folder, exist_ok=True)
        environment = lab.environment(
            HOME=folder, XDG_CONFIG_HOME=folder + "/config", XDG_DATA_HOME=folder + "/data",
            XDG_CACHE_HOME=folder + "/cache", XDG_STATE_HOME=folder + "/state",
            G_MESSAGES_DEBUG="all", **self.environment)
        return pool.submit(laboratory.run, command, self.password + "\n", environment,
                           self.limit + 20).result()

    def _uri(self, name):
        return [side for side in self.sides() if side.name == name][0].uri()

    def close(self):
        """Ends the servers."""
        for server in self.servers.values():
            server.close()


def judge(scenario, result):
    """All that is wrong with the result; an empty list when it is right."""
    problems = []
    _judge_run(scenario, result, problems)
    if result.json:
        _judge_steps(scenario, result, problems)
    _judge_secrets(scenario, result, problems)
    for name, server in scenario.servers.items():
        commands = server.commands()
        tries = sum(commands.count(word) for word in ("sign-in", "AUTHENTICATE", "AUTH"))
        if tries > scenario.attempts:
            problems.append("%d sign-ins at %s" % (tries, name))
        if "DATA" in commands:
            problems.append("a mail was sent")
    return problems


def _judge_run(scenario, result, problems):
    fails = scenario.code is not None and not scenario.warning
    if result.status != (1 if fails else 0):
        problems.append("exit status %s: %s" % (result.status, result.errors[-300:]))
    if not result.json:
        problems.append("no JSON: %r" % result.output[:300])
    if result.seconds > scenario.limit:
        problems.append("took %.1f s, may take %.1f" % (result.seconds, scenario.limit))
    if result.peak > PEAK_LIMIT:
        problems.append("memory grew to %d KiB" % result.peak)
    if scenario.absent and scenario.absent in result.output:
        problems.append("shows %r" % scenario.absent)


def _states(result, name):
    rows = [row for row in result.json.get("steps", []) if row.get("server") == name]
    return {row.get("step"): row for row in rows}


def _judge_steps(scenario, result, problems):
    verdict = result.json.get("verdict", {})
    name = scenario.server.name
    rows = _states(result, name)
    coded = [row for row in rows.values() if row.get("code")]
    codes = [row["code"] for row in coded]
    if scenario.code is None:
        _judge_all_passed(rows, name, problems)
        if verdict.get("state") != "passed" or codes:
            problems.append("verdict %s, codes %s" % (verdict, codes))
    elif scenario.warning:
        found = [row for row in coded if row["code"] in scenario.code]
        if not found or found[0]["state"] != "warning" or verdict.get("state") != "passed":
            problems.append("warning %s wanted, got %s, verdict %s"
                            % (scenario.code, codes, verdict))
    else:
        _judge_failure(scenario, verdict, rows, coded, problems)
    if not scenario.both:
        other = scenario.other.name
        _judge_all_passed(_states(result, other), other, problems)


def _judge_all_passed(rows, name, problems):
    for step in STEPS[name]:
        state = rows.get(step, {}).get("state")
        if state != "passed":
            problems.append("%s %s is %s (%s)" % (name, step, state, rows.get(step, {}).get("code")))


def _judge_failure(scenario, verdict, rows, coded, problems):
    failed = [row for row in rows.values() if row["state"] == "failed"]
    codes = [(row["step"], row["code"]) for row in coded] or verdict
    if verdict.get("state") != "failed" or verdict.get("code") not in scenario.code:
        problems.append("verdict %s wanted, got %s (%s)" % (
            "|".join(scenario.code), verdict, [row.get("said") for row in failed]))
    if not failed:
        if "network" != verdict.get("server"):
            problems.append("no step failed")
        return
    if len(failed) != 1 or failed[0]["code"] not in scenario.code:
        problems.append("failed steps: %s" % codes)
    row = failed[0]
    if scenario.step and row["step"] != scenario.step:
        # What comes before STARTTLS is on the way to the encryption.
        if (scenario.server.security, scenario.step, row["step"]) != (
                "starttls", "greet", "encrypt"):
            problems.append("failed at %s, not at %s" % (row["step"], scenario.step))
    _judge_order(scenario, rows, row["step"], problems)
    _judge_row(row, problems)
    _judge_suggestion(scenario, row.get("suggestion"), problems)


def _judge_order(scenario, rows, failed, problems):
    steps = STEPS[scenario.server.name]
    # With STARTTLS the greeting comes first, whatever the order on the screen.
    if scenario.server.security == "starttls":
        steps = [step for step in steps if step not in ("greet", "encrypt") or step == failed]
    place = list(steps).index(failed)
    for index, step in enumerate(steps):
        state = rows.get(step, {}).get("state")
        wanted = ("passed", "warning") if index < place else ("skipped",)
        if index != place and state not in wanted:
            problems.append("%s is %s, not %s" % (step, state, wanted[0]))


def _judge_row(row, problems):
    for key in ("summary", "fix", "who"):
        if not row.get(key):
            problems.append("no %s for %s" % (key, row["code"]))


def _judge_suggestion(scenario, given, problems):
    wanted = scenario.suggestion
    if wanted is None:
        if given:
            problems.append("suggests %s" % given)
    elif not given:
        problems.append("suggests nothing")
    elif isinstance(wanted, str):
        if given.get("host") != wanted:
            problems.append("suggests %s" % given)
    elif (given.get("port"), given.get("security")) != wanted:
        problems.append("suggests %s" % given)


def secret_forms(secret, user=""):
    """Every form in which a secret can show up in bytes."""
    raw = secret.encode("utf-8")
    forms = {raw, urllib.parse.quote(secret, safe="").encode(),
             secret.replace("\\", "\\\\").replace('"', '\\"').encode("utf-8"),
             raw.hex().encode()}
    for lead in (b"", b"x", b"xy", b"\0" + user.encode() + b"\0"):
        # The bits that neighbours share are cut off, so that any surroundings are found.
        encoded = base64.b64encode(lead + raw)
        first = -(-len(lead) * 8 // 6) if lead[:1] == b"x" else 0
        last = (len(lead) + len(raw)) * 8 // 6
        forms.add(encoded[first:last])
    return {form for form in forms if len(form) >= 6}


def _holds(data, forms):
    return any(form in data for form in forms)


def _judge_secrets(scenario, result, problems):
    forms = secret_forms(scenario.password, scenario.address)
    for place, text in (("standard output", result.output), ("standard error", result.errors)):
        if _holds(text.encode("utf-8", "replace"), forms):
            problems.append("the password is on " + place)
    for name, server in scenario.servers.items():
        allowed = _may_have_secret(scenario, name)
        for record in server.records:
            if _holds(record.received(False), forms):
                problems.append("the password went to port %d without encryption" % record.port)
            if not allowed and _holds(record.received(True), forms):
                problems.append("the password went to port %d of %s" % (record.port, name))


def _may_have_secret(scenario, name):
    if name != scenario.server.name or scenario.code is None or scenario.warning:
        return True
    return scenario.step in SECRET_STEPS


def search_files(folder, secrets):
    """The files below `folder` that hold one of `secrets` in any form."""
    forms = set().union(*(secret_forms(secret) for secret in secrets))
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as file:
                    if _holds(file.read(), forms):
                        found.append(path)
    return found
