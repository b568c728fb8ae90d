/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "setup-fixture.h"

#define LIMIT_SECONDS 30

static gboolean
on_limit (gpointer data)
{
  SetupFixture *self = data;

  g_error ("the wizard is still in state %d after %d seconds",
           (int) mbx_setup_get_state (self->setup), LIMIT_SECONDS);
  return G_SOURCE_REMOVE;
}

/**
 * setup_fixture_wait:
 *
 * Lets the program run until the wizard has reached @state.
 */
void
setup_fixture_wait (SetupFixture *self, MbxSetupState state)
{
  guint limit = g_timeout_add_seconds (LIMIT_SECONDS, on_limit, self);

  while (mbx_setup_get_state (self->setup) != state)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
}

/**
 * setup_fixture_go_on:
 *
 * Presses Continue, which has to work.
 */
void
setup_fixture_go_on (SetupFixture *self)
{
  g_autoptr (GError) error = NULL;
  gboolean went = mbx_setup_continue (self->setup, &error);

  g_assert_no_error (error);
  g_assert_true (went);
}

void
setup_fixture_reach_sign_in (SetupFixture *self, const char *address)
{
  mbx_setup_set_address (self->setup, address, "Demo Person");
  setup_fixture_go_on (self);
  setup_fixture_wait (self, MBX_SETUP_SIGN_IN);
}

void
setup_fixture_set_password (SetupFixture *self, const char *incoming, const char *outgoing)
{
  g_autoptr (MbxSecret) receive = mbx_secret_new (incoming);
  g_autoptr (MbxSecret) send = outgoing != NULL ? mbx_secret_new (outgoing) : NULL;

  mbx_setup_set_password (self->setup, receive, send);
}

/**
 * setup_fixture_set_up_demo:
 *
 * From the first page to the last with the demo's own mailbox.
 */
void
setup_fixture_set_up_demo (SetupFixture *self)
{
  setup_fixture_reach_sign_in (self, MBX_DEMO_ADDRESS);
  setup_fixture_set_password (self, MBX_DEMO_PASSWORD, NULL);
  setup_fixture_go_on (self);
  setup_fixture_wait (self, MBX_SETUP_DONE);
}

static void
on_step_changed (MbxSetup *setup, const MbxStepResult *result, SetupFixture *self)
{
  if (result->step == MBX_STEP_SIGN_IN && result->state == MBX_STATE_RUNNING)
    self->sign_ins[result->side == MBX_SIDE_OUTGOING ? 1 : 0]++;
}

/* Long enough for a busy machine, and short where silence is the point. */
static void
set_limits (MbxContext *context)
{
  MbxLimits *limits = mbx_context_get_limits (context);

  limits->connect = 1500;
  limits->greeting = 1500;
  limits->reply = 1500;
  limits->experiment = 1500;
}

void
setup_fixture_set_up (SetupFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  keyring_fixture_start (&self->keyring);
  self->folder = g_build_filename (self->keyring.home, "accounts", NULL);
  self->server = mbx_demo_server_new (&error);
  g_assert_no_error (error);
  self->context = mbx_context_new ();
  mbx_demo_server_apply (self->server, self->context);
  set_limits (self->context);
  self->store = mbx_account_store_new (self->folder);
  self->setup = mbx_setup_new (self->context, self->store);
  g_signal_connect (self->setup, "step-changed", G_CALLBACK (on_step_changed), self);
}

void
setup_fixture_tear_down (SetupFixture *self, gconstpointer data)
{
  g_clear_object (&self->setup);
  g_clear_object (&self->store);
  g_clear_object (&self->context);
  g_clear_object (&self->server);
  g_free (self->folder);
  keyring_fixture_stop (&self->keyring);
}
