/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/inquiry.h"

#include "engine/base-domain.h"

struct _MbxInquiry
{
  GObject parent_instance;
  MbxContext *context;
  MbxAddress *address;
  char *base;
  MbxFetcher *fetcher;
  guint16 https;
  guint16 http;
  MbxDnsRecords *mx;
  MbxDnsRecords *addresses;
  GPtrArray *waiting;
  const MbxProvider *provider;
  guint denied;
  char *asked[MBX_SOURCE_NONE + 1];
};

G_DEFINE_FINAL_TYPE (MbxInquiry, mbx_inquiry, G_TYPE_OBJECT)

static void
mbx_inquiry_finalize (GObject *object)
{
  MbxInquiry *self = MBX_INQUIRY (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->address, mbx_address_free);
  g_clear_pointer (&self->base, g_free);
  g_clear_object (&self->fetcher);
  g_clear_pointer (&self->mx, mbx_dns_records_free);
  g_clear_pointer (&self->addresses, mbx_dns_records_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  for (guint i = 0; i <= MBX_SOURCE_NONE; i++)
    g_free (self->asked[i]);
  G_OBJECT_CLASS (mbx_inquiry_parent_class)->finalize (object);
}

static void
mbx_inquiry_class_init (MbxInquiryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_inquiry_finalize;
}

static void
mbx_inquiry_init (MbxInquiry *self)
{
}

MbxInquiry *
mbx_inquiry_new (MbxContext *context, const MbxAddress *address)
{
  MbxInquiry *self = g_object_new (MBX_TYPE_INQUIRY, NULL);
  const char *base = mbx_base_domain (address->domain);

  self->context = g_object_ref (context);
  self->address = mbx_address_copy (address);
  self->base = g_strdup (base != NULL ? base : address->domain);
  self->fetcher = mbx_fetcher_new (context);
  return self;
}

MbxContext *
mbx_inquiry_get_context (MbxInquiry *self)
{
  return self->context;
}

const MbxAddress *
mbx_inquiry_get_address (MbxInquiry *self)
{
  return self->address;
}

/**
 * mbx_inquiry_get_base:
 *
 * Returns: (transfer none): the registrable domain of the address, or its domain where that has
 * none
 */
const char *
mbx_inquiry_get_base (MbxInquiry *self)
{
  return self->base;
}

MbxFetcher *
mbx_inquiry_get_fetcher (MbxInquiry *self)
{
  return self->fetcher;
}

/**
 * mbx_inquiry_set_web_ports:
 *
 * For tests, which cannot serve on 443 and 80.
 */
void
mbx_inquiry_set_web_ports (MbxInquiry *self, guint16 https, guint16 http)
{
  self->https = https;
  self->http = http;
}

/**
 * mbx_inquiry_make_url:
 * @secure: https or http
 * @host: a host name
 * @path: path and query, beginning with a slash
 *
 * Returns: (transfer full): the address to fetch
 */
char *
mbx_inquiry_make_url (MbxInquiry *self, gboolean secure, const char *host, const char *path)
{
  guint16 port = secure ? self->https : self->http;
  const char *scheme = secure ? "https" : "http";

  if (port == 0)
    return g_strconcat (scheme, "://", host, path, NULL);
  return g_strdup_printf ("%s://%s:%u%s", scheme, host, port, path);
}

static void
wake_waiting (MbxInquiry *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    g_task_return_boolean (waiting->pdata[i], TRUE);
}

static void
on_addresses (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxInquiry) self = data;

  self->addresses = mbx_dns_records_finish (result);
  if (self->mx != NULL)
    wake_waiting (self);
}

static void
on_mx (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxInquiry) self = data;

  self->mx = mbx_dns_records_finish (result);
  /* Without MX records the domain's own address counts, and only then is it waited for. */
  if (self->mx->answer == MBX_DNS_FOUND || self->addresses != NULL)
    wake_waiting (self);
}

static void
ask (MbxInquiry *self)
{
  guint limit = mbx_context_get_limits (self->context)->source;

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  mbx_dns_records_async (self->address->domain, G_RESOLVER_RECORD_MX, limit, NULL, on_mx,
                         g_object_ref (self));
  mbx_dns_addresses_async (self->address->domain, limit, NULL, on_addresses, g_object_ref (self));
}

/**
 * mbx_inquiry_mx_async:
 *
 * Asks who takes the domain's mail, and where the domain itself is; both only once however often
 * this is called.
 */
void
mbx_inquiry_mx_async (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, mbx_inquiry_mx_async);
  if (self->mx != NULL && self->waiting == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->waiting == NULL)
    ask (self);
  g_ptr_array_add (self->waiting, g_object_ref (task));
}

gboolean
mbx_inquiry_mx_finish (MbxInquiry *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const MbxDnsRecords *
mbx_inquiry_get_mx (MbxInquiry *self)
{
  return self->mx;
}

const MbxDnsRecords *
mbx_inquiry_get_addresses (MbxInquiry *self)
{
  return self->addresses;
}

/**
 * mbx_inquiry_note_asked:
 * @host: somebody who is asked only because of an answer
 *
 * The list of who was asked is shown to the person and must not leave anybody out.
 */
void
mbx_inquiry_note_asked (MbxInquiry *self, MbxSource source, const char *host)
{
  g_autofree char *before = g_steal_pointer (&self->asked[source]);

  self->asked[source] =
      before == NULL ? g_strdup (host) : g_strdup_printf ("%s, %s", before, host);
}

char *
mbx_inquiry_dup_asked (MbxInquiry *self, MbxSource source)
{
  return g_strdup (self->asked[source]);
}

/**
 * mbx_inquiry_deny:
 *
 * Notes that the domain itself says it does not offer @protocol (RFC 6186 section 3.4).
 */
void
mbx_inquiry_deny (MbxInquiry *self, MbxProtocol protocol)
{
  self->denied |= 1u << protocol;
}

gboolean
mbx_inquiry_is_denied (MbxInquiry *self, MbxProtocol protocol)
{
  return (self->denied & (1u << protocol)) != 0;
}

/**
 * mbx_inquiry_set_provider:
 * @provider: (transfer none): a row of the context's table
 *
 * Notes a provider that explains why there may be no servers: a forwarder, one without IMAP.
 */
void
mbx_inquiry_set_provider (MbxInquiry *self, const MbxProvider *provider)
{
  self->provider = provider;
}

const MbxProvider *
mbx_inquiry_get_provider (MbxInquiry *self)
{
  return self->provider;
}

/**
 * mbx_find_finish:
 *
 * Returns: (transfer full) (nullable): what the source knows; else @error has a sentence about it
 */
MbxCandidate *
mbx_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
