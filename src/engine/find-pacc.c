/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/pacc-reader.h"
#include "engine/find-private.h"

#define HOST_PREFIX "ua-auto-config."
#define RECORD_PREFIX "_ua-auto-config."
#define FILE_PATH "/.well-known/user-agent-configuration.json"

/* The file and the digest of it come side by side; both are needed before it is read. */
typedef struct
{
  MbxFetched *fetched;
  MbxDnsRecords *records;
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  mbx_fetched_free (self->fetched);
  mbx_dns_records_free (self->records);
  g_free (self);
}

static void
read_file (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  MbxInquiry *inquiry = g_task_get_source_object (task);
  g_auto (GStrv) records = mbx_dns_records_to_strv (self->records);
  GError *error = NULL;
  MbxCandidate *candidate = NULL;
  gsize length;
  const char *data = g_bytes_get_data (self->fetched->body, &length);

  if (mbx_pacc_check_digest ((const char *const *) records, data, length) ==
      MBX_PACC_DIGEST_MISMATCH)
    mbx_document_set_error (&error, MBX_DOCUMENT_ERROR_DIGEST);
  else
    candidate = mbx_pacc_read (data, length, mbx_inquiry_get_address (inquiry), &error);
  if (candidate == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  candidate->secure = self->fetched->secure;
  candidate->detail = mbx_find_show_url (self->fetched->url);
  g_task_return_pointer (task, candidate, mbx_find_free_candidate);
}

static void
on_records (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);

  self->records = mbx_dns_records_finish (result);
  if (self->fetched != NULL)
    read_file (task);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->fetched = mbx_fetcher_fetch_finish (MBX_FETCHER (source), result, &error);
  if (self->fetched == NULL)
    g_task_return_error (task, error);
  else if (self->records != NULL)
    read_file (task);
}

/**
 * mbx_find_pacc:
 *
 * The domain's user-agent configuration (draft-ietf-mailmaint-pacc), its digest checked where the
 * domain publishes one. Only the domain is told.
 */
void
mbx_find_pacc (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
               gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  const char *domain = mbx_inquiry_get_address (self)->domain;
  g_autofree char *host = g_strconcat (HOST_PREFIX, domain, NULL);
  g_autofree char *name = g_strconcat (RECORD_PREFIX, domain, NULL);
  g_autofree char *url = mbx_inquiry_make_url (self, TRUE, host, FILE_PATH);
  const MbxRequest request = { url, NULL, NULL };

  g_task_set_source_tag (task, mbx_find_pacc);
  g_task_set_task_data (task, g_new0 (Search, 1), search_free);
  mbx_dns_records_async (name, G_RESOLVER_RECORD_TXT,
                         mbx_context_get_limits (mbx_inquiry_get_context (self))->source,
                         cancellable, on_records, g_object_ref (task));
  mbx_find_fetch (self, &request, cancellable, on_fetched, g_object_ref (task));
}
