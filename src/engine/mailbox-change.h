/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/step.h"

G_BEGIN_DECLS

/**
 * MbxMailboxChange:
 * @side: which server
 * @fact: what it is about: "certificate", "addresses", "capabilities" or "mechanism"
 * @before: how it was when the mailbox last worked
 * @now: how it is
 * @words: one sentence for the person
 *
 * Something that is other than when the mailbox last worked.
 */
typedef struct
{
  MbxSide side;
  char *fact;
  char *before;
  char *now;
  char *words;
} MbxMailboxChange;

GPtrArray *mbx_mailbox_change_compare (GHashTable *before, GHashTable *now);
void mbx_mailbox_change_free (MbxMailboxChange *self);

G_END_DECLS
