#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Functions of at most 60 lines, files of at most 600, lines of at most 100 columns."""

import pathlib
import statistics
import sys

FUNCTION = 60
FILE = 600
COLUMNS = 100


def functions(lines):
    """Pairs of first line and length of every body between a '{' and a '}' in the first column."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}") and start is not None:
            if not line.startswith("};") and not line.startswith("} "):
                yield start, number - start - 1
            start = None


def check(path, lengths):
    lines = path.read_text(encoding="utf-8").split("\n")
    problems = []
    if len(lines) > FILE:
        problems.append(f"{path}: {len(lines)} lines")
    for number, line in enumerate(lines, 1):
        if len(line.expandtabs(8)) > COLUMNS:
            problems.append(f"{path}:{number}: {len(line)} columns")
        if line.rstrip() != line:
            problems.append(f"{path}:{number}: white space at the end")
    for start, length in functions(lines):
        lengths.append(length)
        if length > FUNCTION:
            problems.append(f"{path}:{start}: a function of {length} lines")
    return problems


def main():
    root = pathlib.Path(sys.argv[1])
    problems, lengths = [], []
    for folder in ("src", "tests"):
        for path in sorted((root / folder).rglob("*.[ch]")):
            problems += check(path, lengths)
    for problem in problems:
        print(problem)
    if lengths:
        print(f"{len(lengths)} functions, median {statistics.median(lengths):g} lines, "
              f"longest {max(lengths)}")
    return 1 if problems or not lengths else 0


if __name__ == "__main__":
    sys.exit(main())
