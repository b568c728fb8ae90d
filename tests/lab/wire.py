# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""One connection of the fault server: what it received, and every way of misbehaving on it."""

import socket
import ssl
import struct
import time

# More than this of what a client sends is not kept: the lab's own memory is measured too.
RECORD_LIMIT = 256 * 1024
LINE_LIMIT = 64 * 1024
IDLE_LIMIT = 60.0


class Hangup(Exception):
    """The connection is over."""


class Record:
    """What one connection received: each piece with whether it came inside TLS."""

    def __init__(self, port):
        self.port = port
        self.pieces = []
        self.commands = []
        self.handshakes = 0
        self._size = 0

    def add(self, encrypted, data):
        """Keeps a piece, within the limit."""
        if self._size < RECORD_LIMIT:
            self.pieces.append((encrypted, data))
            self._size += len(data)

    def received(self, encrypted):
        """All bytes that came inside (or outside) TLS."""
        return b"".join(data for inside, data in self.pieces if inside == encrypted)


class Wire:
    """A blocking connection with a limit on everything."""

    def __init__(self, connection, record):
        self.connection = connection
        self.record = record
        self.encrypted = False
        self.prepare = str
        self._buffer = b""
        connection.settimeout(IDLE_LIMIT)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data):
        """Writes all of it; a client that has gone ends the dialogue."""
        try:
            self.connection.sendall(data)
        except OSError:
            raise Hangup from None

    def receive(self):
        """The next bytes; b"" never comes."""
        try:
            data = self.connection.recv(65536)
        except OSError:
            raise Hangup from None
        if not data:
            raise Hangup
        self.record.add(self.encrypted, data)
        return data

    def line(self):
        """The next line without its end, within the limit."""
        while b"\n" not in self._buffer:
            if len(self._buffer) > LINE_LIMIT:
                raise Hangup
            self._buffer += self.receive()
        line, self._buffer = self._buffer.split(b"\n", 1)
        return line.rstrip(b"\r").decode("utf-8", "surrogateescape")

    def exactly(self, count):
        """The next `count` bytes (an IMAP literal)."""
        while len(self._buffer) < count:
            self._buffer += self.receive()
        data, self._buffer = self._buffer[:count], self._buffer[count:]
        return data

    def start_tls(self, context):
        """The server's side of a handshake; a refusal by the client ends the dialogue."""
        self.record.handshakes += 1
        try:
            self.connection = context.wrap_socket(self.connection, server_side=True)
        except OSError:
            raise Hangup from None
        self.encrypted = True
        self._buffer = b""

    def reset(self):
        """Cuts the connection with a TCP reset."""
        raw = self.connection
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw.close()
        raise Hangup

    def close(self):
        """Ends the connection, with a proper goodbye of TLS where there is one."""
        try:
            if isinstance(self.connection, ssl.SSLSocket):
                self.connection.settimeout(0.2)
                self.connection = self.connection.unwrap()
        except (OSError, ValueError):
            pass
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.connection.close()


# Deviations: each is called with the wire, in the place of an answer.

def close(wire):
    """Hangs up."""
    raise Hangup


def reset(wire):
    """Cuts the connection."""
    wire.reset()


def silent(wire):
    """Reads on and never answers."""
    while True:
        wire.receive()


def slow(text, pause):
    """Sends `text` one byte at a time."""
    def act(wire):
        for byte in text.encode("utf-8"):
            wire.send(bytes([byte]))
            time.sleep(pause)
    return act


def pieces(*parts, pause=0.02):
    """Sends `parts` one after the other, each in a packet of its own."""
    def act(wire):
        for part in parts:
            wire.send(part.encode("utf-8"))
            time.sleep(pause)
    return act


def late(text, seconds):
    """Sends `text` after a while."""
    def act(wire):
        time.sleep(seconds)
        wire.send(text.encode("utf-8"))
    return act


def flood(piece, start=b""):
    """Sends `start` and then `piece` for ever."""
    def act(wire):
        wire.send(start)
        block = piece * max(1, 65536 // len(piece))
        while True:
            wire.send(block)
    return act


def trickle(text, pause):
    """Sends `text` again and again, one byte per `pause` seconds, until the client has enough."""
    def act(wire):
        while True:
            slow(text, pause)(wire)
    return act


def then(*actions):
    """Several answers or deviations one after the other."""
    def act(wire):
        for action in actions:
            perform(wire, action)
    return act


def perform(wire, action):
    """Sends a text with line ends, sends bytes as they are, or calls a deviation."""
    if isinstance(action, str):
        wire.send(wire.prepare(action).replace("\r\n", "\n").replace("\n", "\r\n").encode(
            "utf-8", "surrogateescape") + b"\r\n")
    elif isinstance(action, bytes):
        wire.send(action)
    elif action is not None:
        action(wire)
