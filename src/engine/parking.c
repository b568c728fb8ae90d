/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/parking.h"

#include "engine/timer.h"

/* Servers hang up on those who say nothing; whoever comes later makes a new connection. */
#define STAY_MILLISECONDS 20000

#define MAX_SPOTS 8

typedef struct
{
  GPtrArray *spots;
  MbxRunner *runner;
  char *sender;
  GSource *timer;
} Spot;

static void
spot_free (gpointer data)
{
  Spot *self = data;

  mbx_timer_clear (&self->timer);
  if (self->runner != NULL)
    mbx_runner_close (self->runner);
  g_clear_object (&self->runner);
  g_free (self->sender);
  g_free (self);
}

static GPtrArray *
get_spots (MbxContext *context)
{
  GPtrArray *spots = g_object_get_data (G_OBJECT (context), "mbx-parking");

  if (spots != NULL)
    return spots;
  spots = g_ptr_array_new_with_free_func (spot_free);
  g_object_set_data_full (G_OBJECT (context), "mbx-parking", spots,
                          (GDestroyNotify) g_ptr_array_unref);
  return spots;
}

static gboolean
on_stayed_too_long (gpointer data)
{
  Spot *self = data;

  g_ptr_array_remove (self->spots, self);
  return G_SOURCE_REMOVE;
}

/* Who is to send is part of the conversation with a server that sends, and of no other. */
static gboolean
fits (const Spot *self, const MbxServer *server, const char *sender)
{
  const MbxServer *own = mbx_runner_get_evidence (self->runner)->server;

  return mbx_server_same_endpoint (own, server) &&
         (server->protocol != MBX_PROTOCOL_SMTP || g_strcmp0 (self->sender, sender) == 0);
}

/* Empties the spot that fits, if there is one. */
static MbxRunner *
vacate (GPtrArray *spots, const MbxServer *server, const char *sender)
{
  for (guint i = 0; i < spots->len; i++)
    {
      Spot *spot = spots->pdata[i];
      MbxRunner *runner;

      if (!fits (spot, server, sender))
        continue;
      runner = g_steal_pointer (&spot->runner);
      g_ptr_array_remove_index (spots, i);
      return runner;
    }
  return NULL;
}

/**
 * mbx_parking_leave:
 * @runner: one that waits for credentials; any other is not kept
 * @sender: (nullable): the sender that it was made for
 *
 * Keeps the connection for a while.
 */
void
mbx_parking_leave (MbxContext *context, MbxRunner *runner, const char *sender)
{
  GPtrArray *spots = get_spots (context);
  g_autoptr (MbxRunner) older = NULL;
  Spot *spot;

  if (!mbx_runner_is_alive (runner))
    return;
  older = vacate (spots, mbx_runner_get_evidence (runner)->server, sender);
  if (spots->len == MAX_SPOTS)
    g_ptr_array_remove_index (spots, 0);
  spot = g_new0 (Spot, 1);
  spot->spots = spots;
  spot->runner = g_object_ref (runner);
  spot->sender = g_strdup (sender);
  spot->timer = mbx_timer_start (STAY_MILLISECONDS, on_stayed_too_long, spot);
  g_ptr_array_add (spots, spot);
}

/**
 * mbx_parking_take:
 * @server: host, port and security must be the same
 * @sender: (nullable): for a server that sends, the same as when it was left
 *
 * Returns: (transfer full) (nullable): a runner that waits for credentials on a living connection
 */
MbxRunner *
mbx_parking_take (MbxContext *context, const MbxServer *server, const char *sender)
{
  g_autoptr (MbxRunner) runner = vacate (get_spots (context), server, sender);

  return runner != NULL && mbx_runner_is_alive (runner) ? g_steal_pointer (&runner) : NULL;
}

/**
 * mbx_parking_drop:
 *
 * Lets go of one connection that nobody will want.
 */
void
mbx_parking_drop (MbxContext *context, const MbxServer *server, const char *sender)
{
  g_autoptr (MbxRunner) runner = vacate (get_spots (context), server, sender);
}

/**
 * mbx_parking_has:
 *
 * Returns: whether mbx_parking_take() would give a living connection
 */
gboolean
mbx_parking_has (MbxContext *context, const MbxServer *server, const char *sender)
{
  GPtrArray *spots = get_spots (context);

  for (guint i = 0; i < spots->len; i++)
    {
      const Spot *spot = spots->pdata[i];

      if (fits (spot, server, sender))
        return mbx_runner_is_alive (spot->runner);
    }
  return FALSE;
}

/**
 * mbx_parking_clear:
 * @sender: whose search it was
 *
 * Lets go of what a search has left. Each connection holds @context, so that this must happen
 * before the context can end.
 */
void
mbx_parking_clear (MbxContext *context, const char *sender)
{
  GPtrArray *spots = get_spots (context);

  for (guint i = spots->len; i > 0; i--)
    {
      if (g_strcmp0 (((const Spot *) spots->pdata[i - 1])->sender, sender) == 0)
        g_ptr_array_remove_index (spots, i - 1);
    }
}
