/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/address.h"
#include "core/candidate.h"
#include "engine/context.h"

G_BEGIN_DECLS

/**
 * MbxTableAnswer:
 * @MBX_TABLE_UNKNOWN: ask the others
 * @MBX_TABLE_NO_SERVERS: known, and there is nothing to set up
 * @MBX_TABLE_TRY: known from hearsay, or a bridge that may not run: to be tried first
 * @MBX_TABLE_FOUND: known
 */
typedef enum
{
  MBX_TABLE_UNKNOWN,
  MBX_TABLE_NO_SERVERS,
  MBX_TABLE_TRY,
  MBX_TABLE_FOUND,
} MbxTableAnswer;

gboolean mbx_table_may_ask (MbxContext *context);
MbxTableAnswer mbx_table_look_up (MbxContext *context, const MbxAddress *address,
                                  const MbxProvider **row, MbxCandidate **candidate);

G_END_DECLS
