/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/autoconfig-reader.h"
#include "engine/find-private.h"

#define FILE_PATH "/mail/config-v1.1.xml"
#define WELL_KNOWN_PATH "/.well-known/autoconfig/mail/config-v1.1.xml"
#define ISPDB_PATH "/v1.1/"

/*
 * The provider's own file is asked for in three rounds: over https with the domain alone; where a
 * host answered without settings, once more with the address, which some hosters need; and at the
 * very last over http, without the address, for what nobody can be sure of.
 */
typedef enum
{
  ROUND_DOMAIN,
  ROUND_ADDRESS,
  ROUND_HTTP,
  ROUND_END,
} Round;

typedef struct
{
  Round round;
  guint pending;
  gboolean answered;
  GError *error;
} Search;

static void start_round (GTask *task);

static void
search_free (gpointer data)
{
  Search *self = data;

  g_clear_error (&self->error);
  g_free (self);
}

/**
 * mbx_find_read_autoconfig:
 * @fetched: a document
 * @source: which source it is
 *
 * Returns: (transfer full) (nullable): the candidate in it; the issuer counts only from the
 * provider's own https file, for it says where the person will be led to sign in
 */
MbxCandidate *
mbx_find_read_autoconfig (MbxInquiry *inquiry, const MbxFetched *fetched, MbxSource source,
                          GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (fetched->body, &length);
  MbxCandidate *candidate =
      mbx_autoconfig_read (data, length, mbx_inquiry_get_address (inquiry), source, error);

  if (candidate == NULL)
    return NULL;
  candidate->secure = fetched->secure;
  candidate->detail = mbx_find_show_url (fetched->url);
  if (source != MBX_SOURCE_ISP_AUTOCONFIG || !fetched->secure)
    g_clear_pointer (&candidate->issuer, g_free);
  return candidate;
}

/* The first thing that went wrong with a document says more than any host that is not there. */
static void
keep_error (Search *self, GError *error)
{
  gboolean document = error->domain == MBX_DOCUMENT_ERROR;

  if (self->error == NULL || (document && self->error->domain != MBX_DOCUMENT_ERROR))
    {
      g_clear_error (&self->error);
      self->error = error;
      return;
    }
  g_error_free (error);
}

static void
end_round (GTask *task)
{
  Search *self = g_task_get_task_data (task);

  self->round++;
  if (self->round == ROUND_ADDRESS && !self->answered)
    self->round++;
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->round == ROUND_END)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    start_round (task);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  MbxInquiry *inquiry = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (MbxFetched) fetched = mbx_fetcher_fetch_finish (MBX_FETCHER (source), result, &error);
  MbxCandidate *candidate = NULL;

  self->pending--;
  if (fetched != NULL)
    candidate = mbx_find_read_autoconfig (inquiry, fetched, MBX_SOURCE_ISP_AUTOCONFIG, &error);
  if (self->round == ROUND_END)
    {
      g_clear_pointer (&candidate, mbx_candidate_free);
      g_clear_error (&error);
      return;
    }
  if (candidate != NULL)
    {
      self->round = ROUND_END;
      g_task_return_pointer (task, candidate, mbx_find_free_candidate);
      return;
    }
  if (error->domain == MBX_DOCUMENT_ERROR ||
      g_error_matches (error, MBX_FETCH_ERROR, MBX_FETCH_ERROR_NOT_THERE))
    self->answered = TRUE;
  keep_error (self, error);
  if (self->pending == 0)
    end_round (task);
}

static void
fetch (GTask *task, gboolean secure, const char *host, const char *path, gboolean with_address)
{
  Search *self = g_task_get_task_data (task);
  MbxInquiry *inquiry = g_task_get_source_object (task);
  g_autofree char *query = NULL;
  g_autofree char *full = NULL;
  g_autofree char *url = NULL;
  MbxRequest request = { NULL, NULL, NULL };

  if (with_address)
    {
      g_autofree char *address = mbx_address_to_ascii (mbx_inquiry_get_address (inquiry));
      g_autofree char *escaped = g_uri_escape_string (address, NULL, FALSE);

      query = g_strconcat ("?emailaddress=", escaped, NULL);
      request.within = mbx_inquiry_get_base (inquiry);
    }
  full = g_strconcat (path, query, NULL);
  url = mbx_inquiry_make_url (inquiry, secure, host, full);
  request.url = url;
  self->pending++;
  mbx_find_fetch (inquiry, &request, g_task_get_cancellable (task), on_fetched,
                  g_object_ref (task));
}

static void
start_round (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  MbxInquiry *inquiry = g_task_get_source_object (task);
  const char *domain = mbx_inquiry_get_address (inquiry)->domain;
  g_autofree char *host = g_strconcat ("autoconfig.", domain, NULL);

  fetch (task, self->round != ROUND_HTTP, host, FILE_PATH, self->round == ROUND_ADDRESS);
  if (self->round != ROUND_HTTP)
    fetch (task, TRUE, domain, WELL_KNOWN_PATH, self->round == ROUND_ADDRESS);
}

/**
 * mbx_find_autoconfig:
 *
 * The provider's own settings file (draft-ietf-mailmaint-autoconfig, sections 4.1 and 4.2).
 */
void
mbx_find_autoconfig (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, mbx_find_autoconfig);
  g_task_set_task_data (task, g_new0 (Search, 1), search_free);
  start_round (task);
}

static void
on_list_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxInquiry *inquiry = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (MbxFetched) fetched = mbx_fetcher_fetch_finish (MBX_FETCHER (source), result, &error);
  MbxCandidate *candidate = NULL;

  if (fetched != NULL)
    candidate = mbx_find_read_autoconfig (inquiry, fetched, MBX_SOURCE_ISPDB, &error);
  if (candidate != NULL)
    g_task_return_pointer (task, candidate, mbx_find_free_candidate);
  else
    g_task_return_error (task, error);
}

/**
 * mbx_find_make_ispdb_url:
 * @domain: the only thing that Mozilla learns
 *
 * Returns: (transfer full): where Mozilla's list has its file for @domain
 */
char *
mbx_find_make_ispdb_url (MbxInquiry *inquiry, const char *domain)
{
  g_autofree char *path = g_strconcat (ISPDB_PATH, domain, NULL);

  return mbx_inquiry_make_url (inquiry, TRUE, MBX_ISPDB_HOST, path);
}

/**
 * mbx_find_ispdb:
 *
 * Mozilla's list of providers, asked for the domain alone.
 */
void
mbx_find_ispdb (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *url = mbx_find_make_ispdb_url (self, mbx_inquiry_get_address (self)->domain);
  const MbxRequest request = { url, NULL, NULL };

  g_task_set_source_tag (task, mbx_find_ispdb);
  mbx_find_fetch (self, &request, cancellable, on_list_fetched, task);
}
