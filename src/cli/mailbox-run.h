/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/candidate.h"
#include "engine/check.h"
#include "engine/discovery.h"

G_BEGIN_DECLS

/**
 * MbxRunRequest:
 * @address: as it was typed
 * @username: (nullable): what to sign in with instead of the address
 * @incoming: (nullable): the server that receives; with one of the two given nothing is looked for
 * @outgoing: (nullable): the server that sends
 * @protocol: which incoming protocol is preferred, a #MbxProtocol or -1
 * @find_only: stop when the settings are found
 *
 * What is wanted for one mailbox. All pointers belong to the caller and outlive the run.
 */
typedef struct
{
  const char *address;
  const char *username;
  const MbxServer *incoming;
  const MbxServer *outgoing;
  int protocol;
  gboolean find_only;
} MbxRunRequest;

/**
 * MbxRun:
 * @request: what was wanted
 * @context: what the engine shares
 * @address: the address
 * @discovery: (nullable): the search, unless servers were given
 * @candidates: (nullable) (element-type MbxCandidate): what it found, best first
 * @source: where the settings come from
 * @account: (nullable): the settings that are tested
 * @needs_consent: a person has to confirm the servers before a secret goes there
 * @code: why there are no settings, or %MBX_CODE_NONE
 * @check: (nullable): the test
 * @find: the step "find" of the network
 * @token_account: (nullable): who signed in through the browser
 * @sign_in: a browser sign-in that came to nothing, else in state %MBX_STATE_WAITING
 * @started: g_get_monotonic_time() at the start
 * @microseconds: how long all took
 *
 * One mailbox from its address to the verdict: first mbx_run_find_async(), then, where the servers
 * are known and confirmed, mbx_run_check_async().
 */
typedef struct
{
  MbxRunRequest request;
  MbxContext *context;
  MbxAddress *address;
  MbxDiscovery *discovery;
  GPtrArray *candidates;
  MbxSource source;
  MbxAccount *account;
  gboolean needs_consent;
  MbxCode code;
  MbxCheck *check;
  MbxStepResult find;
  MbxStepResult sign_in;
  char *token_account;
  gint64 started;
  gint64 microseconds;
} MbxRun;

MbxRun *mbx_run_new (MbxContext *context, const MbxRunRequest *request, GError **error);
void mbx_run_free (MbxRun *self);
void mbx_run_find_async (MbxRun *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data);
gboolean mbx_run_find_finish (MbxRun *self, GAsyncResult *result, GError **error);
void mbx_run_check_async (MbxRun *self,
                          MbxCredentialKind kind,
                          MbxSecret *secret,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
gboolean mbx_run_check_finish (MbxRun *self, GAsyncResult *result, GError **error);
void mbx_run_refuse (MbxRun *self);
void mbx_run_fail_sign_in (MbxRun *self, MbxCode code, const char *said);
void mbx_run_end (MbxRun *self);

const char *mbx_run_get_address (const MbxRun *self);
const MbxServer *mbx_run_get_server (const MbxRun *self, MbxSide side);
char *mbx_run_dup_mechanism (const MbxRun *self, MbxSide side);
char *mbx_run_dup_server_names (const MbxRun *self);
GPtrArray *mbx_run_list_alternatives (const MbxRun *self);
GPtrArray *mbx_run_list_steps (const MbxRun *self);
MbxVerdict mbx_run_get_verdict (const MbxRun *self);
const MbxCandidate *mbx_run_get_candidate (const MbxRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxRun, mbx_run_free)

G_END_DECLS
