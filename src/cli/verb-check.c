/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/browser.h"
#include "cli/command.h"
#include "cli/output-json.h"
#include "cli/output-text.h"
#include "cli/password.h"
#include "cli/run-words.h"
#include "core/oauth-reply.h"

/* The engine keeps its own limit and then says what it has seen; this one only guards it. */
#define GRACE_MILLISECONDS 2000

static MbxExit
run_to_exit (const MbxRun *run)
{
  MbxVerdict verdict = mbx_run_get_verdict (run);

  if (verdict.state == MBX_STATE_PASSED)
    return MBX_EXIT_PASSED;
  if (run->account == NULL && mbx_code_get_layer (verdict.code) == MBX_LAYER_DISCOVERY)
    return MBX_EXIT_NOT_FOUND;
  return MBX_EXIT_FAILED;
}

static void
print_run (const MbxCommand *command, MbxRun *run, gboolean without_password)
{
  mbx_run_end (run);
  if (command->options->json)
    {
      g_autofree char *text = mbx_json_write_run (run, 0, TRUE);

      mbx_command_print (text);
    }
  else
    {
      g_autoptr (MbxTerminal) terminal = mbx_terminal_new (STDOUT_FILENO);

      mbx_text_add_run (terminal, run, without_password);
      mbx_command_print (terminal->text->str);
    }
}

static gboolean
find (MbxCommand *command, MbxRun *run, GError **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  command->limit = command->options->timeout * 1000 + GRACE_MILLISECONDS;
  mbx_run_find_async (run, command->cancellable, mbx_command_on_done, &place);
  result = mbx_command_wait (command, &place);
  return mbx_run_find_finish (run, result, error);
}

static gboolean
is_browser (const MbxCommand *command)
{
  return command->options->sign_in != MBX_CLI_SIGN_IN_PASSWORD;
}

/* What is left of the whole run's limit after the search. */
static void
shorten_limit (MbxCommand *command)
{
  gint64 gone = (g_get_monotonic_time () - command->started) / 1000;
  gint64 left = (gint64) command->options->timeout * 1000 - gone;

  mbx_context_get_limits (command->context)->check = (guint) MAX (left, 1);
}

static gboolean
check (MbxCommand *command, MbxRun *run, MbxSecret *secret, GError **error)
{
  const MbxCredentialKind kind =
      is_browser (command) ? MBX_CREDENTIAL_TOKEN : MBX_CREDENTIAL_PASSWORD;
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  shorten_limit (command);
  mbx_run_check_async (run, kind, secret, command->cancellable, mbx_command_on_done, &place);
  result = mbx_command_wait (command, &place);
  return mbx_run_check_finish (run, result, error);
}

/* Whoever sits at a terminal is asked; a script has to say --yes beforehand. */
static gboolean
is_confirmed (const MbxCommand *command, const MbxRun *run)
{
  g_autofree char *sentence = NULL;
  g_autofree char *question = NULL;

  if (!run->needs_consent || command->options->yes)
    return TRUE;
  sentence = mbx_run_dup_consent_sentence (run);
  if (command->options->json || !mbx_terminal_is_interactive ())
    {
      fprintf (stderr, "mailbox-check: %s\n", sentence);
      return FALSE;
    }
  /* Translators: %s is a sentence about the servers */
  question = g_strdup_printf (_ ("%s Go on?"), sentence);
  return mbx_terminal_ask_yes (question);
}

static MbxRun *
start_run (MbxCommand *command, gboolean find_only, GError **error)
{
  const MbxOptions *options = command->options;
  MbxRunRequest request = { .address = options->arguments[1],
                            .username = options->username,
                            .incoming = options->incoming,
                            .outgoing = options->outgoing,
                            .protocol = options->protocol,
                            .find_only = find_only };
  MbxLimits *limits = mbx_context_get_limits (command->context);
  g_autoptr (GError) problem = NULL;
  MbxRun *run;

  limits->discovery = MIN (limits->discovery, options->timeout * 1000);
  run = mbx_run_new (command->context, &request, &problem);
  if (run == NULL && options->json)
    {
      g_autofree char *text = mbx_json_write_refused (request.address, 0, MBX_CODE_ADDRESS_INVALID,
                                                      problem->message, TRUE);

      mbx_command_print (text);
    }
  if (run == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return run;
}

/* A refused sign-in is a finding like any other: the rest is tested all the same. */
static void
sign_in (MbxCommand *command, MbxRun *run, MbxSecret **token)
{
  g_autoptr (GError) error = NULL;

  *token = mbx_browser_sign_in (command, run, &error);
  /* How long a person takes in the browser does not count. */
  command->started = g_get_monotonic_time ();
  if (*token == NULL)
    mbx_run_fail_sign_in (run, mbx_oauth_error_to_code (error), error->message);
}

/**
 * mbx_verb_check:
 *
 * Finds the settings, then tests both servers.
 */
MbxExit
mbx_verb_check (MbxCommand *command, GError **error)
{
  g_autoptr (MbxRun) run = NULL;
  g_autoptr (MbxSecret) password = NULL;
  GError *problem = NULL;

  run = start_run (command, FALSE, error);
  if (run == NULL ||
      (!is_browser (command) &&
       !mbx_password_obtain (command->options, mbx_run_get_address (run), &password, error)))
    return MBX_EXIT_USAGE;
  if (!find (command, run, &problem))
    return mbx_command_fail (command, problem, error);
  if (run->code == MBX_CODE_NONE && !is_confirmed (command, run))
    mbx_run_refuse (run);
  if (run->code == MBX_CODE_NONE && is_browser (command))
    sign_in (command, run, &password);
  if (run->code == MBX_CODE_NONE && !check (command, run, password, &problem))
    return mbx_command_fail (command, problem, error);
  print_run (command, run, password == NULL && !is_browser (command));
  return run_to_exit (run);
}

/**
 * mbx_verb_find_settings:
 *
 * Only finds the settings.
 */
MbxExit
mbx_verb_find_settings (MbxCommand *command, GError **error)
{
  g_autoptr (MbxRun) run = start_run (command, TRUE, error);
  GError *problem = NULL;

  if (run == NULL)
    return MBX_EXIT_USAGE;
  if (!find (command, run, &problem))
    return mbx_command_fail (command, problem, error);
  print_run (command, run, TRUE);
  return run_to_exit (run);
}
