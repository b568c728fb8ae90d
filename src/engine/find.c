/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "engine/find-private.h"

/**
 * mbx_find_fetch:
 *
 * Fetches one document within the limit of one source.
 */
void
mbx_find_fetch (MbxInquiry *inquiry, const MbxRequest *request, GCancellable *cancellable,
                GAsyncReadyCallback callback, gpointer data)
{
  guint limit = mbx_context_get_limits (mbx_inquiry_get_context (inquiry))->source;

  mbx_fetcher_fetch_async (mbx_inquiry_get_fetcher (inquiry), request, limit, cancellable, callback,
                           data);
}

/**
 * mbx_find_show_url:
 *
 * Returns: (transfer full): @url as a person may see it on a shared screen: without the query,
 * which can hold the address
 */
char *
mbx_find_show_url (const char *url)
{
  return g_strndup (url, strcspn (url, "?"));
}

void
mbx_find_free_candidate (gpointer candidate)
{
  mbx_candidate_free (candidate);
}

/**
 * mbx_find_return_none:
 *
 * Ends a source that has nothing to say about the domain.
 */
void
mbx_find_return_none (GTask *task)
{
  GError *error = NULL;

  mbx_document_set_error (&error, MBX_DOCUMENT_ERROR_NO_SERVERS);
  g_task_return_error (task, error);
}
