/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/dialogue.h"
#include "engine/connection.h"

G_BEGIN_DECLS

#define MBX_TYPE_RUNNER (mbx_runner_get_type ())
G_DECLARE_FINAL_TYPE (MbxRunner, mbx_runner, MBX, RUNNER, GObject)

/*
 * Moves the bytes between one dialogue and one connection, from the look-up of the name to the last
 * step. Signal "step" (MbxStep step, MbxState state, gint64 microseconds) for every change.
 *
 * mbx_runner_run_async() ends at the first of: all passed, failed (see the evidence), cancelled, or
 * MBX_ACTION_NEED_CREDENTIALS without credentials (mbx_runner_is_waiting() is then TRUE and the
 * connection stays open; set them and run again to go on).
 */
MbxRunner *mbx_runner_new (MbxContext *context, const MbxDialogueOptions *options);
void mbx_runner_set_credentials (MbxRunner *self, const MbxCredentials *credentials);
void mbx_runner_run_async (MbxRunner *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data);
gboolean mbx_runner_run_finish (MbxRunner *self, GAsyncResult *result, GError **error);
gboolean mbx_runner_is_waiting (MbxRunner *self);
gboolean mbx_runner_is_alive (MbxRunner *self);
void mbx_runner_repeat_steps (MbxRunner *self);
void mbx_runner_set_ipv4_only (MbxRunner *self, gboolean ipv4_only);
void mbx_runner_stop_before_tls (MbxRunner *self);
MbxConnection *mbx_runner_get_connection (MbxRunner *self);
void mbx_runner_close (MbxRunner *self);
MbxEvidence *mbx_runner_get_evidence (MbxRunner *self);
MbxDialogue *mbx_runner_get_dialogue (MbxRunner *self);

G_END_DECLS
