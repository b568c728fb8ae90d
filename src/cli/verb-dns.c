/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/output-json.h"
#include "cli/output-text.h"
#include "engine/dns-report.h"

#define STATE_COLUMNS 9

static MbxState
worst_state (const GPtrArray *rows)
{
  MbxState worst = MBX_STATE_PASSED;

  for (guint i = 0; i < rows->len; i++)
    {
      const MbxDnsRow *row = rows->pdata[i];

      if (row->state == MBX_STATE_FAILED)
        return MBX_STATE_FAILED;
      if (row->state == MBX_STATE_WARNING)
        worst = MBX_STATE_WARNING;
    }
  return worst;
}

static char *
write_json (const char *domain, const GPtrArray *rows, gint64 milliseconds)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  mbx_json_begin (json);
  mbx_json_add_string (json, "domain", domain);
  json_builder_set_member_name (json, "records");
  json_builder_begin_array (json);
  for (guint i = 0; i < rows->len; i++)
    {
      const MbxDnsRow *row = rows->pdata[i];

      json_builder_begin_object (json);
      mbx_json_add_string (json, "record", mbx_dns_kind_to_string (row->kind));
      mbx_json_add_string (json, "name", row->name);
      mbx_json_add_strings (json, "values", (const char *const *) row->values);
      mbx_json_add_string (json, "state", mbx_state_to_string (row->state));
      mbx_json_add_string (json, "summary", row->sentence);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  mbx_json_add_string (json, "state", mbx_state_to_string (worst_state (rows)));
  mbx_json_add_int (json, "milliseconds", milliseconds);
  return mbx_json_end (json, TRUE);
}

static void
add_row (MbxTerminal *terminal, const MbxDnsRow *row)
{
  g_autofree char *kind = g_ascii_strup (mbx_dns_kind_to_string (row->kind), -1);

  mbx_terminal_add (terminal, MBX_STYLE_PLAIN, "  ");
  mbx_text_add_state (terminal, row->state, STATE_COLUMNS);
  mbx_terminal_add (terminal, MBX_STYLE_PLAIN, " ");
  mbx_terminal_add (terminal, MBX_STYLE_STRONG, kind);
  mbx_terminal_add (terminal, MBX_STYLE_PLAIN, "  ");
  mbx_terminal_add (terminal, MBX_STYLE_PLAIN, row->name);
  mbx_terminal_end_line (terminal);
  for (guint i = 0; row->values != NULL && row->values[i] != NULL; i++)
    mbx_terminal_add_wrapped (terminal, 12, NULL, row->values[i]);
  if (row->sentence != NULL)
    mbx_terminal_add_wrapped (terminal, 12, NULL, row->sentence);
}

static void
print_text (const char *domain, const GPtrArray *rows)
{
  g_autoptr (MbxTerminal) terminal = mbx_terminal_new (STDOUT_FILENO);

  mbx_terminal_add (terminal, MBX_STYLE_STRONG, domain);
  mbx_terminal_end_line (terminal);
  for (guint i = 0; i < rows->len; i++)
    add_row (terminal, rows->pdata[i]);
  mbx_command_print (terminal->text->str);
}

/**
 * mbx_verb_dns:
 *
 * Judges the records of a mail domain. Warnings count as passed.
 */
MbxExit
mbx_verb_dns (MbxCommand *command, GError **error)
{
  g_autofree char *domain = mbx_host_normalize (command->options->arguments[1]);
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GError *problem = NULL;

  if (domain == NULL || g_hostname_is_ip_address (domain))
    {
      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT, _ ("This is not a mail domain."));
      return MBX_EXIT_USAGE;
    }
  command->limit = command->options->timeout * 1000;
  mbx_dns_report_async (command->context, domain, command->cancellable, mbx_command_on_done,
                        &place);
  result = mbx_command_wait (command, &place);
  rows = mbx_dns_report_finish (result, &problem);
  if (rows == NULL)
    return mbx_command_fail (command, problem, error);
  if (command->options->json)
    {
      gint64 milliseconds = (g_get_monotonic_time () - command->started) / 1000;
      g_autofree char *text = write_json (domain, rows, milliseconds);

      mbx_command_print (text);
    }
  else
    print_text (domain, rows);
  return worst_state (rows) == MBX_STATE_FAILED ? MBX_EXIT_FAILED : MBX_EXIT_PASSED;
}
