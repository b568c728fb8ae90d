#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""The metainfo passes the strict validation of a software centre.

AppStream before 1.0 does not know <developer> yet and calls it an invalid tag; there the file is
checked with the older spelling in its place.
"""

import re
import subprocess
import sys
import tempfile


def main():
    tool, path = sys.argv[1:3]
    text = open(path, encoding="utf-8").read()
    version = subprocess.run([tool, "--version"], capture_output=True, text=True).stdout
    major = int(re.search(r"(\d+)\.\d+", version).group(1))
    old = "<developer_name>Mailbox Setup contributors</developer_name>"
    if major < 1:
        text = re.sub(r"<developer id=.*?</developer>", old, text, flags=re.S)
    with tempfile.NamedTemporaryFile("w", suffix=".metainfo.xml", encoding="utf-8") as copy:
        copy.write(text)
        copy.flush()
        command = [tool, "validate", "--no-net", "--explain", "--strict", copy.name]
        return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
