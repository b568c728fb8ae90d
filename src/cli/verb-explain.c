/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/output-json.h"
#include "cli/output-text.h"
#include "core/explain.h"

/* A pasted error has some lines; a log of megabytes is a mistake. */
#define INPUT_LIMIT (256 * 1024)
#define CHUNK 65536

static gboolean
read_input (GByteArray *text, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  for (;;)
    {
      gssize count = read (STDIN_FILENO, chunk, CHUNK);

      if (count == 0)
        return TRUE;
      if (count < 0 && errno == EINTR)
        continue;
      if (count < 0)
        {
          g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
                       _ ("Standard input could not be read: %s."), g_strerror (errno));
          return FALSE;
        }
      g_byte_array_append (text, chunk, (guint) count);
      if (text->len > INPUT_LIMIT)
        {
          g_set_error (
              error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
              _ ("This is too much text for an error. Paste only the lines that name it."));
          return FALSE;
        }
    }
}

static gboolean
is_blank (const GByteArray *text)
{
  for (guint i = 0; i < text->len; i++)
    {
      if (!g_ascii_isspace (text->data[i]) && text->data[i] != '\0')
        return FALSE;
    }
  return TRUE;
}

static char *
write_json (const MbxDiagnosis *diagnosis, const MbxWords *words)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  mbx_json_begin (json);
  mbx_json_add_code (json, "code", diagnosis->code);
  mbx_json_add_string (json, "confidence", mbx_confidence_to_string (diagnosis->confidence));
  mbx_json_add_words (json, diagnosis->code, words);
  return mbx_json_end (json, TRUE);
}

static const char *
confidence_to_sentence (MbxConfidence confidence)
{
  switch (confidence)
    {
    case MBX_CONFIDENCE_CERTAIN:
      return _ ("This is certain.");
    case MBX_CONFIDENCE_LIKELY:
      return _ ("This is likely, but not certain.");
    case MBX_CONFIDENCE_GUESS:
      return _ ("This is a guess.");
    }
  return "";
}

static void
print_text (const MbxDiagnosis *diagnosis, const MbxWords *words)
{
  g_autoptr (MbxTerminal) terminal = mbx_terminal_new (STDOUT_FILENO);

  mbx_text_add_cause (terminal, diagnosis->code, words);
  mbx_terminal_add_wrapped (terminal, 0, NULL, confidence_to_sentence (diagnosis->confidence));
  mbx_command_print (terminal->text->str);
}

/**
 * mbx_verb_explain:
 *
 * Reads an error from standard input and prints its cause. Any text has an answer; what cannot be
 * read has the code "unknown".
 */
MbxExit
mbx_verb_explain (MbxCommand *command, GError **error)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  MbxExplainHints hints = { command->options->protocol, command->options->host };
  g_autoptr (MbxDiagnosis) diagnosis = NULL;
  g_autoptr (MbxWords) words = NULL;

  if (isatty (STDIN_FILENO))
    fprintf (stderr, "%s\n", _ ("Paste the error, then press Ctrl+D."));
  if (!read_input (text, error))
    return MBX_EXIT_USAGE;
  if (is_blank (text))
    {
      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
                   _ ("There is nothing to explain on standard input."));
      return MBX_EXIT_USAGE;
    }
  diagnosis = mbx_explain ((const char *) text->data, text->len, &hints,
                           mbx_context_get_phrases (command->context));
  words = mbx_words_new (&(MbxWordsContext){ .code = diagnosis->code });
  if (command->options->json)
    {
      g_autofree char *json = write_json (diagnosis, words);

      mbx_command_print (json);
    }
  else
    print_text (diagnosis, words);
  return MBX_EXIT_PASSED;
}
