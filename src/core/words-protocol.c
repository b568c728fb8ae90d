/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_WRONG_SERVICE,
      .title = N_("No mail server on this port"),
      .summary = N_("Something else than a mail server answers on this port."),
      /* TRANSLATORS: {service} is the name of a protocol, for instance HTTP or SSH. */
      .seen = { N_("On port {port} of {host} something else than a mail server answers: "
                   "{service}."),
                N_("On port {port} of {host} something else than a mail server answers.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Check the port: 993 for IMAP, 995 for POP3, 465 or 587 for sending.") },
                 { NULL, N_("Check the server name against the help page of the provider.") } },
  },
  {
      .code = MBX_CODE_WRONG_MAIL_PROTOCOL,
      .title = N_("Another kind of mail server"),
      .summary = N_("A mail server answers here, but for another protocol than was expected."),
      /* TRANSLATORS: {protocol} and {service} are IMAP, POP3 or SMTP. */
      .seen = { N_("{protocol} was expected on port {port} of {host}, but {service} answers "
                   "there."),
                N_("{protocol} was expected on port {port} of {host}, but another protocol answers "
                   "there.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Use the port that belongs to the protocol: 993 for IMAP, 995 for POP3, 465 "
                      "or 587 for sending.") },
                 { NULL, N_("Check that the servers for receiving and for sending are not "
                            "swapped.") } },
  },
  {
      .code = MBX_CODE_PROTOCOL_ERROR,
      .title = N_("Server's answer makes no sense"),
      .summary = N_("The server's answer breaks the rules of the protocol."),
      .seen = { N_("The answer of {host} breaks the rules of {protocol}.") },
      .fixes = { { NULL, N_("Try again: a bad connection may have been the cause.") },
                 { NULL, N_("Turn off the mail protection of an antivirus program for one "
                            "try.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please check the mail service; its answers break the protocol."),
  },
  {
      .code = MBX_CODE_GREETING_REJECTED,
      .title = N_("Server turns us away"),
      .summary = N_("The server refuses the connection with its first words and gives no "
                    "reason."),
      .seen = { N_("{host} refuses the connection on port {port} with its first words and gives no "
                   "reason.") },
      .fixes = { { NULL, N_("Wait a quarter of an hour and try again.") },
                 { NULL, N_("Try from another network: the server may block this one.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please tell me why your server refuses my connection."),
  },
  {
      .code = MBX_CODE_SENDER_NOT_ALLOWED,
      .title = N_("Sender address is not allowed"),
      .summary = N_("The server does not let this account send with this address."),
      .seen = { N_("{host} does not let this account send with this address.") },
      .fixes = { { NULL, N_("Send with the main address of the account.") },
                 { NULL, N_("Add this address as a sender or alias in the settings of the "
                            "mailbox, then try again.") },
                 { NULL, N_("Check that receiving and sending sign in with the same user "
                            "name.") },
                 { NULL, N_("Where it is a shared mailbox, ask its administrator for the right to "
                            "send as this address.") } },
  },
  {
      .code = MBX_CODE_RELAY_DENIED,
      .title = N_("Server does not pass mail on"),
      .summary = N_("The server does not send without a sign-in, or not to this address."),
      .seen = { N_("{host} does not send without a sign-in, or not to this address.") },
      .fixes = { { NULL, N_("Turn the sign-in for sending on, with the same user name and password "
                            "as for receiving.") },
                 { NULL, N_("Use the provider's own server for sending, on port 465 or 587.") },
                 { NULL, N_("Check the address of the one you write to.") } },
  },
  {
      .code = MBX_CODE_UNKNOWN,
      .title = N_("Unknown cause"),
      .summary = N_("The server refused, and its words name no cause that this program knows."),
      .seen = { N_("{host} refused, and its words name no cause that this program knows.") },
      .fixes = { { NULL, N_("Read the server's own words under Details.") },
                 { NULL, N_("Try again later, and from another network.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please tell me what these words mean and what I can do."),
  },
};

const MbxWordsGroup mbx_words_protocol = { entries, G_N_ELEMENTS (entries) };
