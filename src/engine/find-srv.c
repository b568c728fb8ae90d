/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/find-private.h"

typedef struct
{
  const char *label;
  MbxProtocol protocol;
  MbxSecurity security;
} Service;

/* RFC 6186 section 3 and RFC 8314 section 5.1; where priorities are equal the first row counts. */
static const Service services[] = {
  { "_imaps._tcp.", MBX_PROTOCOL_IMAP, MBX_SECURITY_TLS },
  { "_imap._tcp.", MBX_PROTOCOL_IMAP, MBX_SECURITY_STARTTLS },
  { "_pop3s._tcp.", MBX_PROTOCOL_POP3, MBX_SECURITY_TLS },
  { "_pop3._tcp.", MBX_PROTOCOL_POP3, MBX_SECURITY_STARTTLS },
  { "_submissions._tcp.", MBX_PROTOCOL_SMTP, MBX_SECURITY_TLS },
  { "_submission._tcp.", MBX_PROTOCOL_SMTP, MBX_SECURITY_STARTTLS },
};

#define SERVICES G_N_ELEMENTS (services)

/*
 * All look-ups share ten threads. These six begin a little later, so that the hosts of the better
 * sources are not looked up behind them, which would cost everybody a round trip.
 */
#define HEAD_START_MILLISECONDS 30

/* More servers of one kind than that nobody runs, and no window shows. */
#define MAX_SERVERS 16

typedef struct
{
  MbxDnsRecords *records[SERVICES];
  guint pending;
} Search;

/* One question, and which of them it is. */
typedef struct
{
  GTask *task;
  guint nth;
} Question;

static void
search_free (gpointer data)
{
  Search *self = data;

  for (guint i = 0; i < SERVICES; i++)
    mbx_dns_records_free (self->records[i]);
  g_free (self);
}

/* Zones do publish 465 under "_submission"; nobody speaks STARTTLS there. */
static MbxSecurity
real_security (const Service *service, guint16 port)
{
  if (service->protocol == MBX_PROTOCOL_SMTP && port == 465)
    return MBX_SECURITY_TLS;
  return service->security;
}

/* The priority counts across services: it is how a provider prefers IMAP to POP3 (RFC 6186 3.4). */
static void
add_server (GPtrArray *servers, GArray *priorities, const MbxDnsRecord *record,
            const Service *service, const char *username)
{
  g_autofree char *host = mbx_host_normalize (record->text);
  guint at = servers->len;

  if (host == NULL || record->port == 0 || servers->len == MAX_SERVERS)
    return;
  while (at > 0 && g_array_index (priorities, guint16, at - 1) > record->priority)
    at--;
  g_array_insert_val (priorities, at, record->priority);
  g_ptr_array_insert (servers, (int) at,
                      mbx_server_new (service->protocol, host, record->port,
                                      real_security (service, record->port), username));
}

static void
add_service (MbxCandidate *candidate, GArray *priorities[2], const MbxDnsRecords *records,
             const Service *service, const char *username)
{
  gboolean sends = service->protocol == MBX_PROTOCOL_SMTP;

  for (guint i = 0; i < records->list->len; i++)
    add_server (sends ? candidate->outgoing : candidate->incoming, priorities[sends],
                records->list->pdata[i], service, username);
}

/* "." for one form of a service only says something when the other form has no host either. */
static void
note_denied (MbxInquiry *inquiry, const Search *search)
{
  for (guint i = 0; i < SERVICES; i += 2)
    {
      gboolean denied = FALSE, offered = FALSE;

      for (guint k = i; k < i + 2; k++)
        {
          for (guint n = 0; n < search->records[k]->list->len; n++)
            {
              const MbxDnsRecord *record = search->records[k]->list->pdata[n];

              denied = denied || *record->text == '\0';
              offered = offered || *record->text != '\0';
            }
        }
      if (denied && !offered)
        mbx_inquiry_deny (inquiry, services[i].protocol);
    }
}

static void
finish (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  const MbxAddress *address = mbx_inquiry_get_address (g_task_get_source_object (task));
  g_autoptr (MbxCandidate) candidate = mbx_candidate_new (MBX_SOURCE_SRV);
  g_autoptr (GArray) incoming = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_autoptr (GArray) outgoing = g_array_new (FALSE, FALSE, sizeof (guint16));
  GArray *priorities[2] = { incoming, outgoing };
  g_autofree char *username = mbx_address_to_ascii (address);

  note_denied (g_task_get_source_object (task), self);
  for (guint i = 0; i < SERVICES; i++)
    add_service (candidate, priorities, self->records[i], &services[i], username);
  if (!mbx_candidate_is_usable (candidate))
    {
      mbx_find_return_none (task);
      return;
    }
  candidate->detail = g_strconcat ("_imaps._tcp.", address->domain, NULL);
  g_task_return_pointer (task, g_steal_pointer (&candidate), mbx_find_free_candidate);
}

static void
on_records (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (GTask) task = question->task;
  Search *self = g_task_get_task_data (task);

  self->records[question->nth] = mbx_dns_records_finish (result);
  if (--self->pending == 0 && !g_task_return_error_if_cancelled (task))
    finish (task);
}

static gboolean
ask_all (gpointer data)
{
  GTask *task = data;
  Search *self = g_task_get_task_data (task);
  MbxInquiry *inquiry = g_task_get_source_object (task);
  guint limit = mbx_context_get_limits (mbx_inquiry_get_context (inquiry))->source;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  self->pending = SERVICES;
  for (guint i = 0; i < SERVICES; i++)
    {
      g_autofree char *name =
          g_strconcat (services[i].label, mbx_inquiry_get_address (inquiry)->domain, NULL);
      Question *question = g_new0 (Question, 1);

      question->task = g_object_ref (task);
      question->nth = i;
      mbx_dns_records_async (name, G_RESOLVER_RECORD_SRV, limit, g_task_get_cancellable (task),
                             on_records, question);
    }
  return G_SOURCE_REMOVE;
}

/**
 * mbx_find_srv:
 *
 * The domain's SRV records for receiving and sending. A target of "." says that a service is not
 * offered and gives no server. DNS proves nothing, so the candidate is never secure.
 */
void
mbx_find_srv (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autoptr (GSource) source = g_timeout_source_new (HEAD_START_MILLISECONDS);

  g_task_set_source_tag (task, mbx_find_srv);
  g_task_set_task_data (task, g_new0 (Search, 1), search_free);
  g_source_set_callback (source, ask_all, task, g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}
