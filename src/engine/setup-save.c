/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/keyring.h"
#include "engine/setup-private.h"

/* From a verdict to a stored mailbox. */

typedef struct
{
  MbxSetupCall *call;
  MbxAccountStore *store;
} Saving;

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean there = mbx_keyring_probe_finish (result, &error);
  gboolean current;
  MbxSetupCall *call = data;
  g_autoptr (MbxSetup) self = g_weak_ref_get (&call->setup);

  current = self != NULL && self->probing == call->cancellable;
  if (current)
    g_clear_object (&self->probing);
  g_weak_ref_clear (&call->setup);
  g_object_unref (call->cancellable);
  g_free (call);
  if (!current)
    return;
  self->keyring_code = there ? MBX_CODE_NONE : mbx_keyring_error_to_code (error);
  g_object_notify (G_OBJECT (self), "keyring-code");
}

/* Finds out before a password is typed whether it could be kept. */
void
mbx_setup_probe_keyring (MbxSetup *self)
{
  MbxSetupCall *call;

  if (self->store == NULL || self->probing != NULL)
    return;
  call = g_new0 (MbxSetupCall, 1);
  self->probing = g_cancellable_new ();
  g_weak_ref_init (&call->setup, self);
  call->cancellable = g_object_ref (self->probing);
  mbx_keyring_probe_async (call->cancellable, on_probed, call);
}

void
mbx_setup_forget_store_step (MbxSetup *self)
{
  MbxStepResult *step = &self->store_step;

  g_clear_pointer (&step->diagnosis, mbx_diagnosis_free);
  g_clear_pointer (&step->words, mbx_words_free);
  step->state = MBX_STATE_WAITING;
  step->microseconds = 0;
}

/* Brings the row of the keyring up to date, and says so. */
void
mbx_setup_emit_store_step (MbxSetup *self, MbxState state, MbxCode code)
{
  MbxStepResult *step = &self->store_step;

  mbx_setup_forget_store_step (self);
  step->state = state;
  if (state != MBX_STATE_RUNNING && self->saving_since != 0)
    step->microseconds = g_get_monotonic_time () - self->saving_since;
  self->saving_since = state == MBX_STATE_RUNNING ? g_get_monotonic_time () : 0;
  if (code != MBX_CODE_NONE)
    {
      step->diagnosis = g_new0 (MbxDiagnosis, 1);
      step->diagnosis->code = code;
      step->diagnosis->confidence = MBX_CONFIDENCE_CERTAIN;
      step->words = mbx_setup_dup_words (self);
    }
  g_signal_emit_by_name (self, "step-changed", step);
}

static void
show_saved (MbxSetup *self)
{
  mbx_setup_fail_with (self, MBX_CODE_NONE, NULL);
  mbx_setup_forget_secrets (self);
  mbx_setup_emit_store_step (self, MBX_STATE_PASSED, MBX_CODE_NONE);
  mbx_setup_set_state (self, MBX_SETUP_DONE);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = mbx_account_store_save_finish (saving->store, result, &error);
  gboolean current;
  g_autoptr (MbxSetup) self = mbx_setup_call_end (saving->call, &current);

  g_object_unref (saving->store);
  g_free (saving);
  if (!current)
    return;
  if (saved)
    {
      show_saved (self);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  mbx_setup_fail_with (self, mbx_keyring_error_to_code (error), error->message);
  mbx_setup_emit_store_step (self, MBX_STATE_FAILED, self->code);
  mbx_setup_set_state (self, MBX_SETUP_CHECKED);
}

/* The user name that worked may be the other form, where the server asked for that. */
static void
take_server (MbxServer **slot, const MbxServer *proven)
{
  MbxServer *copy = mbx_server_copy (proven);

  if (copy == NULL)
    return;
  mbx_server_free (*slot);
  *slot = copy;
}

static void
note_success (MbxSetup *self)
{
  MbxAccount *account = self->account;
  g_autoptr (MbxAccount) proven = mbx_check_dup_account (self->check);

  take_server (&account->incoming, proven->incoming);
  take_server (&account->outgoing, proven->outgoing);
  g_clear_pointer (&account->facts, g_hash_table_unref);
  account->facts = mbx_check_dup_facts (self->check);
  account->verified_at = g_get_real_time () / G_USEC_PER_SEC;
}

static void
start_saving (MbxSetup *self)
{
  gboolean browser = self->account->sign_in == MBX_SIGN_IN_OAUTH;
  Saving *saving = g_new0 (Saving, 1);

  saving->call = mbx_setup_call_begin (self);
  saving->store = g_object_ref (self->store);
  mbx_account_store_save_async (self->store, self->account,
                                browser ? NULL : mbx_setup_secret_of (self, 0),
                                browser ? NULL : mbx_setup_secret_of (self, 1),
                                browser ? self->refresh_token : NULL, saving->call->cancellable,
                                on_saved, saving);
}

/* Stores the mailbox that was checked; without a store, as in practice, only says so. */
void
mbx_setup_save (MbxSetup *self)
{
  note_success (self);
  mbx_setup_fail_with (self, MBX_CODE_NONE, NULL);
  if (self->store == NULL)
    {
      mbx_setup_forget_secrets (self);
      mbx_setup_emit_store_step (self, MBX_STATE_SKIPPED, MBX_CODE_NONE);
      mbx_setup_set_state (self, MBX_SETUP_DONE);
      return;
    }
  mbx_setup_emit_store_step (self, MBX_STATE_RUNNING, MBX_CODE_NONE);
  mbx_setup_set_state (self, MBX_SETUP_SAVING);
  if (self->state == MBX_SETUP_SAVING)
    start_saving (self);
}

/**
 * mbx_setup_get_store_step:
 *
 * Returns: the row of the keyring; owned by the wizard
 */
const MbxStepResult *
mbx_setup_get_store_step (MbxSetup *self)
{
  return &self->store_step;
}
