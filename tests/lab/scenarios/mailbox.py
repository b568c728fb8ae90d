# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Signed in, and then the mailbox does not open or the address may not send."""

import wire
from scenario import Scenario, imap, pop3, smtp, smtp_starttls

OPENING = [
    Scenario("examine-" + name, imap(script={"EXAMINE": words}), code, "open-mailbox")
    for name, words, code in (
        ("unsafe", "NO EXAMINE Unsafe Login. Please contact kefu@188.com for help",
         ("imap-disabled", "policy-blocked", "unknown", "web-login-required", "server-error",
          "account-locked")),
        ("unavailable", "NO [UNAVAILABLE] Backend is down", "server-unavailable"),
        ("server-bug", "NO [SERVERBUG] Internal error occurred", "server-error"),
        ("over-quota", "NO [OVERQUOTA] Quota exceeded", "mailbox-full"),
        ("microsoft", "NO User is authenticated but not connected.",
         ("mailbox-not-provisioned", "imap-disabled", "oauth-wrong-account")),
        ("hangs-up", wire.close, ("connection-closed", "connection-reset")),
    )
] + [
    Scenario("stat-locked", pop3(script={"STAT": "-ERR [IN-USE] mailbox is locked"}),
             ("too-many-connections", "server-unavailable"), "open-mailbox"),
    Scenario("stat-temporary", pop3(script={"STAT": "-ERR [SYS/TEMP] later"}),
             "server-unavailable", "open-mailbox"),
]

SENDING = [
    Scenario("sender-" + name, maker(script=script), code, "sender")
    for name, maker, script, code in (
        ("not-owned", smtp, {"RCPT": "553 5.7.1 <anna@x>: Sender address rejected: not owned by "
                             "user bob"}, "sender-not-allowed"),
        ("not-owned-mail", smtp_starttls, {"MAIL": "553 5.7.1 Sender address rejected"},
         "sender-not-allowed"),
        ("send-as", smtp_starttls, {"MAIL": "550 5.7.60 SMTP; Client does not have permissions to "
                                    "send as this sender"}, "sender-not-allowed"),
        ("exim", smtp, {"MAIL": "550 You are not allowed to send from this address"},
         "sender-not-allowed"),
        ("relay-postfix", smtp, {"RCPT": "554 5.7.1 <anna@x>: Relay access denied"},
         "relay-denied"),
        ("relay-exchange", smtp_starttls, {"RCPT": "550 5.7.54 SMTP; Unable to relay recipient in "
                                           "non-accepted domain"}, "relay-denied"),
        ("relay-exim", smtp, {"RCPT": "550 relay not permitted"}, "relay-denied"),
        ("full", smtp, {"RCPT": "552 5.2.2 Mailbox full"}, "mailbox-full"),
        ("full-temporary", smtp, {"RCPT": "452 4.2.2 The email account that you tried to reach is "
                                  "over quota"}, "mailbox-full"),
        ("greylisted", smtp, {"RCPT": "450 4.2.0 <anna@x>: Recipient address rejected: "
                              "Greylisted, see http://postgrey.example/"}, "greylisted"),
        ("listed", smtp, {"RCPT": "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked "
                          "using zen.spamhaus.org"}, "ip-blocked"),
        ("temporary", smtp, {"MAIL": "451 4.3.0 Temporary lookup failure"}, "server-unavailable"),
        ("storage", smtp, {"MAIL": "452 4.3.1 Insufficient system storage"},
         "server-unavailable"),
    )
]

SCENARIOS = OPENING + SENDING
