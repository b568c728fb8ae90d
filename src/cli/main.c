/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/help.h"
#include "engine/demo-server.h"

/* A crash must not leave the password in a file. */
static void
forbid_core_files (void)
{
  struct rlimit none = { 0, 0 };

  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  setrlimit (RLIMIT_CORE, &none);
}

static void
choose_language (const char *const *argv)
{
  g_autofree char *language = mbx_options_find_language (argv);

  if (language != NULL)
    g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
  /* In the locale "C" gettext looks at nothing, not even at LANGUAGE. */
  if (language != NULL && g_strcmp0 (setlocale (LC_MESSAGES, NULL), "C") == 0)
    setlocale (LC_MESSAGES, "C.UTF-8");
  bindtextdomain (MBX_GETTEXT_PACKAGE, MBX_LOCALE_DIR);
  bind_textdomain_codeset (MBX_GETTEXT_PACKAGE, "UTF-8");
  textdomain (MBX_GETTEXT_PACKAGE);
}

static const MbxVerb *
choose_verb (const MbxOptions *options, GError **error)
{
  const char *name = options->arguments[0];
  const MbxVerb *verb = name != NULL ? mbx_verb_find (name) : NULL;
  const char *suggestion;

  if (verb != NULL)
    return verb;
  if (name == NULL)
    {
      g_set_error (
          error, MBX_CLI_ERROR, MBX_CLI_ERROR_USAGE,
          _ ("Say what to do, for instance \"mailbox-check check anna@example.org\", or try "
             "\"mailbox-check --help\"."));
      return NULL;
    }
  suggestion = mbx_verb_suggest (name);
  if (suggestion != NULL)
    g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_USAGE,
                 _ ("There is no verb \"%s\". Did you mean \"%s\"?"), name, suggestion);
  else
    g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_USAGE,
                 _ ("There is no verb \"%s\". Try \"mailbox-check --help\"."), name);
  return NULL;
}

static gboolean
check_arguments (const MbxVerb *verb, const MbxOptions *options, GError **error)
{
  guint count = g_strv_length (options->arguments) - 1;

  if (count < verb->least)
    g_set_error (
        error, MBX_CLI_ERROR, MBX_CLI_ERROR_USAGE,
        /* Translators: for instance: "mailbox-check check" needs one more word: ADDRESS. */
        _ ("\"mailbox-check %s\" needs one more word: %s."), verb->name, verb->arguments);
  else if (count > verb->most)
    g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_USAGE,
                 _ ("There is a word too many behind \"mailbox-check %s\". Try \"mailbox-check %s "
                    "--help\"."),
                 verb->name, verb->name);
  else
    return TRUE;
  return FALSE;
}

static MbxDemoServer *
start_demo (const MbxOptions *options, MbxContext *context, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (MbxDemoServer) demo = mbx_demo_server_new (&problem);

  if (demo == NULL)
    {
      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_BROKEN,
                   _ ("The demo server could not be started: %s."), problem->message);
      return NULL;
    }
  if (!mbx_demo_server_set_failure (demo, options->demo_failure))
    {
      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_USAGE,
                   _ ("The demo server cannot show \"%s\"."),
                   mbx_code_to_string (options->demo_failure));
      return NULL;
    }
  mbx_demo_server_apply (demo, context);
  return g_steal_pointer (&demo);
}

static MbxExit
run_verb (const MbxVerb *verb, const MbxOptions *options, gint64 started, GError **error)
{
  g_autoptr (MbxContext) context = mbx_context_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MbxDemoServer) demo = NULL;
  MbxCommand command = { options, context, cancellable, started, 0, FALSE };
  MbxExit status;

  mbx_context_set_offline (context, options->offline);
  mbx_context_get_limits (context)->check = options->timeout * 1000;
  if (options->demo)
    {
      demo = start_demo (options, context, error);
      if (demo == NULL)
        return MBX_EXIT_BROKEN;
    }
  status = verb->run (&command, error);
  if (g_cancellable_is_cancelled (cancellable) && !command.too_long)
    {
      g_clear_error (error);
      fprintf (stderr, "%s\n", _ ("Stopped."));
      fflush (NULL);
      signal (SIGINT, SIG_DFL);
      raise (SIGINT);
    }
  return status;
}

static MbxExit
show_help (const MbxOptions *options, GError **error)
{
  g_autoptr (MbxTerminal) terminal = mbx_terminal_new (STDOUT_FILENO);
  const MbxVerb *verb = NULL;

  if (options->arguments[0] != NULL)
    {
      verb = choose_verb (options, error);
      if (verb == NULL)
        return MBX_EXIT_USAGE;
    }
  if (verb != NULL)
    mbx_help_add_verb (terminal, verb);
  else
    mbx_help_add_overview (terminal);
  mbx_command_print (terminal->text->str);
  return MBX_EXIT_PASSED;
}

static MbxExit
run (const char *const *argv, gint64 started, GError **error)
{
  g_autoptr (MbxOptions) options = mbx_options_parse (argv, error);
  const MbxVerb *verb;

  if (options == NULL)
    return MBX_EXIT_USAGE;
  if (options->version)
    {
      mbx_command_print ("mailbox-check " MBX_VERSION "\n");
      return MBX_EXIT_PASSED;
    }
  if (options->help)
    return show_help (options, error);
  verb = choose_verb (options, error);
  if (verb == NULL || !check_arguments (verb, options, error))
    return MBX_EXIT_USAGE;
  return run_verb (verb, options, started, error);
}

int
main (int argc, char **argv)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  MbxExit status;

  /* Standard output is for the result alone, whatever G_MESSAGES_DEBUG asks for. */
  g_log_writer_default_set_use_stderr (TRUE);
  forbid_core_files ();
  /* Standard output is for results alone, even when G_MESSAGES_DEBUG is set. */
  g_log_writer_default_set_use_stderr (TRUE);
  choose_language ((const char *const *) argv);
  status = run ((const char *const *) argv, started, &error);
  if (error != NULL)
    status = mbx_complain (error);
  if ((fflush (stdout) != 0 || ferror (stdout) != 0) && status != MBX_EXIT_BROKEN)
    {
      fprintf (stderr, "mailbox-check: %s\n", _ ("The result could not be written."));
      status = MBX_EXIT_BROKEN;
    }
  return (int) status;
}
