/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/discovery-private.h"

#include <glib/gi18n.h>

#include "engine/discovery-verdict.h"
#include "engine/parking.h"
#include "engine/prober.h"
#include "engine/ranking.h"
#include "engine/table-look-up.h"
#include "engine/timer.h"

static guint changed_signal;

G_DEFINE_FINAL_TYPE (MbxDiscovery, mbx_discovery, G_TYPE_OBJECT)

static void
state_free (gpointer data)
{
  MbxSourceState *self = data;

  g_free (self->asked);
  g_free (self->outcome);
  g_free (self);
}

static void
mbx_discovery_finalize (GObject *object)
{
  MbxDiscovery *self = MBX_DISCOVERY (object);

  mbx_timer_clear (&self->budget);
  mbx_timer_clear (&self->grace);
  mbx_parking_clear (self->context, self->address->text);
  for (guint i = 0; i < MBX_DISCOVERY_SOURCES; i++)
    {
      g_clear_pointer (&self->slots[i].limit, mbx_limit_free);
      g_clear_pointer (&self->slots[i].candidate, mbx_candidate_free);
    }
  g_clear_object (&self->stop);
  g_clear_object (&self->inquiry);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->address, mbx_address_free);
  g_clear_object (&self->context);
  g_free (self->advice);
  G_OBJECT_CLASS (mbx_discovery_parent_class)->finalize (object);
}

static void
mbx_discovery_class_init (MbxDiscoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_discovery_finalize;

  /* MbxSourceState *state, valid as long as the discovery */
  changed_signal = g_signal_new ("source-changed", MBX_TYPE_DISCOVERY, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mbx_discovery_init (MbxDiscovery *self)
{
  self->states = g_ptr_array_new_with_free_func (state_free);
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_candidate_free);
  self->stop = g_cancellable_new ();
}

/**
 * mbx_discovery_new:
 * @address: whose servers to find
 *
 * Returns: (transfer full): a search that has not begun; nobody is asked before it is run
 */
MbxDiscovery *
mbx_discovery_new (MbxContext *context, const MbxAddress *address)
{
  MbxDiscovery *self = g_object_new (MBX_TYPE_DISCOVERY, NULL);

  self->context = g_object_ref (context);
  self->address = mbx_address_copy (address);
  self->inquiry = mbx_inquiry_new (context, address);
  return self;
}

void
mbx_discovery_set_web_ports (MbxDiscovery *self, guint16 https, guint16 http)
{
  mbx_inquiry_set_web_ports (self->inquiry, https, http);
}

MbxSourceState *
mbx_discovery_add_state (MbxDiscovery *self, MbxSource source)
{
  MbxSourceState *state = g_new0 (MbxSourceState, 1);

  state->source = source;
  state->state = MBX_STATE_RUNNING;
  state->asked = mbx_discovery_name_asked (source, self->address);
  g_ptr_array_add (self->states, state);
  return state;
}

void
mbx_discovery_change_state (MbxDiscovery *self, MbxSourceState *state, MbxState value,
                            const char *outcome)
{
  state->state = (int) value;
  g_free (state->outcome);
  state->outcome = g_strdup (outcome);
  g_signal_emit (self, changed_signal, 0, state);
}

static void
settle_provider (MbxDiscovery *self)
{
  const MbxProviderTable *table = mbx_context_get_providers (self->context);
  const MbxCandidate *best = self->found->len > 0 ? self->found->pdata[0] : NULL;

  if (best != NULL && best->provider != NULL)
    self->provider = mbx_provider_table_find_id (table, best->provider);
  else if (best == NULL && self->provider == NULL)
    self->provider = mbx_inquiry_get_provider (self->inquiry);
}

static void
judge (MbxDiscovery *self, gboolean asked)
{
  const MbxDiscoveryFacts facts = { self->inquiry, self->provider, self->broken, self->portal,
                                    asked };

  self->code = MBX_CODE_NONE;
  if (self->found->len > 0)
    return;
  self->code = mbx_discovery_judge (&facts, &self->suggested);
  self->advice = mbx_discovery_explain (&facts, self->code);
}

/* Ends the search with what is there; whatever still runs is stopped and not waited for. */
void
mbx_discovery_end (MbxDiscovery *self, gboolean asked)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  mbx_timer_clear (&self->budget);
  mbx_timer_clear (&self->grace);
  for (guint i = 0; i < MBX_DISCOVERY_SOURCES; i++)
    {
      if (!self->slots[i].pending)
        continue;
      self->slots[i].pending = FALSE;
      mbx_discovery_change_state (self, self->slots[i].state, MBX_STATE_SKIPPED,
                                  _ ("No longer needed."));
    }
  g_cancellable_cancel (self->stop);
  if (self->cancelled != 0)
    g_signal_handler_disconnect (cancellable, self->cancelled);
  self->cancelled = 0;
  mbx_ranking_drop_denied (self->found, self->inquiry);
  mbx_ranking_sort (self->found, self->address->domain);
  settle_provider (self);
  judge (self, asked);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_ptr_array_ref (self->found),
                           (GDestroyNotify) g_ptr_array_unref);
}

gboolean
mbx_discovery_end_on_time (gpointer data)
{
  MbxDiscovery *self = data;

  if (self->task != NULL)
    mbx_discovery_end (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* Inside the signal nothing may be disconnected; the end comes with the next turn of the loop. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, mbx_discovery_end_on_time, g_object_ref (data), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_source_unref (source);
}

static void
on_row_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxDiscovery) self = data;
  MbxSourceState *state = self->states->pdata[0];
  g_autoptr (GError) error = NULL;
  MbxCandidate *candidate = mbx_probe_finish (result, &error);
  gboolean bridge = (self->provider->auth & MBX_AUTH_BRIDGE) != 0;

  if (self->task == NULL)
    {
      mbx_candidate_free (candidate);
      return;
    }
  if (candidate != NULL)
    g_ptr_array_add (self->found, candidate);
  mbx_discovery_change_state (self, state, candidate != NULL ? MBX_STATE_PASSED : MBX_STATE_FAILED,
                candidate != NULL ? _ ("It knows the servers.") : _ ("Its servers do not answer."));
  if (candidate == NULL && !bridge)
    {
      g_ptr_array_add (self->found, mbx_candidate_new_for_provider (
                                      MBX_SOURCE_PROVIDER_TABLE, self->provider, self->address));
      mbx_discovery_ask_all (self);
    }
  else
    mbx_discovery_end (self, FALSE);
}

/* A row known from hearsay, and a bridge that may not run, are tried before they are offered. */
static void
probe_row (MbxDiscovery *self, const MbxCandidate *candidate)
{
  mbx_probe_async (self->context, candidate, self->address,
                   mbx_context_get_limits (self->context)->source, self->stop, on_row_probed,
                   g_object_ref (self));
}

/* Gives FALSE where the others are to be asked. */
static gboolean
use_table (MbxDiscovery *self)
{
  MbxSourceState *state = mbx_discovery_add_state (self, MBX_SOURCE_PROVIDER_TABLE);
  MbxCandidate *candidate;

  switch (mbx_table_look_up (self->context, self->address, &self->provider, &candidate))
    {
    case MBX_TABLE_UNKNOWN:
      mbx_discovery_change_state (self, state, MBX_STATE_FAILED,
                                  _ ("It does not have this domain."));
      return FALSE;
    case MBX_TABLE_NO_SERVERS:
      mbx_discovery_change_state (self, state, MBX_STATE_FAILED,
                    _ ("It knows of no servers that this program can use."));
      break;
    case MBX_TABLE_TRY:
      probe_row (self, candidate);
      mbx_candidate_free (candidate);
      break;
    case MBX_TABLE_FOUND:
      g_ptr_array_add (self->found, candidate);
      mbx_discovery_change_state (self, state, MBX_STATE_PASSED, _ ("It knows the servers."));
      break;
    }
  return TRUE;
}

static gboolean
finish_idle (gpointer data)
{
  MbxDiscovery *self = data;

  if (self->task != NULL)
    mbx_discovery_end (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* The caller is never called back before it has left the call that started the search. */
static void
finish_soon (MbxDiscovery *self)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, finish_idle, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_source_unref (source);
}

static gboolean
probe_is_under_way (MbxDiscovery *self)
{
  return ((MbxSourceState *) self->states->pdata[0])->state == (int) MBX_STATE_RUNNING;
}

/**
 * mbx_discovery_run_async:
 *
 * Asks the table, and where that does not have the domain all live sources side by side. To be run
 * once.
 */
void
mbx_discovery_run_async (MbxDiscovery *self, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (MBX_IS_DISCOVERY (self) && self->task == NULL && self->states->len == 0);

  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, mbx_discovery_run_async);
  if (cancellable != NULL)
    self->cancelled = g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled),
                                               self, 0);
  if (g_cancellable_is_cancelled (cancellable))
    finish_soon (self);
  else if (use_table (self))
    {
      if (!probe_is_under_way (self))
        finish_soon (self);
    }
  else if (mbx_table_may_ask (self->context))
    mbx_discovery_ask_all (self);
  else
    finish_soon (self);
}

/**
 * mbx_discovery_run_finish:
 *
 * Returns: (transfer full) (element-type MbxCandidate) (nullable): all that was found, best first;
 * an empty array has its reason in mbx_discovery_get_code(). %NULL only where the search was
 * cancelled.
 */
GPtrArray *
mbx_discovery_run_finish (MbxDiscovery *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

MbxCode
mbx_discovery_get_code (MbxDiscovery *self)
{
  return self->code;
}

/**
 * mbx_discovery_get_advice:
 *
 * Returns: (nullable): a sentence beyond the code's own words, in the language of the locale
 */
const char *
mbx_discovery_get_advice (MbxDiscovery *self)
{
  return self->advice;
}

/**
 * mbx_discovery_get_suggested_domain:
 *
 * Returns: (nullable): for %MBX_CODE_DOMAIN_TYPO, the domain that may be meant
 */
const char *
mbx_discovery_get_suggested_domain (MbxDiscovery *self)
{
  return self->suggested;
}

/**
 * mbx_discovery_get_provider:
 *
 * Returns: (nullable): the table's row for the best answer, or the one that explains why there is
 * none
 */
const MbxProvider *
mbx_discovery_get_provider (MbxDiscovery *self)
{
  return self->provider;
}

/**
 * mbx_discovery_get_sources:
 *
 * Returns: (transfer none) (element-type MbxSourceState): who was asked so far, and what came of it
 */
GPtrArray *
mbx_discovery_get_sources (MbxDiscovery *self)
{
  return self->states;
}

/**
 * mbx_discovery_needs_consent:
 *
 * Returns: whether the person has to confirm @candidate before any secret may go there
 */
gboolean
mbx_discovery_needs_consent (MbxDiscovery *self, const MbxCandidate *candidate)
{
  return !mbx_ranking_is_safe (candidate, self->address->domain);
}
