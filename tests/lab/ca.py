# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A certificate authority that only the laboratory trusts, and one that nobody trusts."""

import os
import subprocess
import threading
import time

DAY = 86400


def _openssl(*arguments, **options):
    return subprocess.run(["openssl", *arguments], check=True, stderr=subprocess.PIPE,
                          stdout=subprocess.PIPE, **options).stdout


class Certificate:
    """A certificate with its key, and what the server sends along."""

    def __init__(self, key, own, chain):
        self.key = key      # path of the private key
        self.own = own      # path of the certificate alone
        self.chain = chain  # path of what the server sends: the certificate and those above it


class Authority:
    """A root, one intermediate below it, and certificates of every quality."""

    AIA = "http://aia.lab.example/%s.crt"

    def __init__(self, folder, name="Laboratory", days=3650):
        self.folder = folder
        self.name = name
        self._lock = threading.Lock()
        self._cache = {}
        os.makedirs(folder, exist_ok=True)
        self.root = self._make_root(name + " Root", days)
        self.intermediate = self.issue(
            "intermediate", subject="/O=%s/CN=%s Issuing" % (name, name), signer=self.root, ca=True)

    def path(self, name):
        """Where a file of this authority lies."""
        return os.path.join(self.folder, name)

    def make_key(self, name, kind="ec"):
        """A private key: ec (P-256) or rsa with its bits, as rsa:1024. Made once."""
        path = self.path(name + ".key")
        if not os.path.exists(path):
            if kind == "ec":
                _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                         "-out", path)
            else:
                _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt",
                         "rsa_keygen_bits:" + kind.split(":")[1], "-out", path)
        return path

    def _make_root(self, common_name, days):
        key, own = self.make_key("root"), self.path("root.crt")
        _openssl("req", "-new", "-x509", "-key", key, "-days", str(days), "-out", own, "-subj",
                 "/O=%s/CN=%s" % (self.name, common_name), "-addext",
                 "basicConstraints=critical,CA:true", "-addext", "keyUsage=critical,keyCertSign")
        return Certificate(key, own, own)

    def issue(self, name, hosts=(), subject=None, signer=None, ca=False, key="ec", digest="sha256",
              start=-DAY, end=90 * DAY, aia=False, extra=""):
        """Issues a certificate; `start` and `end` are seconds from now. Made once per name."""
        with self._lock:
            if name not in self._cache:
                self._cache[name] = self._issue(name, hosts, subject, signer, ca, key, digest,
                                                start, end, aia, extra)
            return self._cache[name]

    def _issue(self, name, hosts, subject, signer, ca, key, digest, start, end, aia, extra):
        signer = signer or self.intermediate
        key_path = self.make_key("leaf" if key == "ec" and not ca else name, key)
        request, own = self.path(name + ".csr"), self.path(name + ".crt")
        extensions = self.path(name + ".ext")
        with open(extensions, "w", encoding="ascii") as file:
            file.write(_extensions(hosts, ca, aia and self.AIA % "intermediate") + extra)
        subject = subject or "/CN=" + (hosts[0] if hosts else name)
        _openssl("req", "-new", "-key", key_path, "-subj", subject, "-out", request)
        _sign(self.folder, request, own, signer, extensions, digest, start, end)
        chain = self.path(name + ".pem")
        _join(chain, own, None if signer.own == signer.chain and ca else signer.chain)
        return Certificate(key_path, own, chain)

    def self_signed(self, name, hosts, end=90):
        """A certificate that its own key signed."""
        key, own = self.make_key("leaf"), self.path(name + ".crt")
        if not os.path.exists(own):
            _openssl("req", "-new", "-x509", "-key", key, "-days", str(end), "-out", own, "-subj",
                     "/CN=" + hosts[0], "-addext",
                     "subjectAltName=" + ",".join("DNS:" + host for host in hosts))
        return Certificate(key, own, own)

    def ocsp_revoked(self, certificate):
        """A signed OCSP answer that says that `certificate` was withdrawn; gives its path."""
        index, answer = self.path("ocsp.txt"), certificate.own + ".ocsp"
        serial = _openssl("x509", "-in", certificate.own, "-noout", "-serial").decode().strip()
        with open(index, "w", encoding="ascii") as file:
            file.write("R\t351231235959Z\t251001000000Z,keyCompromise\t%s\tunknown\t/CN=x\n"
                       % serial.split("=")[1])
        issuer = self.intermediate.own
        request = self.path("ocsp.req")
        _openssl("ocsp", "-issuer", issuer, "-cert", certificate.own, "-no_nonce", "-reqout",
                 request)
        _openssl("ocsp", "-index", index, "-CA", issuer, "-rsigner", issuer, "-rkey",
                 self.intermediate.key, "-reqin", request, "-respout", answer, "-ndays", "30")
        return answer


def _extensions(hosts, ca, aia):
    lines = ["basicConstraints=critical,CA:" + ("true" if ca else "false")]
    lines.append("keyUsage=critical," + ("keyCertSign,cRLSign,digitalSignature" if ca
                                         else "digitalSignature,keyEncipherment"))
    if hosts:
        lines.append("extendedKeyUsage=serverAuth")
        lines.append("subjectAltName=" + ",".join("DNS:" + host for host in hosts))
    if aia:
        lines.append("authorityInfoAccess=caIssuers;URI:" + aia)
    return "\n".join(lines) + "\n"


def _sign(folder, request, own, signer, extensions, digest, start, end):
    """Signs with `openssl ca`, the only command that takes both dates."""
    place = own + ".ca"
    os.makedirs(place, exist_ok=True)
    for name, text in (("index", ""), ("serial", os.urandom(8).hex().upper() + "\n")):
        with open(os.path.join(place, name), "w", encoding="ascii") as file:
            file.write(text)
    with open(os.path.join(place, "conf"), "w", encoding="ascii") as file:
        file.write("[ca]\ndefault_ca=x\n[x]\ndatabase=%s/index\nserial=%s/serial\npolicy=p\n"
                   "email_in_dn=no\nunique_subject=no\n[p]\nO=optional\nOU=optional\n"
                   "CN=supplied\nC=optional\n" % (place, place))
    _openssl("ca", "-config", os.path.join(place, "conf"), "-batch", "-notext", "-in", request,
             "-out", own, "-outdir", place, "-cert", signer.own, "-keyfile", signer.key, "-md",
             digest, "-extfile", extensions, "-startdate", _stamp(start), "-enddate", _stamp(end),
             cwd=folder)


def _stamp(offset):
    return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + offset))


def _join(target, *sources):
    with open(target, "wb") as output:
        for source in sources:
            if source:
                with open(source, "rb") as file:
                    output.write(file.read())
