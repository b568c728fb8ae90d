/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/limit.h"

static void
on_cancelled_free (GCancellable *cancellable, MbxLimit *limit)
{
  mbx_limit_free (limit);
}

/* An operation may end, and let go of its limit, in the very moment in which it is cancelled. */
static void
test_freed_inside_cancellation (void)
{
  g_autoptr (GCancellable) parent = g_cancellable_new ();
  MbxLimit *limit = mbx_limit_new (parent, 60000);

  g_signal_connect (mbx_limit_get_cancellable (limit), "cancelled",
                    G_CALLBACK (on_cancelled_free), limit);
  g_cancellable_cancel (parent);
  g_assert_true (g_cancellable_is_cancelled (parent));
}

static void
test_time_is_up (void)
{
  g_autoptr (GCancellable) parent = g_cancellable_new ();
  g_autoptr (MbxLimit) limit = mbx_limit_new (parent, 1);

  while (!g_cancellable_is_cancelled (mbx_limit_get_cancellable (limit)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (mbx_limit_is_over (limit));
  g_assert_false (g_cancellable_is_cancelled (parent));
}

static void
test_cancelled_before (void)
{
  g_autoptr (GCancellable) parent = g_cancellable_new ();
  g_autoptr (MbxLimit) limit = NULL;

  g_cancellable_cancel (parent);
  limit = mbx_limit_new (parent, 60000);
  g_assert_true (g_cancellable_is_cancelled (mbx_limit_get_cancellable (limit)));
  g_assert_false (mbx_limit_is_over (limit));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limit/freed-inside-cancellation", test_freed_inside_cancellation);
  g_test_add_func ("/limit/time-is-up", test_time_is_up);
  g_test_add_func ("/limit/cancelled-before", test_cancelled_before);
  return g_test_run ();
}
