# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The whole laboratory: names, certificates, mail servers, keyring, and the programs under test."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time

import ca
import dovecot
import keyring
import names
import namespace
import postfix
import processes
import web

BUILD = os.environ.get("MBX_BUILD", os.path.join(os.path.dirname(__file__), "../../_build"))

RELAY = "10.77.0.40"
ADDRESS = "anna@example.org"
PASSWORD = 'Gr\u00fcner "Tee" \\ um 5 & {7}'

# One Dovecot for each set of mechanisms, since they are a setting of the whole Dovecot.
MECHANISMS = {
    "": "plain login",
    "plain": "plain",
    "login": "login",
    "cram-md5": "cram-md5",
    "scram-sha-1": "scram-sha-1",
    "scram-sha-256": "scram-sha-256",
}
# Servers with something wrong: a Dovecot that can't ask for its users, and servers without TLS.
NO_USERS, NO_TLS = "broken", "bare"
USERS = {
    ADDRESS: (PASSWORD, ""),
    "ascii@example.org": ("plain-and-simple-7", ""),
    "full@example.org": ("full-of-mail-3", "userdb_quota_rule=*:bytes=1"),
    "off@example.org": ("switched-off-4", "nologin=yes reason=Account_is_disabled"),
}


def host(protocol, mechanism=""):
    """The name of the real server of a protocol that offers only one mechanism."""
    return "%s%s.example.org" % (protocol, "-" + mechanism if mechanism else "")


class Lab:
    """Brings everything up inside the namespaces; use it with `with`."""

    def __init__(self, mechanisms=("",)):
        namespace.need("openssl", "dnsmasq", "dovecot", "postfix", "gnome-keyring-daemon",
                       "dbus-daemon", "secret-tool")
        self.started = time.monotonic()
        self.folder = tempfile.mkdtemp(prefix="mailbox-lab-")
        os.chmod(self.folder, 0o755)
        os.makedirs(self.path("log"))
        self.mechanisms = {
            name: "10.77.0.%d" % (11 + number) for number, name in enumerate(mechanisms)}
        self.dovecots = {}
        self.keyring = None
        self.postfix = None

    def path(self, *parts):
        """A file in the lab's folder."""
        return os.path.join(self.folder, *parts)

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        if os.environ.get("MBX_LAB_KEEP"):
            print("# kept:", self.folder, flush=True)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self):
        self.keyring = keyring.Keyring(self.path("bus"), self.environment())
        self.authority = ca.Authority(self.path("ca"))
        self.stranger = ca.Authority(self.path("stranger"), "Stranger")
        self._trust()
        self._start_names()
        self._start_mail()
        self.web = web.Web(self.authority, "10.77.0.80")
        self.names.wait()
        for server in [*self.dovecots.values(), self.postfix, self.keyring]:
            server.wait()

    def _trust(self):
        namespace.bind_over(self.authority.root.own, "/etc/ssl/certs/ca-certificates.crt")
        resolv = processes.write(self.path("etc/resolv.conf"),
                                 "nameserver %s\n" % names.ADDRESS)
        hosts = processes.write(self.path("etc/hosts"), "127.0.0.1 localhost\n::1 localhost\n")
        switch = processes.write(self.path("etc/nsswitch.conf"),
                                 "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n"
                                 "services: files\nprotocols: files\n")
        for source in (resolv, hosts, switch):
            namespace.bind_over(source, "/etc/" + os.path.basename(source))

    def _start_names(self):
        self.names = names.Names(self.path("dns"), self.path("log/dnsmasq.log"))
        os.makedirs(self.path("dns"))
        for name, address in self.mechanisms.items():
            for protocol in ("imap", "pop", "smtp"):
                self.names.host(host(protocol, name), address)
        for name in ("mail", "alias"):
            self.names.host(name + ".example.org", self.mechanisms[""])
        self.names.host("relay.example.org", RELAY)
        self.names.line("mx-host=example.org,mail.example.org,10")
        self.names.line("local=/example.org/")
        self.names.responder.add_host("aia.lab.example", "10.77.0.80")
        self.names.start()

    def _start_mail(self):
        wanted = [host(protocol, name) for name in self.mechanisms
                  for protocol in ("imap", "pop", "smtp")] + [
                      "mail.example.org", "relay.example.org"]
        certificate = self.authority.issue("real", wanted)
        users = dovecot.write_users(self.path("users"), USERS)
        senders = {name: name for name in USERS}
        self.postfix = postfix.Postfix(self.path("postfix"), certificate, USERS, senders,
                                       self.mechanisms[""])
        for name, address in self.mechanisms.items():
            self.dovecots[name] = dovecot.Dovecot(
                self.path("dovecot-" + (name or "all")), address, certificate,
                self.path("nowhere") if name == NO_USERS else users,
                MECHANISMS.get(name, "plain login"), self._fault(name))
            self.postfix.add_door(address, address, *(
                ["smtpd_tls_security_level=none"] if name == NO_TLS else []))
        # A door that lets people sign in and sends for nobody.
        self.postfix.add_door(RELAY, self.mechanisms[""],
                              "smtpd_relay_restrictions=reject_unauth_destination",
                              "smtpd_sender_restrictions=")
        self.postfix.start()
        self._fill_mailbox()

    def _fault(self, name):
        if name == NO_TLS:
            return "ssl = no"
        if name == NO_USERS:
            # A checker that ends with 111 says: not now.
            script = processes.write(self.path("not-now"), "#!/bin/sh\nexit 111\n", 0o755)
            return "passdb {\n  driver = checkpassword\n  args = %s\n}\n" % script
        return ""

    def _fill_mailbox(self):
        folder = self.path("dovecot-all/mail/full@example.org")
        for name in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        processes.write(folder + "/new/1.lab", "Subject: much\n\n" + "much more\n" * 100)
        subprocess.run(["chown", "-R", "mail:mail", folder], check=True)

    def environment(self, **more):
        """What every program in the lab runs with: nothing of the caller's."""
        home = self.path("home")
        runtime = self.path("runtime")
        os.makedirs(home, exist_ok=True)
        os.makedirs(runtime, mode=0o700, exist_ok=True)
        environment = {
            "HOME": home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "LANGUAGE": "",
            "XDG_CONFIG_HOME": home + "/.config", "XDG_DATA_HOME": home + "/.local/share",
            "XDG_CACHE_HOME": home + "/.cache", "XDG_STATE_HOME": home + "/.local/state",
            "XDG_RUNTIME_DIR": runtime, "TMPDIR": self.path("log"), "GSETTINGS_BACKEND": "memory",
            "GIO_USE_VFS": "local", "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere",
        }
        for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "MBX_PROVIDERS",
                     "GSETTINGS_SCHEMA_DIR"):
            if name in os.environ:
                environment[name] = os.environ[name]
        if self.keyring:
            environment["DBUS_SESSION_BUS_ADDRESS"] = self.keyring.bus
        environment.update(more)
        return environment

    def check(self, address, incoming=None, outgoing=None, password=PASSWORD, options=(),
              **environment):
        """Runs `mailbox-check check --json`; gives a Result."""
        command = [program("mailbox-check"), "check", address, "--json", *options]
        if incoming:
            command += ["--incoming", incoming]
        if outgoing:
            command += ["--outgoing", outgoing]
        if password is not None:
            command.append("--password-stdin")
        return run(command, None if password is None else password + "\n",
                   self.environment(**environment))


def program(name):
    """The path of one of our programs in the build folder."""
    for folder in ("src/cli", "src/ui", "src"):
        path = os.path.abspath(os.path.join(BUILD, folder, name))
        if os.path.exists(path):
            return path
    namespace.skip(name + " is not built")
    return None


class Result:
    """How one run of a program ended."""

    def __init__(self, status, output, errors, seconds, peak):
        self.status = status
        self.output = output
        self.errors = errors
        self.seconds = seconds
        self.peak = peak  # KiB of memory at most

    @property
    def json(self):
        """The object on standard output, or an empty one."""
        try:
            return json.loads(self.output)
        except ValueError:
            return {}

    def step(self, server, step):
        """One row of `steps`, or an empty dictionary."""
        for row in self.json.get("steps", []):
            if row.get("server") == server and row.get("step") == step:
                return row
        return {}


def run(command, text, environment, limit=60):
    """Runs a program to its end, with its peak memory; ends it after `limit` seconds."""
    begin = time.monotonic()
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output, \
            tempfile.TemporaryFile() as errors:
        source.write((text or "").encode("utf-8"))
        source.seek(0)
        process = subprocess.Popen(command, stdin=source, stdout=output, stderr=errors,
                                   env=environment)
        status, usage = _wait(process, limit)
        output.seek(0)
        errors.seek(0)
        return Result(status, output.read(1 << 24).decode("utf-8", "replace"),
                      errors.read(1 << 24).decode("utf-8", "replace"),
                      time.monotonic() - begin, usage.ru_maxrss)


def _wait(process, limit):
    timer = threading.Timer(limit, process.kill)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage
