/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/output-json.h"
#include "cli/output-text.h"

static MbxWords *
general_words (MbxCode code)
{
  MbxWordsContext context = { .code = code };

  return mbx_words_new (&context);
}

static void
add_json (JsonBuilder *json, MbxCode code)
{
  g_autoptr (MbxWords) words = general_words (code);

  mbx_json_add_code (json, "code", code);
  mbx_json_add_string (json, "layer", mbx_layer_to_string (mbx_code_get_layer (code)));
  mbx_json_add_string (json, "title", words->title);
  mbx_json_add_words (json, code, words);
  mbx_json_add_string (json, "link", words->link);
  mbx_json_add_string (json, "text", words->text);
}

static char *
write_list_json (void)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  mbx_json_begin (json);
  json_builder_set_member_name (json, "codes");
  json_builder_begin_array (json);
  for (guint code = MBX_CODE_NONE + 1; code <= MBX_CODE_LAST; code++)
    {
      json_builder_begin_object (json);
      add_json (json, (MbxCode) code);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  return mbx_json_end (json, TRUE);
}

static char *
write_one_json (MbxCode code)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  mbx_json_begin (json);
  add_json (json, code);
  return mbx_json_end (json, TRUE);
}

static void
add_list_text (MbxTerminal *terminal)
{
  for (guint code = MBX_CODE_NONE + 1; code <= MBX_CODE_LAST; code++)
    {
      g_autoptr (MbxWords) words = general_words ((MbxCode) code);

      mbx_terminal_add (terminal, MBX_STYLE_STRONG, mbx_code_to_string ((MbxCode) code));
      mbx_terminal_end_line (terminal);
      mbx_terminal_add_wrapped (terminal, 2, NULL, words->summary);
      if (words->fixes != NULL && words->fixes[0] != NULL)
        mbx_terminal_add_wrapped (terminal, 2, NULL, words->fixes[0]);
    }
}

static void
print_text (MbxCode code)
{
  g_autoptr (MbxTerminal) terminal = mbx_terminal_new (STDOUT_FILENO);

  if (code == MBX_CODE_NONE)
    add_list_text (terminal);
  else
    {
      g_autoptr (MbxWords) words = general_words (code);

      mbx_text_add_cause (terminal, code, words);
    }
  mbx_command_print (terminal->text->str);
}

/**
 * mbx_verb_codes:
 *
 * Prints all causes, or one in full.
 */
MbxExit
mbx_verb_codes (MbxCommand *command, GError **error)
{
  const char *name = command->options->arguments[1];
  MbxCode code = MBX_CODE_NONE;

  if (name != NULL && (!mbx_code_from_string (name, &code) || code == MBX_CODE_NONE))
    {
      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
                   _ ("There is no code \"%s\". \"mailbox-check codes\" lists them all."), name);
      return MBX_EXIT_USAGE;
    }
  if (command->options->json)
    {
      g_autofree char *text = code != MBX_CODE_NONE ? write_one_json (code) : write_list_json ();

      mbx_command_print (text);
    }
  else
    print_text (code);
  return MBX_EXIT_PASSED;
}
