/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/dns-report.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/server.h"
#include "engine/base-domain.h"
#include "engine/dns-records.h"

/* More mail hosts than that are not looked at one by one. */
#define MAX_HOSTS 10

typedef struct
{
  MbxDnsKind kind;
  GResolverRecordType type;
  const char *prefix;
} Question;

#define ADDRESSES ((GResolverRecordType) 0)

/* The rows of the report, in their order; the addresses of the mail hosts come behind the first. */
static const Question questions[] = {
  { MBX_DNS_MX, G_RESOLVER_RECORD_MX, "" },
  { MBX_DNS_ADDRESS, ADDRESSES, "" },
  { MBX_DNS_SPF, G_RESOLVER_RECORD_TXT, "" },
  { MBX_DNS_DMARC, G_RESOLVER_RECORD_TXT, "_dmarc." },
  { MBX_DNS_SRV, G_RESOLVER_RECORD_SRV, "_imaps._tcp." },
  { MBX_DNS_SRV, G_RESOLVER_RECORD_SRV, "_imap._tcp." },
  { MBX_DNS_SRV, G_RESOLVER_RECORD_SRV, "_pop3s._tcp." },
  { MBX_DNS_SRV, G_RESOLVER_RECORD_SRV, "_pop3._tcp." },
  { MBX_DNS_SRV, G_RESOLVER_RECORD_SRV, "_submissions._tcp." },
  { MBX_DNS_SRV, G_RESOLVER_RECORD_SRV, "_submission._tcp." },
  { MBX_DNS_SRV, G_RESOLVER_RECORD_SRV, "_autodiscover._tcp." },
  { MBX_DNS_AUTOCONFIG, ADDRESSES, "autoconfig." },
  { MBX_DNS_AUTOCONFIG, ADDRESSES, "autodiscover." },
  { MBX_DNS_AUTOCONFIG, ADDRESSES, "ua-auto-config." },
};

#define QUESTIONS G_N_ELEMENTS (questions)

typedef struct
{
  char *domain;
  guint limit;
  guint pending;
  MbxDnsRow *rows[QUESTIONS];
  GPtrArray *host_rows;
} Report;

/* One answer that is waited for: a row of the table above, or a mail host of the first. */
typedef struct
{
  GTask *task;
  MbxDnsKind kind;
  char *name;
  MbxDnsRow **row;
  gboolean is_second;
} Wait;

static void ask (GTask *task, MbxDnsKind kind, GResolverRecordType type, const char *name,
                 MbxDnsRow **row, gboolean is_second);

static void
free_row (gpointer row)
{
  mbx_dns_row_free (row);
}

static void
report_free (gpointer data)
{
  Report *self = data;

  for (guint i = 0; i < QUESTIONS; i++)
    mbx_dns_row_free (self->rows[i]);
  g_ptr_array_unref (self->host_rows);
  g_free (self->domain);
  g_free (self);
}

/* Without any mail host the domain's own address takes the mail (RFC 5321 section 5.1), if it has.
 */
static void
judge_domain (MbxDnsRow *mx, const MbxDnsRow *address)
{
  if (mx->state != MBX_STATE_WARNING || address->values[0] != NULL ||
      address->state == MBX_STATE_FAILED)
    return;
  mx->state = MBX_STATE_FAILED;
  g_free (mx->sentence);
  mx->sentence =
      g_strdup (_ ("The domain names no mail host and has no address, so no mail reaches "
                   "it. It may be mistyped."));
}

static void
finish (GTask *task)
{
  Report *self = g_task_get_task_data (task);
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);

  judge_domain (self->rows[0], self->rows[1]);
  for (guint i = 0; i < QUESTIONS; i++)
    {
      g_ptr_array_add (rows, g_steal_pointer (&self->rows[i]));
      for (guint k = 0; i == 0 && k < self->host_rows->len; k++)
        {
          MbxDnsRow **host = self->host_rows->pdata[k];

          g_ptr_array_add (rows, g_steal_pointer (host));
        }
    }
  g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
}

static void
free_slot (gpointer slot)
{
  MbxDnsRow **row = slot;

  mbx_dns_row_free (*row);
  g_free (row);
}

/* "HOST PORT" for SRV, the texts alone for the rest. */
static char **
show_values (MbxDnsKind kind, const MbxDnsRecords *records)
{
  char **out;

  if (kind != MBX_DNS_SRV)
    return mbx_dns_records_to_strv (records);
  out = g_new0 (char *, records->list->len + 1);
  for (guint i = 0; i < records->list->len; i++)
    {
      const MbxDnsRecord *record = records->list->pdata[i];

      out[i] = *record->text == '\0' ? g_strdup (".")
                                     : g_strdup_printf ("%s %u", record->text, record->port);
    }
  return out;
}

static void
ask_mail_hosts (GTask *task, const MbxDnsRecords *records)
{
  Report *self = g_task_get_task_data (task);

  for (guint i = 0; i < records->list->len && i < MAX_HOSTS; i++)
    {
      const MbxDnsRecord *record = records->list->pdata[i];
      MbxDnsRow **row;

      if (*record->text == '\0')
        continue;
      row = g_new0 (MbxDnsRow *, 1);
      g_ptr_array_add (self->host_rows, row);
      ask (task, MBX_DNS_ADDRESS, ADDRESSES, record->text, row, TRUE);
    }
}

/* Without an own DMARC record a sub-domain has that of its registrable domain (RFC 7489, 6.6.3). */
static gboolean
ask_dmarc_above (GTask *task, Wait *wait, const MbxDnsRow *row)
{
  Report *self = g_task_get_task_data (task);
  const char *base = mbx_base_domain (self->domain);
  g_autofree char *name = NULL;

  if (wait->kind != MBX_DNS_DMARC || wait->is_second || row->values[0] != NULL || base == NULL ||
      g_strcmp0 (base, self->domain) == 0)
    return FALSE;
  name = g_strconcat ("_dmarc.", base, NULL);
  ask (task, MBX_DNS_DMARC, G_RESOLVER_RECORD_TXT, name, wait->row, TRUE);
  return TRUE;
}

/* A host that is named as taking mail and is nowhere loses that mail: more than a warning. */
static void
sharpen (MbxDnsRow *row, const Wait *wait)
{
  if (wait->kind != MBX_DNS_ADDRESS || !wait->is_second || row->values[0] != NULL ||
      row->state == MBX_STATE_FAILED)
    return;
  row->state = MBX_STATE_FAILED;
  g_free (row->sentence);
  row->sentence = g_strdup (_ ("This mail host has no address, so no mail reaches it."));
}

static void
on_records (GObject *source, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;
  g_autoptr (GTask) task = wait->task;
  Report *self = g_task_get_task_data (task);
  g_autoptr (MbxDnsRecords) records = mbx_dns_records_finish (result);
  g_auto (GStrv) values = show_values (wait->kind, records);
  g_autoptr (MbxDnsRow) row =
    mbx_dns_row_new (wait->kind, wait->name, records->answer, (const char *const *) values);

  self->pending--;
  if (wait->kind == MBX_DNS_MX)
    ask_mail_hosts (task, records);
  if (!ask_dmarc_above (task, wait, row))
    {
      sharpen (row, wait);
      *wait->row = g_steal_pointer (&row);
    }
  g_free (wait->name);
  g_free (wait);
  if (self->pending == 0 && !g_task_return_error_if_cancelled (task))
    finish (task);
}

static void
ask (GTask *task, MbxDnsKind kind, GResolverRecordType type, const char *name, MbxDnsRow **row,
     gboolean is_second)
{
  Report *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Wait *wait = g_new0 (Wait, 1);

  wait->task = g_object_ref (task);
  wait->kind = kind;
  wait->name = g_strdup (name);
  wait->row = row;
  wait->is_second = is_second;
  self->pending++;
  if (type == ADDRESSES)
    mbx_dns_addresses_async (name, self->limit, cancellable, on_records, wait);
  else
    mbx_dns_records_async (name, type, self->limit, cancellable, on_records, wait);
}

static gboolean
check_call (GTask *task, MbxContext *context, const char *domain)
{
  if (mbx_context_get_offline (context) || mbx_context_is_demo (context))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                             _ ("Asking others is switched off."));
  else if (domain == NULL || strspn (domain, "0123456789.:") == strlen (domain))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
                             _ ("This is not the name of a domain."));
  else
    return TRUE;
  return FALSE;
}

/**
 * mbx_dns_report_async:
 * @context: its limit for one source is the limit of each question
 * @domain: a domain as somebody typed it
 *
 * Asks for all records side by side, in two rounds at most.
 */
void
mbx_dns_report_async (MbxContext *context, const char *domain, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (context, cancellable, callback, data);
  g_autofree char *normal = mbx_host_normalize (domain);
  Report *self;

  g_task_set_source_tag (task, mbx_dns_report_async);
  if (!check_call (task, context, normal))
    return;
  self = g_new0 (Report, 1);
  self->domain = g_steal_pointer (&normal);
  self->limit = mbx_context_get_limits (context)->source;
  self->host_rows = g_ptr_array_new_with_free_func (free_slot);
  g_task_set_task_data (task, self, report_free);
  for (guint i = 0; i < QUESTIONS; i++)
    {
      g_autofree char *name = g_strconcat (questions[i].prefix, self->domain, NULL);

      ask (task, questions[i].kind, questions[i].type, name, &self->rows[i], FALSE);
    }
}

/**
 * mbx_dns_report_finish:
 *
 * Returns: (transfer full) (nullable) (element-type MbxDnsRow): the rows in their order
 */
GPtrArray *
mbx_dns_report_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
