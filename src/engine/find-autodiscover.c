/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/autodiscover-reader.h"
#include "core/hostname.h"
#include "engine/find-private.h"

#define FILE_PATH "/autodiscover/autodiscover.xml"
#define MAX_STEPS 6

/*
 * The places are asked one after another, for each of them learns the address: the two hosts that
 * Exchange and the hosting panels use, and wherever one of them leads within the own domain.
 */
typedef struct
{
  GQueue urls;
  char *body;
  guint steps;
  GError *error;
} Search;

static void ask_next (GTask *task);

static void
search_free (gpointer data)
{
  Search *self = data;

  g_queue_clear_full (&self->urls, g_free);
  g_free (self->body);
  g_clear_error (&self->error);
  g_free (self);
}

/* The address goes to nobody but hosts of the own domain, wherever an answer leads. */
static gboolean
is_own (MbxInquiry *inquiry, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 &&
         g_uri_get_host (uri) != NULL &&
         mbx_hostname_is_under (g_uri_get_host (uri), mbx_inquiry_get_base (inquiry));
}

static void
take_reply (GTask *task, MbxAutodiscoverReply *reply, const char *url)
{
  Search *self = g_task_get_task_data (task);
  MbxInquiry *inquiry = g_task_get_source_object (task);
  MbxCandidate *candidate = g_steal_pointer (&reply->candidate);

  if (candidate != NULL)
    {
      candidate->secure = TRUE;
      candidate->detail = mbx_find_show_url (url);
      g_task_return_pointer (task, candidate, mbx_find_free_candidate);
      return;
    }
  if (reply->redirect_url != NULL && is_own (inquiry, reply->redirect_url))
    g_queue_push_head (&self->urls, g_steal_pointer (&reply->redirect_url));
  ask_next (task);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  MbxInquiry *inquiry = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxFetched) fetched = mbx_fetcher_fetch_finish (MBX_FETCHER (source), result, &error);
  g_autoptr (MbxAutodiscoverReply) reply = NULL;

  if (fetched != NULL)
    {
      gsize length;
      const char *bytes = g_bytes_get_data (fetched->body, &length);

      reply = mbx_autodiscover_read (bytes, length, mbx_inquiry_get_address (inquiry), &error);
    }
  if (reply != NULL)
    {
      take_reply (task, reply, fetched->url);
      return;
    }
  if (self->error == NULL || error->domain == MBX_DOCUMENT_ERROR)
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
    }
  ask_next (task);
}

static void
ask_next (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  MbxInquiry *inquiry = g_task_get_source_object (task);
  g_autofree char *url = g_queue_pop_head (&self->urls);
  const MbxRequest request = { url, self->body, mbx_inquiry_get_base (inquiry) };
  /* A first host that stays silent must leave time for the second. */
  guint limit = mbx_context_get_limits (mbx_inquiry_get_context (inquiry))->source / 2;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (url != NULL && self->steps++ < MAX_STEPS)
    mbx_fetcher_fetch_async (mbx_inquiry_get_fetcher (inquiry), &request, limit,
                             g_task_get_cancellable (task), on_fetched, g_object_ref (task));
  else if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    mbx_find_return_none (task);
}

/* Where the built-in list knows the mail host nobody needs to learn the address. */
static void
on_mx (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxInquiry *inquiry = MBX_INQUIRY (source);
  const MbxProvider *provider = NULL;
  const MbxDnsRecords *mx;
  GError *error = NULL;

  if (!mbx_inquiry_mx_finish (inquiry, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  mx = mbx_inquiry_get_mx (inquiry);
  if (mx->list->len > 0)
    provider = mbx_provider_table_find_mx (
        mbx_context_get_providers (mbx_inquiry_get_context (inquiry)),
        ((MbxDnsRecord *) mx->list->pdata[0])->text);
  if (provider != NULL && provider->kind != MBX_PROVIDER_GATEWAY)
    mbx_find_return_none (task);
  else
    ask_next (task);
}

/**
 * mbx_find_autodiscover:
 *
 * Autodiscover in its old XML form, which hosting panels and Exchange servers answer. It needs the
 * address; that goes over verified https to hosts of the own domain only. A password that is asked
 * for is never given, and the domain is never cut down towards its top level.
 */
void
mbx_find_autodiscover (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  const MbxAddress *address = mbx_inquiry_get_address (self);
  g_autofree char *host = g_strconcat ("autodiscover.", address->domain, NULL);
  Search *search = g_new0 (Search, 1);

  g_task_set_source_tag (task, mbx_find_autodiscover);
  g_queue_init (&search->urls);
  search->body = mbx_autodiscover_request (address);
  g_queue_push_tail (&search->urls, mbx_inquiry_make_url (self, TRUE, host, FILE_PATH));
  g_queue_push_tail (&search->urls, mbx_inquiry_make_url (self, TRUE, address->domain, FILE_PATH));
  g_task_set_task_data (task, search, search_free);
  mbx_inquiry_mx_async (self, cancellable, on_mx, g_steal_pointer (&task));
}
