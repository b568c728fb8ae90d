/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/output-json.h"
#include "cli/output-text.h"
#include "engine/ports.h"

#define PORT_COLUMNS 6
#define STATE_COLUMNS 13
#define SPEAKS_COLUMNS 10
#define TLS_COLUMNS 9

/* "good", the code of what is wrong, or NULL where no certificate was seen. */
static const char *
certificate_to_string (const MbxPortResult *port)
{
  if (port->tls_version == NULL && port->certificate == MBX_CODE_NONE)
    return NULL;
  return port->certificate == MBX_CODE_NONE ? "good" : mbx_code_to_string (port->certificate);
}

static const char *
state_to_words (const char *state)
{
  if (strcmp (state, "open") == 0)
    return _ ("open");
  if (strcmp (state, "refused") == 0)
    return _ ("refused");
  if (strcmp (state, "silent") == 0)
    return _ ("silent");
  if (strcmp (state, "unreachable") == 0)
    return _ ("unreachable");
  return _ ("unknown");
}

/* What stands between us and that port, certificate included. */
static MbxCode
find_cause (const MbxCommand *command, const MbxPortResult *port)
{
  g_autoptr (MbxDiagnosis) diagnosis = NULL;

  if (strcmp (port->state, "open") == 0)
    return port->certificate;
  if (port->evidence == NULL)
    return MBX_CODE_UNKNOWN;
  diagnosis = mbx_diagnose (port->evidence, mbx_context_get_phrases (command->context));
  return diagnosis->code;
}

static char *
write_json (const MbxCommand *command,
            const char *host,
            const GPtrArray *ports,
            gint64 milliseconds)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  mbx_json_begin (json);
  mbx_json_add_string (json, "host", host);
  json_builder_set_member_name (json, "ports");
  json_builder_begin_array (json);
  for (guint i = 0; i < ports->len; i++)
    {
      const MbxPortResult *port = ports->pdata[i];

      json_builder_begin_object (json);
      mbx_json_add_int (json, "port", port->port);
      mbx_json_add_string (json, "state", port->state);
      mbx_json_add_string (json, "speaks", port->speaks);
      mbx_json_add_string (json, "tls", port->tls_version);
      mbx_json_add_string (json, "certificate", certificate_to_string (port));
      mbx_json_add_code (json, "code", find_cause (command, port));
      mbx_json_add_int (json, "milliseconds", port->milliseconds);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  mbx_json_add_int (json, "milliseconds", milliseconds);
  return mbx_json_end (json, TRUE);
}

static void
add_port (MbxTerminal *terminal, const MbxPortResult *port)
{
  g_autofree char *number = g_strdup_printf ("%u", port->port);
  gboolean open = strcmp (port->state, "open") == 0;
  const char *certificate = certificate_to_string (port);

  mbx_terminal_add (terminal, MBX_STYLE_PLAIN, "  ");
  mbx_terminal_add_cell (terminal, MBX_STYLE_STRONG, number, PORT_COLUMNS);
  mbx_terminal_add_cell (terminal, open ? MBX_STYLE_GOOD : MBX_STYLE_FAINT,
                         state_to_words (port->state), STATE_COLUMNS);
  mbx_terminal_add_cell (terminal, MBX_STYLE_PLAIN, port->speaks != NULL ? port->speaks : "",
                         SPEAKS_COLUMNS);
  mbx_terminal_add_cell (terminal, MBX_STYLE_PLAIN,
                         port->tls_version != NULL ? port->tls_version : "", TLS_COLUMNS);
  if (certificate != NULL)
    mbx_terminal_add (terminal, port->certificate == MBX_CODE_NONE ? MBX_STYLE_GOOD : MBX_STYLE_BAD,
                      port->certificate == MBX_CODE_NONE ? _ ("good certificate") : certificate);
  mbx_terminal_end_line (terminal);
}

/* The sentence for a host that cannot be reached at all, which says more than seven rows. */
static char *
dup_common_cause (const MbxCommand *command, const GPtrArray *ports)
{
  const MbxPortResult *first = ports->pdata[0];
  g_autoptr (MbxWords) words = NULL;

  for (guint i = 0; i < ports->len; i++)
    {
      const MbxPortResult *port = ports->pdata[i];

      if (strcmp (port->state, "unknown") != 0)
        return NULL;
    }
  words = mbx_words_new (
      &(MbxWordsContext){ .code = find_cause (command, first), .evidence = first->evidence });
  return g_strdup (words->summary);
}

static void
print_text (const MbxCommand *command, const char *host, const GPtrArray *ports)
{
  g_autofree char *cause = ports->len > 0 ? dup_common_cause (command, ports) : NULL;
  g_autoptr (MbxTerminal) terminal = mbx_terminal_new (STDOUT_FILENO);

  mbx_terminal_add (terminal, MBX_STYLE_STRONG, host);
  mbx_terminal_end_line (terminal);
  for (guint i = 0; cause == NULL && i < ports->len; i++)
    add_port (terminal, ports->pdata[i]);
  if (cause != NULL)
    mbx_terminal_add_wrapped (terminal, 2, NULL, cause);
  mbx_command_print (terminal->text->str);
}

static gboolean
any_open (const GPtrArray *ports)
{
  for (guint i = 0; i < ports->len; i++)
    {
      const MbxPortResult *port = ports->pdata[i];

      if (strcmp (port->state, "open") == 0)
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
try_ports (MbxCommand *command, const char *host, GError **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  MbxLimits *limits = mbx_context_get_limits (command->context);

  limits->connect = MIN (limits->connect, command->options->timeout * 1000);
  command->limit = command->options->timeout * 1000;
  mbx_ports_async (command->context, host, command->cancellable, mbx_command_on_done, &place);
  result = mbx_command_wait (command, &place);
  return mbx_ports_finish (result, error);
}

/**
 * mbx_verb_ports:
 *
 * Tries the ports of mail at one host. Passed means that at least one is open.
 */
MbxExit
mbx_verb_ports (MbxCommand *command, GError **error)
{
  g_autofree char *host = mbx_host_normalize (command->options->arguments[1]);
  g_autoptr (GPtrArray) ports = NULL;
  GError *problem = NULL;

  if (host == NULL)
    {
      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
                   _ ("This is not the name of a server."));
      return MBX_EXIT_USAGE;
    }
  ports = try_ports (command, host, &problem);
  if (ports == NULL)
    return mbx_command_fail (command, problem, error);
  if (command->options->json)
    {
      gint64 milliseconds = (g_get_monotonic_time () - command->started) / 1000;
      g_autofree char *text = write_json (command, host, ports, milliseconds);

      mbx_command_print (text);
    }
  else
    print_text (command, host, ports);
  return any_open (ports) ? MBX_EXIT_PASSED : MBX_EXIT_FAILED;
}
