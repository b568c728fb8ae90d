/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

/* The sign-in through the browser (OAuth 2.0). */
static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_OAUTH_CANCELLED,
      .title = N_("Browser sign-in was not finished"),
      .summary = N_("The sign-in through the browser was closed or not finished in time."),
      .fixes = { { NULL, N_("Start the sign-in again and finish it in the browser.") },
                 { NULL, N_("Where the browser shows an error, copy it into “Explain an "
                            "error”.") } },
  },
  {
      .code = MBX_CODE_OAUTH_DENIED,
      .family = "microsoft",
      .title = N_("Sign-in service refused"),
      .summary = N_("Microsoft refused the sign-in, since an administrator has to approve this "
                    "program first."),
      .fixes = { { NULL, N_("Send the administrator the text below.") },
                 { NULL, N_("Or use Thunderbird, which Microsoft lets in without an approval.") },
                 { NULL, N_("Where you declined in the browser, start again and choose "
                            "Accept.") } },
      .link = "https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent",
      .ask = N_("Please grant admin consent to Mailbox Setup for IMAP.AccessAsUser.All and "
                "SMTP.Send, and check that no conditional access rule refuses it."),
  },
  {
      .code = MBX_CODE_OAUTH_DENIED,
      .title = N_("Sign-in service refused"),
      .summary = N_("The sign-in service refused: access was declined, or a rule forbids it."),
      .seen = { N_("The sign-in service of {provider} refused: access was declined, or a rule "
                   "forbids it.") },
      .fixes = { { NULL, N_("Start again and allow the access in the browser.") },
                 { NULL, N_("Where an administrator has to approve it, send the text below.") },
                 { N_("Or make an app password at {app_page}."),
                   N_("Or make an app password where the provider offers one.") } },
      .ask = N_("Please allow Mailbox Setup to read and send mail for my account (IMAP and SMTP by "
                "OAuth 2.0)."),
  },
  {
      .code = MBX_CODE_OAUTH_WRONG_ACCOUNT,
      .title = N_("Another account signed in"),
      .summary = N_("Another account signed in through the browser than the one of this "
                    "address."),
      .fixes = { { NULL, N_("Sign in again and choose the account of this address; a private "
                            "browser window helps.") },
                 { NULL, N_("Where the address is an alias, use the main address of the "
                            "account.") },
                 { NULL, N_("Where the account is right, ask the administrator whether it has a "
                            "mailbox with IMAP on.") } },
  },
  {
      .code = MBX_CODE_OAUTH_TOKEN_REJECTED,
      .title = N_("Browser sign-in is not accepted"),
      .summary = N_("The mail server did not accept the sign-in that was made through the "
                    "browser."),
      .seen = { N_("{host} did not accept the sign-in that was made through the browser.") },
      .fixes = { { NULL, N_("Sign in through the browser again.") },
                 { NULL, N_("Check that IMAP and SMTP are switched on for this mailbox.") },
                 { NULL, N_("Check that the user name is the main address of the account.") } },
  },
};

const MbxWordsGroup mbx_words_browser = { entries, G_N_ELEMENTS (entries) };
