/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

/* Certificates: what the person is to know of them is whom not to trust and why. */
static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_TLS_EXPIRED,
      .title = N_("Certificate has expired"),
      .summary = N_("The certificate of the server has expired, so that it no longer proves who "
                    "the server is."),
      .seen = { N_("The certificate of {host} expired on {until}.") },
      .fixes = { { NULL, N_("Wait for the provider to renew it, and try again tomorrow.") },
                 { NULL, N_("Send the text below to your provider.") },
                 { N_("Check that this computer's date is right; it says {today}."),
                   N_("Check that this computer's date is right.") } },
      .ask = N_("Please renew the certificate and restart the mail service with it."),
  },
  {
      .code = MBX_CODE_TLS_NOT_YET_VALID,
      .title = N_("Certificate is not valid yet"),
      .summary = N_("The certificate of the server is only valid from a later day."),
      .seen = { N_("The certificate of {host} is only valid from {from}.") },
      .fixes = { { N_("Check that this computer's date is right; it says {today}."),
                   N_("Check that this computer's date is right.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please use a certificate that is valid today."),
  },
  {
      .code = MBX_CODE_CLOCK_WRONG,
      .title = N_("This computer's clock is wrong"),
      .summary = N_("The certificate only looks outdated because this computer's clock is "
                    "wrong."),
      .seen = { N_("This computer believes that it is {today}, and so the certificate of {host} "
                   "looks outdated.") },
      .fixes = { { NULL, N_("Set date and time in the system settings, best to automatic, then "
                            "try again.") },
                 { NULL, N_("Where the clock is wrong again after each start, have the battery of "
                            "the computer's board replaced.") } },
  },
  {
      .code = MBX_CODE_TLS_WRONG_HOST,
      .title = N_("Certificate is for another name"),
      .summary = N_("The certificate of the server is made out for other names than the one that "
                    "was asked for."),
      .seen = { N_("The certificate is not for {host} but for {names}."),
                N_("The certificate that {host} shows is not for this name.") },
      .fixes = { { N_("Use the server name {suggested_host}, which leads to the same server and "
                      "fits its certificate."),
                   N_("Use the server name that your provider's help page gives; with shared "
                      "hosting it is often the hoster's own.") },
                 { NULL, N_("Check the server name for a slip.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please add this name to the certificate, or tell me the server name to use."),
  },
  {
      .code = MBX_CODE_TLS_SELF_SIGNED,
      .title = N_("Certificate is self-signed"),
      .summary = N_("The server signed its certificate itself, so that anybody could pretend to "
                    "be it."),
      .seen = { N_("{host} signed its certificate itself, so that anybody could pretend to be "
                   "it.") },
      .fixes = { { NULL, N_("Send the text below to your provider.") },
                 { NULL, N_("Where it is your own server, get a free certificate, for instance "
                            "from Let's Encrypt.") },
                 { NULL, N_("Where an organisation runs it, ask for its certificate authority "
                            "file and have it installed.") } },
      .link = "https://letsencrypt.org/getting-started/",
      .ask = N_("Please use a certificate that a public certificate authority signed."),
  },
  {
      .code = MBX_CODE_TLS_UNKNOWN_ISSUER,
      .title = N_("Unknown certificate authority"),
      .summary = N_("Nobody that this computer trusts has signed the certificate of the "
                    "server."),
      .seen = { N_("The certificate of {host} is signed by {issuer}, whom this computer does not "
                   "trust.") },
      .fixes = { { NULL, N_("Where an organisation runs the server, ask it to install its "
                            "certificate authority on this computer.") },
                 { NULL, N_("Install the updates of this computer, which bring the list of known "
                            "authorities up to date.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please use a certificate of a public authority, or tell me how to install "
                "yours."),
  },
  {
      .code = MBX_CODE_TLS_MISSING_INTERMEDIATE,
      .title = N_("Certificate chain has a gap"),
      .summary = N_("The server does not send the certificate that links its own one to a known "
                    "authority."),
      .seen = { N_("{host} does not send the certificate of {issuer}, which links its own one to "
                   "a known authority.") },
      .fixes = { { NULL, N_("Send the text below to your provider, who can mend it in a "
                            "minute.") },
                 { NULL, N_("Do not be surprised that it works elsewhere: some programs fetch the "
                            "missing certificate themselves.") } },
      .ask = N_("Please configure the full chain (fullchain.pem), not only the server's own "
                "certificate."),
  },
  {
      .code = MBX_CODE_TLS_REVOKED,
      .title = N_("Certificate was withdrawn"),
      .summary = N_("The authority that signed the server's certificate has withdrawn it."),
      .seen = { N_("The authority that signed the certificate of {host} has withdrawn it.") },
      .fixes = { { NULL, N_("Do not sign in there until the provider has a new certificate.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please replace the revoked certificate."),
  },
  {
      .code = MBX_CODE_TLS_WEAK,
      .title = N_("Encryption is too weak"),
      .summary = N_("The server's certificate or key is too weak to protect a password."),
      .seen = { N_("The certificate or key of {host} is too weak to protect a password.") },
      .fixes = { { NULL, N_("Send the text below to your provider.") },
                 { NULL, N_("Check in the provider's help whether there is a newer server "
                            "name.") } },
      .ask = N_("Please use a key of at least 2048 bits, SHA-256 and current ciphers."),
  },
  {
      .code = MBX_CODE_TLS_VERSION_TOO_OLD,
      .title = N_("Encryption is out of date"),
      .summary = N_("The server only offers TLS 1.1 or older, which no longer counts as safe."),
      .seen = { N_("{host} only offers TLS 1.1 or older, which no longer counts as safe.") },
      .fixes = { { NULL, N_("Check in the provider's help whether there is a newer server "
                            "name.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .link = "https://www.rfc-editor.org/info/rfc8997",
      .ask = N_("Please enable TLS 1.2 and TLS 1.3 on this server (RFC 8997)."),
  },
  {
      .code = MBX_CODE_TLS_HANDSHAKE_FAILED,
      .title = N_("Encryption could not start"),
      .summary = N_("Server and computer could not agree on an encryption."),
      .seen = { N_("{host} and this computer could not agree on an encryption on port {port}.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   NULL },
                 { NULL, N_("Check that port and security belong together: 993 and 465 use TLS, "
                            "143 and 587 use STARTTLS.") },
                 { NULL, N_("Turn off the mail protection of an antivirus program for one "
                            "try.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please check the TLS settings of this server; the handshake fails."),
  },
  {
      .code = MBX_CODE_TLS_INTERCEPTED,
      .title = N_("Somebody reads along"),
      .summary = N_("An antivirus program or a firewall opens the encryption between this "
                    "computer and the server."),
      .seen = { N_("{product} opens the encryption between this computer and {host}.") },
      .fixes = { { N_("Turn off the scanning of encrypted mail in {product}, then try again."),
                   N_("Turn off the scanning of encrypted mail in the antivirus program, then try "
                      "again.") },
                 { NULL, N_("In a company or school, ask the helpdesk to install its certificate "
                            "authority or to leave mail servers out.") },
                 { NULL, N_("Do not type the password in this network before that is "
                            "cleared.") } },
      .ask = N_("Please exclude mail servers from TLS inspection, or install the inspecting "
                "authority on this computer."),
  },
  {
      .code = MBX_CODE_TLS_CLIENT_CERTIFICATE_REQUIRED,
      .title = N_("Server wants a client certificate"),
      .summary = N_("The server only lets computers in that have a certificate of their own."),
      .seen = { N_("{host} only lets computers in that have a certificate of their own.") },
      .fixes = { { NULL, N_("Ask your provider for a server name or port that takes user name and "
                            "password.") },
                 { NULL, N_("Where your organisation gave you such a certificate, use a mail "
                            "program that can handle it.") } },
      .ask = N_("Please tell me a server that works without a client certificate, or how to get "
                "one."),
  },
};

const MbxWordsGroup mbx_words_tls = { entries, G_N_ELEMENTS (entries) };
