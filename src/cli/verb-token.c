/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/output-json.h"
#include "engine/account-store.h"
#include "engine/oauth-sign-in.h"

static MbxSecret *
fetch (MbxCommand *command, const MbxAccount *account, GError **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  mbx_oauth_fresh_token_async (command->context, account, command->cancellable,
                               mbx_command_on_done, &place);
  result = mbx_command_wait (command, &place);
  return mbx_oauth_fresh_token_finish (result, error);
}

static gboolean
write_all (const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize written = write (STDOUT_FILENO, bytes, length);

      if (written <= 0)
        return FALSE;
      bytes += written;
      length -= (gsize)written;
    }
  return TRUE;
}

/* Straight to the descriptor: the buffers of printf would keep a copy that nobody wipes. */
static gboolean
print_token (const MbxSecret *token)
{
  return write_all (mbx_secret_peek (token), mbx_secret_get_length (token)) && write_all ("\n", 1);
}

static gboolean
print_json (const char *address, const MbxSecret *token)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  char *text;
  gboolean good;

  mbx_json_begin (json);
  mbx_json_add_string (json, "address", address);
  mbx_json_add_string (json, "token", mbx_secret_peek (token));
  text = mbx_json_end (json, FALSE);
  good = write_all (text, strlen (text));
  mbx_wipe_string (text);
  return good;
}

/**
 * mbx_verb_token:
 *
 * Prints a fresh access token, for programs that ask a command for it.
 */
MbxExit
mbx_verb_token (MbxCommand *command, GError **error)
{
  const char *typed = command->options->arguments[1];
  g_autoptr (MbxAddress) address = mbx_address_parse (typed, error);
  g_autoptr (MbxAccountStore) store = mbx_account_store_new (NULL);
  g_autoptr (MbxAccount) account = NULL;
  g_autoptr (MbxSecret) token = NULL;
  g_autoptr (GError) cause = NULL;

  if (address == NULL)
    return MBX_EXIT_USAGE;
  account = mbx_account_store_find (store, address->text, &cause);
  if (account != NULL)
    token = fetch (command, account, &cause);
  if (token == NULL)
    {
      g_set_error_literal (error, MBX_CLI_ERROR, MBX_CLI_ERROR_FAILED, cause->message);
      return MBX_EXIT_FAILED;
    }
  if (command->options->json ? print_json (address->text, token) : print_token (token))
    return MBX_EXIT_PASSED;
  g_set_error_literal (error, MBX_CLI_ERROR, MBX_CLI_ERROR_BROKEN,
                       _ ("The token could not be written."));
  return MBX_EXIT_BROKEN;
}
