/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "fixed-resolver.h"

#include <string.h>

struct _FixedResolver
{
  GResolver parent_instance;
  char *last_name;
};

G_DEFINE_FINAL_TYPE (FixedResolver, fixed_resolver, G_TYPE_RESOLVER)

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
on_silence_broken (GCancellable *cancellable, GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  g_object_unref (task);
}

static GList *
get_addresses (const char *name)
{
  GList *list = g_list_append (NULL, g_inet_address_new_from_string ("127.0.0.1"));

  if (g_str_has_prefix (name, "dead-six."))
    list = g_list_prepend (list, g_inet_address_new_from_string ("::1"));
  return list;
}

static void
look_up_async (GResolver *resolver,
               const char *name,
               GResolverNameLookupFlags flags,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer data)
{
  FixedResolver *self = FIXED_RESOLVER (resolver);
  GTask *task = g_task_new (resolver, cancellable, callback, data);

  g_free (self->last_name);
  self->last_name = g_strdup (name);
  if (g_str_has_prefix (name, "silent."))
    {
      /* Not g_cancellable_connect(): what is cancelled already must end it too, but only once. */
      g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_silence_broken), task);
      return;
    }
  if (g_str_has_prefix (name, "no-such."))
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "not found");
  else if (g_str_has_prefix (name, "broken."))
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "broken");
  else
    g_task_return_pointer (task, get_addresses (name), free_addresses);
  g_object_unref (task);
}

static void
look_up_plain_async (GResolver *resolver,
                     const char *name,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  look_up_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable, callback, data);
}

static GList *
look_up_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
look_up_address_async (GResolver *resolver,
                       GInetAddress *address,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);

  g_task_return_pointer (task, g_strdup ("server.example.com"), g_free);
}

static char *
look_up_address_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fixed_resolver_finalize (GObject *object)
{
  g_free (FIXED_RESOLVER (object)->last_name);
  G_OBJECT_CLASS (fixed_resolver_parent_class)->finalize (object);
}

static void
fixed_resolver_class_init (FixedResolverClass *klass)
{
  GResolverClass *resolver = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fixed_resolver_finalize;
  resolver->lookup_by_name_async = look_up_plain_async;
  resolver->lookup_by_name_finish = look_up_finish;
  resolver->lookup_by_name_with_flags_async = look_up_async;
  resolver->lookup_by_name_with_flags_finish = look_up_finish;
  resolver->lookup_by_address_async = look_up_address_async;
  resolver->lookup_by_address_finish = look_up_address_finish;
}

static void
fixed_resolver_init (FixedResolver *self)
{
}

FixedResolver *
fixed_resolver_install (void)
{
  FixedResolver *self = g_object_new (TYPE_FIXED_RESOLVER, NULL);

  g_resolver_set_default (G_RESOLVER (self));
  return self;
}

const char *
fixed_resolver_get_last_name (FixedResolver *self)
{
  return self->last_name;
}
