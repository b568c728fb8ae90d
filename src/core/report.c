/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/report.h"

#include "core/address.h"
#include "core/redact.h"
#include "core/words.h"

#include <glib/gi18n.h>
#include <string.h>

/* A shorter user name is also a part of many words that a helpdesk has to read. */
#define SHORTEST_NAME 3

struct _MbxReport
{
  MbxAccount *account;
  MbxRedactor *redactor;
  char *version;
  char *system;
  char *time;
  GString *asked;
  GString *steps[MBX_SIDE_KEYRING + 1];
  MbxStep failed_step[MBX_SIDE_KEYRING + 1];
  MbxCode failed_code[MBX_SIDE_KEYRING + 1];
  char *letter;
};

static void
hide_server (MbxReport *self, const MbxServer *server)
{
  if (server != NULL)
    mbx_report_hide_name (self, server->username, "<user>");
}

/**
 * mbx_report_new:
 * @account: the mailbox; copied. Its address, names and user names will not be in the text.
 *
 * Returns: (transfer full): an empty report
 */
MbxReport *
mbx_report_new (const MbxAccount *account)
{
  MbxReport *self = g_new0 (MbxReport, 1);
  const char *at = strrchr (account->address, '@');
  g_autofree char *local = NULL;

  self->account = mbx_account_copy (account);
  self->redactor = mbx_redactor_new ();
  self->asked = g_string_new (NULL);
  for (guint i = 0; i <= MBX_SIDE_KEYRING; i++)
    self->steps[i] = g_string_new (NULL);
  mbx_report_hide_name (self, account->address, "<address>");
  hide_server (self, account->incoming);
  hide_server (self, account->outgoing);
  mbx_report_hide_name (self, account->name, "<name>");
  local = at != NULL ? g_strndup (account->address, (gsize) (at - account->address)) : NULL;
  mbx_report_hide_name (self, local, "<user>");
  return self;
}

void
mbx_report_free (MbxReport *self)
{
  if (self == NULL)
    return;
  mbx_account_free (self->account);
  mbx_redactor_free (self->redactor);
  g_free (self->version);
  g_free (self->system);
  g_free (self->time);
  g_string_free (self->asked, TRUE);
  for (guint i = 0; i <= MBX_SIDE_KEYRING; i++)
    g_string_free (self->steps[i], TRUE);
  g_free (self->letter);
  g_free (self);
}

/**
 * mbx_report_hide_name:
 * @name: (nullable): what must not be in the text
 * @replacement: what stands there instead
 */
void
mbx_report_hide_name (MbxReport *self, const char *name, const char *replacement)
{
  if (name != NULL && g_utf8_strlen (name, -1) >= SHORTEST_NAME)
    mbx_redactor_add_name (self->redactor, name, replacement);
}

/**
 * mbx_report_hide_secret:
 * @secret: (nullable): what must not be in the text in any form
 */
void
mbx_report_hide_secret (MbxReport *self, MbxSecret *secret)
{
  if (secret != NULL)
    mbx_redactor_add_secret (self->redactor, secret);
}

/**
 * mbx_report_set_program:
 * @version: the program's version
 * @system: the operating system, and the sandbox where there is one
 * @time: when the report was made
 */
void
mbx_report_set_program (MbxReport *self, const char *version, const char *system, const char *time)
{
  g_free (self->version);
  g_free (self->system);
  g_free (self->time);
  self->version = g_strdup (version);
  self->system = g_strdup (system);
  self->time = g_strdup (time);
}

/* Remote words may have lines; each of them stays inside its own row. */
static void
append_indented (GString *text, const char *words)
{
  g_auto (GStrv) lines = NULL;

  if (words == NULL || *words == '\0')
    return;
  lines = g_strsplit (words, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "      %s\n", lines[i]);
}

static gint64
to_milliseconds (gint64 microseconds)
{
  return (microseconds + 500) / 1000;
}

/**
 * mbx_report_add_asked:
 * @source: one of the contract's words
 * @asked: (nullable): who was asked
 * @state: how it ended
 * @outcome: (nullable): what came of it
 */
void
mbx_report_add_asked (MbxReport *self, const char *source, const char *asked, MbxState state,
                      gint64 microseconds, const char *outcome)
{
  g_string_append_printf (self->asked, "  %-16s %-8s %6" G_GINT64_FORMAT " ms  %s\n", source,
                          mbx_state_to_string (state), to_milliseconds (microseconds),
                          asked != NULL ? asked : "");
  append_indented (self->asked, outcome);
}

/**
 * mbx_report_add_step:
 *
 * Adds a row. The first failure of each side makes its part of the support code.
 */
void
mbx_report_add_step (MbxReport *self, const MbxReportStep *step)
{
  GString *text = self->steps[step->side];
  const char *code = step->code != MBX_CODE_NONE ? mbx_code_to_string (step->code) : "";

  g_string_append_printf (text, "  %-14s %-8s %6" G_GINT64_FORMAT " ms  %s\n",
                          mbx_step_to_string (step->step), mbx_state_to_string (step->state),
                          to_milliseconds (step->microseconds), code);
  append_indented (text, step->summary);
  append_indented (text, step->said);
  if (step->state == MBX_STATE_FAILED && self->failed_code[step->side] == MBX_CODE_NONE)
    {
      self->failed_step[step->side] = step->step;
      self->failed_code[step->side] = step->code;
    }
}

/**
 * mbx_report_set_letter:
 * @letter: (nullable): a text for the provider or the administrator
 */
void
mbx_report_set_letter (MbxReport *self, const char *letter)
{
  g_free (self->letter);
  self->letter = g_strdup (letter);
}

/**
 * mbx_report_get_support_code:
 *
 * What a person reads over the phone: for each side that failed its letter (N network, R receiving,
 * S sending, K keyring), the number of the step, and the code. The same in every language.
 *
 * Returns: (transfer full): for instance "R7 wrong-password, S4 port-blocked", or "OK"
 */
char *
mbx_report_get_support_code (const MbxReport *self)
{
  static const char letters[] = "NRSK";
  GString *text = g_string_new (NULL);

  for (guint i = 0; i <= MBX_SIDE_KEYRING; i++)
    {
      if (self->failed_code[i] == MBX_CODE_NONE)
        continue;
      g_string_append_printf (text, "%s%c%u %s", text->len > 0 ? ", " : "", letters[i],
                              (guint) self->failed_step[i] + 1,
                              mbx_code_to_string (self->failed_code[i]));
    }
  if (text->len == 0)
    g_string_append (text, "OK");
  return g_string_free (text, FALSE);
}

static void
append_field (GString *text, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s: %s\n", name, value);
}

static void
append_side (const MbxReport *self, GString *text, MbxSide side, const MbxServer *server)
{
  if (self->steps[side]->len == 0)
    return;
  g_string_append_printf (text, "\n%s", mbx_side_to_words (side));
  if (server != NULL)
    {
      g_autofree char *uri = mbx_server_to_uri (server);

      g_string_append_printf (text, " (%s)", uri);
    }
  g_string_append_printf (text, "\n%s", self->steps[side]->str);
}

static void
append_head (const MbxReport *self, GString *text)
{
  g_autofree char *address = mbx_address_mask (self->account->address);
  g_autofree char *code = mbx_report_get_support_code (self);

  append_field (text, _ ("Program"), self->version);
  append_field (text, _ ("System"), self->system);
  append_field (text, _ ("Time"), self->time);
  append_field (text, _ ("Address"), address);
  append_field (text, _ ("Provider"), self->account->provider);
  append_field (text, _ ("Settings from"), self->account->source);
  /* Translators: a short code to read over the phone */
  append_field (text, _ ("Support code"), code);
}

/**
 * mbx_report_to_text:
 *
 * Returns: (transfer full): the whole report, redacted, several lines
 */
char *
mbx_report_to_text (const MbxReport *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_head (self, text);
  if (self->asked->len > 0)
    g_string_append_printf (text, "\n%s\n%s", _ ("Who was asked for the settings"),
                            self->asked->str);
  append_side (self, text, MBX_SIDE_NETWORK, NULL);
  append_side (self, text, MBX_SIDE_INCOMING, self->account->incoming);
  append_side (self, text, MBX_SIDE_OUTGOING, self->account->outgoing);
  append_side (self, text, MBX_SIDE_KEYRING, NULL);
  if (self->letter != NULL)
    g_string_append_printf (text, "\n%s\n\n%s\n", _ ("Text for the provider or administrator"),
                            self->letter);
  return mbx_redactor_apply (self->redactor, text->str);
}
