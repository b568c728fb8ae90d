/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words.h"

#include "core/words-names.h"
#include "core/words-table.h"

#include <glib/gi18n.h>

/* More than a person reads in one go. */
#define MAXIMUM_FIXES 4

static const MbxWordsEntry *
find_in (const MbxWordsGroup *group, MbxCode code, const char *family)
{
  for (gsize i = 0; i < group->count; i++)
    {
      const MbxWordsEntry *entry = &group->entries[i];

      if (entry->code == code &&
          (entry->family == NULL || g_strcmp0 (entry->family, family) == 0))
        return entry;
    }
  return NULL;
}

static const MbxWordsEntry *
find_entry (MbxCode code, const char *family)
{
  static const MbxWordsGroup *const groups[] = {
    &mbx_words_network,  &mbx_words_tls,     &mbx_words_encryption, &mbx_words_protocol,
    &mbx_words_password, &mbx_words_account, &mbx_words_refusal,    &mbx_words_browser,
    &mbx_words_discovery, &mbx_words_keyring,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      const MbxWordsEntry *entry = find_in (groups[i], code, family);

      if (entry != NULL)
        return entry;
    }
  return NULL;
}

static char *
fill_translated (const char *sentence, GHashTable *names)
{
  return sentence != NULL ? mbx_words_fill (_(sentence), names) : NULL;
}

static char *
make_summary (const MbxWordsEntry *entry, GHashTable *names)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entry->seen); i++)
    {
      char *summary = fill_translated (entry->seen[i], names);

      if (summary != NULL)
        return summary;
    }
  return g_strdup (_(entry->summary));
}

static char **
make_fixes (const MbxWordsEntry *entry, GHashTable *names)
{
  g_autoptr (GPtrArray) fixes = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (entry->fixes) && fixes->len < MAXIMUM_FIXES; i++)
    {
      char *fix = fill_translated (entry->fixes[i].filled, names);

      if (fix == NULL)
        fix = fill_translated (entry->fixes[i].plain, names);
      if (fix != NULL)
        g_ptr_array_add (fixes, fix);
    }
  g_ptr_array_add (fixes, NULL);
  return (char **) g_ptr_array_steal (fixes, NULL);
}

/**
 * mbx_words_new:
 * @context: the cause and what is known around it
 *
 * Returns: (transfer full): what the person reads. Sentences name servers and dates where the
 *   evidence has them, and hold no names or secrets of the person.
 */
MbxWords *
mbx_words_new (const MbxWordsContext *context)
{
  const MbxWordsEntry *entry = find_entry (context->code, mbx_words_family (context));
  g_autoptr (GHashTable) names = mbx_words_names_new (context);
  MbxWords *self = g_new0 (MbxWords, 1);

  if (entry == NULL)
    entry = find_entry (MBX_CODE_UNKNOWN, NULL);
  self->title = g_strdup (_(entry->title));
  self->summary = make_summary (entry, names);
  self->fixes = make_fixes (entry, names);
  if (entry->link != NULL)
    self->link = mbx_words_fill (entry->link, names);
  if (entry->ask != NULL)
    self->text = mbx_words_letter (context, self->summary, _(entry->ask));
  return self;
}

void
mbx_words_free (MbxWords *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->summary);
  g_strfreev (self->fixes);
  g_free (self->link);
  g_free (self->text);
  g_free (self);
}

/**
 * mbx_who_to_words:
 *
 * Returns: who has to act, translated. Static.
 */
const char *
mbx_who_to_words (MbxWho who)
{
  switch (who)
    {
    case MBX_WHO_YOU:
      /* TRANSLATORS: who has to act on a failure */
      return _("You");
    case MBX_WHO_PROVIDER:
      /* TRANSLATORS: who has to act on a failure */
      return _("Your mail provider");
    case MBX_WHO_ADMIN:
      /* TRANSLATORS: who has to act on a failure */
      return _("Your administrator");
    case MBX_WHO_NETWORK:
      /* TRANSLATORS: who has to act on a failure */
      return _("Whoever runs this network");
    }
  return "";
}

/**
 * mbx_step_to_words:
 *
 * Returns: the name of a step as a row shows it, translated. Static.
 */
const char *
mbx_step_to_words (MbxStep step)
{
  switch (step)
    {
    case MBX_STEP_ONLINE:
      return _("Network");
    case MBX_STEP_FIND:
      return _("Find the settings");
    case MBX_STEP_RESOLVE:
      return _("Find the server");
    case MBX_STEP_CONNECT:
      return _("Connect");
    case MBX_STEP_ENCRYPT:
      return _("Encrypt");
    case MBX_STEP_GREET:
      /* TRANSLATORS: the server says who it is */
      return _("Greeting");
    case MBX_STEP_SIGN_IN:
      return _("Sign in");
    case MBX_STEP_OPEN_MAILBOX:
      return _("Open the mailbox");
    case MBX_STEP_SENDER:
      return _("Sender accepted");
    case MBX_STEP_STORE:
      return _("Store the password");
    }
  return "";
}

/**
 * mbx_side_to_words:
 *
 * Returns: the name of a group of steps, translated. Static.
 */
const char *
mbx_side_to_words (MbxSide side)
{
  switch (side)
    {
    case MBX_SIDE_NETWORK:
      return _("Network");
    case MBX_SIDE_INCOMING:
      return _("Receiving");
    case MBX_SIDE_OUTGOING:
      return _("Sending");
    case MBX_SIDE_KEYRING:
      return _("Keyring");
    }
  return "";
}

/**
 * mbx_state_to_words:
 *
 * Returns: the state of a step in a word, translated. Static.
 */
const char *
mbx_state_to_words (MbxState state)
{
  switch (state)
    {
    case MBX_STATE_WAITING:
      /* TRANSLATORS: state of a step that has not begun */
      return _("Waiting");
    case MBX_STATE_RUNNING:
      /* TRANSLATORS: state of a step */
      return _("Running");
    case MBX_STATE_PASSED:
      /* TRANSLATORS: state of a step */
      return _("Passed");
    case MBX_STATE_WARNING:
      /* TRANSLATORS: state of a step that passed with something to know */
      return _("Warning");
    case MBX_STATE_FAILED:
      /* TRANSLATORS: state of a step */
      return _("Failed");
    case MBX_STATE_SKIPPED:
      /* TRANSLATORS: state of a step that was left out */
      return _("Skipped");
    }
  return "";
}
