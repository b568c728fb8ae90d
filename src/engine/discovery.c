/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/discovery.h"

#include <glib/gi18n.h>

#include "core/document.h"
#include "engine/discovery-verdict.h"
#include "engine/inquiry.h"
#include "engine/limit.h"
#include "engine/parking.h"
#include "engine/prober.h"
#include "engine/ranking.h"
#include "engine/timer.h"

/* How long a safe answer waits for one that would be better still. */
#define GRACE_MILLISECONDS 500

/* The same for one that rests on nothing but a fitting certificate. */
#define LONG_GRACE_MILLISECONDS 1500

/* One source of this search. */
typedef struct
{
  MbxDiscovery *discovery;
  MbxSourceState *state;
  MbxLimit *limit;
  MbxCandidate *candidate;
  gint64 started;
  gboolean pending;
} Slot;

typedef struct
{
  MbxSource source;
  MbxFindFunc find;
} Source;

/* In the order of their worth, which is also that of the rows on the screen. */
static const Source sources[] = {
  { MBX_SOURCE_PACC, mbx_find_pacc },
  { MBX_SOURCE_ISP_AUTOCONFIG, mbx_find_autoconfig },
  { MBX_SOURCE_ISPDB, mbx_find_ispdb },
  { MBX_SOURCE_SRV, mbx_find_srv },
  { MBX_SOURCE_MX, mbx_find_mx },
  { MBX_SOURCE_AUTODISCOVER, mbx_find_autodiscover },
  { MBX_SOURCE_GUESS, mbx_find_guess },
};

#define SOURCES G_N_ELEMENTS (sources)

struct _MbxDiscovery
{
  GObject parent_instance;
  MbxContext *context;
  MbxAddress *address;
  MbxInquiry *inquiry;
  GPtrArray *states;
  GPtrArray *found;
  Slot slots[SOURCES];
  GCancellable *stop;
  GSource *budget;
  GSource *grace;
  GTask *task;
  gulong cancelled;
  const MbxProvider *provider;
  gboolean broken;
  MbxCode code;
  char *advice;
  const char *suggested;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (MbxDiscovery, mbx_discovery, G_TYPE_OBJECT)

static void consider_end (MbxDiscovery *self);

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
  for (guint i = 0; i < SOURCES; i++)
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

static MbxSourceState *
add_state (MbxDiscovery *self, MbxSource source)
{
  MbxSourceState *state = g_new0 (MbxSourceState, 1);

  state->source = source;
  state->state = MBX_STATE_RUNNING;
  state->asked = mbx_discovery_name_asked (source, self->address);
  g_ptr_array_add (self->states, state);
  return state;
}

static void
change_state (MbxDiscovery *self, MbxSourceState *state, MbxState value, const char *outcome)
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
  const MbxDiscoveryFacts facts = { self->inquiry, self->provider, self->broken, asked };

  self->code = MBX_CODE_NONE;
  if (self->found->len > 0)
    return;
  self->code = mbx_discovery_judge (&facts, &self->suggested);
  self->advice = mbx_discovery_explain (&facts, self->code);
}

/* Ends the search with what is there; whatever still runs is stopped and not waited for. */
static void
finish (MbxDiscovery *self, gboolean asked)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  mbx_timer_clear (&self->budget);
  mbx_timer_clear (&self->grace);
  for (guint i = 0; i < SOURCES; i++)
    {
      if (!self->slots[i].pending)
        continue;
      self->slots[i].pending = FALSE;
      change_state (self, self->slots[i].state, MBX_STATE_SKIPPED, _ ("No longer needed."));
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

static gboolean
on_budget_over (gpointer data)
{
  MbxDiscovery *self = data;

  if (self->task != NULL)
    finish (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* Inside the signal nothing may be disconnected; the end comes with the next turn of the loop. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, on_budget_over, g_object_ref (data), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_source_unref (source);
}

/* Whether what is still under way could end up before @best. */
static gboolean
could_be_better (const Slot *slot, const MbxCandidate *best, gboolean best_is_safe)
{
  if (!slot->pending)
    return FALSE;
  return slot->state->source < best->source || !best_is_safe || !best->probed;
}

static void
consider_end (MbxDiscovery *self)
{
  const MbxCandidate *best;
  gboolean pending = FALSE, better = FALSE, safe;

  if (self->task == NULL)
    return;
  mbx_ranking_sort (self->found, self->address->domain);
  best = self->found->len > 0 ? self->found->pdata[0] : NULL;
  safe = best != NULL && mbx_ranking_is_safe (best, self->address->domain);
  for (guint i = 0; i < SOURCES; i++)
    {
      pending = pending || self->slots[i].pending;
      better = better || (best != NULL && could_be_better (&self->slots[i], best, safe));
    }
  if (!pending || (best != NULL && !better))
    finish (self, TRUE);
  else if (best != NULL && safe && best->probed && self->grace == NULL)
    self->grace = mbx_timer_start (best->secure ? GRACE_MILLISECONDS : LONG_GRACE_MILLISECONDS,
                               on_budget_over, self);
}

static void
end_slot (Slot *slot, const GError *error)
{
  MbxDiscovery *self = slot->discovery;

  slot->pending = FALSE;
  slot->state->microseconds = g_get_monotonic_time () - slot->started;
  if (error == NULL)
    change_state (self, slot->state, MBX_STATE_PASSED, _ ("It knows the servers."));
  else if (mbx_limit_is_over (slot->limit))
    change_state (self, slot->state, MBX_STATE_FAILED, _ ("It did not answer in time."));
  else
    change_state (self, slot->state, MBX_STATE_FAILED, error->message);
  consider_end (self);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  Slot *slot = data;
  g_autoptr (MbxDiscovery) self = slot->discovery;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxCandidate) candidate = mbx_probe_finish (result, &error);

  if (!slot->pending)
    return;
  if (candidate != NULL)
    {
      mbx_ranking_enrich (candidate, mbx_context_get_providers (self->context));
      g_ptr_array_add (self->found, g_steal_pointer (&candidate));
    }
  else
    {
      g_free (error->message);
      error->message = g_strdup (slot->candidate->source == MBX_SOURCE_GUESS
                                   ? _ ("None of them answers with a fitting certificate.")
                                   : _ ("Its servers do not answer."));
      mbx_ranking_keep_unreached (self->found, slot->candidate, self->address->domain);
    }
  end_slot (slot, error);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  Slot *slot = data;
  g_autoptr (MbxDiscovery) self = slot->discovery;
  g_autoptr (GError) error = NULL;
  MbxCandidate *candidate = mbx_find_finish (result, &error);

  if (!slot->pending)
    {
      mbx_candidate_free (candidate);
      return;
    }
  slot->candidate = candidate;
  if (candidate == NULL)
    {
      /* A page of another kind is a parked domain; a torn file is somebody's mistake. */
      if (slot->state->source == MBX_SOURCE_ISP_AUTOCONFIG &&
          g_error_matches (error, MBX_DOCUMENT_ERROR, MBX_DOCUMENT_ERROR_SYNTAX))
        self->broken = TRUE;
      end_slot (slot, error);
      return;
    }
  g_object_ref (self);
  mbx_probe_async (self->context, candidate, self->address,
                   mbx_context_get_limits (self->context)->source, self->stop, on_probed, slot);
}

static void
start_slot (MbxDiscovery *self, guint nth)
{
  Slot *slot = &self->slots[nth];

  slot->discovery = self;
  slot->state = add_state (self, sources[nth].source);
  slot->limit = mbx_limit_new (self->stop, mbx_context_get_limits (self->context)->source);
  slot->started = g_get_monotonic_time ();
  slot->pending = TRUE;
  change_state (self, slot->state, MBX_STATE_RUNNING, NULL);
  g_object_ref (self);
  sources[nth].find (self->inquiry, mbx_limit_get_cancellable (slot->limit), on_found, slot);
}

static void
start_live (MbxDiscovery *self)
{
  self->budget = mbx_timer_start (mbx_context_get_limits (self->context)->discovery, on_budget_over,
                              self);
  for (guint i = 0; i < SOURCES; i++)
    start_slot (self, i);
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
  change_state (self, state, candidate != NULL ? MBX_STATE_PASSED : MBX_STATE_FAILED,
                candidate != NULL ? _ ("It knows the servers.") : _ ("Its servers do not answer."));
  if (candidate == NULL && !bridge)
    {
      g_ptr_array_add (self->found, mbx_candidate_new_for_provider (
                                      MBX_SOURCE_PROVIDER_TABLE, self->provider, self->address));
      start_live (self);
    }
  else
    finish (self, FALSE);
}

/* A row known from hearsay, and a bridge that may not run, are tried before they are offered. */
static void
probe_row (MbxDiscovery *self, const MbxCandidate *candidate)
{
  mbx_probe_async (self->context, candidate, self->address,
                   mbx_context_get_limits (self->context)->source, self->stop, on_row_probed,
                   g_object_ref (self));
}

static gboolean
has_servers (const MbxProvider *row)
{
  return row->imap->len + row->pop3->len > 0 && row->smtp->len > 0;
}

static gboolean
may_ask (MbxDiscovery *self)
{
  return !mbx_context_get_offline (self->context) && !mbx_context_is_demo (self->context);
}

/* Gives TRUE where the table alone decides, or has begun to. */
static gboolean
use_table (MbxDiscovery *self)
{
  const MbxProvider *row = mbx_provider_table_find_domain (
      mbx_context_get_providers (self->context), self->address->domain);
  MbxSourceState *state = add_state (self, MBX_SOURCE_PROVIDER_TABLE);
  MbxCandidate *candidate;

  self->provider = row;
  if (row == NULL || !has_servers (row))
    {
      change_state (self, state, MBX_STATE_FAILED,
                    row == NULL ? _ ("It does not have this domain.")
                                : _ ("It knows of no servers that this program can use."));
      /* Only a domain of unencrypted servers may have got better ones since. */
      return row != NULL && row->kind != MBX_PROVIDER_UNENCRYPTED;
    }
  candidate = mbx_candidate_new_for_provider (MBX_SOURCE_PROVIDER_TABLE, row, self->address);
  candidate->detail = g_strdup (row->origin);
  if ((row->auth & MBX_AUTH_BRIDGE) != 0 || (row->unsure && may_ask (self)))
    {
      probe_row (self, candidate);
      mbx_candidate_free (candidate);
      return TRUE;
    }
  g_ptr_array_add (self->found, candidate);
  change_state (self, state, MBX_STATE_PASSED, _ ("It knows the servers."));
  return TRUE;
}

static gboolean
finish_idle (gpointer data)
{
  MbxDiscovery *self = data;

  if (self->task != NULL)
    finish (self, FALSE);
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
  else if (may_ask (self))
    start_live (self);
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
