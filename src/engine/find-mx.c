/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "engine/base-domain.h"
#include "engine/find-private.h"

#define AUTOCONFIG_PATH "/mail/config-v1.1.xml"

/* The files that are asked for when the table does not know the host, best first. */
typedef struct
{
  char *urls[4];
  MbxSource kinds[4];
  guint count;
  guint pending;
  guint best;
  MbxCandidate *candidate;
} Search;

typedef struct
{
  GTask *task;
  guint nth;
} Question;

static void
search_free (gpointer data)
{
  Search *self = data;

  for (guint i = 0; i < self->count; i++)
    g_free (self->urls[i]);
  mbx_candidate_free (self->candidate);
  g_free (self);
}

static const char *
first_host (const MbxDnsRecords *records)
{
  return records->list->len > 0 ? ((MbxDnsRecord *) records->list->pdata[0])->text : "";
}

/*
 * The table's short user names hold for the provider's own domains only. Whoever brings a domain of
 * their own signs in with the whole address there.
 */
static void
return_provider (GTask *task, const MbxProvider *provider, const char *detail, gboolean secure)
{
  const MbxAddress *address = mbx_inquiry_get_address (g_task_get_source_object (task));
  MbxCandidate *candidate = mbx_candidate_new_for_provider (MBX_SOURCE_MX, provider, address);

  if (strchr (provider->username, '%') == NULL)
    {
      for (guint i = 0; i < candidate->incoming->len; i++)
        {
          MbxServer *server = candidate->incoming->pdata[i];

          g_free (server->username);
          server->username = mbx_address_to_ascii (address);
        }
      for (guint i = 0; i < candidate->outgoing->len; i++)
        {
          MbxServer *server = candidate->outgoing->pdata[i];

          g_free (server->username);
          server->username = mbx_address_to_ascii (address);
        }
    }
  candidate->secure = secure;
  candidate->detail = g_strdup (detail);
  g_task_return_pointer (task, candidate, mbx_find_free_candidate);
}

static void
on_spf (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxInquiry *inquiry = g_task_get_source_object (task);
  const MbxProviderTable *table = mbx_context_get_providers (mbx_inquiry_get_context (inquiry));
  g_autoptr (MbxDnsRecords) records = mbx_dns_records_finish (result);
  g_auto (GStrv) texts = mbx_dns_records_to_strv (records);
  g_auto (GStrv) includes = mbx_spf_list_includes ((const char *const *) texts);
  const MbxProvider *only = NULL;
  guint count = 0;

  for (guint i = 0; includes[i] != NULL; i++)
    {
      const MbxProvider *provider = mbx_provider_table_find_spf (table, includes[i]);

      if (provider != NULL && provider != only)
        {
          only = provider;
          count++;
        }
    }
  /* Senders of newsletters are in there too: two names prove nothing. */
  if (count == 1)
    return_provider (task, only, "SPF", FALSE);
  else
    mbx_find_return_none (task);
}

static void
ask_spf (GTask *task)
{
  MbxInquiry *inquiry = g_task_get_source_object (task);

  mbx_dns_records_async (mbx_inquiry_get_address (inquiry)->domain, G_RESOLVER_RECORD_TXT,
                         mbx_context_get_limits (mbx_inquiry_get_context (inquiry))->source,
                         g_task_get_cancellable (task), on_spf, g_object_ref (task));
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (GTask) task = question->task;
  Search *self = g_task_get_task_data (task);
  g_autoptr (MbxFetched) fetched = mbx_fetcher_fetch_finish (MBX_FETCHER (source), result, NULL);
  MbxCandidate *candidate = NULL;

  if (fetched != NULL)
    candidate = mbx_find_read_autoconfig (g_task_get_source_object (task), fetched,
                                          self->kinds[question->nth], NULL);
  if (candidate != NULL && (self->candidate == NULL || question->nth < self->best))
    {
      g_clear_pointer (&self->candidate, mbx_candidate_free);
      self->candidate = g_steal_pointer (&candidate);
      self->best = question->nth;
    }
  mbx_candidate_free (candidate);
  if (--self->pending > 0)
    return;
  if (self->candidate == NULL)
    {
      mbx_find_return_none (task);
      return;
    }
  /* However good the file: that it is the right one, only the MX record says. */
  self->candidate->source = MBX_SOURCE_MX;
  self->candidate->secure = FALSE;
  g_task_return_pointer (task, g_steal_pointer (&self->candidate), mbx_find_free_candidate);
}

static void
add_domain (Search *self, MbxInquiry *inquiry, const char *domain)
{
  g_autofree char *host = g_strconcat ("autoconfig.", domain, NULL);

  mbx_inquiry_note_asked (inquiry, MBX_SOURCE_MX, host);
  self->kinds[self->count] = MBX_SOURCE_MX;
  self->urls[self->count++] = mbx_inquiry_make_url (inquiry, TRUE, host, AUTOCONFIG_PATH);
  self->kinds[self->count] = MBX_SOURCE_ISPDB;
  self->urls[self->count++] = mbx_find_make_ispdb_url (inquiry, domain);
}

/* Draft autoconfig, section 4.4: the MX host without its first label, and its registrable domain.
 */
static void
ask_files (GTask *task, const char *host)
{
  Search *self = g_task_get_task_data (task);
  MbxInquiry *inquiry = g_task_get_source_object (task);
  const char *dot = strchr (host, '.');
  const char *base = mbx_base_domain (host);

  if (base != NULL && g_ascii_strcasecmp (base, mbx_inquiry_get_base (inquiry)) != 0)
    {
      if (dot != NULL && mbx_base_domain (dot + 1) != NULL)
        add_domain (self, inquiry, dot + 1);
      if (self->count == 0 || g_ascii_strcasecmp (dot + 1, base) != 0)
        add_domain (self, inquiry, base);
    }
  self->pending = self->count;
  if (self->count == 0)
    mbx_find_return_none (task);
  else
    mbx_inquiry_note_asked (inquiry, MBX_SOURCE_MX, MBX_ISPDB_HOST);
  for (guint i = 0; i < self->count; i++)
    {
      const MbxRequest request = { self->urls[i], NULL, NULL };
      Question *question = g_new0 (Question, 1);

      question->task = g_object_ref (task);
      question->nth = i;
      mbx_find_fetch (inquiry, &request, g_task_get_cancellable (task), on_fetched, question);
    }
}

static void
take_mx (GTask *task, const char *host)
{
  MbxInquiry *inquiry = g_task_get_source_object (task);
  const MbxProviderTable *table = mbx_context_get_providers (mbx_inquiry_get_context (inquiry));
  const MbxProvider *provider = mbx_provider_table_find_mx (table, host);

  if (provider == NULL)
    {
      ask_files (task, host);
      return;
    }
  switch (provider->kind)
    {
    case MBX_PROVIDER_MAIL:
      return_provider (task, provider, host, TRUE);
      break;
    case MBX_PROVIDER_GATEWAY:
      mbx_inquiry_set_provider (inquiry, provider);
      ask_spf (task);
      break;
    case MBX_PROVIDER_PROPRIETARY:
    case MBX_PROVIDER_FORWARDER:
    case MBX_PROVIDER_UNENCRYPTED:
      mbx_inquiry_set_provider (inquiry, provider);
      mbx_find_return_none (task);
      break;
    }
}

static void
on_mx (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxInquiry *inquiry = MBX_INQUIRY (source);
  GError *error = NULL;
  const char *host;

  if (!mbx_inquiry_mx_finish (inquiry, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  host = first_host (mbx_inquiry_get_mx (inquiry));
  if (*host == '\0')
    mbx_find_return_none (task);
  else
    take_mx (task, host);
}

/**
 * mbx_find_mx:
 *
 * Who takes the domain's mail tells where its mailboxes are: by the table, behind a filter by SPF,
 * or by the settings files of the host's own domain.
 */
void
mbx_find_mx (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
             gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, mbx_find_mx);
  g_task_set_task_data (task, g_new0 (Search, 1), search_free);
  mbx_inquiry_mx_async (self, cancellable, on_mx, task);
}
