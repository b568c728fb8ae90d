#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Habits that no compiler holds: licence lines, header guards, no goto, no leftovers."""

import pathlib
import re
import sys

LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
GOTO = re.compile(r"^\s*goto\s+\w+;", re.M)
OLD_TYPES = re.compile(r"\b(gchar|gint|glong|gfloat|gdouble)\b")
# Secrets go through the Secret Service itself; the simple calls end in a private file in a sandbox.
SIMPLE_KEYRING = re.compile(r"\bsecret_password_\w+\s*\(")
# The order in which arguments are evaluated is open: the task may be gone before it is asked.
STOLEN = re.compile(r"g_task_get_\w+ \(task\)[^;]*g_steal_pointer \(&task\)")
ACCEPT_ALL = re.compile(r"set_tls_validation_flags|accept-all|G_TLS_CERTIFICATE_VALIDATE_ALL\s*\^")


def check_source(path, text):
    problems = []
    head = text[:300]
    if "SPDX-License-Identifier: GPL-3.0-or-later" not in head:
        problems.append(f"{path}: no licence line")
    if path.suffix == ".h" and "#pragma once" not in head:
        problems.append(f"{path}: no #pragma once")
    if path.suffix == ".c" and '#include "config.h"' not in text:
        problems.append(f"{path}: config.h is not included")
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    if re.search(r"^\s*//", text, re.M):
        problems.append(f"{path}: a // comment")
    for pattern, words in (
        (GOTO, "goto"),
        (OLD_TYPES, "gchar or gint"),
        (SIMPLE_KEYRING, "secret_password_*"),
        (STOLEN, "a task that is given away and asked in one call"),
        (ACCEPT_ALL, "a switch that accepts any certificate"),
    ):
        if pattern.search(code):
            problems.append(f"{path}: {words}")
    return problems


def main():
    root = pathlib.Path(sys.argv[1])
    problems = []
    count = 0
    for folder in ("src", "tests"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".c", ".h", ".py", ".ui", ".sh") or not path.is_file():
                continue
            count += 1
            text = path.read_text(encoding="utf-8")
            if path.name != "check_style.py" and LEFTOVER.search(text):
                problems.append(f"{path}: a leftover note")
            if path.suffix in (".c", ".h"):
                problems += check_source(path, text)
    for problem in problems:
        print(problem)
    print(f"{count} files, {len(problems)} problems")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
