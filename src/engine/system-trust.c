/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/system-trust.h"

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GTlsDatabase) trust =
      g_tls_backend_get_default_database (g_tls_backend_get_default ());

  g_task_return_boolean (task, trust != NULL);
}

/**
 * mbx_system_trust_load:
 *
 * The first handshake of a process reads all the authorities that the system trusts, which would
 * hold up the main loop for longer than a frame. Called when a name is looked up, this is done in a
 * thread by the time that the server answers. Does nothing the second time.
 */
void
mbx_system_trust_load (void)
{
  static gboolean begun = FALSE;
  g_autoptr (GTask) task = NULL;

  if (begun)
    return;
  begun = TRUE;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, mbx_system_trust_load);
  g_task_run_in_thread (task, load_thread);
}
