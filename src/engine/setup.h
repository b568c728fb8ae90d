/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/address.h"
#include "core/candidate.h"
#include "core/password-shape.h"
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

/**
 * MbxSetupError:
 * @MBX_SETUP_ERROR_STATE: this page goes on by itself, or is the last one
 * @MBX_SETUP_ERROR_SERVERS: a server is still missing
 * @MBX_SETUP_ERROR_CONSENT: the person has to confirm the servers first
 * @MBX_SETUP_ERROR_PASSWORD: a password is missing
 *
 * Why mbx_setup_continue() stays where it is; a bad address gives an #MbxAddressError.
 */
typedef enum
{
  MBX_SETUP_ERROR_STATE,
  MBX_SETUP_ERROR_SERVERS,
  MBX_SETUP_ERROR_CONSENT,
  MBX_SETUP_ERROR_PASSWORD,
} MbxSetupError;

#define MBX_SETUP_ERROR (mbx_setup_error_quark ())
GQuark mbx_setup_error_quark (void);

#define MBX_TYPE_SETUP (mbx_setup_get_type ())
G_DECLARE_FINAL_TYPE (MbxSetup, mbx_setup, MBX, SETUP, GObject)

/*
 * The whole wizard without a window. Properties (all with notify, read-only but the first three):
 * "address-text", "name", "offline", "state" (MbxSetupState as int), "busy", "keyring-code"
 * (MbxCode as int: what a look at the keyring found before anything was typed).
 * Signals: "source-changed" (MbxSourceState *), "step-changed" (MbxStepResult *), "open-url"
 * (const char *).
 *
 * mbx_setup_continue() goes forward from the state it is in: ADDRESS -> FINDING -> SIGN_IN or
 * NOT_FOUND; NOT_FOUND looks again; SIGN_IN -> CHECKING -> CHECKED -> (when passed, by itself)
 * SAVING -> DONE; CHECKED runs what failed again.
 * mbx_setup_back() goes back one page; mbx_setup_cancel() stops what runs and returns to the page
 * that started it, at once.
 *
 * A provider that takes nothing but a browser sign-in is checked without one as far as that goes.
 * mbx_setup_use_browser() goes from SIGN_IN to BROWSER and, once the person has signed in, on to
 * CHECKING by itself; a refused or cancelled sign-in returns to SIGN_IN with its code.
 *
 * The servers of an unsafe source need mbx_setup_give_consent() before a secret goes there; a
 * server that the person typed or chose is the person's own decision.
 *
 * A NULL store means practice: DONE is reached and nothing is stored.
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

gboolean mbx_setup_take_settings (MbxSetup *self, MbxCandidate *candidate, GError **error);
void mbx_setup_use_candidate (MbxSetup *self, guint nth);
void mbx_setup_set_server (MbxSetup *self, MbxSide side, const MbxServer *server);
void mbx_setup_set_password (MbxSetup *self, MbxSecret *incoming, MbxSecret *outgoing);
MbxPasswordDoubt mbx_setup_check_password (MbxSetup *self, const MbxSecret *password);
void mbx_setup_set_token (MbxSetup *self, MbxSecret *access_token, MbxSecret *refresh_token);
void mbx_setup_apply_suggestion (MbxSetup *self, MbxSide side);
void mbx_setup_retry (MbxSetup *self);
MbxCheck *mbx_setup_get_check (MbxSetup *self);
const MbxStepResult *mbx_setup_get_store_step (MbxSetup *self);
void mbx_setup_wait_for_browser (MbxSetup *self);
gboolean mbx_setup_can_use_browser (MbxSetup *self);
void mbx_setup_use_browser (MbxSetup *self);
void mbx_setup_open_browser_again (MbxSetup *self);
gboolean mbx_setup_paste_answer (MbxSetup *self, const char *url);
char *mbx_setup_dup_report (MbxSetup *self);
char *mbx_setup_dup_support_code (MbxSetup *self);

G_END_DECLS
