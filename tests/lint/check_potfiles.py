#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""po/POTFILES.in names every file with words to translate, sorted, and no other."""

import pathlib
import re
import sys

GETTEXT = re.compile(r"(?<!\w)(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*(\"|N?C?_?\()?")
UI = re.compile(r'translatable="(yes|true)"')


def translatable(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".c":
        return re.search(r'(?<!\w)(_|N_|C_|NC_|ngettext)\s*\(\s*"', text) is not None
    return UI.search(text) is not None


def main():
    root = pathlib.Path(sys.argv[1])
    listed = [line for line in (root / "po/POTFILES.in").read_text().split("\n")
              if line and not line.startswith("#")]
    wanted = {str(path.relative_to(root)) for suffix in ("*.c", "*.ui")
              for path in (root / "src").rglob(suffix) if translatable(path)}
    wanted |= {str(path.relative_to(root)) for pattern in ("*.desktop.in", "*.gschema.xml", "*.metainfo.xml.in")
               for path in (root / "data").glob(pattern)}
    problems = [f"not listed: {name}" for name in sorted(wanted - set(listed))]
    problems += [f"listed and has no words or is not there: {name}"
                 for name in sorted(set(listed) - wanted)]
    if listed != sorted(listed):
        problems.append("not sorted")
    for problem in problems:
        print(problem)
    print(f"{len(listed)} files listed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
