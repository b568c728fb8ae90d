/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/account-journal.h"

#include <string.h>

#define GROUP "journal"

const char *
mbx_slot_to_string (MbxSlot slot)
{
  static const char *const names[] = { "incoming", "outgoing", "token" };

  return names[slot];
}

MbxAccountJournal *
mbx_account_journal_new (const char *id)
{
  MbxAccountJournal *self = g_new0 (MbxAccountJournal, 1);

  self->id = g_strdup (id);
  return self;
}

static void
write_slots (GKeyFile *file, const char *key, const gboolean *slots)
{
  const char *names[MBX_SLOT_COUNT];
  gsize count = 0;

  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      if (slots[i])
        names[count++] = mbx_slot_to_string ((MbxSlot) i);
    }
  g_key_file_set_string_list (file, GROUP, key, names, count);
}

static void
read_slots (GKeyFile *file, const char *key, gboolean *slots)
{
  g_auto (GStrv) names = g_key_file_get_string_list (file, GROUP, key, NULL, NULL);

  for (guint i = 0; names != NULL && i < MBX_SLOT_COUNT; i++)
    slots[i] = g_strv_contains ((const char *const *) names, mbx_slot_to_string ((MbxSlot) i));
}

/**
 * mbx_account_journal_to_data:
 *
 * Returns: (transfer full): the journal as a key file
 */
char *
mbx_account_journal_to_data (const MbxAccountJournal *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, GROUP, "version", 1);
  g_key_file_set_boolean (file, GROUP, "removing", self->removing);
  if (self->before != NULL)
    g_key_file_set_string (file, GROUP, "before", self->before);
  if (self->after != NULL)
    g_key_file_set_string (file, GROUP, "after", self->after);
  write_slots (file, "stored", self->stored);
  write_slots (file, "backed-up", self->backed_up);
  return g_key_file_to_data (file, NULL, NULL);
}

/**
 * mbx_account_journal_new_from_data:
 *
 * Returns: (transfer full) (nullable): the journal, or %NULL where @data is none
 */
MbxAccountJournal *
mbx_account_journal_new_from_data (const char *id, const char *data)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MbxAccountJournal) self = NULL;

  if (!g_key_file_load_from_data (file, data, strlen (data), G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_integer (file, GROUP, "version", NULL) != 1)
    return NULL;
  self = mbx_account_journal_new (id);
  self->removing = g_key_file_get_boolean (file, GROUP, "removing", NULL);
  self->before = g_key_file_get_string (file, GROUP, "before", NULL);
  self->after = g_key_file_get_string (file, GROUP, "after", NULL);
  read_slots (file, "stored", self->stored);
  read_slots (file, "backed-up", self->backed_up);
  if (self->removing ? self->before == NULL : self->after == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
mbx_account_journal_free (MbxAccountJournal *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}
