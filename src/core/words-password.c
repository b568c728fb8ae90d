/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

/* Name, password and what a provider wants in its place. */
static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_WRONG_PASSWORD,
      .family = "google",
      .title = N_("Wrong user name or password"),
      .summary = N_("Google did not accept the user name and the password; it takes no ordinary "
                    "Google password here."),
      .fixes = { { N_("Make an app password at {app_page} and type that one."),
                   N_("Make an app password in the Google account and type that one.") },
                 { NULL, N_("Or sign in through the browser.") },
                 { NULL, N_("Check that the user name is the full address.") } },
      .link = "https://myaccount.google.com/apppasswords",
  },
  {
      .code = MBX_CODE_WRONG_PASSWORD,
      .title = N_("Wrong user name or password"),
      .summary = N_("The server did not accept the user name and the password."),
      .seen = { N_("{host} did not accept the user name and the password.") },
      .fixes = { { NULL, N_("Type the password again, letter by letter, and mind Caps Lock and "
                            "the keyboard layout.") },
                 { N_("Where {provider} wants an app password, make one at {app_page} and type "
                      "that one."),
                   N_("Sign in to the mailbox in the browser: where that fails too, the password "
                      "has to be reset there.") },
                 { NULL, N_("Check the user name: most providers want the full address, some only "
                            "the part before the @.") },
                 { NULL, N_("Where two-step sign-in is on, make an app password in the account's "
                            "security settings.") } },
  },
  {
      .code = MBX_CODE_APP_PASSWORD_REQUIRED,
      .title = N_("App password needed"),
      .summary = N_("This provider takes no ordinary password from mail programs but an app "
                    "password."),
      .seen = { N_("{provider} takes no ordinary password from mail programs but an app "
                   "password.") },
      .fixes = { { N_("Make an app password at {app_page} and type it here instead of the ordinary "
                      "one."),
                   N_("Make an app password in the security settings of the account and type it "
                      "here instead of the ordinary one.") },
                 { NULL, N_("Where no app password is offered there, turn two-step sign-in on "
                            "first.") },
                 { NULL, N_("Or sign in through the browser where this provider offers it.") } },
      .link = "{app_page}",
  },
  {
      .code = MBX_CODE_OAUTH_REQUIRED,
      .family = "microsoft",
      .title = N_("Sign in through the browser"),
      .summary = N_("Microsoft no longer takes passwords from mail programs, not even app "
                    "passwords."),
      .fixes = { { NULL, N_("Sign in through the browser.") },
                 { NULL, N_("Where the browser asks for an administrator's approval, use "
                            "Thunderbird, which Microsoft lets in without it.") },
                 { NULL, N_("Or send the administrator the text that is shown then.") } },
      .link = "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/"
              "deprecation-of-basic-authentication-exchange-online",
  },
  {
      .code = MBX_CODE_OAUTH_REQUIRED,
      .title = N_("Sign in through the browser"),
      .summary = N_("This provider takes no passwords from mail programs but only a sign-in "
                    "through the browser."),
      .seen = { N_("{provider} takes no passwords from mail programs but only a sign-in through "
                   "the browser.") },
      .fixes = { { NULL, N_("Sign in through the browser.") },
                 { N_("Or make an app password at {app_page} where the provider offers one."),
                   N_("Or make an app password where the provider offers one.") } },
  },
  {
      .code = MBX_CODE_TWO_FACTOR_REQUIRED,
      .title = N_("Second factor needed"),
      .summary = N_("The account is protected by a second factor, which a mail program cannot "
                    "give."),
      .fixes = { { N_("Make an app password at {app_page} and type it here."),
                   N_("Make an app password in the security settings of the account and type it "
                      "here.") },
                 { NULL, N_("Or sign in through the browser where this provider offers it.") } },
      .link = "{app_page}",
  },
  {
      .code = MBX_CODE_USERNAME_FORMAT,
      .title = N_("User name has another form"),
      .summary = N_("The server wants the user name in another form."),
      .seen = { N_("{host} wants the user name in another form.") },
      .fixes = { { NULL, N_("Use the full address as the user name.") },
                 { NULL, N_("Where that is refused too, use only the part before the @.") },
                 { NULL, N_("Look the user name up in the provider's welcome letter or help "
                            "page.") } },
  },
  {
      .code = MBX_CODE_PASSWORD_EXPIRED,
      .title = N_("Password has expired"),
      .summary = N_("The password has expired or has to be changed before it works again."),
      .fixes = { { NULL, N_("Sign in to the mailbox in the browser and set a new password "
                            "there.") },
                 { NULL, N_("Then type the new password here.") },
                 { NULL, N_("In a company, change the password on the company's own page or ask "
                            "the helpdesk.") } },
  },
  {
      .code = MBX_CODE_WEB_LOGIN_REQUIRED,
      .title = N_("Sign in on the web first"),
      .summary = N_("The provider wants to see a sign-in in the browser before it lets a mail "
                    "program in."),
      .fixes = { { NULL, N_("Sign in to the mailbox in the browser, on this computer, and answer "
                            "what it asks.") },
                 { NULL, N_("Then try again here within ten minutes.") },
                 { N_("Where it happens again, make an app password at {app_page}."),
                   N_("Where it happens again, make an app password or sign in through the "
                      "browser here.") } },
  },
};

const MbxWordsGroup mbx_words_password = { entries, G_N_ELEMENTS (entries) };
