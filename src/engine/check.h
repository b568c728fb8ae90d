/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/account.h"
#include "core/credentials.h"
#include "core/diagnosis.h"
#include "core/step.h"
#include "core/words.h"
#include "engine/context.h"

G_BEGIN_DECLS

/**
 * MbxStepResult:
 * @side: the group
 * @step: the step
 * @state: where it stands
 * @microseconds: how long it took, 0 before it ended
 * @diagnosis: (nullable): the cause of a warning or failure
 * @words: (nullable): what the person reads about it
 * @said: (nullable): the server's own words, redacted
 *
 * One row of the check. Owned by the check; valid until the check is started again or freed.
 */
typedef struct
{
  MbxSide side;
  MbxStep step;
  MbxState state;
  gint64 microseconds;
  MbxDiagnosis *diagnosis;
  MbxWords *words;
  char *said;
} MbxStepResult;

/**
 * MbxVerdict:
 * @state: %MBX_STATE_PASSED or %MBX_STATE_FAILED
 * @code: the first cause, or %MBX_CODE_NONE
 * @side: where it lies; meaningless where passed
 */
typedef struct
{
  MbxState state;
  MbxCode code;
  MbxSide side;
} MbxVerdict;

#define MBX_TYPE_CHECK (mbx_check_get_type ())
G_DECLARE_FINAL_TYPE (MbxCheck, mbx_check, MBX, CHECK, GObject)

/*
 * The check of one account: both servers side by side, experiments after a failure, diagnosis and
 * words. Signal "step-changed" (MbxStepResult *result) for every change, on the thread's default
 * main context. A server of the account may be NULL: its steps are then skipped.
 *
 * mbx_check_prepare() runs what needs no secret and keeps the connections open.
 * mbx_check_run_async() does the rest (and whatever was not prepared, and makes a connection that
 * died meanwhile again). NULL credentials: stop before the sign-in, its steps are skipped.
 * mbx_check_run_async() again runs only the servers that have not passed.
 */
MbxCheck *mbx_check_new (MbxContext *context, const MbxAccount *account);
void mbx_check_prepare (MbxCheck *self);
void mbx_check_run_async (MbxCheck *self, const MbxCredentials *incoming,
                          const MbxCredentials *outgoing, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
gboolean mbx_check_run_finish (MbxCheck *self, GAsyncResult *result, GError **error);
void mbx_check_set_server (MbxCheck *self, MbxSide side, const MbxServer *server);
GPtrArray *mbx_check_get_steps (MbxCheck *self);
const MbxStepResult *mbx_check_get_step (MbxCheck *self, MbxSide side, MbxStep step);
const MbxStepResult *mbx_check_get_first_failure (MbxCheck *self, MbxSide side);
MbxVerdict mbx_check_get_verdict (MbxCheck *self);
MbxEvidence *mbx_check_get_evidence (MbxCheck *self, MbxSide side);
MbxAccount *mbx_check_dup_account (MbxCheck *self);
GHashTable *mbx_check_dup_facts (MbxCheck *self);

G_END_DECLS
