/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_NO_SETTINGS_FOUND,
      .title = N_("No settings found"),
      .summary = N_("No source knows the mail servers of this address."),
      .fixes = { { NULL, N_("Check the address for a slip.") },
                 { NULL, N_("Look in the provider's help for “IMAP and SMTP settings” and "
                            "enter the servers yourself.") },
                 { NULL, N_("In a company, ask the helpdesk for the names of the mail "
                            "servers.") } },
  },
  {
      .code = MBX_CODE_DOMAIN_TYPO,
      .title = N_("Domain looks mistyped"),
      .summary = N_("The part after the @ takes no mail and looks like a slip of the finger."),
      .fixes = { { NULL, N_("Correct the part after the @, for instance gmail.com instead of "
                            "gmial.com.") },
                 { NULL, N_("Where it is right after all, enter the servers yourself.") } },
  },
  {
      .code = MBX_CODE_DOMAIN_HAS_NO_MAIL,
      .title = N_("Domain takes no mail"),
      .summary = N_("The domain of this address takes no mail."),
      .fixes = { { NULL, N_("Check the part after the @ for a slip.") },
                 { NULL, N_("Where it is your own domain, check that it is paid for and has an MX "
                            "record.") } },
  },
  {
      .code = MBX_CODE_PROPRIETARY_PROTOCOL,
      .title = N_("Only in the provider's own program"),
      .summary = N_("This provider lets no other mail program in, since it offers no IMAP."),
      .seen = { N_("{provider} lets no other mail program in, since it offers no IMAP.") },
      .fixes = { { NULL, N_("Use the provider's own program or its page in the browser.") },
                 { NULL, N_("Where the provider has a bridge program, install that first.") } },
  },
  {
      .code = MBX_CODE_BRIDGE_NOT_RUNNING,
      .title = N_("Bridge program does not run"),
      .summary = N_("The provider's bridge program, through which mail programs reach the mailbox, "
                    "does not run on this computer."),
      .seen = { N_("Nothing answers on port {port} of this computer, where the provider's bridge "
                   "program should listen.") },
      .fixes = { { NULL, N_("Start the bridge program, sign in there, and try again.") },
                 { NULL, N_("Take server, port and password from the bridge program: they differ "
                            "from those of the account.") },
                 { NULL, N_("Where it is not installed, get it from the provider.") } },
      .link = "https://proton.me/mail/bridge",
  },
  {
      .code = MBX_CODE_AUTOCONFIG_BROKEN,
      .title = N_("Provider's settings file is broken"),
      .summary = N_("The provider publishes a file with its mail settings, but the file is "
                    "broken."),
      .fixes = { { NULL, N_("Enter the servers yourself from the provider's help page.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please mend the file config-v1.1.xml of your autoconfig service."),
  },
  {
      .code = MBX_CODE_ADDRESS_INVALID,
      .title = N_("Not a mail address"),
      .summary = N_("This is not a complete mail address."),
      .fixes = { { NULL, N_("Type it in the form name@example.org.") },
                 { NULL, N_("Check for blanks, commas and missing parts.") } },
  },
};

const MbxWordsGroup mbx_words_discovery = { entries, G_N_ELEMENTS (entries) };
