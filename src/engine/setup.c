/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/setup.h"

#include "engine/setup-private.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (mbx-setup-error-quark, mbx_setup_error)
G_DEFINE_TYPE (MbxSetup, mbx_setup, G_TYPE_OBJECT)

enum
{
  PROP_ADDRESS_TEXT = 1,
  PROP_NAME,
  PROP_OFFLINE,
  PROP_STATE,
  PROP_BUSY,
  PROP_KEYRING_CODE,
  PROP_COUNT,
};

static GParamSpec *properties[PROP_COUNT];

static gboolean
is_busy (MbxSetup *self)
{
  return self->state == MBX_SETUP_FINDING || self->state == MBX_SETUP_CHECKING ||
         self->state == MBX_SETUP_SAVING;
}

static void
mbx_setup_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MbxSetup *self = MBX_SETUP (object);

  switch (id)
    {
    case PROP_ADDRESS_TEXT:
      g_value_set_string (value, self->address_text);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_OFFLINE:
      g_value_set_boolean (value, mbx_context_get_offline (self->context));
      break;
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, is_busy (self));
      break;
    case PROP_KEYRING_CODE:
      g_value_set_int (value, (int) self->keyring_code);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
mbx_setup_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MbxSetup *self = MBX_SETUP (object);

  switch (id)
    {
    case PROP_ADDRESS_TEXT:
      mbx_setup_set_address (self, g_value_get_string (value), self->name);
      break;
    case PROP_NAME:
      mbx_setup_set_address (self, self->address_text, g_value_get_string (value));
      break;
    case PROP_OFFLINE:
      mbx_context_set_offline (self->context, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
mbx_setup_dispose (GObject *object)
{
  MbxSetup *self = MBX_SETUP (object);

  mbx_setup_stop (self);
  if (self->probing != NULL)
    g_cancellable_cancel (self->probing);
  g_clear_object (&self->probing);
  g_clear_object (&self->flow);
  mbx_setup_forget_found (self);
  G_OBJECT_CLASS (mbx_setup_parent_class)->dispose (object);
}

static void
mbx_setup_finalize (GObject *object)
{
  MbxSetup *self = MBX_SETUP (object);

  g_object_unref (self->context);
  g_clear_object (&self->store);
  g_free (self->address_text);
  g_free (self->name);
  g_free (self->failure);
  g_free (self->token_account);
  G_OBJECT_CLASS (mbx_setup_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags write = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_ADDRESS_TEXT] =
    g_param_spec_string ("address-text", NULL, NULL, NULL, write);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, write);
  properties[PROP_OFFLINE] =
    g_param_spec_boolean ("offline", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, MBX_SETUP_ADDRESS, MBX_SETUP_DONE,
                                             MBX_SETUP_ADDRESS, read);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, read);
  properties[PROP_KEYRING_CODE] =
    g_param_spec_int ("keyring-code", NULL, NULL, MBX_CODE_NONE, MBX_CODE_LAST, MBX_CODE_NONE,
                      read);
  g_object_class_install_properties (object_class, PROP_COUNT, properties);
}

static void
mbx_setup_class_init (MbxSetupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mbx_setup_get_property;
  object_class->set_property = mbx_setup_set_property;
  object_class->dispose = mbx_setup_dispose;
  object_class->finalize = mbx_setup_finalize;
  install_properties (object_class);
  g_signal_new ("source-changed", MBX_TYPE_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_POINTER);
  g_signal_new ("step-changed", MBX_TYPE_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_POINTER);
  g_signal_new ("open-url", MBX_TYPE_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
}

static void
mbx_setup_init (MbxSetup *self)
{
  self->state = MBX_SETUP_ADDRESS;
  self->store_step.side = MBX_SIDE_KEYRING;
  self->store_step.step = MBX_STEP_STORE;
}

static void
on_recovered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* Saving tries again and then says what is wrong. */
  if (!mbx_account_store_recover_finish (MBX_ACCOUNT_STORE (source), result, &error))
    g_debug ("setup: nothing recovered: %s", error->message);
}

/**
 * mbx_setup_new:
 * @context: tables, limits and trust; a reference is taken
 * @store: (nullable): where the mailbox goes; %NULL stores nothing. What a killed program left half
 *   saved there is cleaned up in the background.
 *
 * Returns: (transfer full): a wizard on its first page
 */
MbxSetup *
mbx_setup_new (MbxContext *context, MbxAccountStore *store)
{
  MbxSetup *self = g_object_new (MBX_TYPE_SETUP, NULL);

  self->context = g_object_ref (context);
  self->store = store != NULL ? g_object_ref (store) : NULL;
  if (store != NULL)
    mbx_account_store_recover_async (store, NULL, on_recovered, NULL);
  return self;
}

/* The one place where the state changes. */
void
mbx_setup_set_state (MbxSetup *self, MbxSetupState state)
{
  gboolean was_busy = is_busy (self);

  if (self->state == state)
    return;
  self->state = state;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (is_busy (self) != was_busy)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Why the page shows a failure; none with %MBX_CODE_NONE. */
void
mbx_setup_fail_with (MbxSetup *self, MbxCode code, const char *failure)
{
  self->code = code;
  g_free (self->failure);
  self->failure = g_strdup (failure);
}

MbxSetupCall *
mbx_setup_call_begin (MbxSetup *self)
{
  MbxSetupCall *call = g_new0 (MbxSetupCall, 1);

  mbx_setup_stop (self);
  self->running = g_cancellable_new ();
  g_weak_ref_init (&call->setup, self);
  call->cancellable = g_object_ref (self->running);
  return call;
}

/**
 * mbx_setup_call_end:
 * @call: (transfer full): what mbx_setup_call_begin() gave
 * @current: (out): whether the wizard still waits for this result
 *
 * Returns: (transfer full) (nullable): the wizard, if it still lives
 */
MbxSetup *
mbx_setup_call_end (MbxSetupCall *call, gboolean *current)
{
  MbxSetup *self = g_weak_ref_get (&call->setup);

  *current = self != NULL && self->running == call->cancellable;
  if (*current)
    g_clear_object (&self->running);
  g_weak_ref_clear (&call->setup);
  g_object_unref (call->cancellable);
  g_free (call);
  return self;
}

/* Stops what runs. Its result is dropped when it comes, so nobody waits for it to stop. */
void
mbx_setup_stop (MbxSetup *self)
{
  g_autoptr (GCancellable) running = g_steal_pointer (&self->running);

  if (running != NULL)
    g_cancellable_cancel (running);
}

/**
 * mbx_setup_set_address:
 * @text: (nullable): what the person typed
 * @name: (nullable): the person's name
 *
 * Takes both; nothing is looked up before mbx_setup_continue().
 */
void
mbx_setup_set_address (MbxSetup *self, const char *text, const char *name)
{
  g_return_if_fail (MBX_IS_SETUP (self));

  if (g_strcmp0 (self->address_text, text) != 0)
    {
      g_free (self->address_text);
      self->address_text = g_strdup (text);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESS_TEXT]);
    }
  if (g_strcmp0 (self->name, name) != 0)
    {
      g_free (self->name);
      self->name = g_strdup (name);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
    }
}

MbxSetupState
mbx_setup_get_state (MbxSetup *self)
{
  return self->state;
}

/**
 * mbx_setup_continue:
 * @error: an #MbxAddressError or #MbxSetupError with a sentence for the person
 *
 * Goes forward from the page it is on.
 *
 * Returns: %FALSE where it stays
 */
gboolean
mbx_setup_continue (MbxSetup *self, GError **error)
{
  switch (self->state)
    {
    case MBX_SETUP_ADDRESS:
    case MBX_SETUP_NOT_FOUND:
      return mbx_setup_find (self, error);
    case MBX_SETUP_SIGN_IN:
      return mbx_setup_run_check (self, error);
    case MBX_SETUP_CHECKED:
      mbx_setup_retry (self);
      return TRUE;
    case MBX_SETUP_FINDING:
    case MBX_SETUP_BROWSER:
    case MBX_SETUP_CHECKING:
    case MBX_SETUP_SAVING:
    case MBX_SETUP_DONE:
      break;
    }
  g_set_error_literal (error, MBX_SETUP_ERROR, MBX_SETUP_ERROR_STATE,
                       _ ("There is nothing to go on with here."));
  return FALSE;
}

/**
 * mbx_setup_retry:
 *
 * On CHECKED: runs again what failed, with what is set now; where the check passed and only saving
 * failed, saves again. On NOT_FOUND: looks again.
 */
void
mbx_setup_retry (MbxSetup *self)
{
  g_autoptr (GError) error = NULL;

  if (self->state == MBX_SETUP_NOT_FOUND && !mbx_setup_find (self, &error))
    g_debug ("setup: %s", error->message);
  else if (self->state == MBX_SETUP_CHECKED && !mbx_setup_run_check (self, &error))
    g_debug ("setup: %s", error->message);
}

static void
go_to_address (MbxSetup *self)
{
  mbx_setup_stop (self);
  mbx_setup_forget_found (self);
  mbx_setup_fail_with (self, MBX_CODE_NONE, NULL);
  mbx_setup_set_state (self, MBX_SETUP_ADDRESS);
}

static void
go_to_sign_in (MbxSetup *self)
{
  mbx_setup_fail_with (self, MBX_CODE_NONE, NULL);
  mbx_setup_set_state (self, MBX_SETUP_SIGN_IN);
}

/**
 * mbx_setup_cancel:
 *
 * Stops what runs and returns to the page that started it, before this call returns.
 */
void
mbx_setup_cancel (MbxSetup *self)
{
  switch (self->state)
    {
    case MBX_SETUP_FINDING:
      go_to_address (self);
      break;
    case MBX_SETUP_BROWSER:
      mbx_setup_stop (self);
      go_to_sign_in (self);
      break;
    case MBX_SETUP_CHECKING:
      mbx_setup_stop (self);
      /* The old connections are in an unknown state. */
      mbx_setup_renew_check (self);
      go_to_sign_in (self);
      break;
    case MBX_SETUP_SAVING:
      /* The result still counts: a password that was already stored is not called unsaved. */
      if (self->running != NULL)
        g_cancellable_cancel (self->running);
      mbx_setup_emit_store_step (self, MBX_STATE_SKIPPED, MBX_CODE_NONE);
      mbx_setup_set_state (self, MBX_SETUP_CHECKED);
      break;
    case MBX_SETUP_ADDRESS:
    case MBX_SETUP_NOT_FOUND:
    case MBX_SETUP_SIGN_IN:
    case MBX_SETUP_CHECKED:
    case MBX_SETUP_DONE:
      break;
    }
}

/**
 * mbx_setup_back:
 *
 * Goes back one page, and cancels what runs.
 */
void
mbx_setup_back (MbxSetup *self)
{
  switch (self->state)
    {
    case MBX_SETUP_FINDING:
    case MBX_SETUP_BROWSER:
    case MBX_SETUP_CHECKING:
    case MBX_SETUP_SAVING:
      mbx_setup_cancel (self);
      break;
    case MBX_SETUP_NOT_FOUND:
    case MBX_SETUP_SIGN_IN:
      go_to_address (self);
      break;
    case MBX_SETUP_CHECKED:
      mbx_setup_stop (self);
      go_to_sign_in (self);
      break;
    case MBX_SETUP_ADDRESS:
    case MBX_SETUP_DONE:
      break;
    }
}

/**
 * mbx_setup_restart:
 *
 * Forgets everything and returns to the first page, for another mailbox.
 */
void
mbx_setup_restart (MbxSetup *self)
{
  go_to_address (self);
  mbx_setup_set_address (self, NULL, NULL);
}

/**
 * mbx_setup_wait_for_browser:
 *
 * From SIGN_IN to BROWSER, where mbx_setup_set_token() is waited for.
 */
void
mbx_setup_wait_for_browser (MbxSetup *self)
{
  if (self->state == MBX_SETUP_SIGN_IN)
    mbx_setup_set_state (self, MBX_SETUP_BROWSER);
}

/**
 * mbx_setup_get_code:
 *
 * Returns: why the page shows a failure, or %MBX_CODE_NONE
 */
MbxCode
mbx_setup_get_code (MbxSetup *self)
{
  return self->code;
}
