#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Makes the seeds of the fuzzers from the transcripts and from what lies in tests/fuzz/seeds."""

import base64
import pathlib
import re
import sys

STARTTLS, TOKEN, EARLY, BINDING, PROBE = 1, 2, 4, 8, 16
MECHANISMS = ["PLAIN", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1",
              "LOGIN", "-", "CRAM-MD5", "OAUTHBEARER", "XOAUTH2"]
BASE64 = re.compile(r"\{b64 (.*?\}?)\}")


def unescape(text):
    return re.sub(rb"\\(x..|[rnt\\])", lambda m: unescape_one(m.group(1)), text.encode())


def unescape_one(escape):
    if escape[:1] == b"x":
        return bytes([int(escape[1:], 16)])
    return {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"\\": b"\\"}[escape]


def encode(match):
    return base64.b64encode(unescape(match.group(1))).decode()


def server_bytes(line):
    """What a line of a transcript makes the server send; floods are cut short."""
    if line.startswith("S! "):
        return unescape(line[3:])
    repeated = re.match(r"S\*(\d+) (.*)", line)
    if repeated:
        return unescape(repeated.group(2)) * min(int(repeated.group(1)), 20)
    if line == "S:" or line.startswith("S: "):
        return BASE64.sub(encode, line[3:]).encode() + b"\r\n"
    return b""


class Transcript:
    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        lines = [line for line in text.split("\n") if not line.startswith("#")]
        end = lines.index("")
        self.headers = dict(line.split(":", 1) for line in lines[:end])
        self.events = lines[end:]

    def get(self, name):
        return self.headers.get(name, "").strip()

    def way(self):
        ways = (("starttls" in self.get("server"), STARTTLS), (self.get("token") != "", TOKEN),
                (self.get("early") == "yes", EARLY), (self.get("binding") != "", BINDING),
                (self.get("probe") == "yes", PROBE))
        return sum(bit for wanted, bit in ways if wanted)

    def server(self):
        return b"".join(server_bytes(line) for line in self.events)

    def challenges(self):
        found = (re.match(r"S: (?:\+|334) \{b64 (.*?\}?)\}", line) for line in self.events)
        return "\n".join(match.group(1) for match in found if match).encode()


def write(folder, name, data):
    """Leaves alone what is right already: another fuzzer may be reading it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def main():
    root, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for path in sorted((root / "tests" / "transcripts").glob("*/*.txt")):
        transcript = Transcript(path)
        name = f"{path.parent.name}-{path.stem}"
        write(out / path.parent.name, name, bytes([transcript.way()]) + transcript.server())
        write(out / "line-buffer", name, transcript.server()[:1000])
        write(out / "reply-parser", name, transcript.server()[:1000])
        write(out / "explain", name, transcript.server()[-300:])
        if transcript.get("mechanism") in MECHANISMS:
            which = MECHANISMS.index(transcript.get("mechanism"))
            write(out / "sasl", name, bytes([which]) + transcript.challenges())
    for path in sorted((root / "tests" / "fuzz" / "seeds").glob("*/*")):
        write(out / path.parent.name, "seed-" + path.name, path.read_bytes())
    for path in sorted((root / "tests" / "fuzz" / "regressions").glob("*/*")):
        write(out / path.parent.name, "regression-" + path.name, path.read_bytes())
    providers = (root / "data" / "providers.ini").read_bytes().split(b"\n\n")
    for number, group in enumerate(providers[:60]):
        write(out / "providers", f"group-{number}", group)
    phrases = (root / "data" / "phrases.tsv").read_bytes().split(b"\n")
    for number in range(0, len(phrases), 20):
        write(out / "phrases", f"rows-{number}", b"\n".join(phrases[number:number + 20]) + b"\n")


main()
