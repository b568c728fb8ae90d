#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Each language of po/LINGUAS is complete, its placeholders fit, and nothing is fuzzy."""

import pathlib
import re
import subprocess
import sys
import tempfile


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})


def make_template(root, folder):
    template = pathlib.Path(folder) / "mailbox-setup.pot"
    result = run("xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2",
                 "--keyword=NC_:1c,2", "--keyword=ngettext:1,2", "--files-from", str(root / "po/POTFILES.in"),
                 "--directory", str(root), "--output", str(template))
    if result.returncode != 0:
        raise SystemExit("xgettext: " + result.stderr)
    return template


def check(language, catalogue, template):
    problems = []
    result = run("msgfmt", "--check", "--check-accelerators=_", "--statistics", "-o", "/dev/null", str(catalogue))
    if result.returncode != 0 or "fuzzy" in result.stderr:
        problems.append(f"{language}: {result.stderr.strip()}")
    result = run("msgcmp", str(catalogue), str(template))
    if result.returncode != 0:
        missing = re.findall(r"error", result.stderr)
        problems.append(f"{language}: {len(missing)} lines from msgcmp, first: {result.stderr.strip()[:300]}")
    return problems


BRACES = re.compile(r"\{[a-z_]+\}")
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.M)


def check_braces(language, catalogue):
    """The names that words.c fills in stand in each translation too."""
    problems = []
    for source, translated in ENTRY.findall(catalogue.read_text(encoding="utf-8")):
        if set(BRACES.findall(source)) != set(BRACES.findall(translated)):
            problems.append(f"{language}: names in braces differ: {source[:80]}")
    return problems


def main():
    root = pathlib.Path(sys.argv[1])
    languages = (root / "po/LINGUAS").read_text().split()
    problems = []
    if languages != sorted(languages):
        problems.append("po/LINGUAS is not sorted")
    with tempfile.TemporaryDirectory() as folder:
        template = make_template(root, folder)
        for language in languages:
            catalogue = root / "po" / f"{language}.po"
            problems += check(language, catalogue, template)
            problems += check_braces(language, catalogue)
    for problem in problems:
        print(problem)
    print(f"{len(languages)} languages")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
