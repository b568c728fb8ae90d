/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

/* What the provider or an administrator has switched off, locked or limited for an account. */
static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_IMAP_DISABLED,
      .family = "microsoft",
      .title = N_("Access for mail programs is off"),
      .summary = N_("IMAP is switched off for this mailbox, by its owner or by the "
                    "administrator."),
      .fixes = { { NULL, N_("With an Outlook.com address, switch POP and IMAP on in the settings "
                            "of the mailbox under Mail, Forwarding and IMAP.") },
                 { NULL, N_("In a company or school, send the administrator the text below.") },
                 { NULL, N_("Wait ten minutes after the change, then try again.") } },
      .link = "https://outlook.live.com/mail/0/options/mail/forwarding",
      .ask = N_("Please enable IMAP for my mailbox: Set-CASMailbox -ImapEnabled $true."),
  },
  {
      .code = MBX_CODE_IMAP_DISABLED,
      .title = N_("Access for mail programs is off"),
      .summary = N_("Access by IMAP or POP3 is switched off for this mailbox."),
      .seen = { N_("Access by {protocol} is switched off for this mailbox at {provider}.") },
      .fixes = { { N_("Switch it on at {enable_page}, then try again."),
                   N_("Sign in to the mailbox in the browser, switch IMAP and POP3 on in its "
                      "settings, then try again.") },
                 { NULL, N_("Check the password too: some providers answer both with the same "
                            "words.") },
                 { NULL, N_("In a company or school, ask the administrator to allow IMAP.") } },
      .link = "{enable_page}",
  },
  {
      .code = MBX_CODE_SMTP_AUTH_DISABLED,
      .family = "microsoft",
      .title = N_("Sending by mail programs is off"),
      .summary = N_("The administrator, or Microsoft's default, has switched sending by mail "
                    "programs (SMTP AUTH) off."),
      .fixes = { { NULL, N_("Send the administrator the text below.") },
                 { NULL, N_("Sign in through the browser: since the end of 2026 passwords are off "
                            "for sending by default.") },
                 { NULL, N_("Receiving works without this; send in the browser meanwhile.") } },
      .link = "https://aka.ms/smtp_auth_disabled",
      .ask = N_("Please enable authenticated SMTP for my mailbox: Set-CASMailbox "
                "-SmtpClientAuthenticationDisabled $false, or in the admin center under Active "
                "users, Mail, Manage email apps."),
  },
  {
      .code = MBX_CODE_SMTP_AUTH_DISABLED,
      .title = N_("Sending by mail programs is off"),
      .summary = N_("The administrator has switched sending by mail programs off for this "
                    "account."),
      .fixes = { { NULL, N_("Send the administrator the text below.") },
                 { NULL, N_("Receiving works without this; send in the browser meanwhile.") } },
      .ask = N_("Please enable authenticated sending (SMTP AUTH) for my mailbox."),
  },
  {
      .code = MBX_CODE_ACCOUNT_LOCKED,
      .title = N_("Account is locked"),
      .summary = N_("The account is locked, suspended or closed."),
      .seen = { N_("{provider} has locked, suspended or closed this account.") },
      .fixes = { { NULL, N_("Sign in to the mailbox in the browser and follow what it says.") },
                 { NULL, N_("Check for an unpaid bill, or a message of the provider in another "
                            "mailbox.") },
                 { NULL, N_("Call the provider, or the administrator, to have it unlocked.") } },
      .ask = N_("Please tell me why my account is locked and how it can be unlocked."),
  },
  {
      .code = MBX_CODE_TOO_MANY_ATTEMPTS,
      .title = N_("Too many tries"),
      .summary = N_("There were too many tries to sign in, and the server wants a pause now."),
      .seen = { N_("There were too many tries to sign in, and {host} wants a pause now.") },
      .fixes = { { NULL, N_("Wait at least a quarter of an hour before the next try.") },
                 { NULL, N_("Close other programs and phones that may still try an old "
                            "password.") },
                 { NULL, N_("Meanwhile check in the browser that the password is right.") } },
  },
  {
      .code = MBX_CODE_TOO_MANY_CONNECTIONS,
      .title = N_("Too many connections"),
      .summary = N_("Too many programs are connected to this mailbox at once."),
      .seen = { N_("Too many programs are connected to this mailbox at {host} at once.") },
      .fixes = { { NULL, N_("Close mail programs on this and other devices, wait some minutes, and "
                            "try again.") },
                 { NULL, N_("Lower the number of connections in the settings of the other mail "
                            "programs.") } },
  },
  {
      .code = MBX_CODE_MAILBOX_NOT_PROVISIONED,
      .title = N_("Account has no mailbox"),
      .summary = N_("The account exists, but it has no mailbox or no licence for one."),
      .fixes = { { NULL, N_("Send the administrator the text below.") },
                 { NULL, N_("Where the account is new, wait an hour and try again.") },
                 { NULL, N_("Check that the address is the main one of the account and not an "
                            "alias.") } },
      .ask = N_("Please create the mailbox for my account, or give it a licence that includes "
                "one."),
  },
  {
      .code = MBX_CODE_MAILBOX_FULL,
      .title = N_("Mailbox is full"),
      .summary = N_("The mailbox is over its quota and takes no more mail."),
      .fixes = { { NULL, N_("Delete mail in the browser, large attachments first, and empty trash "
                            "and spam.") },
                 { NULL, N_("Or buy more space from the provider.") } },
  },
  {
      .code = MBX_CODE_PLAN_REQUIRED,
      .title = N_("Only for paying accounts"),
      .summary = N_("The provider gives mail programs access only in a paid plan."),
      .seen = { N_("{provider} gives mail programs access only in a paid plan.") },
      .fixes = { { NULL, N_("Change to a plan that includes IMAP and SMTP.") },
                 { NULL, N_("Or go on reading this mailbox in the browser or in the provider's own "
                            "program.") } },
      .link = "{enable_page}",
  },
};

const MbxWordsGroup mbx_words_account = { entries, G_N_ELEMENTS (entries) };
