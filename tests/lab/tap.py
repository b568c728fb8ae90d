# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The Test Anything Protocol, as meson reads it."""

import sys
import threading
import traceback


class Tap:
    """Counts and prints results; safe to use from several threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._count = 0
        self._failed = 0

    def result(self, passed, name, notes=()):
        """One test with its result; `notes` are printed as comments where it failed."""
        with self._lock:
            self._count += 1
            self._failed += not passed
            print("%s %d - %s" % ("ok" if passed else "not ok", self._count, name))
            if not passed:
                for note in notes:
                    print("# " + str(note).replace("\n", "\n# "))
            sys.stdout.flush()

    def check(self, name, function, *arguments):
        """Runs `function`; an exception is a failure."""
        try:
            function(*arguments)
        except Exception as error:  # pylint: disable=broad-except
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.result(False, name, ["%s (%s line %d)" % (error or type(error), where.name,
                                                           where.lineno)])
        else:
            self.result(True, name)

    def end(self):
        """Prints the plan and ends the program."""
        print("1..%d" % self._count, flush=True)
        sys.exit(1 if self._failed else 0)
