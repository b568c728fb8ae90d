/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/dns-records.h"

#include <string.h>

#include "engine/limit.h"

/* No honest answer has more; a long one only costs time. */
#define MAX_RECORDS 64

static void
record_free (gpointer data)
{
  MbxDnsRecord *self = data;

  g_free (self->text);
  g_free (self);
}

static MbxDnsRecords *
records_new (MbxDnsAnswer answer)
{
  MbxDnsRecords *self = g_new0 (MbxDnsRecords, 1);

  self->answer = answer;
  self->list = g_ptr_array_new_with_free_func (record_free);
  return self;
}

void
mbx_dns_records_free (MbxDnsRecords *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->list);
  g_free (self);
}

static void
free_records (gpointer records)
{
  mbx_dns_records_free (records);
}

/**
 * mbx_dns_records_to_strv:
 *
 * Returns: (transfer full): the texts alone
 */
char **
mbx_dns_records_to_strv (const MbxDnsRecords *self)
{
  char **out = g_new0 (char *, self->list->len + 1);

  for (guint i = 0; i < self->list->len; i++)
    out[i] = g_strdup (((MbxDnsRecord *) self->list->pdata[i])->text);
  return out;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const MbxDnsRecord *left = *(const MbxDnsRecord *const *) a;
  const MbxDnsRecord *right = *(const MbxDnsRecord *const *) b;

  if (left->priority != right->priority)
    return (int) left->priority - (int) right->priority;
  return (int) right->weight - (int) left->weight;
}

static char *
take_host (char *host)
{
  gsize length = strlen (host);

  if (length > 0 && host[length - 1] == '.')
    host[length - 1] = '\0';
  return host;
}

/* Strings of a TXT record may hold any byte; the rest of the program deals in UTF-8. */
static char *
join_strings (GVariant *variant)
{
  g_autofree const char **strings = NULL;
  g_autofree char *joined = NULL;

  g_variant_get (variant, "(^a&s)", &strings);
  joined = g_strjoinv ("", (char **) strings);
  return g_utf8_make_valid (joined, -1);
}

static MbxDnsRecord *
read_record (GResolverRecordType type, GVariant *variant)
{
  MbxDnsRecord *self = g_new0 (MbxDnsRecord, 1);

  if (type == G_RESOLVER_RECORD_MX)
    {
      g_variant_get (variant, "(qs)", &self->priority, &self->text);
      self->text = take_host (self->text);
    }
  else if (type == G_RESOLVER_RECORD_SRV)
    {
      g_variant_get (variant, "(qqqs)", &self->priority, &self->weight, &self->port, &self->text);
      self->text = take_host (self->text);
    }
  else
    self->text = join_strings (variant);
  return self;
}

/* Not found is an answer; all else means that there was none. */
static void
return_failure (GTask *task, const GError *error)
{
  gboolean not_found = g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);

  g_task_return_pointer (task, records_new (not_found ? MBX_DNS_NOT_FOUND : MBX_DNS_FAILED),
                         free_records);
}

static void
on_records (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  GResolverRecordType type = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (task), "mbx-type"));
  GList *list = g_resolver_lookup_records_finish (G_RESOLVER (source), result, &error);
  MbxDnsRecords *records;

  if (error != NULL)
    {
      return_failure (task, error);
      return;
    }
  records = records_new (list != NULL ? MBX_DNS_FOUND : MBX_DNS_NOT_FOUND);
  for (GList *at = list; at != NULL && records->list->len < MAX_RECORDS; at = at->next)
    g_ptr_array_add (records->list, read_record (type, at->data));
  g_ptr_array_sort (records->list, compare);
  g_list_free_full (list, (GDestroyNotify) g_variant_unref);
  g_task_return_pointer (task, records, free_records);
}

static void
on_addresses (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  GList *list = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);
  MbxDnsRecords *records;

  if (error != NULL)
    {
      return_failure (task, error);
      return;
    }
  records = records_new (list != NULL ? MBX_DNS_FOUND : MBX_DNS_NOT_FOUND);
  for (GList *at = list; at != NULL && records->list->len < MAX_RECORDS; at = at->next)
    {
      MbxDnsRecord *record = g_new0 (MbxDnsRecord, 1);

      record->text = g_inet_address_to_string (at->data);
      g_ptr_array_add (records->list, record);
    }
  g_resolver_free_addresses (list);
  g_task_return_pointer (task, records, free_records);
}

static GTask *
begin (gpointer tag, guint milliseconds, GCancellable *cancellable, GAsyncReadyCallback callback,
       gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  /* What was seen counts, also when the caller has lost interest meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, mbx_limit_new (cancellable, milliseconds),
                        (GDestroyNotify) mbx_limit_free);
  return task;
}

/**
 * mbx_dns_records_async:
 * @name: the name, A-labels
 * @type: MX, SRV or TXT
 * @milliseconds: the limit, for the resolver's own is far too long
 *
 * Asks for records. Never fails: the answer may be that there was none.
 */
void
mbx_dns_records_async (const char *name, GResolverRecordType type, guint milliseconds,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GTask *task = begin (mbx_dns_records_async, milliseconds, cancellable, callback, data);

  g_object_set_data (G_OBJECT (task), "mbx-type", GINT_TO_POINTER ((int) type));
  g_resolver_lookup_records_async (resolver, name, type,
                                   mbx_limit_get_cancellable (g_task_get_task_data (task)),
                                   on_records, task);
}

/**
 * mbx_dns_addresses_async:
 * @name: the name, A-labels
 *
 * Asks for A and AAAA. A final dot is added, so that no search domain gets into it.
 */
void
mbx_dns_addresses_async (const char *name, guint milliseconds, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autofree char *absolute = strchr (name, '.') != NULL ? g_strconcat (name, ".", NULL) : NULL;
  GTask *task = begin (mbx_dns_addresses_async, milliseconds, cancellable, callback, data);

  g_resolver_lookup_by_name_async (resolver, absolute != NULL ? absolute : name,
                                   mbx_limit_get_cancellable (g_task_get_task_data (task)),
                                   on_addresses, task);
}

/**
 * mbx_dns_records_finish:
 *
 * Returns: (transfer full): what came of it
 */
MbxDnsRecords *
mbx_dns_records_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
