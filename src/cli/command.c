/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/command.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/edit-distance.h"

#define COMMON_OPTIONS "json", "lang", "demo", "help"

static const char *const find_options[] = { "username", "incoming", "outgoing",     "protocol",
                                            "offline",  "timeout",  COMMON_OPTIONS, NULL };
static const char *const check_options[] = { "password-stdin", "password-fd",  "username",
                                             "incoming",       "outgoing",     "protocol",
                                             "offline",        "sign-in",      "yes",
                                             "timeout",        COMMON_OPTIONS, NULL };
static const char *const explain_options[] = { "protocol", "host", "json", "lang", "help", NULL };
static const char *const ports_options[] = { "timeout", COMMON_OPTIONS, NULL };
static const char *const dns_options[] = { "timeout", "json", "lang", "help", NULL };
static const char *const codes_options[] = { "json", "lang", "help", NULL };
static const char *const batch_options[] = { "jobs",    "output",       "offline", "yes",
                                             "timeout", COMMON_OPTIONS, NULL };
static const char *const token_options[] = { "timeout", "json", "lang", "help", NULL };
static const char *const hand_over_options[] = { "to",           "output",  "username", "incoming",
                                                 "outgoing",     "offline", "yes",      "timeout",
                                                 COMMON_OPTIONS, NULL };

static const MbxVerb verbs[] = {
  { "find", "ADDRESS", 1, 1, N_ ("Find the settings of an address; needs no password"),
    N_ ("Looks for the servers of the address: in the built-in list, at the provider, in Mozilla's "
        "list and in DNS. Nothing secret is sent. With --offline nobody is asked."),
    find_options, mbx_verb_find_settings },
  { "check", "ADDRESS", 1, 1, N_ ("Find the settings, then test receiving and sending"),
    N_ ("Tests both servers step by step and names the cause of a failure and what to do. The "
        "password is read with --password-stdin or --password-fd, or asked for at a terminal; "
        "without one the check stops before the sign-in."),
    check_options, mbx_verb_check },
  { "explain", "", 0, 0, N_ ("Name the cause of an error that is pasted on standard input"),
    N_ ("Reads the error of a mail program or the reply of a server from standard input, one line "
        "or several."),
    explain_options, mbx_verb_explain },
  { "ports", "HOST", 1, 1, N_ ("Try the ports of mail side by side"),
    N_ ("Tries 25, 465, 587, 143, 993, 110 and 995 and tells what answers there."), ports_options,
    mbx_verb_ports },
  { "dns", "DOMAIN", 1, 1, N_ ("Judge the DNS records of a mail domain"),
    N_ ("Looks up MX, A and AAAA, SPF, DMARC, SRV and the hosts for settings, each with a "
        "verdict."),
    dns_options, mbx_verb_dns },
  { "codes", "[CODE]", 0, 1, N_ ("List every cause by its code, or one in full"),
    N_ ("The codes are the same in each language and are never renamed, so that they can be read "
        "over the phone."),
    codes_options, mbx_verb_codes },
  { "batch", "FILE", 1, 1, N_ ("Check many mailboxes from a CSV file"),
    N_ ("Each line holds address,password and perhaps the incoming and the outgoing server; a "
        "header line is recognised. Prints one JSON object a line. With --output FILE the results "
        "are added to that file and addresses that stand there already are left out, so that a "
        "stopped run can go on. Use - to read standard input."),
    batch_options, mbx_verb_batch },
  { "token", "ADDRESS", 1, 1, N_ ("Print a fresh access token of a mailbox with browser sign-in"),
    N_ ("For programs that ask a command for their password. The token goes to standard output "
        "and nowhere else."),
    token_options, mbx_verb_token },
  { "hand-over", "ADDRESS", 1, 1, N_ ("Hand the mailbox to another mail program"),
    N_ ("--to takes goa, evolution, geary, thunderbird, msmtp, mbsync, neomutt, aerc, himalaya, "
        "mobileconfig or autoconfig."),
    hand_over_options, mbx_verb_hand_over },
};

/**
 * mbx_verb_find:
 *
 * Returns: (nullable): the verb of that name
 */
const MbxVerb *
mbx_verb_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (strcmp (verbs[i].name, name) == 0)
        return &verbs[i];
    }
  return NULL;
}

/**
 * mbx_verb_get_nth:
 *
 * Returns: (nullable): the verb at that place, %NULL behind the last one
 */
const MbxVerb *
mbx_verb_get_nth (guint nth)
{
  return nth < G_N_ELEMENTS (verbs) ? &verbs[nth] : NULL;
}

/**
 * mbx_verb_suggest:
 *
 * Returns: (nullable): the verb that @name is most likely a slip of
 */
const char *
mbx_verb_suggest (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (mbx_one_slip_apart (name, verbs[i].name))
        return verbs[i].name;
    }
  return NULL;
}

/**
 * mbx_command_fail:
 * @problem: (transfer full): what an engine's call has said
 * @error: (out): #MBX_CLI_ERROR
 *
 * Returns: the exit status; a run that took too long has failed, anything else is broken inside
 */
MbxExit
mbx_command_fail (const MbxCommand *command, GError *problem, GError **error)
{
  if (command->too_long)
    g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_FAILED,
                 _ ("There was no result within %u seconds. Try again with a longer --timeout."),
                 command->options->timeout);
  else
    g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_BROKEN, "%s", problem->message);
  g_error_free (problem);
  return mbx_cli_error_to_exit (*error);
}

/* Always UTF-8, whatever the locale: a program that reads it must not have to guess. */
void
mbx_command_print (const char *text)
{
  fputs (text, stdout);
}

/* A callback that keeps the result where mbx_command_wait() looks for it; @data is its place. */
void
mbx_command_on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **place = data;

  *place = g_object_ref (result);
}

static gboolean
on_interrupt (gpointer data)
{
  GCancellable *cancellable = data;

  /* Whoever presses it twice means it. */
  if (g_cancellable_is_cancelled (cancellable))
    _exit (128 + SIGINT);
  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_too_long (gpointer data)
{
  MbxCommand *command = data;

  command->too_long = TRUE;
  g_cancellable_cancel (command->cancellable);
  return G_SOURCE_CONTINUE;
}

/**
 * mbx_command_wait:
 * @result: the place that mbx_command_on_done() was given
 *
 * Runs the main context until the result is there. Ctrl+C cancels meanwhile; elsewhere it ends the
 * program as usual, since nothing else would notice it.
 *
 * Returns: (transfer full): the result
 */
GAsyncResult *
mbx_command_wait (MbxCommand *command, GAsyncResult **result)
{
  guint source = g_unix_signal_add (SIGINT, on_interrupt, command->cancellable);

  guint limit = command->limit > 0 ? g_timeout_add (command->limit, on_too_long, command) : 0;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  if (limit > 0)
    g_source_remove (limit);
  return g_steal_pointer (result);
}
