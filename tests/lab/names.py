# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The lab's name servers: a real dnsmasq, and behind it one that can be told to fail.

dnsmasq answers for the names of the real servers and asks the second one for all else. The second
one knows the names of the scenarios; it can refuse, fail, stay silent and lie.
"""

import ipaddress
import socket
import struct
import threading

import processes

ADDRESS = "10.77.0.53"
UPSTREAM = "10.77.0.54"

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28,
         "SRV": 33}

# Instead of records a name may have one of these.
SERVFAIL, REFUSED, SILENT, NO_DATA = "SERVFAIL", "REFUSED", "SILENT", "NO_DATA"
NXDOMAIN = "NXDOMAIN"
_RCODES = {SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5, NO_DATA: 0}


def _encode_name(name):
    encoded = b""
    for label in name.rstrip(".").split("."):
        if label:
            encoded += bytes([len(label)]) + label.encode("utf-8")
    return encoded + b"\0"


def _decode_question(packet):
    labels, position = [], 12
    while packet[position]:
        length = packet[position]
        labels.append(packet[position + 1:position + 1 + length].decode("latin-1").lower())
        position += length + 1
    kind, = struct.unpack_from("!H", packet, position + 1)
    return ".".join(labels), kind, packet[12:position + 5]


def _encode_data(kind, value):
    if kind == "A":
        return socket.inet_aton(value)
    if kind == "AAAA":
        return socket.inet_pton(socket.AF_INET6, value)
    if kind == "MX":
        return struct.pack("!H", value[0]) + _encode_name(value[1])
    if kind == "SRV":
        return struct.pack("!HHH", *value[:3]) + _encode_name(value[3])
    if kind == "TXT":
        return b"".join(bytes([len(part)]) + part for part in _split(value.encode("utf-8")))
    return _encode_name(value)


def _split(text):
    return [text[start:start + 255] for start in range(0, len(text), 255)] or [b""]


class Responder:
    """A name server for UDP in a thread, told what to say by set() at any time."""

    def __init__(self, address=UPSTREAM):
        self._names = {}
        self._lock = threading.Lock()
        self.otherwise = NXDOMAIN
        self.asked = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def set(self, name, answer):
        """`answer`: one of the failures above, or a dictionary of type to a list of values."""
        with self._lock:
            self._names[name.lower()] = answer

    def add(self, name, kind, *values):
        """Adds records to what a name has."""
        with self._lock:
            records = self._names.setdefault(name.lower(), {})
            records.setdefault(kind, []).extend(values)

    def add_host(self, name, *addresses):
        """Adds A and AAAA records."""
        for address in addresses:
            kind = "A" if ipaddress.ip_address(address).version == 4 else "AAAA"
            self.add(name, kind, address)

    def _serve(self):
        while True:
            packet, peer = self._socket.recvfrom(4096)
            try:
                answer = self._answer(packet)
            except (IndexError, struct.error):
                continue
            if answer:
                self._socket.sendto(answer, peer)

    def _answer(self, packet):
        name, kind, question = _decode_question(packet)
        with self._lock:
            self.asked.append((name, kind))
            known = self._names.get(name, self.otherwise)
        if known == SILENT:
            return None
        if isinstance(known, str):
            rcode, records = _RCODES[known], []
        else:
            rcode, records = 0, self._select(known, kind)
        header = struct.pack("!HHHHHH", struct.unpack_from("!H", packet)[0], 0x8580 | rcode, 1,
                             len(records), 0, 0)
        return header + question + b"".join(records)

    @staticmethod
    def _select(known, kind):
        records = []
        for name, values in known.items():
            if TYPES[name] == kind or name == "CNAME":
                for value in values:
                    data = _encode_data(name, value)
                    records.append(b"\xc0\x0c" + struct.pack("!HHIH", TYPES[name], 1, 60, len(data))
                                   + data)
        return records


class Names:
    """dnsmasq for the real zone, with the responder behind it."""

    def __init__(self, folder, log):
        self.responder = Responder()
        self._lines = []
        self._folder = folder
        self._log = log
        self._program = None

    def host(self, name, *addresses):
        """An address record of the real zone; before start()."""
        self._lines.append("host-record=%s,%s" % (name, ",".join(addresses)))

    def line(self, text):
        """Any line of dnsmasq's configuration (mx-host, srv-host, txt-record ...)."""
        self._lines.append(text)

    def start(self):
        """Starts dnsmasq and waits until it answers."""
        path = processes.write(self._folder + "/dnsmasq.conf", "\n".join([
            "no-resolv", "no-hosts", "port=53", "listen-address=" + ADDRESS, "bind-interfaces",
            "cache-size=0", "no-negcache", "user=root", "group=root", "no-daemon", "log-queries",
            "log-facility=" + self._folder + "/queries.log", "server=" + UPSTREAM,
            "dns-forward-max=1000", "edns-packet-max=1232"] + self._lines) + "\n")
        self._program = processes.Program("dnsmasq", ["dnsmasq", "--conf-file=" + path], self._log)

    def wait(self):
        """Waits until dnsmasq listens (for TCP it listens on the same port)."""
        self._program.wait_for_port(ADDRESS, 53)

    def queries(self):
        """What dnsmasq was asked so far, as (type, name)."""
        with open(self._folder + "/queries.log", encoding="utf-8") as file:
            rows = [line.split() for line in file if ": query[" in line]
        return [(row[4][6:-1], row[5]) for row in rows if row[4].startswith("query[")]
