/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

/* Refusals that are not about the password: the server itself, its rules, the way to sign in. */
static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_TLS_REQUIRED,
      .title = N_("Server wants encryption first"),
      .summary = N_("The server takes no password before the connection is encrypted."),
      .seen = { N_("{host} takes no password before the connection is encrypted.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Set the security of this server to TLS, or to STARTTLS on port 587 or "
                      "143.") },
                 { NULL, N_("In another mail program, change “None” to “SSL/TLS” or "
                            "“STARTTLS”.") } },
  },
  {
      .code = MBX_CODE_AUTH_MECHANISM_UNSUPPORTED,
      .title = N_("No common way to sign in"),
      .summary = N_("The server and this program know no common way to sign in."),
      /* TRANSLATORS: {offered} is a list of names, for instance "GSSAPI, NTLM". */
      .seen = { N_("{host} only offers ways to sign in that this program does not know: "
                   "{offered}."),
                N_("{host} did not take the way to sign in that was chosen.") },
      .fixes = { { NULL, N_("In another mail program, set the way to sign in to “Normal "
                            "password”, with encryption.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please offer AUTH PLAIN or SCRAM-SHA-256 inside TLS for mail programs."),
  },
  {
      .code = MBX_CODE_AUTH_NOT_OFFERED,
      .title = N_("No sign-in on this port"),
      .summary = N_("The server offers no sign-in on this port."),
      .seen = { N_("{host} offers no sign-in on port {port}.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Use port 465 with TLS or port 587 with STARTTLS for sending; port 25 is for "
                      "servers among themselves.") },
                 { NULL, N_("Check that the server is the one for outgoing mail of your "
                            "provider.") } },
  },
  {
      .code = MBX_CODE_SERVER_UNAVAILABLE,
      .title = N_("Server is not ready"),
      .summary = N_("The server has a passing trouble and cannot check the sign-in right now."),
      .seen = { N_("{host} has a passing trouble and cannot serve the mailbox right now.") },
      .fixes = { { NULL, N_("Wait a quarter of an hour and try again; the password is not the "
                            "cause.") },
                 { NULL, N_("Look at the provider's status page.") },
                 { NULL, N_("Where it lasts longer than a day, send the text below to your "
                            "provider.") } },
      .ask = N_("Please check your mail service; it reports a temporary failure."),
  },
  {
      .code = MBX_CODE_SERVER_ERROR,
      .title = N_("Fault inside the server"),
      .summary = N_("The server reports a fault of its own."),
      .seen = { N_("{host} reports a fault of its own.") },
      .fixes = { { NULL, N_("Try again in an hour.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please check your mail service; it reports an internal error for my mailbox."),
  },
  {
      .code = MBX_CODE_IP_BLOCKED,
      .title = N_("Network address is blocked"),
      .summary = N_("The server refuses the internet address of this network, which stands on a "
                    "block list."),
      .seen = { N_("{host} refuses the internet address of this network, which stands on a block "
                   "list.") },
      .fixes = { { NULL, N_("Turn a VPN off, or try from another network.") },
                 { NULL, N_("Restart the router, which often brings a new address.") },
                 { NULL, N_("For sending, check that the sign-in is on and the port is 465 or "
                            "587.") },
                 { NULL, N_("Send the text below to the people who run this network.") } },
      .link = "https://check.spamhaus.org/",
      .ask = N_("Please have the internet address of this network taken off the block list."),
  },
  {
      .code = MBX_CODE_POLICY_BLOCKED,
      .title = N_("A rule forbids this sign-in"),
      .summary = N_("A rule of the organisation or provider forbids this sign-in, for instance by "
                    "country, device or program."),
      .fixes = { { NULL, N_("Send the administrator the text below.") },
                 { NULL, N_("Turn a VPN off, or try from your usual network.") },
                 { NULL, N_("Look in the account's security settings for a blocked sign-in and "
                            "allow it.") } },
      .ask = N_("Please check which rule (conditional access, security defaults, country or device "
                "block) refuses my mail program, and allow it."),
  },
  {
      .code = MBX_CODE_GREYLISTED,
      .title = N_("Server asks for patience"),
      .summary = N_("The server asks to try again in some minutes, which it does with everybody it "
                    "does not know yet."),
      .fixes = { { NULL, N_("Wait ten minutes and try again; nothing has to be changed.") },
                 { NULL, N_("For sending, check that the sign-in is on: servers do not put off "
                            "people who signed in.") } },
      .ask = N_("Please do not greylist mail programs that have signed in."),
  },
};

const MbxWordsGroup mbx_words_refusal = { entries, G_N_ELEMENTS (entries) };
