/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

/* How the encryption begins. TLS and STARTTLS are names and stay as they are in each language. */
static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_PLAIN_ON_TLS_PORT,
      .title = N_("This port does not begin with TLS"),
      .summary = N_("TLS was expected at once, but the server speaks plain text first on this "
                    "port."),
      .seen = { N_("TLS was expected at once, but {host} speaks plain text first on port "
                   "{port}.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Change the security of this server to STARTTLS.") },
                 { NULL, N_("Or keep TLS and use its usual port: 993 for IMAP, 995 for POP3, 465 "
                            "for sending.") } },
  },
  {
      .code = MBX_CODE_TLS_ON_PLAIN_PORT,
      .title = N_("This port begins with TLS"),
      .summary = N_("STARTTLS was expected, but the server wants TLS from the first byte on this "
                    "port."),
      .seen = { N_("STARTTLS was expected, but {host} wants TLS from the first byte on port "
                   "{port}.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Change the security of this server to TLS.") },
                 { NULL, N_("Or keep STARTTLS and use its usual port: 143 for IMAP, 110 for POP3, "
                            "587 for sending.") } },
  },
  {
      .code = MBX_CODE_STARTTLS_NOT_OFFERED,
      .title = N_("Server offers no encryption here"),
      .summary = N_("The server offers no encryption on this port, and without it a password "
                    "would travel in the open."),
      .seen = { N_("{host} offers no encryption on port {port}, and without it a password would "
                   "travel in the open.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Use TLS on its own port: 993 for IMAP, 995 for POP3, 465 for sending.") },
                 { NULL, N_("Try from another network: some firewalls and antivirus programs take "
                            "the offer away.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please offer STARTTLS on this port, or TLS on its own port (RFC 8314)."),
  },
  {
      .code = MBX_CODE_STARTTLS_REFUSED,
      .title = N_("Server refuses to encrypt"),
      .summary = N_("The server offers encryption and then does not start it."),
      .seen = { N_("{host} offers STARTTLS on port {port} and then does not start it.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Use TLS on its own port: 993 for IMAP, 995 for POP3, 465 for sending.") },
                 { NULL, N_("Try again later: the server may be in the middle of a change.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please check the TLS settings of this server; STARTTLS is offered and fails."),
  },
  {
      .code = MBX_CODE_STARTTLS_INJECTION,
      .title = N_("Someone may be tampering"),
      .summary = N_("Data came before the encryption began, as if someone on the way had put it "
                    "in."),
      .seen = { N_("Data came from {host} before the encryption began, as if someone on the way "
                   "had put it in.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Use TLS on its own port, where nothing can come first: 993, 995 or "
                      "465.") },
                 { NULL, N_("Do not sign in from this network before that is cleared.") },
                 { NULL, N_("Try from another network: where it works, this network is the "
                            "cause.") } },
      .ask = N_("Please check whether a device in your network changes mail connections before "
                "STARTTLS."),
  },
};

const MbxWordsGroup mbx_words_encryption = { entries, G_N_ELEMENTS (entries) };
