/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>

#include "core/document.h"
#include "engine/discovery-private.h"
#include "engine/experiment-fetch.h"
#include "engine/prober.h"
#include "engine/ranking.h"
#include "engine/timer.h"

/* How long a safe answer waits for one that would be better still. */
#define GRACE_MILLISECONDS 500

/* The same for one that rests on nothing but a fitting certificate. */
#define LONG_GRACE_MILLISECONDS 1500

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

G_STATIC_ASSERT (G_N_ELEMENTS (sources) == MBX_DISCOVERY_SOURCES);

static void consider_end (MbxDiscovery *self);

/* Whether what is still under way could end up before @best. */
static gboolean
could_be_better (const MbxDiscoverySlot *slot, const MbxCandidate *best, gboolean best_is_safe)
{
  if (!slot->pending)
    return FALSE;
  return slot->state->source < best->source || !best_is_safe || !best->probed;
}

static void
on_portal_looked_for (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxDiscovery) self = data;
  g_autoptr (MbxExperiment) portal = g_task_propagate_pointer (G_TASK (result), NULL);

  self->portal = portal != NULL && portal->worked;
  if (self->task != NULL)
    mbx_discovery_end (self, TRUE);
}

/* Whom a source asked beyond those that it always asks. */
static void
take_more_asked (MbxDiscovery *self, MbxSourceState *state)
{
  g_autofree char *more = mbx_inquiry_dup_asked (self->inquiry, state->source);
  g_autofree char *before = g_steal_pointer (&state->asked);

  state->asked =
      more != NULL ? g_strdup_printf ("%s, %s", before, more) : g_steal_pointer (&before);
}

/* The list of who was asked leaves nobody out. */
static void
note_portal (MbxDiscovery *self)
{
  const char *page = mbx_context_get_probe_page (self->context);
  g_autoptr (GUri) uri = page != NULL ? g_uri_parse (page, G_URI_FLAGS_NONE, NULL) : NULL;

  for (guint i = 0; uri != NULL && i < MBX_DISCOVERY_SOURCES; i++)
    {
      if (sources[i].source != MBX_SOURCE_ISPDB)
        continue;
      mbx_inquiry_note_asked (self->inquiry, MBX_SOURCE_ISPDB, g_uri_get_host (uri));
      take_more_asked (self, self->slots[i].state);
    }
}

/*
 * Mozilla's list always answers, if only that it does not know a domain. Where it could not be
 * reached and nobody else knew anything, a sign-in page of the network may stand in between.
 */
static void
end_empty (MbxDiscovery *self)
{
  if (!self->list_unreached || self->looked_for_portal)
    {
      mbx_discovery_end (self, TRUE);
      return;
    }
  self->looked_for_portal = TRUE;
  note_portal (self);
  mbx_experiment_portal_async (self->context, self->stop, on_portal_looked_for,
                               g_object_ref (self));
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
  for (guint i = 0; i < MBX_DISCOVERY_SOURCES; i++)
    {
      pending = pending || self->slots[i].pending;
      better = better || (best != NULL && could_be_better (&self->slots[i], best, safe));
    }
  if (!pending && best == NULL)
    end_empty (self);
  else if (!pending || (best != NULL && !better))
    mbx_discovery_end (self, TRUE);
  else if (best != NULL && safe && best->probed && self->grace == NULL)
    self->grace = mbx_timer_start (best->secure ? GRACE_MILLISECONDS : LONG_GRACE_MILLISECONDS,
                               mbx_discovery_end_on_time, self);
}

static void
end_slot (MbxDiscoverySlot *slot, const GError *error)
{
  MbxDiscovery *self = slot->discovery;

  slot->pending = FALSE;
  slot->state->microseconds = g_get_monotonic_time () - slot->started;
  take_more_asked (self, slot->state);
  if (error == NULL)
    mbx_discovery_change_state (self, slot->state, MBX_STATE_PASSED, _ ("It knows the servers."));
  else if (mbx_limit_is_over (slot->limit))
    mbx_discovery_change_state (self, slot->state, MBX_STATE_FAILED,
                                _ ("It did not answer in time."));
  else
    mbx_discovery_change_state (self, slot->state, MBX_STATE_FAILED, error->message);
  consider_end (self);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  MbxDiscoverySlot *slot = data;
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
  MbxDiscoverySlot *slot = data;
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
      if (slot->state->source == MBX_SOURCE_ISPDB &&
          !g_error_matches (error, MBX_FETCH_ERROR, MBX_FETCH_ERROR_NOT_THERE))
        self->list_unreached = TRUE;
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
  MbxDiscoverySlot *slot = &self->slots[nth];

  slot->discovery = self;
  slot->state = mbx_discovery_add_state (self, sources[nth].source);
  slot->limit = mbx_limit_new (self->stop, mbx_context_get_limits (self->context)->source);
  slot->started = g_get_monotonic_time ();
  slot->pending = TRUE;
  mbx_discovery_change_state (self, slot->state, MBX_STATE_RUNNING, NULL);
  g_object_ref (self);
  sources[nth].find (self->inquiry, mbx_limit_get_cancellable (slot->limit), on_found, slot);
}

void
mbx_discovery_ask_all (MbxDiscovery *self)
{
  self->budget = mbx_timer_start (mbx_context_get_limits (self->context)->discovery,
                                  mbx_discovery_end_on_time, self);
  for (guint i = 0; i < MBX_DISCOVERY_SOURCES; i++)
    start_slot (self, i);
}
