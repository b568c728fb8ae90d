/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/evidence.h"
#include "engine/context.h"

G_BEGIN_DECLS

/**
 * MbxHeadStart:
 *
 * The experiments of a port that stays silent, begun while it is still being waited for, so that
 * the person learns both at once: that it is silent, and which one answers.
 */
typedef struct _MbxHeadStart MbxHeadStart;

typedef void (*MbxHeadStartFunc) (gpointer data);

MbxHeadStart *mbx_head_start_new (MbxContext *context,
                                  MbxEvidence *evidence,
                                  const MbxServer *other,
                                  MbxHeadStartFunc found,
                                  gpointer data);
void mbx_head_start_free (MbxHeadStart *self);
gboolean mbx_head_start_apply (MbxHeadStart *self, MbxEvidence *evidence);

G_END_DECLS
