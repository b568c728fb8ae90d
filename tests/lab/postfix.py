# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A real Postfix from a folder of its own; each door (address) may sign in elsewhere."""

import os
import shutil

import dovecot
import processes

MAIN = """
compatibility_level = 3.6
queue_directory = %(folder)s/queue
data_directory = %(folder)s/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = %(folder)s/postfix.log
maillog_file_prefixes = %(folder)s
inet_interfaces = all
inet_protocols = all
myhostname = smtp.example.org
mydomain = example.org
myorigin = example.org
mydestination =
mynetworks = 192.0.2.1/32
local_recipient_maps =
alias_maps =
virtual_mailbox_domains = example.org
virtual_mailbox_maps = texthash:%(folder)s/etc/mailboxes
virtual_transport = discard:
default_transport = discard:
smtpd_sender_login_maps = texthash:%(folder)s/etc/senders
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = check_policy_service inet:%(quota)s:%(quota_port)d
smtpd_sasl_type = dovecot
smtpd_sasl_security_options = noanonymous
broken_sasl_auth_clients = no
smtpd_tls_cert_file = %(chain)s
smtpd_tls_key_file = %(key)s
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_tls_loglevel = 1
smtpd_client_connection_count_limit = 0
smtpd_delay_reject = yes
"""

# The services of an ordinary master.cf that a submission server needs.
MASTER = """
postlog   unix-dgram n  -       n       -       1       postlogd
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
proxymap  unix  -       -       n       -       -       proxymap
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
pickup    unix  n       -       n       60      1       pickup
"""

DOORS = """
%(address)s:25 inet n - n - - smtpd
  -o smtpd_tls_security_level=may%(options)s
%(address)s:587 inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes -o smtpd_sasl_path=inet:%(sasl)s:%(port)d%(options)s
%(address)s:465 inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_path=inet:%(sasl)s:%(port)d%(options)s
"""


class Postfix:
    """SMTP on 25, 465 and 587 of every door."""

    def __init__(self, folder, certificate, mailboxes, senders, quota):
        self.folder = folder
        self._master = MASTER
        self._doors = []
        for name in ("queue", "data", "etc"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        shutil.chown(folder + "/data", "postfix", "root")
        etc = folder + "/etc/"
        processes.write(etc + "main.cf", MAIN % {
            "folder": folder, "chain": certificate.chain, "key": certificate.key,
            "quota": quota, "quota_port": dovecot.QUOTA_PORT})
        processes.write(etc + "mailboxes", "".join("%s x\n" % name for name in mailboxes))
        processes.write(etc + "senders", "".join("%s %s\n" % pair for pair in senders.items()))
        self.program = None

    def add_door(self, address, sasl, *options):
        """Listens on `address` and asks the Dovecot at `sasl` who may sign in."""
        self._doors.append(address)
        self._master += DOORS % {
            "address": address, "sasl": sasl, "port": dovecot.SASL_PORT,
            "options": "".join("\n  -o " + option for option in options)}

    def start(self):
        """Starts Postfix in the foreground."""
        processes.write(self.folder + "/etc/master.cf", self._master)
        self.program = processes.Program(
            "postfix", ["postfix", "-c", self.folder + "/etc", "start-fg"],
            self.folder + "/output.log", stdin=None)

    def wait(self):
        """Waits until all doors answer."""
        for address in self._doors:
            self.program.wait_for_port(address, 25, 465, 587)

    def log(self):
        """What Postfix wrote."""
        with open(self.folder + "/postfix.log", encoding="utf-8", errors="replace") as file:
            return file.read()
