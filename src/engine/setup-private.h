/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/oauth-flow.h"
#include "engine/setup.h"

G_BEGIN_DECLS

/* The two servers, as an index. */
#define MBX_SETUP_SIDES 2

struct _MbxSetup
{
  GObject parent;

  MbxContext *context;
  MbxAccountStore *store;
  char *address_text;
  char *name;

  MbxSetupState state;
  GCancellable *running;
  GCancellable *probing;
  MbxCode code;
  MbxCode keyring_code;
  char *failure;

  MbxAddress *address;
  MbxDiscovery *discovery;
  GPtrArray *candidates;
  const MbxCandidate *candidate;
  MbxAccount *account;
  gboolean by_hand[MBX_SETUP_SIDES];
  gboolean consent;

  MbxSecret *password[MBX_SETUP_SIDES];
  MbxSecret *access_token;
  MbxSecret *refresh_token;
  MbxOauthFlow *flow;
  char *token_account;

  MbxCheck *check;
  MbxSecret *checked[MBX_SETUP_SIDES];
  MbxStepResult store_step;
  gint64 saving_since;
};

/* An asynchronous call of one page; its result counts only while that page still waits for it. */
typedef struct
{
  GWeakRef setup;
  GCancellable *cancellable;
} MbxSetupCall;

MbxSetupCall *mbx_setup_call_begin (MbxSetup *self);
MbxSetup *mbx_setup_call_end (MbxSetupCall *call, gboolean *current);

void mbx_setup_set_state (MbxSetup *self, MbxSetupState state);
void mbx_setup_stop (MbxSetup *self);
void mbx_setup_fail_with (MbxSetup *self, MbxCode code, const char *failure);

/* setup-find.c */
gboolean mbx_setup_find (MbxSetup *self, GError **error);
void mbx_setup_forget_found (MbxSetup *self);

/* setup-check.c */
gboolean mbx_setup_run_check (MbxSetup *self, GError **error);
void mbx_setup_renew_check (MbxSetup *self);
void mbx_setup_forget_check (MbxSetup *self);
void mbx_setup_forget_secrets (MbxSetup *self);
MbxSecret *mbx_setup_secret_of (MbxSetup *self, guint side);

/* setup-save.c */
void mbx_setup_save (MbxSetup *self);
void mbx_setup_emit_store_step (MbxSetup *self, MbxState state, MbxCode code);
void mbx_setup_forget_store_step (MbxSetup *self);
void mbx_setup_probe_keyring (MbxSetup *self);

G_END_DECLS
