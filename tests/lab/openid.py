# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""A real OpenID provider, from the npm package oidc-provider, on an address of its own."""

import os
import shutil
import subprocess

import namespace
import processes

HERE = os.path.dirname(os.path.abspath(__file__))
NAME = "login.lab.example"
ISSUER = "https://" + NAME
ADDRESS = "10.77.0.90"
CACHE = os.environ.get("MBX_CACHE", os.path.join(HERE, "../../.cache"))


def modules():
    """The folder with the package; it is fetched before the network is left behind."""
    folder = os.path.join(os.path.abspath(CACHE), "openid")
    if not os.path.exists(os.path.join(folder, "node_modules/oidc-provider")):
        namespace.need("node", "npm")
        os.makedirs(folder, exist_ok=True)
        shutil.copy(os.path.join(HERE, "openid/package.json"), folder)
        result = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", folder],
            capture_output=True, text=True, check=False)
        if result.returncode != 0:
            namespace.skip("oidc-provider cannot be fetched: " + " ".join(result.stderr.split())[:200])
    return folder


class Provider:
    """Issues tokens under https://login.lab.example until the lab ends."""

    def __init__(self, folder, authority, lifetime=3600):
        os.makedirs(folder, exist_ok=True)
        certificate = authority.issue("login", [NAME])
        self.program = processes.Program(
            "openid", ["node", os.path.join(HERE, "openid/provider.mjs"), modules(), ISSUER,
                       ADDRESS, certificate.key, certificate.chain, str(lifetime)],
            os.path.join(folder, "openid.log"))

    def wait(self):
        self.program.wait_for_port(ADDRESS, 443)


DOVECOT = """
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = %s
}
"""


def dovecot_extra(folder, trust):
    """What Dovecot needs to ask the provider about a token."""
    config = processes.write(os.path.join(folder, "dovecot-oauth2.conf"), """
introspection_mode = post
introspection_url = https://dovecot:introspection@%s/token/introspection
tls_ca_cert_file = %s
active_attribute = active
active_value = true
username_attribute = sub
""" % (NAME, trust), 0o644)
    return DOVECOT % config
