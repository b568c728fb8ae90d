/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/code.h"
#include "core/reply.h"
#include "core/step.h"

G_BEGIN_DECLS

/**
 * MbxStandardWeight:
 * @MBX_STANDARD_NONE: the code says nothing about the cause
 * @MBX_STANDARD_HINT: any words say more
 * @MBX_STANDARD_USUAL: holds unless the words name something more special
 * @MBX_STANDARD_DECIDES: nothing can say more
 */
typedef enum
{
  MBX_STANDARD_NONE,
  MBX_STANDARD_HINT,
  MBX_STANDARD_USUAL,
  MBX_STANDARD_DECIDES,
} MbxStandardWeight;

/**
 * MbxStandardCause:
 * @code: the cause that a standard gives to a reply's code
 * @weight: how much that is worth against the words
 */
typedef struct
{
  MbxCode code;
  MbxStandardWeight weight;
} MbxStandardCause;

MbxStandardCause mbx_standard_cause (const MbxReply *reply, int step);
MbxStandardCause mbx_standard_cause_of_enhanced (const char *enhanced, int step);

G_END_DECLS
