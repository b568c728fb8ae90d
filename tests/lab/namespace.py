# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A network, mount and process namespace that holds the laboratory.

Nothing in here can reach another machine, and everything that was started ends with the first
process: the kernel kills what is left in a process namespace when its process 1 ends.
"""

import os
import shutil
import socket
import subprocess
import sys

import processes

INSIDE = "MBX_LAB_INSIDE"

# IPv4: the whole range is local. IPv6: each address is added when somebody wants it.
IPV4_NET = "10.77.0.0/16"
IPV4_SELF = "10.77.0.1"
IPV6_SELF = "fd77::1"


def skip(reason):
    """Ends the test as skipped; in TAP the plan says so and the exit status stays 0."""
    print("1..0 # SKIP " + reason, flush=True)
    sys.exit(0)


def need(*programs):
    """Skips the test when one of `programs` is missing, naming it."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    missing = [name for name in programs if not shutil.which(name, path=path)]
    if missing:
        skip("not installed: " + " ".join(missing))


def enter():
    """Runs this very script again inside the namespaces and ends with its exit status.

    Returns only inside. Skips where namespaces can't be had or where this is not root: Dovecot and
    Postfix change to users of their own.
    """
    if os.environ.get(INSIDE) == "1":
        _prepare()
        return
    if os.geteuid() != 0:
        skip("the lab needs root: Dovecot and Postfix change to users of their own")
    need("unshare", "ip", "mount")
    unshare = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if subprocess.run(unshare + ["true"], stderr=subprocess.DEVNULL).returncode != 0:
        skip("no namespaces of network, mounts and processes here")
    environment = dict(os.environ, **{INSIDE: "1"})
    environment["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    command = unshare + ["/usr/bin/python3", "-B"] + sys.argv
    sys.exit(subprocess.run(command, env=environment).returncode)


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


def _prepare():
    """Brings the loopback up and makes every other address a silent one."""
    _ip("link", "set", "lo", "up")
    _ip("addr", "add", IPV4_SELF + "/32", "dev", "lo")
    _ip("route", "add", "local", IPV4_NET, "dev", "lo")
    # A machine that is online has a default route; what goes there is lost, as in a firewall.
    _ip("route", "add", "default", "dev", "lo")
    add_ipv6(IPV6_SELF)
    with open("/proc/sys/net/ipv4/ip_unprivileged_port_start", "w", encoding="ascii") as file:
        file.write("0")


def add_ipv6(address):
    """Adds an IPv6 address to the loopback without duplicate detection; it works on return."""
    _ip("-6", "addr", "replace", address + "/128", "dev", "lo", "nodad")
    processes.wait_until(lambda: _has_route(address), "the address " + address, 5)


def _has_route(address):
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
        return probe.connect_ex((address, 9)) == 0


def bind_over(source, target):
    """Lets everybody in this mount namespace see the file `source` at `target`."""
    target = os.path.realpath(target)
    subprocess.run(["mount", "--bind", source, target], check=True)
