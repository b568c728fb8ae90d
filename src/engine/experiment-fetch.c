/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/experiment-fetch.h"

#include <string.h>

#include "engine/page.h"

/* What the known page says; a sign-in page says something else or leads elsewhere. */
#define PROBE_ANSWER "NetworkManager is online"
#define MAXIMUM_PAGE 4096

/* Certificates are made with some slack; a clock that is less wrong than this is not the cause. */
#define TOLERATED_SECONDS (10 * 60)

static void
free_experiment (gpointer experiment)
{
  mbx_experiment_free (experiment);
}

static gboolean
starts_with_answer (GBytes *body)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);

  return length >= strlen (PROBE_ANSWER) && memcmp (text, PROBE_ANSWER, strlen (PROBE_ANSWER)) == 0;
}

/* A server that is merely out of order is no portal: those answer with a page or a redirect. */
static gboolean
is_portal (const MbxPage *page)
{
  if (page->status >= 300 && page->status < 400)
    return TRUE;
  return (page->status == 200 || page->status == 511) && !starts_with_answer (page->body);
}

static void
on_probe_page (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (MbxPage) page = mbx_page_finish (result, NULL);
  MbxExperiment *experiment = NULL;

  if (page != NULL)
    {
      experiment = mbx_experiment_new (MBX_EXPERIMENT_PORTAL, NULL);
      experiment->worked = is_portal (page);
    }
  g_task_return_pointer (task, experiment, free_experiment);
}

/**
 * mbx_experiment_portal_async:
 *
 * Asks for the context's page of known content, over http, where a sign-in page of the network
 * would show itself.
 */
void
mbx_experiment_portal_async (MbxContext *context,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  GTask *task = g_task_new (context, cancellable, callback, data);

  g_task_set_source_tag (task, mbx_experiment_portal_async);
  g_task_set_check_cancellable (task, FALSE);
  mbx_page_async (mbx_context_get_probe_page (context), FALSE, MAXIMUM_PAGE, cancellable,
                  on_probe_page, task);
}

static void
return_clock (GTask *task, gint64 date)
{
  MbxExperiment *experiment = mbx_experiment_new (MBX_EXPERIMENT_CLOCK, NULL);

  experiment->value = g_get_real_time () / G_USEC_PER_SEC - date;
  experiment->worked = ABS (experiment->value) > TOLERATED_SECONDS;
  g_task_return_pointer (task, experiment, free_experiment);
}

static void
on_date_of_page (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (MbxPage) page = mbx_page_finish (result, NULL);

  if (page != NULL && page->date != 0)
    return_clock (task, page->date);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
on_date_of_host (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxContext *context = g_task_get_source_object (task);
  g_autoptr (MbxPage) page = mbx_page_finish (result, NULL);

  if (page != NULL && page->date != 0)
    return_clock (task, page->date);
  else if (mbx_context_get_probe_page (context) != NULL && !mbx_context_get_offline (context))
    mbx_page_async (mbx_context_get_probe_page (context), FALSE, MAXIMUM_PAGE,
                    g_task_get_cancellable (task), on_date_of_page, g_object_ref (task));
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * mbx_experiment_clock_async:
 *
 * Compares this computer's clock with the Date of an answer: of the mail host's own web server,
 * over https with whatever certificate (it is a hint, no proof), else of the page of known content.
 */
void
mbx_experiment_clock_async (MbxContext *context,
                            const MbxEvidence *evidence,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  GTask *task = g_task_new (context, cancellable, callback, data);
  g_autofree char *url =
      g_uri_join (G_URI_FLAGS_NONE, "https", NULL, evidence->server->host, -1, "/", NULL, NULL);

  g_task_set_source_tag (task, mbx_experiment_clock_async);
  g_task_set_check_cancellable (task, FALSE);
  mbx_page_async (url, TRUE, MAXIMUM_PAGE, cancellable, on_date_of_host, task);
}
