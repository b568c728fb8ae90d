/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/timer.h"

/**
 * mbx_timer_start:
 *
 * Returns: (transfer full): a timer of the thread's default main context; end it with
 *   mbx_timer_clear() also when it has gone off
 */
GSource *
mbx_timer_start (guint milliseconds, GSourceFunc function, gpointer data)
{
  GSource *timer = g_timeout_source_new (milliseconds);

  g_source_set_callback (timer, function, data, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());
  return timer;
}

void
mbx_timer_clear (GSource **timer)
{
  if (*timer != NULL)
    g_source_destroy (*timer);
  g_clear_pointer (timer, g_source_unref);
}
