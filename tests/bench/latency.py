# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A network with latency, made of two network namespaces, two TUN devices and a forwarder.

The servers stay in the namespace that this is called in; the client's commands run in another one,
and each packet between the two is held back for half a round trip. No kernel module for delaying
packets is needed.
"""

import ctypes
import fcntl
import heapq
import os
import select
import signal
import struct
import subprocess
import time

TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
CLONE_NEWNET = 0x40000000

SERVER_SIDE = "10.99.0.1"
CLIENT_SIDE = "10.99.0.2"
SERVERS = "10.77.0.0/16"

_LIBC = ctypes.CDLL(None, use_errno=True)


def _open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


def _bring_up(name, own, other):
    _ip("addr", "add", own, "peer", other, "dev", name)
    _ip("link", "set", name, "up", "mtu", "1500", "txqueuelen", "10000")


def forward(ends, delay):
    """Moves packets between the two devices, each `delay` seconds late, until it is killed."""
    waiting = []
    number = 0
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, target, packet = heapq.heappop(waiting)
            try:
                os.write(target, packet)
            except OSError:
                pass
        limit = max(0, waiting[0][0] - now) if waiting else None
        for device in select.select(ends, [], [], limit)[0]:
            packet = os.read(device, 65536)
            target = ends[1] if device == ends[0] else ends[0]
            number += 1
            heapq.heappush(waiting, (time.monotonic() + delay, number, target, packet))


class Link:
    """A client's namespace at `rtt` seconds from here; use it with `with`."""

    def __init__(self, rtt):
        self.rtt = rtt
        self.client = None
        self.forwarder = None

    def __enter__(self):
        here = _open_tun("bench0")
        _bring_up("bench0", SERVER_SIDE, CLIENT_SIDE)
        back, front = os.pipe()
        hold, release = os.pipe()
        self.client = os.fork()
        if self.client == 0:
            self._be_forwarder_and_client(here, front, hold)
        os.close(here)
        os.read(back, 1)
        self.release = release
        return self

    def _be_forwarder_and_client(self, here, front, hold):
        """The forwarder's process lives in the client's namespace and so keeps it alive."""
        try:
            if _LIBC.unshare(CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "unshare")
            there = _open_tun("bench1")
            _ip("link", "set", "lo", "up")
            _bring_up("bench1", CLIENT_SIDE, SERVER_SIDE)
            _ip("route", "add", "default", "via", SERVER_SIDE, "dev", "bench1")
            os.write(front, b"x")
            forward([here, there], self.rtt / 2)
        finally:
            os._exit(1)

    def __exit__(self, *_):
        os.kill(self.client, signal.SIGKILL)
        os.waitpid(self.client, 0)

    def command(self, *arguments):
        """The same command, run in the client's namespace."""
        return ["nsenter", "--net=/proc/%d/ns/net" % self.client, *arguments]
