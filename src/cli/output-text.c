/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/output-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/run-words.h"

/* In English; other languages take what their longest word takes. */
#define STATE_COLUMNS 9
#define STEP_COLUMNS 22
#define DETAIL_INDENT 4

static MbxStyle
style_of (MbxState state)
{
  switch (state)
    {
    case MBX_STATE_PASSED:
      return MBX_STYLE_GOOD;
    case MBX_STATE_WARNING:
      return MBX_STYLE_WARNING;
    case MBX_STATE_FAILED:
      return MBX_STYLE_BAD;
    case MBX_STATE_WAITING:
    case MBX_STATE_RUNNING:
    case MBX_STATE_SKIPPED:
      return MBX_STYLE_FAINT;
    }
  return MBX_STYLE_PLAIN;
}

/* The word for a state, in a column of its own. */
void
mbx_text_add_state (MbxTerminal *terminal, MbxState state, guint columns)
{
  mbx_terminal_add_cell (terminal, style_of (state), mbx_state_to_words (state), columns);
}

static void
add_fixes (MbxTerminal *terminal, guint indent, char **fixes)
{
  for (guint i = 0; fixes != NULL && fixes[i] != NULL; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u. ", i + 1);

      mbx_terminal_add_wrapped (terminal, indent, number, fixes[i]);
    }
}

static void
add_labelled (MbxTerminal *terminal, guint indent, const char *label, const char *text)
{
  g_autofree char *first = g_strconcat (label, " ", NULL);

  mbx_terminal_add_wrapped (terminal, indent, first, text);
}

/**
 * mbx_text_add_cause:
 * @words: what a person reads about @code
 *
 * One cause in full: title, sentence, what to do, who, link and the text for the provider.
 */
void
mbx_text_add_cause (MbxTerminal *terminal, MbxCode code, const MbxWords *words)
{
  mbx_terminal_add (terminal, MBX_STYLE_STRONG, words->title);
  mbx_terminal_add (terminal, MBX_STYLE_FAINT, "  ");
  mbx_terminal_add (terminal, MBX_STYLE_FAINT, mbx_code_to_string (code));
  mbx_terminal_end_line (terminal);
  mbx_terminal_add_wrapped (terminal, 0, NULL, words->summary);
  mbx_terminal_end_line (terminal);
  add_labelled (terminal, 0, _ ("What to do:"), "");
  add_fixes (terminal, 2, words->fixes);
  add_labelled (terminal, 0, _ ("Who acts:"), mbx_who_to_words (mbx_code_get_who (code)));
  if (words->link != NULL)
    add_labelled (terminal, 0, _ ("More:"), words->link);
  if (words->text != NULL)
    {
      mbx_terminal_end_line (terminal);
      add_labelled (terminal, 0, _ ("A text to send:"), "");
      mbx_terminal_add_wrapped (terminal, 2, NULL, words->text);
    }
}

static const char *
protocol_to_words (MbxProtocol protocol)
{
  switch (protocol)
    {
    case MBX_PROTOCOL_IMAP:
      return "IMAP";
    case MBX_PROTOCOL_POP3:
      return "POP3";
    case MBX_PROTOCOL_SMTP:
      return "SMTP";
    }
  return "";
}

static char *
describe_server (const MbxServer *server)
{
  return g_strdup_printf ("%s  %s:%u  %s", protocol_to_words (server->protocol), server->host,
                          server->port, server->security == MBX_SECURITY_TLS ? "TLS" : "STARTTLS");
}

static void
add_server (MbxTerminal *terminal, const MbxRun *run, MbxSide side)
{
  const MbxServer *server = mbx_run_get_server (run, side);
  g_autofree char *text = server != NULL ? describe_server (server) : g_strdup (_ ("not tested"));

  mbx_terminal_add (terminal, MBX_STYLE_STRONG, mbx_side_to_words (side));
  mbx_terminal_add (terminal, MBX_STYLE_PLAIN, "  ");
  mbx_terminal_add (terminal, MBX_STYLE_PLAIN, text);
  mbx_terminal_end_line (terminal);
}

/* What the provider wants, before anybody types a password for nothing. */
static void
add_hints (MbxTerminal *terminal, const MbxProvider *provider)
{
  g_auto (GStrv) hints = mbx_provider_dup_hints (provider);

  if (provider->auth == MBX_AUTH_OAUTH)
    add_labelled (terminal, 0, _ ("Signing in:"),
                  _ ("Through the browser only; passwords are refused."));
  else if ((provider->auth & MBX_AUTH_APP_PASSWORD) != 0 &&
           (provider->auth & MBX_AUTH_PASSWORD) == 0)
    add_labelled (terminal, 0, _ ("Signing in:"),
                  _ ("With an app password, not with the usual one."));
  if (provider->app_password_page != NULL)
    add_labelled (terminal, 0, _ ("App passwords:"), provider->app_password_page);
  if (provider->enable_page != NULL)
    add_labelled (terminal, 0, _ ("Where IMAP is switched on:"), provider->enable_page);
  for (guint i = 0; hints != NULL && hints[i] != NULL; i++)
    mbx_terminal_add_wrapped (terminal, 0, NULL, hints[i]);
}

static void
add_user_names (MbxTerminal *terminal, const MbxServer *incoming, const MbxServer *outgoing)
{
  const MbxServer *any = incoming != NULL ? incoming : outgoing;

  if (any == NULL)
    return;
  if (incoming == NULL || outgoing == NULL ||
      g_strcmp0 (incoming->username, outgoing->username) == 0)
    {
      add_labelled (terminal, 0, _ ("User name:"), any->username);
      return;
    }
  add_labelled (terminal, 0, _ ("User name for receiving:"), incoming->username);
  add_labelled (terminal, 0, _ ("User name for sending:"), outgoing->username);
}

/**
 * mbx_text_add_settings:
 *
 * The address, the servers uncut, the user name and where all that comes from.
 */
void
mbx_text_add_settings (MbxTerminal *terminal, const MbxRun *run)
{
  const MbxCandidate *candidate = mbx_run_get_candidate (run);
  const MbxServer *incoming = mbx_run_get_server (run, MBX_SIDE_INCOMING);
  const MbxServer *outgoing = mbx_run_get_server (run, MBX_SIDE_OUTGOING);
  const MbxProvider *provider;

  mbx_terminal_add (terminal, MBX_STYLE_STRONG, mbx_run_get_address (run));
  mbx_terminal_end_line (terminal);
  if (candidate != NULL && candidate->provider_name != NULL)
    add_labelled (terminal, 0, _ ("Provider:"), candidate->provider_name);
  if (run->account != NULL)
    add_labelled (terminal, 0, _ ("Settings from:"), mbx_source_to_words (run->source));
  add_user_names (terminal, incoming, outgoing);
  provider = run->discovery != NULL ? mbx_discovery_get_provider (run->discovery) : NULL;
  if (provider != NULL && run->account != NULL)
    add_hints (terminal, provider);
  mbx_terminal_end_line (terminal);
}

/* Both servers often fail for one reason; what to do about it is then said once. */
static gboolean
stands_above (const MbxRun *run, const MbxStepResult *step)
{
  g_autoptr (GPtrArray) steps = mbx_run_list_steps (run);

  for (guint i = 0; i < steps->len && steps->pdata[i] != step; i++)
    {
      const MbxStepResult *before = steps->pdata[i];

      if (before->words != NULL && before->diagnosis != NULL &&
          before->diagnosis->code == step->diagnosis->code &&
          g_strv_equal ((const char *const *) before->words->fixes,
                        (const char *const *) step->words->fixes))
        return TRUE;
    }
  return FALSE;
}

static void
add_what_to_do (MbxTerminal *terminal, const MbxRun *run, const MbxStepResult *step)
{
  const char *code = mbx_code_to_string (step->diagnosis->code);

  if (stands_above (run, step))
    {
      /* Translators: %s is a code such as wrong-password */
      g_autofree char *text = g_strdup_printf (_ ("%s; what to do stands above."), code);

      add_labelled (terminal, DETAIL_INDENT, _ ("Code:"), text);
      return;
    }
  add_fixes (terminal, DETAIL_INDENT, step->words->fixes);
  add_labelled (terminal, DETAIL_INDENT, _ ("Who acts:"),
                mbx_who_to_words (mbx_code_get_who (step->diagnosis->code)));
  add_labelled (terminal, DETAIL_INDENT, _ ("Code:"), code);
}

static void
add_step_details (MbxTerminal *terminal, const MbxRun *run, const MbxStepResult *step)
{
  g_autofree char *summary = mbx_step_dup_summary (run, step);

  mbx_terminal_add_wrapped (terminal, DETAIL_INDENT, NULL, summary);
  if (step->words != NULL && step->diagnosis != NULL)
    add_what_to_do (terminal, run, step);
  if (step->said != NULL)
    add_labelled (terminal, DETAIL_INDENT, _ ("The server said:"), step->said);
}

static guint
state_columns (void)
{
  static const MbxState shown[] = { MBX_STATE_PASSED, MBX_STATE_WARNING, MBX_STATE_FAILED,
                                    MBX_STATE_SKIPPED };
  guint columns = STATE_COLUMNS;

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    columns = MAX (columns, mbx_text_columns (mbx_state_to_words (shown[i])));
  return columns;
}

static guint
step_columns (void)
{
  guint columns = STEP_COLUMNS;

  for (guint step = 0; step < MBX_STEP_COUNT; step++)
    columns = MAX (columns, mbx_text_columns (mbx_step_to_words ((MbxStep) step)));
  return columns;
}

static void
add_step (MbxTerminal *terminal, const MbxRun *run, const MbxStepResult *step)
{
  const guint columns = state_columns ();

  mbx_terminal_add (terminal, MBX_STYLE_PLAIN, "  ");
  mbx_text_add_state (terminal, step->state, columns);
  mbx_terminal_add (terminal, MBX_STYLE_PLAIN, " ");
  mbx_terminal_add_cell (terminal, MBX_STYLE_PLAIN, mbx_step_to_words (step->step),
                         MIN (step_columns (), terminal->width - columns - 11));
  if (step->state != MBX_STATE_SKIPPED)
    {
      /* Translators: %d is a number of milliseconds */
      g_autofree char *time = g_strdup_printf (_ ("%d ms"), (int) (step->microseconds / 1000));

      for (guint i = mbx_text_columns (time); i < 8; i++)
        mbx_terminal_add (terminal, MBX_STYLE_PLAIN, " ");
      mbx_terminal_add (terminal, MBX_STYLE_FAINT, time);
    }
  mbx_terminal_end_line (terminal);
  if (step->state == MBX_STATE_FAILED || step->state == MBX_STATE_WARNING)
    add_step_details (terminal, run, step);
}

static void
add_group (MbxTerminal *terminal, const MbxRun *run, const GPtrArray *steps, MbxSide side)
{
  gboolean first = TRUE;

  for (guint i = 0; i < steps->len; i++)
    {
      const MbxStepResult *step = steps->pdata[i];

      if (step->side != side)
        continue;
      if (first && side != MBX_SIDE_NETWORK)
        add_server (terminal, run, side);
      first = FALSE;
      add_step (terminal, run, step);
    }
  if (!first)
    mbx_terminal_end_line (terminal);
}

/* The text for the provider or the administrator, once, however many steps it is about. */
static void
add_letter (MbxTerminal *terminal, const GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const MbxStepResult *step = steps->pdata[i];
      g_autofree char *letter = NULL;

      if (step->state != MBX_STATE_FAILED || step->words == NULL || step->words->text == NULL)
        continue;
      mbx_terminal_add (terminal, MBX_STYLE_STRONG, _ ("A text to send"));
      mbx_terminal_end_line (terminal);
      letter = g_strchomp (g_strdup (step->words->text));
      mbx_terminal_add_wrapped (terminal, 2, NULL, letter);
      mbx_terminal_end_line (terminal);
      return;
    }
}

static void
add_verdict (MbxTerminal *terminal, const MbxRun *run, gboolean without_password)
{
  MbxVerdict verdict = mbx_run_get_verdict (run);

  if (verdict.state != MBX_STATE_PASSED)
    {
      mbx_terminal_add (terminal, MBX_STYLE_BAD, _ ("Failed"));
      mbx_terminal_add (terminal, MBX_STYLE_PLAIN, "  ");
      mbx_terminal_add (terminal, MBX_STYLE_STRONG, mbx_code_to_string (verdict.code));
    }
  else
    {
      mbx_terminal_add (terminal, MBX_STYLE_GOOD, _ ("Passed"));
      if (without_password && !run->request.find_only)
        {
          mbx_terminal_add (terminal, MBX_STYLE_PLAIN, "  ");
          mbx_terminal_add (terminal, MBX_STYLE_PLAIN,
                            _ ("The sign-in was not tested, since no password was given."));
        }
    }
  mbx_terminal_end_line (terminal);
}

/* Nobody is asked unseen. */
static void
add_asked (MbxTerminal *terminal, const MbxRun *run)
{
  GPtrArray *sources = run->discovery != NULL ? mbx_discovery_get_sources (run->discovery) : NULL;
  gboolean first = TRUE;

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const MbxSourceState *source = sources->pdata[i];
      g_autofree char *name = g_strdup_printf ("%s: ", mbx_source_to_words (source->source));

      if (source->asked == NULL || source->state == MBX_STATE_WAITING)
        continue;
      if (first)
        {
          mbx_terminal_add (terminal, MBX_STYLE_STRONG, _ ("Who was asked"));
          mbx_terminal_end_line (terminal);
        }
      first = FALSE;
      mbx_terminal_add_wrapped (terminal, 2, name, source->asked);
      if (source->outcome != NULL)
        mbx_terminal_add_wrapped (terminal, 4, NULL, source->outcome);
    }
  if (!first)
    mbx_terminal_end_line (terminal);
}

static void
add_found (MbxTerminal *terminal, const MbxRun *run)
{
  g_autoptr (GPtrArray) others = mbx_run_list_alternatives (run);

  add_server (terminal, run, MBX_SIDE_INCOMING);
  add_server (terminal, run, MBX_SIDE_OUTGOING);
  mbx_terminal_end_line (terminal);
  if (others->len == 0)
    return;
  mbx_terminal_add (terminal, MBX_STYLE_STRONG, _ ("Other servers of this provider"));
  mbx_terminal_end_line (terminal);
  for (guint i = 0; i < others->len; i++)
    {
      g_autofree char *text = describe_server (others->pdata[i]);

      mbx_terminal_add_wrapped (terminal, 2, NULL, text);
    }
  mbx_terminal_end_line (terminal);
}

/**
 * mbx_text_add_run:
 * @run: one that has ended
 * @without_password: nobody gave a password, so that the sign-in was left out
 *
 * What "check" and "find" print for people.
 */
void
mbx_text_add_run (MbxTerminal *terminal, const MbxRun *run, gboolean without_password)
{
  g_autoptr (GPtrArray) steps = mbx_run_list_steps (run);

  mbx_text_add_settings (terminal, run);
  if (run->request.find_only && run->account != NULL)
    add_found (terminal, run);
  if (run->request.find_only)
    add_asked (terminal, run);
  add_group (terminal, run, steps, MBX_SIDE_NETWORK);
  add_group (terminal, run, steps, MBX_SIDE_INCOMING);
  add_group (terminal, run, steps, MBX_SIDE_OUTGOING);
  add_letter (terminal, steps);
  add_verdict (terminal, run, without_password);
}
