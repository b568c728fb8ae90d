/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/help.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *argument;
  const char *help;
} Option;

static const Option options[] = {
  { "json", NULL, N_ ("Print one JSON object") },
  { "password-stdin", NULL, N_ ("Read the password from the first line of standard input") },
  { "password-fd", "N", N_ ("Read the password from file descriptor N") },
  { "username", "U", N_ ("Sign in as U instead of the address") },
  { "incoming", "URI", N_ ("The server that receives, for instance imaps://imap.example.org") },
  { "outgoing", "URI", N_ ("The server that sends, for instance smtps://smtp.example.org") },
  { "protocol", "P", N_ ("imap, pop3 or smtp") },
  { "host", "H", N_ ("The server that said it") },
  { "timeout", "SECONDS", N_ ("Limit for the whole run, 30 by default") },
  { "offline", NULL, N_ ("Ask nobody for settings; use the built-in list only") },
  { "jobs", "N", N_ ("How many mailboxes at the same time, 4 by default") },
  { "sign-in", "HOW", N_ ("password, browser or device") },
  { "yes", NULL, N_ ("Use settings from an unsafe source without asking") },
  { "to", "T", N_ ("The mail program that takes the mailbox over") },
  { "output", "FILE", N_ ("Write to FILE; - is standard output") },
  { "demo", "CODE", N_ ("Use the built-in demo server, with the failure CODE if given") },
  { "lang", "L", N_ ("Speak the language L, for instance de") },
  { "version", NULL, N_ ("Print the version") },
  { "help", NULL, N_ ("Print this help") },
};

static const char *const general_options[] = { "json", "lang", "demo", "version", "help", NULL };

static void
add_option (MbxTerminal *terminal, const Option *option)
{
  g_autofree char *name =
      g_strdup_printf (strcmp (option->name, "demo") == 0 ? "--%s[=%s]"
                       : option->argument != NULL         ? "--%s %s"
                                                          : "--%s%s",
                       option->name, option->argument != NULL ? option->argument : "");
  g_autoptr (GString) cell = g_string_new (name);

  while (cell->len < 20)
    g_string_append_c (cell, ' ');
  mbx_terminal_add_wrapped (terminal, 2, cell->str, _ (option->help));
}

static void
add_options (MbxTerminal *terminal, const char *const *names)
{
  mbx_terminal_end_line (terminal);
  mbx_terminal_add (terminal, MBX_STYLE_STRONG, _ ("Options"));
  mbx_terminal_end_line (terminal);
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (g_strv_contains (names, options[i].name))
        add_option (terminal, &options[i]);
    }
}

/**
 * mbx_help_add_overview:
 *
 * All verbs, one line each, and where to read on.
 */
void
mbx_help_add_overview (MbxTerminal *terminal)
{
  const MbxVerb *verb;

  mbx_terminal_add_wrapped (terminal, 0, NULL,
                            _ ("Usage: mailbox-check VERB [ARGUMENT] [OPTIONS]"));
  mbx_terminal_end_line (terminal);
  mbx_terminal_add_wrapped (
      terminal, 0, NULL,
      _ ("Finds the settings of a mailbox, tests receiving and sending, and names the cause when "
         "something fails."));
  mbx_terminal_end_line (terminal);
  mbx_terminal_add (terminal, MBX_STYLE_STRONG, _ ("Verbs"));
  mbx_terminal_end_line (terminal);
  for (guint nth = 0; (verb = mbx_verb_get_nth (nth)) != NULL; nth++)
    {
      g_autofree char *call = g_strdup_printf ("%s %s", verb->name, verb->arguments);
      g_autofree char *cell = g_strdup_printf ("%-20s", call);

      mbx_terminal_add_wrapped (terminal, 2, cell, _ (verb->summary));
    }
  add_options (terminal, general_options);
  mbx_terminal_end_line (terminal);
  mbx_terminal_add_wrapped (
      terminal, 0, NULL,
      _ ("\"mailbox-check VERB --help\" tells more about a verb. The man page "
         "is mailbox-check(1)."));
  mbx_terminal_add_wrapped (terminal, 0, NULL,
                            _ ("Exit status: 0 all passed, 1 a check failed, 2 bad usage or input, "
                               "3 no settings found, 4 broken inside."));
}

/**
 * mbx_help_add_verb:
 *
 * All about one verb.
 */
void
mbx_help_add_verb (MbxTerminal *terminal, const MbxVerb *verb)
{
  g_autofree char *call =
      g_strdup_printf ("mailbox-check %s %s [OPTIONS]", verb->name, verb->arguments);
  /* Translators: %s is a command line */
  g_autofree char *usage = g_strdup_printf (_ ("Usage: %s"), call);

  mbx_terminal_add_wrapped (terminal, 0, NULL, usage);
  mbx_terminal_end_line (terminal);
  mbx_terminal_add_wrapped (terminal, 0, NULL, _ (verb->description));
  add_options (terminal, verb->options);
}
