#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Who may include what: core <- engine <- ui and cli, and nobody includes tests."""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)

# What each layer may take from the project.
PROJECT = {
    "core": {"core"},
    "engine": {"core", "engine"},
    "cli": {"core", "engine", "cli"},
    "ui": {"core", "engine", "ui"},
}

# What each layer must not take from the system, as patterns of include names.
SYSTEM = {
    "core": [
        r"gio/", r"gtk/", r"adwaita", r"libsoup/", r"libsecret/", r"sys/(socket|stat|types|time|wait)",
        r"netinet/", r"arpa/", r"resolv\.h", r"unistd\.h", r"^time\.h", r"stdlib\.h", r"fcntl\.h",
        r"gnutls/gnutlsxx", r"glib/gstdio\.h", r"curl/",
    ],
    "engine": [r"gtk/", r"adwaita", r"gdk"],
    "cli": [r"gtk/", r"adwaita", r"gdk", r"libsoup/", r"gnutls/"],
    "ui": [r"libsoup/", r"gnutls/", r"resolv\.h", r"sys/socket"],
}

# Functions that would bring the clock, the environment, files or a main loop into core.
CALLS = {
    "core": re.compile(
        r"\b(g_getenv|getenv|g_get_(real|monotonic)_time|g_date_time_new_now\w*|time\s*\(NULL\)|g_file_\w+|"
        r"g_main_loop_\w+|g_idle_add\w*|g_timeout_add\w*|g_get_user_\w+_dir|fopen|printf|g_print\w*)\s*\("
    ),
    "engine": re.compile(r"(?<!\w)(printf|g_print|g_printerr|puts|fputs|fprintf)\s*\("),
}


def without_comments(text):
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.sub(r'"(\\.|[^"\\\n])*"', '""', text)


def check(layer, path):
    problems = []
    text = path.read_text(encoding="utf-8")
    for name in INCLUDE.findall(text):
        head = name.split("/")[0]
        if "tests/" in name or head == "tests":
            problems.append(f"{path}: includes the test {name}")
        if head in PROJECT and head not in PROJECT[layer]:
            problems.append(f"{path}: {layer} must not include {name}")
        if any(re.search(pattern, name) for pattern in SYSTEM[layer]):
            problems.append(f"{path}: {layer} must not include <{name}>")
    calls = CALLS.get(layer)
    if calls:
        for found in calls.finditer(without_comments(text)):
            problems.append(f"{path}: {layer} must not call {found.group(0).strip()}")
    return problems


def main():
    root = pathlib.Path(sys.argv[1])
    problems = []
    count = 0
    for layer in PROJECT:
        for path in sorted((root / "src" / layer).rglob("*.[ch]")):
            problems += check(layer, path)
            count += 1
    for problem in problems:
        print(problem)
    print(f"{count} files, {len(problems)} problems")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
