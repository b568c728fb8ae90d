# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A real Dovecot on an address of its own, from a folder of its own."""

import os
import shutil

import processes

SASL_PORT = 3659
QUOTA_PORT = 3660

CONFIG = """
base_dir = %(folder)s/run
state_dir = %(folder)s/state
log_path = %(folder)s/dovecot.log
auth_verbose = yes
login_log_format_elements = user=<%%u> method=%%m rip=%%r %%c
protocols = imap pop3
listen = %(listen)s
ssl = required
ssl_cert = <%(chain)s
ssl_key = <%(key)s
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_mechanisms = %(mechanisms)s
auth_failure_delay = 1 s
mail_location = maildir:%(folder)s/mail/%%u
first_valid_uid = 1
mail_plugins = quota
passdb {
  driver = passwd-file
  args = username_format=%%u %(users)s
}
userdb {
  driver = passwd-file
  args = username_format=%%u %(users)s
  default_fields = uid=mail gid=mail home=%(folder)s/mail/%%u
}
plugin {
  quota = maildir:User quota
  quota_status_success = DUNNO
  quota_status_nouser = DUNNO
  quota_status_overquota = "552 5.2.2 Mailbox is full"
}
service quota-status {
  executable = quota-status -p postfix
  inet_listener {
    address = %(address)s
    port = %(quota)d
  }
}
protocol imap {
  mail_plugins = quota imap_quota
}
service auth {
  inet_listener {
    address = %(address)s
    port = %(sasl)d
  }
}
service stats {
  client_limit = 1000
}
# Dovecot lets an address wait ever longer after each wrong password; here all share one address.
service anvil {
  client_limit = 1000
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
namespace inbox {
  inbox = yes
}
%(extra)s
"""


class Dovecot:
    """IMAP on 143 and 993, POP3 on 110 and 995, and a sign-in service for Postfix."""

    def __init__(self, folder, address, certificate, users, mechanisms="plain login", extra=""):
        self.folder = folder
        self.address = address
        self._bare = "ssl = no" in extra
        for name in ("run", "state", "mail"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        shutil.chown(folder + "/mail", "mail", "mail")
        config = processes.write(folder + "/dovecot.conf", CONFIG % {
            "folder": folder, "listen": address, "address": address, "chain": certificate.chain,
            "key": certificate.key, "mechanisms": mechanisms, "users": users, "sasl": SASL_PORT,
            "quota": QUOTA_PORT,
            "extra": extra})
        self.program = processes.Program("dovecot", ["dovecot", "-F", "-c", config],
                                         folder + "/output.log")

    def wait(self):
        """Waits until all ports answer."""
        ports = (143, 110) if self._bare else (143, 993, 110, 995)
        self.program.wait_for_port(self.address, *ports, SASL_PORT)

    def log(self):
        """What Dovecot wrote."""
        with open(self.folder + "/dovecot.log", encoding="utf-8", errors="replace") as file:
            return file.read()


def write_users(path, users):
    """A password file from {name: (password, extra fields)}; readable by Dovecot alone."""
    lines = ["%s:{PLAIN}%s::::::%s" % (name, password.replace(":", "{colon}"), extra)
             for name, (password, extra) in users.items()]
    processes.write(path, "\n".join(lines) + "\n", 0o640)
    shutil.chown(path, "root", "dovecot")
    return path
