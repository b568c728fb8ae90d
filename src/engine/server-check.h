/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/account.h"
#include "core/credentials.h"
#include "core/diagnosis.h"
#include "core/step.h"
#include "engine/context.h"
#include "engine/limit.h"

G_BEGIN_DECLS

#define MBX_TYPE_SERVER_CHECK (mbx_server_check_get_type ())
G_DECLARE_FINAL_TYPE (MbxServerCheck, mbx_server_check, MBX, SERVER_CHECK, GObject)

/*
 * The check of one server: conversation, a second one where the first was lost or the user name has
 * the wrong form, experiments after a failure, diagnosis. Signal "step" (MbxStep step, MbxState
 * state, gint64 microseconds); a failure is told only once its cause is known.
 */
MbxServerCheck *mbx_server_check_new (MbxContext *context, const MbxAccount *account, MbxSide side);
void mbx_server_check_prepare (MbxServerCheck *self);
void mbx_server_check_stop (MbxServerCheck *self);
void mbx_server_check_run_async (MbxServerCheck *self,
                                 const MbxCredentials *credentials,
                                 MbxLimit *limit,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
gboolean mbx_server_check_run_finish (MbxServerCheck *self, GAsyncResult *result, GError **error);
gboolean mbx_server_check_has_passed (MbxServerCheck *self);
const MbxServer *mbx_server_check_get_server (MbxServerCheck *self);
MbxEvidence *mbx_server_check_get_evidence (MbxServerCheck *self);
const MbxDiagnosis *mbx_server_check_get_diagnosis (MbxServerCheck *self);

G_END_DECLS
