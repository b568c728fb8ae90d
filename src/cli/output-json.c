/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/output-json.h"

#include "cli/run-words.h"

#define SCHEMA 1

/**
 * mbx_json_begin:
 *
 * Opens the object that a verb prints.
 */
void
mbx_json_begin (JsonBuilder *json)
{
  json_builder_begin_object (json);
  mbx_json_add_int (json, "schema", SCHEMA);
}

/* @value may be NULL, which is null. */
void
mbx_json_add_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

void
mbx_json_add_int (JsonBuilder *json, const char *name, gint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

void
mbx_json_add_strings (JsonBuilder *json, const char *name, const char *const *values)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (json, values[i]);
  json_builder_end_array (json);
}

/* MBX_CODE_NONE is null. */
void
mbx_json_add_code (JsonBuilder *json, const char *name, MbxCode code)
{
  mbx_json_add_string (json, name, code != MBX_CODE_NONE ? mbx_code_to_string (code) : NULL);
}

static void
add_endpoint (JsonBuilder *json, const MbxServer *server)
{
  mbx_json_add_string (json, "host", server->host);
  mbx_json_add_int (json, "port", server->port);
  mbx_json_add_string (json, "security", mbx_security_to_string (server->security));
}

/**
 * mbx_json_add_server:
 * @server: (nullable): %NULL is null
 * @mechanism: (nullable): what the sign-in used
 */
void
mbx_json_add_server (JsonBuilder *json,
                     const char *name,
                     const MbxServer *server,
                     const char *mechanism)
{
  if (name != NULL)
    json_builder_set_member_name (json, name);
  if (server == NULL)
    {
      json_builder_add_null_value (json);
      return;
    }
  json_builder_begin_object (json);
  mbx_json_add_string (json, "protocol", mbx_protocol_to_string (server->protocol));
  add_endpoint (json, server);
  mbx_json_add_string (json, "username", server->username);
  mbx_json_add_string (json, "mechanism", mechanism);
  json_builder_end_object (json);
}

/**
 * mbx_json_add_words:
 *
 * What a person reads about a cause: summary, fix and who.
 */
void
mbx_json_add_words (JsonBuilder *json, MbxCode code, const MbxWords *words)
{
  mbx_json_add_string (json, "summary", words->summary);
  mbx_json_add_strings (json, "fix", (const char *const *) words->fixes);
  mbx_json_add_string (json, "who", mbx_who_to_string (mbx_code_get_who (code)));
}

/**
 * mbx_json_end:
 * @pretty: on several lines
 *
 * Closes the object that mbx_json_begin() has opened.
 *
 * Returns: (transfer full): the text, with a line end
 */
char *
mbx_json_end (JsonBuilder *json, gboolean pretty)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_end_object (json);
  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, pretty);
  text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}

static void
add_suggestion (JsonBuilder *json, const MbxServer *suggestion)
{
  json_builder_set_member_name (json, "suggestion");
  json_builder_begin_object (json);
  add_endpoint (json, suggestion);
  json_builder_end_object (json);
}

static void
add_step (JsonBuilder *json, const MbxRun *run, const MbxStepResult *step)
{
  const MbxDiagnosis *diagnosis = step->diagnosis;
  MbxCode code = diagnosis != NULL ? diagnosis->code : MBX_CODE_NONE;
  g_autofree char *summary = mbx_step_dup_summary (run, step);

  json_builder_begin_object (json);
  mbx_json_add_string (json, "server", mbx_side_to_string (step->side));
  mbx_json_add_string (json, "step", mbx_step_to_string (step->step));
  mbx_json_add_string (json, "state", mbx_state_to_string (step->state));
  mbx_json_add_code (json, "code", code);
  mbx_json_add_int (json, "milliseconds", step->microseconds / 1000);
  mbx_json_add_string (json, "summary", summary);
  mbx_json_add_strings (json, "fix",
                        step->words != NULL ? (const char *const *) step->words->fixes : NULL);
  mbx_json_add_string (json, "who",
                       code != MBX_CODE_NONE ? mbx_who_to_string (mbx_code_get_who (code)) : NULL);
  mbx_json_add_string (json, "said", step->said);
  if (diagnosis != NULL && diagnosis->suggestion != NULL)
    add_suggestion (json, diagnosis->suggestion);
  json_builder_end_object (json);
}

static void
add_servers (JsonBuilder *json, const MbxRun *run)
{
  g_autofree char *incoming = mbx_run_dup_mechanism (run, MBX_SIDE_INCOMING);
  g_autofree char *outgoing = mbx_run_dup_mechanism (run, MBX_SIDE_OUTGOING);
  g_autoptr (GPtrArray) others = mbx_run_list_alternatives (run);

  json_builder_set_member_name (json, "servers");
  json_builder_begin_object (json);
  mbx_json_add_server (json, "incoming", mbx_run_get_server (run, MBX_SIDE_INCOMING), incoming);
  mbx_json_add_server (json, "outgoing", mbx_run_get_server (run, MBX_SIDE_OUTGOING), outgoing);
  if (run->request.find_only && others->len > 0)
    {
      json_builder_set_member_name (json, "alternatives");
      json_builder_begin_array (json);
      for (guint i = 0; i < others->len; i++)
        mbx_json_add_server (json, NULL, others->pdata[i], NULL);
      json_builder_end_array (json);
    }
  json_builder_end_object (json);
}

static void
add_verdict (JsonBuilder *json, MbxVerdict verdict)
{
  gboolean passed = verdict.state == MBX_STATE_PASSED;

  json_builder_set_member_name (json, "verdict");
  json_builder_begin_object (json);
  mbx_json_add_string (json, "state", passed ? "passed" : "failed");
  mbx_json_add_code (json, "code", verdict.code);
  mbx_json_add_string (json, "server", passed ? NULL : mbx_side_to_string (verdict.side));
  json_builder_end_object (json);
}

/* Ends the object of a run; a batch says besides which line of its file it was. */
static char *
end_run (JsonBuilder *json, MbxVerdict verdict, gint64 milliseconds, guint line, gboolean pretty)
{
  add_verdict (json, verdict);
  mbx_json_add_int (json, "milliseconds", milliseconds);
  if (line > 0)
    mbx_json_add_int (json, "line", line);
  return mbx_json_end (json, pretty);
}

/**
 * mbx_json_write_run:
 * @run: one that has ended
 * @line: the line of a batch's file, or 0
 * @pretty: on several lines
 *
 * Returns: (transfer full): the object of "check" and "find", with a line end
 */
char *
mbx_json_write_run (const MbxRun *run, guint line, gboolean pretty)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (GPtrArray) steps = mbx_run_list_steps (run);

  mbx_json_begin (json);
  mbx_json_add_string (json, "address", mbx_run_get_address (run));
  mbx_json_add_string (json, "source", mbx_source_to_string (run->source));
  add_servers (json, run);
  json_builder_set_member_name (json, "steps");
  json_builder_begin_array (json);
  for (guint i = 0; i < steps->len; i++)
    add_step (json, run, steps->pdata[i]);
  json_builder_end_array (json);
  return end_run (json, mbx_run_get_verdict (run), run->microseconds / 1000, line, pretty);
}

/**
 * mbx_json_write_refused:
 * @address: (nullable): what was given as the address
 * @line: the line of a batch's file, or 0
 * @code: why nothing was tried
 * @sentence: the same in words
 *
 * Returns: (transfer full): the object of a mailbox that could not even be tried, in the same shape
 *   as one that was, with "error" besides
 */
char *
mbx_json_write_refused (
    const char *address, guint line, MbxCode code, const char *sentence, gboolean pretty)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  MbxVerdict verdict = { MBX_STATE_FAILED, code, MBX_SIDE_NETWORK };

  mbx_json_begin (json);
  mbx_json_add_string (json, "address", address);
  mbx_json_add_string (json, "source", mbx_source_to_string (MBX_SOURCE_NONE));
  json_builder_set_member_name (json, "servers");
  json_builder_begin_object (json);
  mbx_json_add_server (json, "incoming", NULL, NULL);
  mbx_json_add_server (json, "outgoing", NULL, NULL);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "steps");
  json_builder_begin_array (json);
  json_builder_end_array (json);
  mbx_json_add_string (json, "error", sentence);
  return end_run (json, verdict, 0, line, pretty);
}
