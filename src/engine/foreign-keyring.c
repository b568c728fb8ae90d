/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/foreign-keyring.h"

typedef struct
{
  GPtrArray *items;
  guint at;
} Walk;

/**
 * mbx_foreign_item_new:
 * @schema: a static schema
 * @secret: (nullable): a reference is taken; %NULL to take the item out
 * @first_name: name of the first attribute; pairs of strings follow, ended by %NULL
 *
 * Returns: (transfer full): a new item
 */
MbxForeignItem *
mbx_foreign_item_new (const SecretSchema *schema, MbxSecret *secret, const char *label,
                      const char *first_name, ...)
{
  MbxForeignItem *self = g_new0 (MbxForeignItem, 1);
  va_list arguments;

  self->schema = schema;
  self->label = g_strdup (label);
  self->secret = secret != NULL ? mbx_secret_ref (secret) : NULL;
  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  va_start (arguments, first_name);
  for (const char *name = first_name; name != NULL; name = va_arg (arguments, const char *))
    g_hash_table_insert (self->attributes, g_strdup (name),
                         g_strdup (va_arg (arguments, const char *)));
  va_end (arguments);
  return self;
}

void
mbx_foreign_item_free (MbxForeignItem *self)
{
  g_clear_pointer (&self->secret, mbx_secret_unref);
  g_hash_table_unref (self->attributes);
  g_free (self->label);
  g_free (self);
}

static void
walk_free (Walk *walk)
{
  g_ptr_array_unref (walk->items);
  g_free (walk);
}

static void apply_next (GTask *task, SecretService *service);

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (!secret_service_store_finish (SECRET_SERVICE (source), result, &error))
    g_task_return_error (task, error);
  else
    apply_next (g_steal_pointer (&task), SECRET_SERVICE (source));
}

/* An item that is gone already is as good as one taken out. */
static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  secret_service_clear_finish (SECRET_SERVICE (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    apply_next (g_steal_pointer (&task), SECRET_SERVICE (source));
}

static void
apply_next (GTask *task, SecretService *service)
{
  Walk *walk = g_task_get_task_data (task);
  MbxForeignItem *item;

  if (walk->at == walk->items->len)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  item = g_ptr_array_index (walk->items, walk->at++);
  if (item->secret != NULL)
    {
      g_autoptr (SecretValue) value = secret_value_new (
        mbx_secret_peek (item->secret), (gssize) mbx_secret_get_length (item->secret),
        "text/plain");

      secret_service_store (service, item->schema, item->attributes, SECRET_COLLECTION_DEFAULT,
                            item->label, value, g_task_get_cancellable (task), stored_cb, task);
    }
  else
    secret_service_clear (service, item->schema, item->attributes, g_task_get_cancellable (task),
                          cleared_cb, task);
}

static void
service_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);

  if (service == NULL)
    g_task_return_error (task, error);
  else
    apply_next (g_steal_pointer (&task), service);
}

/**
 * mbx_foreign_keyring_apply_async:
 * @items: (element-type MbxForeignItem): stored or taken out one after the other
 *
 * Writes through the SecretService class, which reaches the system's keyring from a sandbox too.
 */
void
mbx_foreign_keyring_apply_async (GPtrArray *items, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Walk *walk = g_new0 (Walk, 1);

  walk->items = g_ptr_array_ref (items);
  g_task_set_source_tag (task, mbx_foreign_keyring_apply_async);
  g_task_set_task_data (task, walk, (GDestroyNotify) walk_free);
  secret_service_get (SECRET_SERVICE_OPEN_SESSION | SECRET_SERVICE_LOAD_COLLECTIONS, cancellable,
                      service_cb, task);
}

gboolean
mbx_foreign_keyring_apply_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
