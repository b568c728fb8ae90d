/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/lookup.h"

#include "engine/dns-query.h"
#include "engine/limit.h"

#include <string.h>

typedef struct
{
  MbxContext *context;
  MbxEvidence *evidence;
  MbxLimit *limit;
  GError *error;
  gboolean second;
} Lookup;

static void
lookup_free (Lookup *self)
{
  g_object_unref (self->context);
  mbx_evidence_unref (self->evidence);
  mbx_limit_free (self->limit);
  g_clear_error (&self->error);
  g_free (self);
}

void
mbx_route_free (MbxRoute *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->target);
  g_clear_object (&self->list);
  g_free (self);
}

static void
free_route (gpointer route)
{
  mbx_route_free (route);
}

static void
return_route (GTask *task, GSocketConnectable *target, MbxAddressList *list, gboolean proxied)
{
  MbxRoute *route = g_new0 (MbxRoute, 1);

  route->target = target;
  route->list = list;
  route->proxied = proxied;
  g_task_return_pointer (task, route, free_route);
}

static void
fail (GTask *task, MbxNetFault fault)
{
  Lookup *self = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    {
      self->evidence->net = MBX_NET_CANCELLED;
      return;
    }
  self->evidence->net = fault;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "not found");
}

static void
on_query (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  fail (task, mbx_dns_query_finish (result));
}

/*
 * A resolver that stands in for the system's is the only one to ask. The system's own is asked once
 * more, in a way that shows what it hides.
 */
static gboolean
uses_system_resolver (void)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  return g_strcmp0 (G_OBJECT_TYPE_NAME (resolver), "GThreadedResolver") == 0;
}

static void
explain_failure (GTask *task)
{
  Lookup *self = g_task_get_task_data (task);
  gboolean temporary =
      g_error_matches (self->error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE);

  if (mbx_limit_is_over (self->limit))
    {
      fail (task, MBX_NET_DNS_TIMEOUT);
      return;
    }
  if (!uses_system_resolver () || g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      fail (task, temporary ? MBX_NET_DNS_FAILURE : MBX_NET_DNS_NOT_FOUND);
      return;
    }
  mbx_dns_query_async (self->evidence->server->host, mbx_limit_get_cancellable (self->limit),
                       on_query, g_object_ref (task));
}

static void
take_addresses (GTask *task, GList *addresses)
{
  Lookup *self = g_task_get_task_data (task);
  MbxAddressList *list = mbx_address_list_new (addresses, self->evidence->server->port);

  g_strfreev (self->evidence->addresses);
  self->evidence->addresses = mbx_address_list_to_strings (list);
  return_route (task, g_object_ref (G_SOCKET_CONNECTABLE (list)), list, FALSE);
}

/*
 * The C library does not find "host." in /etc/hosts although it finds "host", and the file is where
 * administrators try a new server out.
 */
static gboolean
hosts_file_names (const char *host)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/etc/hosts", &content, NULL, NULL))
    return FALSE;
  words = g_strsplit_set (content, " \t\n", -1);
  return g_strv_contains ((const char *const *)words, host);
}

static void look_up_name (GTask *task, const char *name);

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Lookup *self = g_task_get_task_data (task);
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &self->error);

  if (addresses == NULL && !self->second &&
      g_error_matches (self->error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND) &&
      hosts_file_names (self->evidence->server->host))
    {
      self->second = TRUE;
      g_clear_error (&self->error);
      look_up_name (task, self->evidence->server->host);
      return;
    }
  if (addresses == NULL)
    {
      explain_failure (task);
      return;
    }
  take_addresses (task, addresses);
  g_resolver_free_addresses (addresses);
}

/*
 * A final dot keeps the search domain out of it: that would cost another question and could lead to
 * somebody else's host. Names of one label and of the local link are not in the public tree.
 */
static char *
absolute_name (const char *host)
{
  if (strchr (host, '.') == NULL || g_str_has_suffix (host, ".local"))
    return g_strdup (host);
  return g_strconcat (host, ".", NULL);
}

static void
look_up_name (GTask *task, const char *name)
{
  Lookup *self = g_task_get_task_data (task);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  g_resolver_lookup_by_name_async (resolver, name, mbx_limit_get_cancellable (self->limit),
                                   on_looked_up, g_object_ref (task));
}

static void
look_up_server (GTask *task)
{
  Lookup *self = g_task_get_task_data (task);
  g_autofree char *name = absolute_name (self->evidence->server->host);

  look_up_name (task, name);
}

static void
on_proxies (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Lookup *self = g_task_get_task_data (task);
  const MbxServer *server = self->evidence->server;
  g_auto (GStrv) proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, NULL);

  if (proxies != NULL && proxies[0] != NULL && !g_str_has_prefix (proxies[0], "direct:"))
    return_route (task, g_network_address_new (server->host, server->port), NULL, TRUE);
  else
    look_up_server (task);
}

static void
ask_for_proxies (GTask *task)
{
  Lookup *self = g_task_get_task_data (task);
  GProxyResolver *resolver = g_proxy_resolver_get_default ();
  g_autofree char *uri = g_uri_join (G_URI_FLAGS_NONE, "none", NULL, self->evidence->server->host,
                                     self->evidence->server->port, "", NULL, NULL);

  if (!g_proxy_resolver_is_supported (resolver))
    {
      look_up_server (task);
      return;
    }
  g_proxy_resolver_lookup_async (resolver, uri, mbx_limit_get_cancellable (self->limit), on_proxies,
                                 g_object_ref (task));
}

static void
look_up_demo (GTask *task)
{
  static const char *const loopback[] = { "127.0.0.1", NULL };
  Lookup *self = g_task_get_task_data (task);
  const MbxServer *server = self->evidence->server;
  MbxNetFault fault = mbx_context_get_demo_fault (self->context, server->host);

  if (fault != MBX_NET_OK)
    {
      fail (task, fault);
      return;
    }
  g_strfreev (self->evidence->addresses);
  self->evidence->addresses = g_strdupv ((char **)loopback);
  return_route (task, mbx_context_resolve_demo (self->context, server->host, server->port), NULL,
                FALSE);
}

/**
 * mbx_lookup_async:
 * @evidence: names the server; gets the addresses or the fault
 * @cancellable: (nullable): stops it
 *
 * Finds out how the server can be reached, within #MbxLimits.resolve: through a proxy if one is
 * configured, else by the addresses of its name. After a failure the name servers are asked once
 * more themselves, to learn which kind of failure it is.
 */
void
mbx_lookup_async (MbxContext *context,
                  MbxEvidence *evidence,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  g_autoptr (GTask) task = g_task_new (context, cancellable, callback, data);
  g_autoptr (GInetAddress) literal = g_inet_address_new_from_string (evidence->server->host);
  Lookup *self = g_new0 (Lookup, 1);

  self->context = g_object_ref (context);
  self->evidence = mbx_evidence_ref (evidence);
  self->limit = mbx_limit_new (cancellable, mbx_context_get_limits (context)->resolve);
  g_task_set_source_tag (task, mbx_lookup_async);
  g_task_set_task_data (task, self, (GDestroyNotify)lookup_free);
  if (mbx_context_is_demo (context))
    look_up_demo (task);
  else if (literal != NULL)
    {
      GList only = { literal, NULL, NULL };

      take_addresses (task, &only);
    }
  else
    ask_for_proxies (task);
}

/**
 * mbx_lookup_finish:
 *
 * Returns: (transfer full) (nullable): the route
 */
MbxRoute *
mbx_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
