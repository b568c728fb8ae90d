# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Scripted IMAP, POP3 and SMTP servers: healthy ones, of which any answer can be replaced.

A script is a dictionary from a command (or "greeting") to an answer or deviation of wire.py. In
IMAP an answer that begins with OK, NO or BAD gets the command's tag, and {tag} stands for it.
"""

import base64

import wire as wires


def _decode(text):
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, UnicodeEncodeError):
        return b""


class MailServer:
    """What the three have in common: the script, the accounts, and TLS inside the dialogue."""

    def __init__(self, wire, script, context, password):
        self.wire = wire
        self.script = script
        self.context = context
        self.password = password.encode("utf-8")
        self.tag = "*"
        wire.prepare = self.prepare

    def answer(self, command, default):
        """Says what the script wants here, or the healthy answer."""
        action = self.script.get(command, default)
        if not self.wire.encrypted:
            action = self.script.get(command + "-plain", action)
        self.wire.record.commands.append(command)
        wires.perform(self.wire, action)
        return action

    def prepare(self, action):
        """Hook for what a protocol adds to a text."""
        return action

    def serve(self):
        """Greets, then answers command by command until somebody hangs up."""
        self.answer("greeting", self.GREETING)
        while True:
            self.command(self.wire.line())

    def tls(self, command, default):
        """Answers the command that begins TLS; a replaced answer means that TLS does not come."""
        action = self.answer(command, default)
        if action is default or self.script.get("tls-anyway"):
            self.wire.start_tls(self.context)

    def judge(self, given, good, bad):
        """The answer to a sign-in: the script's, or by the password."""
        self.answer("sign-in", good if given == self.password else bad)


class Imap(MailServer):
    """IMAP4rev1."""

    GREETING = "* OK IMAP4rev1 ready"
    BEFORE = "IMAP4rev1 STARTTLS LOGINDISABLED SASL-IR LITERAL+ ID"
    AFTER = "IMAP4rev1 AUTH=PLAIN SASL-IR LITERAL+ ID"

    def prepare(self, action):
        lines = action.split("\n")
        if lines[-1].split(" ")[0].upper() in ("OK", "NO", "BAD"):
            lines[-1] = "{tag} " + lines[-1]
        return "\n".join(lines).replace("{tag}", self.tag)

    def capabilities(self):
        """What is offered now."""
        name = "AFTER" if self.wire.encrypted else "BEFORE"
        return self.script.get(name, getattr(self, name))

    def command(self, line):
        """Answers one command."""
        self.tag, _, rest = line.partition(" ")
        name, _, rest = rest.partition(" ")
        method = getattr(self, "do_" + name.lower(), None)
        if method:
            method(rest)
        else:
            self.answer(name.upper(), "OK %s completed" % name.upper())

    def do_capability(self, _rest):
        """RFC 3501 section 6.1.1."""
        self.answer("CAPABILITY", "* CAPABILITY %s\nOK CAPABILITY completed" % self.capabilities())

    def do_starttls(self, _rest):
        """RFC 3501 section 6.2.1."""
        self.tls("STARTTLS", "OK begin TLS now")

    def do_authenticate(self, rest):
        """PLAIN, LOGIN and XOAUTH2, the latter always refused by the script."""
        mechanism, _, initial = rest.partition(" ")
        if "AUTHENTICATE" in self.script:
            self.answer("AUTHENTICATE", None)
            return
        if mechanism.upper() == "LOGIN":
            self.ask("VXNlcm5hbWU6")
            given = self.ask("UGFzc3dvcmQ6")
        else:
            given = _decode(initial or self.ask("")).split(b"\0")[-1]
        self.refuse_or_accept(given)

    def ask(self, prompt):
        """A continuation request and its answer; decoded for prompts of LOGIN."""
        wires.perform(self.wire, "+ " + prompt)
        line = self.wire.line()
        return _decode(line) if prompt else line

    def do_login(self, rest):
        """LOGIN with quoted strings, atoms or literals."""
        words = []
        while rest:
            word, rest = self.read_string(rest)
            words.append(word)
        self.refuse_or_accept(words[1] if len(words) > 1 else b"")

    def read_string(self, rest):
        """One astring and what follows it."""
        if rest.startswith('"'):
            return _unquote(rest[1:])
        if rest.startswith("{"):
            size = rest.rstrip("}")[1:]
            if not size.endswith("+"):
                wires.perform(self.wire, "+ go on")
            data = self.wire.exactly(int(size.rstrip("+")))
            return data, self.wire.line().lstrip(" ")
        word, _, rest = rest.partition(" ")
        return word.encode("utf-8", "surrogateescape"), rest

    def refuse_or_accept(self, given):
        """The end of a sign-in."""
        self.judge(given, "OK signed in", "NO [AUTHENTICATIONFAILED] Invalid credentials")

    def do_examine(self, _rest):
        """RFC 3501 section 6.3.2."""
        self.answer("EXAMINE", "* FLAGS (\\Seen)\n* 3 EXISTS\n* 0 RECENT\n* OK [UIDVALIDITY 7] ok\n"
                    "OK [READ-ONLY] EXAMINE completed")

    def do_select(self, _rest):
        """The same, for writing."""
        self.answer("SELECT", "* FLAGS (\\Seen)\n* 3 EXISTS\n* 0 RECENT\n"
                    "OK [READ-WRITE] SELECT completed")

    def do_id(self, _rest):
        """RFC 2971."""
        self.answer("ID", '* ID ("name" "lab")\nOK ID completed')

    def do_logout(self, _rest):
        """RFC 3501 section 6.1.3."""
        self.answer("LOGOUT", "* BYE see you\nOK LOGOUT completed")
        raise wires.Hangup


def _unquote(text):
    word, position = "", 0
    while position < len(text) and text[position] != '"':
        if text[position] == "\\":
            position += 1
        word += text[position:position + 1]
        position += 1
    return word.encode("utf-8", "surrogateescape"), text[position + 1:].lstrip(" ")


class Pop3(MailServer):
    """POP3 with CAPA, STLS, AUTH PLAIN and USER/PASS."""

    GREETING = "+OK POP3 ready"
    BEFORE = "STLS\nUIDL"
    AFTER = "USER\nSASL PLAIN\nRESP-CODES\nUIDL"

    def command(self, line):
        """Answers one command."""
        name, _, rest = line.partition(" ")
        method = getattr(self, "do_" + name.lower(), None)
        if method:
            method(rest)
        else:
            self.answer(name.upper(), "+OK")

    def do_capa(self, _rest):
        """RFC 2449."""
        offer = self.AFTER if self.wire.encrypted else self.BEFORE
        offer = self.script.get("AFTER" if self.wire.encrypted else "BEFORE", offer)
        self.answer("CAPA", "+OK\n%s\n." % offer)

    def do_stls(self, _rest):
        """RFC 2595."""
        self.tls("STLS", "+OK begin TLS")

    def do_auth(self, rest):
        """RFC 5034."""
        initial = rest.partition(" ")[2]
        if not initial:
            wires.perform(self.wire, "+ ")
            initial = self.wire.line()
        self.refuse_or_accept(_decode(initial).split(b"\0")[-1])

    def do_pass(self, rest):
        """RFC 1939."""
        self.refuse_or_accept(rest.encode("utf-8", "surrogateescape"))

    def refuse_or_accept(self, given):
        """The end of a sign-in."""
        self.judge(given, "+OK signed in", "-ERR [AUTH] Authentication failed.")

    def do_stat(self, _rest):
        """RFC 1939."""
        self.answer("STAT", "+OK 3 1234")

    def do_quit(self, _rest):
        """RFC 1939."""
        self.answer("QUIT", "+OK bye")
        raise wires.Hangup


class Smtp(MailServer):
    """SMTP submission."""

    GREETING = "220 smtp.lab.example ESMTP ready"
    BEFORE = "PIPELINING\nSTARTTLS\nENHANCEDSTATUSCODES\n8BITMIME"
    AFTER = "PIPELINING\nAUTH PLAIN LOGIN\nENHANCEDSTATUSCODES\n8BITMIME\nSIZE 1000000"

    def command(self, line):
        """Answers one command."""
        name, _, rest = line.partition(" ")
        method = getattr(self, "do_" + name.lower(), None)
        if method:
            method(rest)
        else:
            self.answer(name.upper(), "502 5.5.1 no such command")

    def do_ehlo(self, _rest):
        """RFC 5321 section 4.1.1.1."""
        offer = self.AFTER if self.wire.encrypted else self.BEFORE
        offer = self.script.get("AFTER" if self.wire.encrypted else "BEFORE", offer)
        lines = ["smtp.lab.example"] + [line for line in offer.split("\n") if line]
        self.answer("EHLO", "\n".join("250%s%s" % (" " if line is lines[-1] else "-", line)
                                      for line in lines))

    def do_helo(self, _rest):
        """The old greeting."""
        self.answer("HELO", "250 smtp.lab.example")

    def do_starttls(self, _rest):
        """RFC 3207."""
        self.tls("STARTTLS", "220 2.0.0 ready to start TLS")

    def do_auth(self, rest):
        """RFC 4954 with PLAIN and LOGIN."""
        mechanism, _, initial = rest.partition(" ")
        if "AUTH" in self.script:
            self.answer("AUTH", None)
            return
        if mechanism.upper() == "LOGIN":
            if not initial:
                self.ask("334 VXNlcm5hbWU6")
            given = _decode(self.ask("334 UGFzc3dvcmQ6"))
        else:
            given = _decode(initial or self.ask("334 ")).split(b"\0")[-1]
        self.judge(given, "235 2.7.0 signed in", "535 5.7.8 Error: authentication failed")

    def ask(self, prompt):
        """A continuation and its answer."""
        wires.perform(self.wire, prompt)
        return self.wire.line()

    def do_mail(self, _rest):
        """RFC 5321 section 4.1.1.2."""
        self.answer("MAIL", "250 2.1.0 ok")

    def do_rcpt(self, _rest):
        """RFC 5321 section 4.1.1.3."""
        self.answer("RCPT", "250 2.1.5 ok")

    def do_rset(self, _rest):
        """RFC 5321 section 4.1.1.5."""
        self.answer("RSET", "250 2.0.0 ok")

    def do_noop(self, _rest):
        """RFC 5321 section 4.1.1.9."""
        self.answer("NOOP", "250 2.0.0 ok")

    def do_data(self, _rest):
        """Nobody may send a mail here; the command is recorded."""
        self.answer("DATA", "554 5.5.0 no mail in a check")

    def do_quit(self, _rest):
        """RFC 5321 section 4.1.1.10."""
        self.answer("QUIT", "221 2.0.0 bye")
        raise wires.Hangup


PROTOCOLS = {"imap": Imap, "pop3": Pop3, "smtp": Smtp}
