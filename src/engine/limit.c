/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/limit.h"

struct _MbxLimit
{
  GCancellable *cancellable;
  GCancellable *parent;
  gulong handler;
  GSource *timer;
  gboolean over;
};

static gboolean
on_time (gpointer data)
{
  MbxLimit *self = data;

  self->over = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_parent_cancelled (GCancellable *parent, gpointer child)
{
  g_cancellable_cancel (child);
}

/**
 * mbx_limit_new:
 * @parent: (nullable): the caller's cancellable
 * @milliseconds: how long the operation may take
 *
 * The clock runs in the thread's default main context and starts now.
 *
 * Returns: (transfer full): a new limit
 */
MbxLimit *
mbx_limit_new (GCancellable *parent, guint milliseconds)
{
  MbxLimit *self = g_new0 (MbxLimit, 1);

  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timer, on_time, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  if (parent != NULL)
    {
      self->parent = g_object_ref (parent);
      self->handler = g_cancellable_connect (parent, G_CALLBACK (on_parent_cancelled),
                                             g_object_ref (self->cancellable), g_object_unref);
    }
  return self;
}

void
mbx_limit_free (MbxLimit *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  /* Not g_cancellable_disconnect(): that waits for handlers to end, and this may run inside one. */
  if (self->parent != NULL && self->handler != 0)
    g_signal_handler_disconnect (self->parent, self->handler);
  g_clear_object (&self->parent);
  g_object_unref (self->cancellable);
  g_free (self);
}

GCancellable *
mbx_limit_get_cancellable (MbxLimit *self)
{
  return self->cancellable;
}

/**
 * mbx_limit_is_over:
 *
 * Returns: whether the time was up, as opposed to the caller having cancelled
 */
gboolean
mbx_limit_is_over (MbxLimit *self)
{
  return self->over;
}
