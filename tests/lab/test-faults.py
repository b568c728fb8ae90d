#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Every scenario of scenarios/, eight at a time: test-faults.py [-v] [NAME PATTERN ...]"""

import concurrent.futures
import contextlib
import fnmatch
import importlib
import multiprocessing
import os
import resource
import subprocess
import sys
import threading
import traceback

import namespace

namespace.enter()

import faultserver
import lab as laboratory
import scenario as scenarios
import surroundings
from tap import Tap

JOBS = 8
FEWEST = 90


def load():
    """All scenarios with the name of their file."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scenarios")
    found = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py") and not name.startswith("_"):
            module = importlib.import_module("scenarios." + name[:-3])
            found += [(name[:-3], case) for case in module.SCENARIOS]
    return found


def one_at_a_time(host, locks={}):  # pylint: disable=dangerous-default-value
    """A lock for scenarios that bear the same provider's name; their DNS would collide."""
    return locks.setdefault(host, threading.Lock()) if host else contextlib.nullcontext()


def run_one(lab, store, tap, pool, number, group, case):
    """Runs one scenario and reports it."""
    name = "%s: %s" % (group, case.name)
    reason = surroundings.missing(case)
    if reason:
        tap.result(True, name + " # SKIP " + reason)
        return
    try:
        with one_at_a_time(case.server.host):
            case.open(lab, store, number)
            result = case.run(lab, pool)
            problems = scenarios.judge(case, result)
        if problems and "-v" in sys.argv:
            problems += [result.output, result.errors[-6000:]]
    except Exception as error:  # pylint: disable=broad-except
        problems = ["the lab failed: %r" % error, traceback.format_exc()]
    finally:
        case.close()
        case.servers.clear()
    tap.result(not problems, name, problems)


def check_files(lab, cases):
    """No file that was written in the lab holds a planted password."""
    found = scenarios.search_files(lab.folder, [case.password for _, case in cases])
    assert not found, found


def own_memory():
    """The most that this process ever had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def check_own_memory(pool):
    """The kernel counts a program's peak from what the process had that started it."""
    own = pool.submit(own_memory).result()
    assert own < scenarios.PEAK_LIMIT, own


def start_small():
    """Processes that start the programs under test; made now, while this one is still small."""
    pool = concurrent.futures.ProcessPoolExecutor(JOBS, multiprocessing.get_context("fork"))
    pool.submit(own_memory).result()
    return pool


def main():
    """Runs what was asked for, or all."""
    laboratory.program("mailbox-check")
    tap = Tap()
    patterns = [word for word in sys.argv[1:] if word != "-v"] or ["*"]
    cases = load()
    names = [case.name for _, case in cases]
    tap.result(len(set(names)) == len(names) >= FEWEST, "%d scenarios, each name once" % len(names))
    cases = [(group, case) for group, case in cases
             if any(fnmatch.fnmatch(case.name, pattern) for pattern in patterns)]
    with start_small() as starters, laboratory.Lab() as lab:
        surroundings.prepare(lab)
        subprocess.run(["ip", "route", "add", "unreachable", surroundings.NOTHING], check=True)
        store = faultserver.CertificateStore(lab.authority, lab.stranger)
        with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
            for number, (group, case) in enumerate(cases):
                pool.submit(run_one, lab, store, tap, starters, number, group, case)
        tap.check("no file holds a password", check_files, lab, cases)
        tap.check("the lab itself stays small", check_own_memory, starters)
    tap.end()


if __name__ == "__main__":
    main()
