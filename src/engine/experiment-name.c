/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/experiment-name.h"

#include <string.h>

/* A hoster's certificate may name hundreds of customers; the server's own name is among the first.
 */
#define MAXIMUM_NAMES 8

typedef struct
{
  MbxServer *server;
  char **addresses;
  char **names;
  guint open;
  gboolean done;
} Search;

static void
search_free (Search *self)
{
  mbx_server_free (self->server);
  g_strfreev (self->addresses);
  g_strfreev (self->names);
  g_free (self);
}

static void
free_server (gpointer server)
{
  mbx_server_free (server);
}

static void
close_one (GTask *task)
{
  Search *self = g_task_get_task_data (task);

  self->open--;
  if (self->open == 0 && !self->done)
    g_task_return_pointer (task, NULL, NULL);
}

static gboolean
shares_address (Search *self, GList *addresses)
{
  for (; addresses != NULL; addresses = addresses->next)
    {
      g_autofree char *text = g_inet_address_to_string (addresses->data);

      if (g_strv_contains ((const char *const *)self->addresses, text))
        return TRUE;
    }
  return FALSE;
}

static void
take_name (GTask *task, const char *name)
{
  Search *self = g_task_get_task_data (task);
  g_autofree char *host = mbx_host_normalize (name);

  if (self->done || host == NULL || strcmp (host, self->server->host) == 0)
    return;
  self->done = TRUE;
  g_task_return_pointer (task,
                         mbx_server_new (self->server->protocol, host, self->server->port,
                                         self->server->security, self->server->username),
                         free_server);
}

typedef struct
{
  GTask *task;
  char *name;
} Candidate;

static void
candidate_free (Candidate *self)
{
  g_object_unref (self->task);
  g_free (self->name);
  g_free (self);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  Candidate *candidate = data;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, NULL);

  if (shares_address (g_task_get_task_data (candidate->task), addresses))
    take_name (candidate->task, candidate->name);
  g_resolver_free_addresses (addresses);
  close_one (candidate->task);
  candidate_free (candidate);
}

static void
look_up (GTask *task, const char *name)
{
  Search *self = g_task_get_task_data (task);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autofree char *absolute = g_strconcat (name, ".", NULL);
  Candidate *candidate = g_new0 (Candidate, 1);

  candidate->task = g_object_ref (task);
  candidate->name = g_strdup (name);
  self->open++;
  g_resolver_lookup_by_name_async (resolver, absolute, g_task_get_cancellable (task), on_looked_up,
                                   candidate);
}

static gboolean
matches_wildcard (char **names, const char *host)
{
  const char *dot = strchr (host, '.');

  for (char **name = names; dot != NULL && *name != NULL; name++)
    {
      if (g_str_has_prefix (*name, "*.") && strcmp (*name + 1, dot) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
on_reverse (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  g_autofree char *name = g_resolver_lookup_by_address_finish (G_RESOLVER (source), result, NULL);
  g_autofree char *host = name != NULL ? mbx_host_normalize (name) : NULL;

  if (host != NULL && matches_wildcard (self->names, host))
    look_up (task, host);
  close_one (task);
}

/* A wildcard does not say which name to use; the one that the address itself is known by may fit.
 */
static void
look_up_reverse (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (self->addresses[0]);

  if (address == NULL)
    return;
  self->open++;
  g_resolver_lookup_by_address_async (resolver, address, g_task_get_cancellable (task), on_reverse,
                                      g_object_ref (task));
}

static void
start (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  gboolean wildcard = FALSE;
  guint tried = 0;

  self->open = 1;
  for (char **name = self->names; *name != NULL && tried < MAXIMUM_NAMES; name++)
    {
      if (g_str_has_prefix (*name, "*."))
        wildcard = TRUE;
      else
        {
          look_up (task, *name);
          tried++;
        }
    }
  if (wildcard)
    look_up_reverse (task);
  close_one (task);
}

/**
 * mbx_experiment_name_async:
 *
 * Looks for a name of the certificate (RFC 6125) that leads to the same address as the name that
 * did not fit: the server under its own name.
 */
void
mbx_experiment_name_async (MbxContext *context,
                           const MbxEvidence *evidence,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_autoptr (GTask) task = g_task_new (context, cancellable, callback, data);
  Search *self = g_new0 (Search, 1);
  const MbxCertificate *own =
      evidence->chain->len > 0 ? g_ptr_array_index (evidence->chain, 0) : NULL;

  self->server = mbx_server_copy (evidence->server);
  self->addresses = g_strdupv (evidence->addresses);
  self->names = own != NULL ? g_strdupv (own->names) : NULL;
  g_task_set_source_tag (task, mbx_experiment_name_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify)search_free);
  if (self->names == NULL || self->addresses == NULL || self->addresses[0] == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    start (task);
}
