/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/prober.h"

#include "core/document.h"
#include "engine/limit.h"
#include "engine/parking.h"
#include "engine/runner.h"
#include "engine/timer.h"

/* How long a server that is known to live waits for a better one that has not answered yet. */
#define GRACE_MILLISECONDS 500

/* How long the first server has for itself before the others are tried beside it. */
#define HEAD_START_MILLISECONDS 500

/*
 * How many of the usual names are tried at once on each side. Look-ups share ten threads, and the
 * sources that know more than a guess need them first.
 */
#define WINDOW 3

/* More than that is no settings file but a way to make us knock on many doors. */
#define MAX_TRIED 8

typedef enum
{
  TRY_WAITING,
  TRY_RUNNING,
  TRY_GOOD,
  TRY_FAULTY,
  TRY_DEAD,
} TryState;

typedef struct _Probe Probe;

/* One server. */
typedef struct
{
  Probe *probe;
  guint side;
  MbxServer *server;
  TryState state;
  MbxRunner *runner;
} Try;

/* Receiving and sending are settled each by itself. */
typedef struct
{
  GPtrArray *tries;
  gboolean settled;
  GSource *grace;
} Side;

struct _Probe
{
  MbxContext *context;
  MbxCandidate *candidate;
  char *sender;
  MbxLimit *limit;
  Side sides[2];
  GSource *head_start;
  GSource *over_timer;
  gboolean strict;
  gboolean all_started;
  GTask *task;
};

static void settle_if_clear (Probe *self, guint nth);

static void
try_free (gpointer data)
{
  Try *self = data;

  mbx_server_free (self->server);
  g_clear_object (&self->runner);
  g_free (self);
}

static void
probe_free (gpointer data)
{
  Probe *self = data;

  for (guint i = 0; i < 2; i++)
    {
      mbx_timer_clear (&self->sides[i].grace);
      g_ptr_array_unref (self->sides[i].tries);
    }
  mbx_timer_clear (&self->head_start);
  mbx_timer_clear (&self->over_timer);
  mbx_limit_free (self->limit);
  mbx_candidate_free (self->candidate);
  g_free (self->sender);
  g_object_unref (self->context);
  g_free (self);
}

/* Good ones, then those that were not tried, then the faulty; the order among them stays. */
static GPtrArray *
keep_living (Probe *self, const GPtrArray *tries)
{
  static const TryState order[] = { TRY_GOOD, TRY_RUNNING, TRY_WAITING, TRY_FAULTY };
  GPtrArray *out = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_server_free);

  for (guint k = 0; k < (self->strict ? 1 : G_N_ELEMENTS (order)); k++)
    {
      for (guint i = 0; i < tries->len; i++)
        {
          const Try *attempt = tries->pdata[i];

          if (attempt->state == order[k])
            g_ptr_array_add (out, mbx_server_copy (attempt->server));
        }
    }
  return out;
}

static gboolean
has_state (const GPtrArray *tries, TryState state)
{
  for (guint i = 0; i < tries->len; i++)
    {
      if (((const Try *) tries->pdata[i])->state == state)
        return TRUE;
    }
  return FALSE;
}

/* The best connection of each side waits for the check, which will want just that one. */
static void
let_others_go (Probe *self, const Side *side)
{
  gboolean best = TRUE;

  for (guint i = 0; i < side->tries->len; i++)
    {
      const Try *attempt = side->tries->pdata[i];

      if (attempt->state == TRY_GOOD && attempt->runner != NULL && !best)
        mbx_parking_drop (self->context, attempt->server, self->sender);
      best = best && attempt->state != TRY_GOOD;
    }
}

static void
finish (Probe *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  g_autoptr (MbxCandidate) result = mbx_candidate_copy (self->candidate);
  GError *error = NULL;

  g_ptr_array_unref (result->incoming);
  g_ptr_array_unref (result->outgoing);
  result->incoming = keep_living (self, self->sides[0].tries);
  result->outgoing = keep_living (self, self->sides[1].tries);
  result->probed = has_state (self->sides[0].tries, TRY_GOOD) &&
                   has_state (self->sides[1].tries, TRY_GOOD);
  g_cancellable_cancel (mbx_limit_get_cancellable (self->limit));
  let_others_go (self, &self->sides[0]);
  let_others_go (self, &self->sides[1]);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (mbx_candidate_is_usable (result))
    {
      g_task_return_pointer (task, g_steal_pointer (&result), (GDestroyNotify) mbx_candidate_free);
      return;
    }
  mbx_document_set_error (&error, MBX_DOCUMENT_ERROR_NO_SERVERS);
  g_task_return_error (task, error);
}

static void
settle (Probe *self, guint nth)
{
  self->sides[nth].settled = TRUE;
  mbx_timer_clear (&self->sides[nth].grace);
  if (self->task != NULL && self->sides[0].settled && self->sides[1].settled)
    finish (self);
}

static gboolean
on_grace_over (gpointer data)
{
  Side *side = data;
  Probe *self = ((Try *) side->tries->pdata[0])->probe;

  settle (self, side == &self->sides[0] ? 0 : 1);
  return G_SOURCE_REMOVE;
}

/* Settled as soon as nothing better than the best good answer can come any more. */
static void
settle_if_clear (Probe *self, guint nth)
{
  Side *side = &self->sides[nth];
  gboolean open = FALSE;

  if (side->settled)
    return;
  for (guint i = 0; i < side->tries->len; i++)
    {
      const Try *attempt = side->tries->pdata[i];

      if (attempt->state == TRY_GOOD)
        {
          if (!open)
            settle (self, nth);
          else if (side->grace == NULL)
            side->grace = mbx_timer_start (GRACE_MILLISECONDS, on_grace_over, side);
          return;
        }
      open = open || attempt->state == TRY_RUNNING ||
             (attempt->state == TRY_WAITING && !self->all_started);
    }
  if (!open)
    settle (self, nth);
}

/* Nothing there, or nothing that ever answers: no fault that a check could say more about. */
static gboolean
is_dead (const MbxEvidence *evidence)
{
  return evidence->net != MBX_NET_OK && (evidence->step == MBX_STEP_RESOLVE ||
                                         evidence->step == MBX_STEP_CONNECT);
}

static void start_more (Probe *self);

static void
on_tried (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) keep = data;
  Try *self = g_object_get_data (source, "mbx-try");
  MbxRunner *runner = MBX_RUNNER (source);
  gboolean good = mbx_runner_run_finish (runner, result, NULL);

  if (self->state != TRY_RUNNING || self->probe->task == NULL)
    return;
  if (good)
    {
      self->state = TRY_GOOD;
      mbx_parking_leave (self->probe->context, runner, self->probe->sender);
    }
  else
    self->state = is_dead (mbx_runner_get_evidence (runner)) ? TRY_DEAD : TRY_FAULTY;
  if (!good)
    start_more (self->probe);
  settle_if_clear (self->probe, self->side);
}

static void
start (Try *self)
{
  gboolean sends = self->server->protocol == MBX_PROTOCOL_SMTP;
  const MbxDialogueOptions options = { .server = self->server,
                                       .sender = sends ? self->probe->sender : NULL,
                                       .client_name = "Mailbox Setup",
                                       .examine = TRUE };

  if (self->state != TRY_WAITING)
    return;
  /* Another source has just been there, or a guess was right. */
  if (mbx_parking_has (self->probe->context, self->server, self->probe->sender))
    {
      self->state = TRY_GOOD;
      return;
    }
  self->state = TRY_RUNNING;
  self->runner = mbx_runner_new (self->probe->context, &options);
  /* An organisation's own authority counts for its servers here too. */
  mbx_runner_get_evidence (self->runner)->provider = g_strdup (self->probe->candidate->provider);
  g_object_set_data (G_OBJECT (self->runner), "mbx-try", self);
  mbx_runner_run_async (self->runner, mbx_limit_get_cancellable (self->probe->limit), on_tried,
                        g_object_ref (self->probe->task));
}

static void
start_all (Probe *self)
{
  if (self->all_started)
    return;
  self->all_started = TRUE;
  for (guint nth = 0; nth < 2; nth++)
    {
      for (guint i = 0; !self->sides[nth].settled && i < self->sides[nth].tries->len; i++)
        {
          if (i < MAX_TRIED)
            start (self->sides[nth].tries->pdata[i]);
        }
    }
}

static void
fill_window (Probe *self, Side *side)
{
  guint running = 0;

  for (guint i = 0; !side->settled && i < side->tries->len && i < MAX_TRIED; i++)
    {
      Try *attempt = side->tries->pdata[i];

      if (running < WINDOW)
        start (attempt);
      running += attempt->state == TRY_RUNNING;
    }
}

static void
start_more (Probe *self)
{
  if (!self->strict)
    {
      start_all (self);
      return;
    }
  fill_window (self, &self->sides[0]);
  fill_window (self, &self->sides[1]);
}

static gboolean
on_head_start_over (gpointer data)
{
  start_all (data);
  return G_SOURCE_REMOVE;
}

/* Time is up: what has not answered by now is as good as dead. */
static gboolean
on_over (gpointer data)
{
  Probe *self = data;

  for (guint nth = 0; nth < 2; nth++)
    {
      for (guint i = 0; i < self->sides[nth].tries->len; i++)
        {
          Try *attempt = self->sides[nth].tries->pdata[i];

          if (attempt->state == TRY_RUNNING)
            attempt->state = TRY_DEAD;
        }
    }
  for (guint nth = 0; nth < 2 && self->task != NULL; nth++)
    {
      if (!self->sides[nth].settled)
        settle (self, nth);
    }
  return G_SOURCE_REMOVE;
}

static void
add_tries (Probe *self, guint nth, const GPtrArray *servers)
{
  self->sides[nth].tries = g_ptr_array_new_with_free_func (try_free);
  for (guint i = 0; i < servers->len; i++)
    {
      Try *attempt = g_new0 (Try, 1);

      attempt->probe = self;
      attempt->side = nth;
      attempt->server = mbx_server_copy (servers->pdata[i]);
      g_ptr_array_add (self->sides[nth].tries, attempt);
    }
}

/**
 * mbx_probe_async:
 * @candidate: at least one server to receive and one to send
 * @address: who is to send
 * @milliseconds: the limit for all of it; what lives by then counts
 */
void
mbx_probe_async (MbxContext *context, const MbxCandidate *candidate, const MbxAddress *address,
                 guint milliseconds, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer data)
{
  g_autoptr (GTask) task = g_task_new (context, cancellable, callback, data);
  Probe *self = g_new0 (Probe, 1);

  g_task_set_source_tag (task, mbx_probe_async);
  g_task_set_task_data (task, self, probe_free);
  self->task = g_object_ref (task);
  self->context = g_object_ref (context);
  self->candidate = mbx_candidate_copy (candidate);
  self->sender = g_strdup (address->text);
  self->strict = candidate->source == MBX_SOURCE_GUESS || candidate->upgraded;
  self->limit = mbx_limit_new (cancellable, milliseconds + GRACE_MILLISECONDS);
  add_tries (self, 0, candidate->incoming);
  add_tries (self, 1, candidate->outgoing);
  if (self->strict)
    start_more (self);
  else
    {
      start (self->sides[0].tries->pdata[0]);
      start (self->sides[1].tries->pdata[0]);
    }
  settle_if_clear (self, 0);
  settle_if_clear (self, 1);
  if (self->task == NULL)
    return;
  self->head_start = mbx_timer_start (HEAD_START_MILLISECONDS, on_head_start_over, self);
  self->over_timer = mbx_timer_start (milliseconds, on_over, self);
}

MbxCandidate *
mbx_probe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
