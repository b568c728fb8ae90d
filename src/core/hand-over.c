/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/hand-over.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/hand-over-private.h"

G_DEFINE_QUARK (mbx-hand-over-error-quark, mbx_hand_over_error)

typedef struct
{
  const char *name;
  const char *file_name;
  MbxHandOverWriter write;
  gboolean tokens;        /* can sign in with what a command prints */
  gboolean pop3;
  gboolean shell;         /* its file holds commands */
} Target;

static const Target targets[MBX_HAND_OVER_COUNT] = {
  [MBX_HAND_OVER_GOA] = { "goa", NULL, NULL, FALSE, FALSE },
  [MBX_HAND_OVER_EVOLUTION] = { "evolution", NULL, NULL, FALSE, TRUE },
  [MBX_HAND_OVER_GEARY] = { "geary", NULL, NULL, FALSE, FALSE },
  [MBX_HAND_OVER_THUNDERBIRD] = { "thunderbird", "thunderbird.txt",
                                  mbx_hand_over_write_thunderbird, TRUE, TRUE },
  [MBX_HAND_OVER_MSMTP] = { "msmtp", "msmtp-config", mbx_hand_over_write_msmtp, TRUE, TRUE, TRUE },
  [MBX_HAND_OVER_MBSYNC] = { "mbsync", "mbsyncrc", mbx_hand_over_write_mbsync, TRUE, FALSE, TRUE },
  [MBX_HAND_OVER_NEOMUTT] = { "neomutt", "neomuttrc", mbx_hand_over_write_neomutt, TRUE, FALSE,
                              TRUE },
  [MBX_HAND_OVER_AERC] = { "aerc", "accounts.conf", mbx_hand_over_write_aerc, TRUE, FALSE, TRUE },
  [MBX_HAND_OVER_HIMALAYA] = { "himalaya", "config.toml", mbx_hand_over_write_himalaya, TRUE,
                               FALSE, TRUE },
  [MBX_HAND_OVER_MOBILECONFIG] = { "mobileconfig", "mailbox.mobileconfig",
                                   mbx_hand_over_write_mobileconfig, FALSE, TRUE },
  [MBX_HAND_OVER_AUTOCONFIG] = { "autoconfig", "config-v1.1.xml", mbx_hand_over_write_autoconfig,
                                 TRUE, TRUE },
};

const char *
mbx_hand_over_target_to_string (MbxHandOverTarget target)
{
  return targets[target].name;
}

gboolean
mbx_hand_over_target_from_string (const char *text, MbxHandOverTarget *target)
{
  for (guint i = 0; i < MBX_HAND_OVER_COUNT; i++)
    {
      if (g_ascii_strcasecmp (targets[i].name, text) == 0)
        {
          *target = (MbxHandOverTarget) i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * mbx_hand_over_writes_file:
 *
 * Returns: whether @target is served by a file; the others are asked through their own service
 */
gboolean
mbx_hand_over_writes_file (MbxHandOverTarget target)
{
  return targets[target].write != NULL;
}

/**
 * mbx_hand_over_get_file_name:
 *
 * Returns: (nullable): the name that the target's file usually has, without a folder
 */
const char *
mbx_hand_over_get_file_name (MbxHandOverTarget target)
{
  return targets[target].file_name;
}

/* Reads our own keyring item by the attributes it is stored under; see engine/keyring.h. */
static char *
password_command (const MbxServer *server)
{
  g_autofree char *user = NULL;

  if (server == NULL)
    return NULL;
  user = g_shell_quote (server->username != NULL ? server->username : "");
  return g_strdup_printf ("secret-tool lookup protocol %s server %s user %s",
                          mbx_protocol_to_string (server->protocol), server->host, user);
}

static gboolean
check_account (const Target *target, const MbxAccount *account, GError **error)
{
  if (account->incoming == NULL || account->outgoing == NULL)
    {
      g_set_error (error, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_SERVER,
                   _ ("This mailbox has no complete settings to hand over."));
      return FALSE;
    }
  if (account->incoming->protocol == MBX_PROTOCOL_POP3 && !target->pop3)
    {
      g_set_error (error, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_SERVER,
                   _ ("This program needs IMAP, and the mailbox is set up with POP3."));
      return FALSE;
    }
  if (account->sign_in == MBX_SIGN_IN_OAUTH && !target->tokens)
    {
      g_set_error (error, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_SIGN_IN,
                   _ ("This program cannot use the browser sign-in of this mailbox. "
                      "Set the mailbox up in the program itself."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_value (const char *value, const char *forbidden, GError **error)
{
  for (const char *at = value != NULL ? value : ""; *at != '\0'; at++)
    {
      if (!g_ascii_iscntrl (*at) && strchr (forbidden, *at) == NULL)
        continue;
      g_set_error (error, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_CHARACTER,
                   /* Translators: %s is a mail address, a user name or a person's name */
                   _ ("“%s” holds a character that this file cannot express."), value);
      return FALSE;
    }
  return TRUE;
}

/*
 * One value with a line break or a quote could turn into a setting of its own, and user names go
 * through the shells of other programs, each with its own layers of quoting. Mail servers have no
 * names with such characters; where one has, writing nothing beats writing something dangerous.
 */
static gboolean
check_characters (const Target *target, const MbxAccount *account, GError **error)
{
  const char *for_name = target->shell ? "`\\\"$" : "";
  const char *for_user = target->shell ? "`\\\"$'; &|<>()*?#" : "";

  return check_value (account->name, for_name, error) &&
         check_value (account->address, for_user, error) &&
         check_value (account->incoming->username, for_user, error) &&
         check_value (account->outgoing->username, for_user, error);
}

/**
 * mbx_hand_over_check:
 * @target: a target
 * @account: the mailbox
 * @error: an #MbxHandOverError
 *
 * Returns: whether @account can be handed to @target at all
 */
gboolean
mbx_hand_over_check (MbxHandOverTarget target, const MbxAccount *account, GError **error)
{
  return check_account (&targets[target], account, error) &&
         check_characters (&targets[target], account, error);
}

/**
 * mbx_hand_over_write:
 * @target: a target for which mbx_hand_over_writes_file() is true
 * @account: the mailbox, user names filled in
 * @token_command: (nullable): what prints a fresh access token, for browser sign-in
 * @error: an #MbxHandOverError
 *
 * Writes the target's settings. They never hold a secret: programs that can ask a command for the
 * password get one that reads the keyring.
 *
 * Returns: (transfer full) (nullable): the file
 */
char *
mbx_hand_over_write (MbxHandOverTarget target, const MbxAccount *account,
                     const char *token_command, GError **error)
{
  g_autofree char *incoming = NULL;
  g_autofree char *outgoing = NULL;
  MbxHandOverFile file = { .account = account };

  g_return_val_if_fail (targets[target].write != NULL, NULL);

  if (!mbx_hand_over_check (target, account, error))
    return NULL;
  incoming = password_command (account->incoming);
  outgoing = password_command (account->outgoing);
  if (account->sign_in == MBX_SIGN_IN_OAUTH)
    file.incoming_command = file.outgoing_command = token_command;
  else
    {
      file.incoming_command = incoming;
      file.outgoing_command = outgoing;
    }
  return targets[target].write (&file, error);
}
