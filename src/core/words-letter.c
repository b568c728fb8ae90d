/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/redact.h"
#include "core/words-names.h"
#include "core/words-table.h"

#include <glib/gi18n.h>

static const char *
opening (MbxWho who)
{
  switch (who)
    {
    case MBX_WHO_YOU:
    case MBX_WHO_PROVIDER:
      return _("A mail program on my computer cannot use my mailbox. This is what it found:");
    case MBX_WHO_ADMIN:
      return _("A mail program on my computer cannot use my mailbox of our organisation. This is "
               "what it found:");
    case MBX_WHO_NETWORK:
      return _("A mail program on my computer cannot reach its server from your network. This is "
               "what it found:");
    }
  return "";
}

static void
add_line (GString *letter, const char *sentence, GHashTable *names)
{
  g_autofree char *line = mbx_words_fill (sentence, names);

  if (line != NULL)
    g_string_append_printf (letter, "%s\n", line);
}

static void
put_words (GHashTable *names, const MbxEvidence *evidence)
{
  g_autoptr (MbxRedactor) redactor = mbx_redactor_new ();
  g_autofree char *words = NULL;

  if (evidence->reply == NULL || evidence->reply->text[0] == '\0')
    return;
  mbx_redactor_add_name (redactor, evidence->address, "<address>");
  if (evidence->server != NULL)
    mbx_redactor_add_name (redactor, evidence->server->username, "<user>");
  words = mbx_redactor_apply (redactor, evidence->reply->text);
  g_hash_table_insert (names, g_strdup ("words"), g_steal_pointer (&words));
}

static void
put_time (GHashTable *names, const MbxEvidence *evidence)
{
  g_autoptr (GDateTime) time =
      evidence->clock > 0 ? g_date_time_new_from_unix_utc (evidence->clock) : NULL;

  if (time != NULL)
    g_hash_table_insert (names, g_strdup ("time"), g_date_time_format (time, "%Y-%m-%d %H:%M UTC"));
}

static void
add_facts (GString *letter, const MbxWordsContext *context)
{
  g_autoptr (GHashTable) names = mbx_words_names_new (context);

  g_hash_table_insert (names, g_strdup ("code"), g_strdup (mbx_code_to_string (context->code)));
  if (context->evidence != NULL)
    {
      put_words (names, context->evidence);
      put_time (names, context->evidence);
    }
  add_line (letter, _("Server: {host}, port {port}, {protocol}, {security}"), names);
  add_line (letter, _("Time: {time}"), names);
  add_line (letter, _("The server's words: {words}"), names);
  /* TRANSLATORS: {code} is the stable name of a cause, for instance tls-expired */
  add_line (letter, _("Name of the cause: {code}"), names);
}

/**
 * mbx_words_letter:
 * @summary: what happened, translated
 * @ask: what the one who has to act is asked for, translated
 *
 * Returns: (transfer full): a text to send to the provider, the administrator or the people of the
 *   network. It holds no address, no user name and no secret.
 */
char *
mbx_words_letter (const MbxWordsContext *context, const char *summary, const char *ask)
{
  g_autoptr (GString) letter = g_string_new (NULL);

  g_string_append_printf (letter, "%s\n\n", _("Hello,"));
  g_string_append_printf (letter, "%s\n%s\n\n", opening (mbx_code_get_who (context->code)),
                          summary);
  add_facts (letter, context);
  g_string_append_printf (letter, "\n%s\n\n%s\n", ask, _("Thank you."));
  return g_strdup (letter->str);
}
