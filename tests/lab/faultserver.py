# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Ports that behave as a scenario wants, and remember all that they received."""

import socket
import ssl
import subprocess
import threading

import mailserver
import namespace
import processes
import wire as wires


class Port:
    """How one port behaves: a protocol with a script, or a deviation from the first byte on.

    protocol: imap, pop3 or smtp; security: tls or starttls; script: see mailserver.py;
    raw: a deviation or answer in place of any protocol; tls: for `raw`, whether it comes in TLS;
    certificate: the name of a maker in CERTIFICATES; context: changes the TLS context.
    """

    def __init__(self, protocol=None, security="tls", script=None, raw=None, tls=False,
                 certificate="good", context=None):
        self.protocol = protocol
        self.security = security
        self.script = script or {}
        self.raw = raw
        self.tls = tls
        self.certificate = certificate
        self.context = context


class Full:
    """A port where nobody ever picks up: the kernel drops what comes when the queue is full."""


class Revoked:
    """A TLS port whose stapled OCSP answer says that the certificate was withdrawn."""


def _names(host, **more):
    return dict({"hosts": [host]}, **more)


DAY = 86400

CERTIFICATES = {
    "good": _names,
    "expired": lambda host: _names(host, start=-400 * DAY, end=-3 * DAY),
    "future": lambda host: _names(host, start=5 * DAY, end=90 * DAY),
    "wrong-host": lambda host: {"hosts": ["www.somewhere-else.example"]},
    "other-domain": lambda host: {"hosts": ["box.hosting.example", "*.hosting.example"]},
    "rsa-1024": lambda host: _names(host, key="rsa:1024"),
    "sha1": lambda host: _names(host, digest="sha1"),
    "aia": lambda host: _names(host, aia=True),
}


class CertificateStore:
    """Certificates by quality and host, made when they are wanted."""

    def __init__(self, authority, stranger):
        self.authority = authority
        self.stranger = stranger

    def get(self, quality, host):
        """A certificate of that quality for `host`."""
        name = "%s-%s" % (quality.replace("/", "-").replace(" ", "-")[:60], host)
        if quality == "self-signed":
            return self.authority.self_signed(name, [host])
        if quality == "unknown-issuer":
            return self.stranger.issue(name, [host])
        if quality == "missing-intermediate":
            certificate = self.authority.issue(name, [host], aia=True)
            return type(certificate)(certificate.key, certificate.own, certificate.own)
        if quality.startswith("issuer:"):
            return self._intercepted(name, host, quality[7:])
        return self.authority.issue(name, **CERTIFICATES[quality](host))

    def _intercepted(self, name, host, issuer):
        signer = self.stranger.issue(name + "-ca", subject=issuer, signer=self.stranger.root,
                                     ca=True)
        return self.stranger.issue(name, [host], signer=signer)


class FaultServer:
    """All ports of one address while a scenario runs."""

    def __init__(self, store, host, addresses, password):
        self.store = store
        self.host = host
        self.addresses = addresses
        self.password = password
        self.records = []
        self._sockets = []
        self._programs = []
        self._closed = False

    def open(self, number, port):
        """Makes `port` answer at `number` on every address."""
        for address in self.addresses:
            if isinstance(port, Revoked):
                self._open_revoked(address, number)
                continue
            listener = self._listen(address, number, 0 if isinstance(port, Full) else 64)
            if isinstance(port, Full):
                # One connection fills a queue of length 0.
                filler = socket.socket(listener.family)
                filler.connect((address, number))
                self._sockets.append(filler)
            else:
                context = self._make_context(port)
                threading.Thread(target=self._accept, args=(listener, number, port, context),
                                 daemon=True).start()

    def _listen(self, address, number, backlog):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, number))
        listener.listen(backlog)
        self._sockets.append(listener)
        return listener

    def _make_context(self, port):
        if port.raw is not None and not port.tls:
            return None
        certificate = self.store.get(port.certificate, self.host)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # The lab has to be able to show what no good server does.
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(certificate.chain, certificate.key)
        if port.context:
            port.context(context, self.store)
        return context

    def _accept(self, listener, number, port, context):
        while not self._closed:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            record = wires.Record(number)
            self.records.append(record)
            threading.Thread(target=self._serve, args=(connection, record, port, context),
                             daemon=True).start()

    def _serve(self, connection, record, port, context):
        wire = wires.Wire(connection, record)
        self._sockets.append(connection)
        try:
            if port.tls or (port.protocol and port.security == "tls"):
                wire.start_tls(context)
            if port.raw is not None:
                wires.perform(wire, port.raw)
                wires.silent(wire)
            mailserver.PROTOCOLS[port.protocol](
                wire, port.script, context, self.password).serve()
        except wires.Hangup:
            pass
        finally:
            wire.close()

    def _open_revoked(self, address, number):
        certificate = self.store.get("good", self.host)
        answer = self.store.authority.ocsp_revoked(certificate)
        program = processes.Program("openssl", [
            "openssl", "s_server", "-accept", "%s:%d" % (address, number), "-cert",
            certificate.own, "-cert_chain", certificate.chain, "-key", certificate.key,
            "-status_file", answer, "-quiet"], certificate.own + ".log",
            stdin=subprocess.PIPE)
        program.wait_for(lambda: _listens(number))
        self._programs.append(program)

    def close(self):
        """Ends all of it."""
        self._closed = True
        for connection in list(self._sockets):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            connection.close()
        for program in self._programs:
            program.stop()

    def commands(self):
        """The commands that were answered, of all connections."""
        return [command for record in self.records for command in record.commands]


def _listens(number):
    # Connecting would make s_server handshake with nobody; the kernel's table says it too.
    with open("/proc/net/tcp", encoding="ascii") as file:
        return any(line.split()[1].endswith(":%04X" % number) and line.split()[3] == "0A"
                   for line in file.readlines()[1:])


def want_client_certificate(context, store):
    """A context that asks for a certificate of the client and insists."""
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(store.authority.root.own)


def only_tls_1_2(context, _store):
    """A context as above with TLS 1.2, where the refusal comes inside the handshake."""
    context.maximum_version = ssl.TLSVersion.TLSv1_2


def client_certificate_tls_1_2(context, store):
    """Both."""
    only_tls_1_2(context, store)
    want_client_certificate(context, store)


def old_tls(context, _store):
    """A context that speaks TLS 1.1 at most."""
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1


def no_common_cipher(context, _store):
    """A context with a cipher that no careful client offers."""
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("NULL:@SECLEVEL=0")


def ipv6(number):
    """A fresh IPv6 address for a scenario."""
    address = "fd77::%x" % (0x1000 + number)
    namespace.add_ipv6(address)
    return address
