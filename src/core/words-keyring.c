/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

/* Nothing is stored in these cases; the words say so, for a half-stored password would worry. */
static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_KEYRING_UNAVAILABLE,
      .title = N_("No keyring"),
      .summary = N_("No keyring runs in this session, so that the password could not be stored "
                    "safely."),
      .fixes = { { NULL, N_("Install and start a keyring, for instance GNOME Keyring, KWallet or "
                            "KeePassXC, then try again.") },
                 { NULL, N_("Sign out of the computer and in again, which starts the keyring.") },
                 { NULL, N_("Where this runs over a remote connection, start it inside a desktop "
                            "session.") } },
  },
  {
      .code = MBX_CODE_KEYRING_LOCKED,
      .title = N_("Keyring stayed locked"),
      .summary = N_("The keyring stayed locked, so that the password was not stored."),
      .fixes = { { NULL, N_("Try again and type the keyring's password when it is asked for; "
                            "mostly it is the one you sign in to the computer with.") },
                 { NULL, N_("Where it is forgotten, make a new keyring in “Passwords and "
                            "Keys”.") } },
  },
  {
      .code = MBX_CODE_KEYRING_REFUSED,
      .title = N_("Keyring refused to store"),
      .summary = N_("The keyring refused to store the password, and nothing was saved."),
      .fixes = { { NULL, N_("Check that the disk is not full, then try again.") },
                 { NULL, N_("Sign out of the computer and in again, which restarts the "
                            "keyring.") },
                 { NULL, N_("Look for a message of the keyring program that waits for an "
                            "answer.") } },
  },
};

const MbxWordsGroup mbx_words_keyring = { entries, G_N_ELEMENTS (entries) };
