/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/address.h"
#include "core/candidate.h"
#include "core/words.h"
#include "engine/account-store.h"
#include "engine/check.h"
#include "engine/context.h"
#include "engine/discovery.h"

G_BEGIN_DECLS

/**
 * MbxSetupState:
 *
 * The wizard's state; one enum, changed in one place, observed by notify::state.
 */
typedef enum
{
  MBX_SETUP_ADDRESS,
  MBX_SETUP_FINDING,
  MBX_SETUP_NOT_FOUND,
  MBX_SETUP_SIGN_IN,
  MBX_SETUP_BROWSER,
  MBX_SETUP_CHECKING,
  MBX_SETUP_CHECKED,
  MBX_SETUP_SAVING,
  MBX_SETUP_DONE,
} MbxSetupState;

#define MBX_TYPE_SETUP (mbx_setup_get_type ())
G_DECLARE_FINAL_TYPE (MbxSetup, mbx_setup, MBX, SETUP, GObject)

/*
 * The whole wizard without a window. Properties (all with notify, read-only but the first three):
 * "address-text", "name", "offline", "state" (MbxSetupState as int), "busy".
 * Signals: "source-changed" (MbxSourceState *), "step-changed" (MbxStepResult *).
 *
 * mbx_setup_continue() goes forward from the state it is in: ADDRESS -> FINDING -> SIGN_IN or
 * NOT_FOUND; SIGN_IN -> CHECKING -> CHECKED -> (when passed, by itself) SAVING -> DONE.
 * mbx_setup_back() goes back one page; mbx_setup_cancel() stops what runs and returns to the page
 * that started it, within 100 ms.
 */
MbxSetup *mbx_setup_new (MbxContext *context, MbxAccountStore *store);
void mbx_setup_set_address (MbxSetup *self, const char *text, const char *name);
MbxSetupState mbx_setup_get_state (MbxSetup *self);
gboolean mbx_setup_continue (MbxSetup *self, GError **error);
void mbx_setup_back (MbxSetup *self);
void mbx_setup_cancel (MbxSetup *self);
void mbx_setup_restart (MbxSetup *self);
void mbx_setup_enter_by_hand (MbxSetup *self);

const MbxAddress *mbx_setup_get_address (MbxSetup *self);
MbxDiscovery *mbx_setup_get_discovery (MbxSetup *self);
GPtrArray *mbx_setup_get_candidates (MbxSetup *self);
const MbxCandidate *mbx_setup_get_candidate (MbxSetup *self);
const MbxAccount *mbx_setup_get_account (MbxSetup *self);
const MbxProvider *mbx_setup_get_provider (MbxSetup *self);
gboolean mbx_setup_needs_consent (MbxSetup *self);
void mbx_setup_give_consent (MbxSetup *self);
MbxCode mbx_setup_get_code (MbxSetup *self);
MbxWords *mbx_setup_dup_words (MbxSetup *self);

void mbx_setup_use_candidate (MbxSetup *self, guint nth);
void mbx_setup_set_server (MbxSetup *self, MbxSide side, const MbxServer *server);
void mbx_setup_set_password (MbxSetup *self, MbxSecret *incoming, MbxSecret *outgoing);
void mbx_setup_set_token (MbxSetup *self, MbxSecret *access_token, MbxSecret *refresh_token);
void mbx_setup_apply_suggestion (MbxSetup *self, MbxSide side);
void mbx_setup_retry (MbxSetup *self);
MbxCheck *mbx_setup_get_check (MbxSetup *self);
char *mbx_setup_dup_report (MbxSetup *self);

G_END_DECLS
