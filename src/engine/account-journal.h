/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

#include "core/account.h"

G_BEGIN_DECLS

/* The secrets that an account can have, in the order in which they are stored. */
typedef enum
{
  MBX_SLOT_INCOMING,
  MBX_SLOT_OUTGOING,
  MBX_SLOT_TOKEN,
} MbxSlot;

#define MBX_SLOT_COUNT (MBX_SLOT_TOKEN + 1)

/**
 * MbxAccountJournal:
 * @id: the account's id
 * @removing: whether the account goes away
 * @before: (nullable): the account's file as it was
 * @after: (nullable): the account's file as it shall be
 * @stored: for each slot, whether its secret is being written
 * @backed_up: for each slot, whether an earlier secret is kept as a backup
 *
 * What is being done to one account and how to undo it, without any secret. It lies in a file from
 * before the first change to after the last.
 */
typedef struct
{
  char *id;
  gboolean removing;
  char *before;
  char *after;
  gboolean stored[MBX_SLOT_COUNT];
  gboolean backed_up[MBX_SLOT_COUNT];
} MbxAccountJournal;

const char *mbx_slot_to_string (MbxSlot slot);
MbxAccountJournal *mbx_account_journal_new (const char *id);
MbxAccountJournal *mbx_account_journal_new_from_data (const char *id, const char *data);
char *mbx_account_journal_to_data (const MbxAccountJournal *self);
void mbx_account_journal_free (MbxAccountJournal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxAccountJournal, mbx_account_journal_free)

G_END_DECLS
