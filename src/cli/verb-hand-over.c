/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/mailbox-run.h"
#include "cli/output-json.h"
#include "cli/run-words.h"
#include "core/hand-over.h"
#include "engine/account-store.h"
#include "engine/hand-over-service.h"
#include "engine/keyring.h"

static gboolean
read_target (const MbxOptions *options, MbxHandOverTarget *target, GError **error)
{
  if (options->to != NULL && mbx_hand_over_target_from_string (options->to, target))
    return TRUE;
  g_set_error_literal (error, MBX_CLI_ERROR, MBX_CLI_ERROR_USAGE,
                       _ ("--to takes one of goa, evolution, geary, thunderbird, msmtp, mbsync, "
                          "neomutt, aerc, himalaya, mobileconfig and autoconfig."));
  return FALSE;
}

/* A mailbox that is not set up here: its settings are found, or given. */
static MbxAccount *
find_account (MbxCommand *command, MbxExit *status, GError **error)
{
  const MbxOptions *options = command->options;
  MbxRunRequest request = { .address = options->arguments[1],
                            .username = options->username,
                            .incoming = options->incoming,
                            .outgoing = options->outgoing,
                            .protocol = options->protocol,
                            .find_only = TRUE };
  g_autoptr (MbxRun) run = mbx_run_new (command->context, &request, error);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;

  *status = MBX_EXIT_USAGE;
  if (run == NULL)
    return NULL;
  mbx_run_find_async (run, command->cancellable, mbx_command_on_done, &place);
  result = mbx_command_wait (command, &place);
  *status = MBX_EXIT_BROKEN;
  if (!mbx_run_find_finish (run, result, error))
    return NULL;
  if (run->account != NULL && (!run->needs_consent || options->yes))
    return mbx_account_copy (run->account);
  *status = run->account != NULL ? MBX_EXIT_FAILED : MBX_EXIT_NOT_FOUND;
  if (run->account != NULL)
    {
      g_autofree char *sentence = mbx_run_dup_consent_sentence (run);

      g_set_error_literal (error, MBX_CLI_ERROR, MBX_CLI_ERROR_FAILED, sentence);
    }
  else
    {
      g_autoptr (MbxWords) words = mbx_run_words_new (run, run->code);

      g_set_error_literal (error, MBX_CLI_ERROR, MBX_CLI_ERROR_FAILED, words->summary);
    }
  return NULL;
}

static MbxSecret *
look_up (MbxCommand *command, const MbxServer *server, GError **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  mbx_keyring_lookup_async (server, command->cancellable, mbx_command_on_done, &place);
  result = mbx_command_wait (command, &place);
  return mbx_keyring_lookup_finish (result, error);
}

static gboolean
ask_service (MbxCommand *command, MbxHandOverTarget target, const MbxAccount *account,
             GError **error)
{
  g_autoptr (MbxSecret) incoming = NULL;
  g_autoptr (MbxSecret) outgoing = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *handle = NULL;
  GAsyncResult *place = NULL;

  if (!mbx_hand_over_check (target, account, error))
    return FALSE;
  incoming = look_up (command, account->incoming, error);
  outgoing = incoming != NULL ? look_up (command, account->outgoing, error) : NULL;
  if (outgoing == NULL)
    return FALSE;
  mbx_hand_over_add_async (target, account, incoming, outgoing, command->cancellable,
                           mbx_command_on_done, &place);
  result = mbx_command_wait (command, &place);
  handle = mbx_hand_over_add_finish (result, error);
  return handle != NULL;
}

static gboolean
write_file (const MbxOptions *options, MbxHandOverTarget target, const char *text, GError **error)
{
  if (options->output == NULL || g_str_equal (options->output, "-"))
    {
      if (!options->json)
        mbx_command_print (text);
      return TRUE;
    }
  return g_file_set_contents_full (options->output, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   error);
}

static void
print_outcome (const MbxOptions *options, MbxHandOverTarget target, const char *text)
{
  gboolean to_file = options->output != NULL && !g_str_equal (options->output, "-");

  if (options->json)
    {
      g_autoptr (JsonBuilder) json = json_builder_new ();
      g_autofree char *object = NULL;

      mbx_json_begin (json);
      mbx_json_add_string (json, "target", mbx_hand_over_target_to_string (target));
      mbx_json_add_string (json, "state", "passed");
      mbx_json_add_string (json, "output", to_file ? options->output : NULL);
      mbx_json_add_string (json, "text", to_file ? NULL : text);
      object = mbx_json_end (json, TRUE);
      mbx_command_print (object);
    }
  else if (text == NULL)
    {
      /* Translators: %s is the word for a mail program on the command line, for instance goa */
      g_autofree char *words = g_strdup_printf (_ ("The mailbox is in %s now.\n"),
                                                mbx_hand_over_target_to_string (target));

      mbx_command_print (words);
    }
}

/* From inside a Flatpak another program reaches our command only through flatpak itself. */
static char *
token_command (const MbxAccount *account)
{
  g_autofree char *address = g_shell_quote (account->address);

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return g_strdup_printf ("flatpak run --command=mailbox-check %s token %s", MBX_APP_ID, address);
  return g_strdup_printf ("mailbox-check token %s", address);
}

static gboolean
hand_over (MbxCommand *command, MbxHandOverTarget target, const MbxAccount *account,
           GError **error)
{
  g_autofree char *command_line = NULL;
  g_autofree char *text = NULL;

  if (!mbx_hand_over_writes_file (target))
    {
      if (!ask_service (command, target, account, error))
        return FALSE;
    }
  else
    {
      command_line = token_command (account);
      text = mbx_hand_over_write (target, account, command_line, error);
      if (text == NULL || !write_file (command->options, target, text, error))
        return FALSE;
    }
  print_outcome (command->options, target, text);
  return TRUE;
}

/**
 * mbx_verb_hand_over:
 *
 * Gives a mailbox to another mail program, or writes that program's settings.
 */
MbxExit
mbx_verb_hand_over (MbxCommand *command, GError **error)
{
  g_autoptr (MbxAddress) address = mbx_address_parse (command->options->arguments[1], error);
  g_autoptr (MbxAccountStore) store = mbx_account_store_new (NULL);
  g_autoptr (MbxAccount) account = NULL;
  g_autoptr (GError) cause = NULL;
  MbxHandOverTarget target;
  MbxExit status;

  if (address == NULL || !read_target (command->options, &target, error))
    return MBX_EXIT_USAGE;
  if (command->options->incoming == NULL && command->options->outgoing == NULL)
    account = mbx_account_store_find (store, address->text, NULL);
  if (account == NULL && !mbx_hand_over_writes_file (target))
    {
      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_FAILED,
                   /* Translators: %s is a mail address */
                   _ ("%s is not set up here. Set it up in Mailbox Setup first."), address->text);
      return MBX_EXIT_FAILED;
    }
  if (account == NULL)
    account = find_account (command, &status, error);
  if (account == NULL)
    return status;
  if (hand_over (command, target, account, &cause))
    return MBX_EXIT_PASSED;
  g_set_error_literal (error, MBX_CLI_ERROR, MBX_CLI_ERROR_FAILED, cause->message);
  return MBX_EXIT_FAILED;
}
