/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/mailbox-change.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *fact;
  const char *incoming;
  const char *outgoing;
} Sentence;

/* In the order in which they explain a failure best. */
static const Sentence sentences[] = {
  { "certificate", N_ ("The server that receives mail shows another certificate."),
    N_ ("The server that sends mail shows another certificate.") },
  { "mechanism", N_ ("The server that receives mail signs people in in another way."),
    N_ ("The server that sends mail signs people in in another way.") },
  { "addresses", N_ ("The server that receives mail has other addresses on the internet."),
    N_ ("The server that sends mail has other addresses on the internet.") },
  { "capabilities", N_ ("The server that receives mail offers other functions."),
    N_ ("The server that sends mail offers other functions.") },
};

static void
compare_fact (GPtrArray *changes, const Sentence *sentence, MbxSide side, GHashTable *before,
              GHashTable *now)
{
  g_autofree char *name = g_strconcat (mbx_side_to_string (side), "-", sentence->fact, NULL);
  const char *old = g_hash_table_lookup (before, name);
  const char *new = g_hash_table_lookup (now, name);
  MbxMailboxChange *change;

  /* What was not seen this time has not changed as far as anybody knows. */
  if (old == NULL || new == NULL || strcmp (old, new) == 0)
    return;
  change = g_new0 (MbxMailboxChange, 1);
  change->side = side;
  change->fact = g_strdup (sentence->fact);
  change->before = g_strdup (old);
  change->now = g_strdup (new);
  change->words =
    g_strdup (_ (side == MBX_SIDE_OUTGOING ? sentence->outgoing : sentence->incoming));
  g_ptr_array_add (changes, change);
}

/**
 * mbx_mailbox_change_compare:
 * @before: (nullable) (element-type utf8 utf8): the facts of an account
 * @now: (nullable) (element-type utf8 utf8): the facts of a new check
 *
 * Returns: (transfer full) (element-type MbxMailboxChange): what is other, the weightiest first
 */
GPtrArray *
mbx_mailbox_change_compare (GHashTable *before, GHashTable *now)
{
  GPtrArray *changes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_mailbox_change_free);

  for (gsize i = 0; before != NULL && now != NULL && i < G_N_ELEMENTS (sentences); i++)
    {
      compare_fact (changes, &sentences[i], MBX_SIDE_INCOMING, before, now);
      compare_fact (changes, &sentences[i], MBX_SIDE_OUTGOING, before, now);
    }
  return changes;
}

void
mbx_mailbox_change_free (MbxMailboxChange *self)
{
  if (self == NULL)
    return;
  g_free (self->fact);
  g_free (self->before);
  g_free (self->now);
  g_free (self->words);
  g_free (self);
}
