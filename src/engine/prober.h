/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/candidate.h"
#include "engine/context.h"

G_BEGIN_DECLS

/*
 * Tries a candidate's servers without any secret: connect, encrypt, greeting. What answers with a
 * fitting certificate comes first, what is not there at all drops out, and what answers with a
 * fault stays behind, for the check will name the fault.
 *
 * finish gives the candidate that is left, or NULL where nothing lives: for a guess, and for
 * servers that nobody promised to be encrypted, only a faultless answer counts.
 */
void mbx_probe_async (MbxContext *context, const MbxCandidate *candidate, const MbxAddress *address,
                      guint milliseconds, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data);
MbxCandidate *mbx_probe_finish (GAsyncResult *result, GError **error);

G_END_DECLS
