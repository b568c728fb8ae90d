/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/hand-over-service.h"

#include <glib/gi18n.h>

#include "engine/hand-over-private.h"

typedef struct
{
  void (*look) (GTask *task);
  void (*add) (GTask *task);
  void (*undo) (GTask *task);
} Service;

static const Service services[] = {
  [MBX_HAND_OVER_GOA] = { mbx_goa_look, mbx_goa_add, mbx_goa_undo },
  [MBX_HAND_OVER_EVOLUTION] = { mbx_evolution_look, mbx_evolution_add, mbx_evolution_undo },
  [MBX_HAND_OVER_GEARY] = { mbx_geary_look, mbx_geary_add, mbx_geary_undo },
};

MbxHandOverJob *
mbx_hand_over_job_new (const MbxAccount *account, MbxSecret *incoming, MbxSecret *outgoing)
{
  MbxHandOverJob *self = g_new0 (MbxHandOverJob, 1);

  self->account = mbx_account_copy (account);
  self->address = g_strdup (account->address);
  self->incoming = mbx_secret_ref (incoming);
  self->outgoing = mbx_secret_ref (outgoing);
  return self;
}

void
mbx_hand_over_job_free (MbxHandOverJob *self)
{
  g_clear_pointer (&self->account, mbx_account_free);
  g_clear_pointer (&self->incoming, mbx_secret_unref);
  g_clear_pointer (&self->outgoing, mbx_secret_unref);
  g_free (self->address);
  g_free (self->handle);
  g_free (self);
}

static GTask *
make_task (gpointer tag, MbxHandOverJob *job, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, (GDestroyNotify) mbx_hand_over_job_free);
  return task;
}

void
mbx_hand_over_return_presence (GTask *task, MbxHandOverPresence presence, const char *handle)
{
  MbxHandOverJob *job = g_task_get_task_data (task);

  g_free (job->handle);
  job->handle = g_strdup (handle);
  g_task_return_int (task, presence);
}

static gboolean
is_missing_service (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED) ||
         error->domain == G_IO_ERROR;
}

/*
 * Takes @error. A service that is not there is another thing for the person than one that refuses;
 * the service's own words stay in the message.
 */
void
mbx_hand_over_return_dbus_error (GTask *task, GError *error)
{
  g_autoptr (GError) cause = error;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&cause));
      return;
    }
  g_dbus_error_strip_remote_error (cause);
  if (is_missing_service (cause))
    g_task_return_new_error (task, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_UNAVAILABLE,
                             _ ("This program’s service does not run on this computer. (%s)"),
                             cause->message);
  else
    g_task_return_new_error (task, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_REFUSED,
                             _ ("The program did not take the mailbox. (%s)"), cause->message);
}

/**
 * mbx_hand_over_look_async:
 * @target: a target that has a service, see mbx_hand_over_writes_file()
 * @address: the mail address
 *
 * Looks whether the program is on this computer and has the mailbox already.
 */
void
mbx_hand_over_look_async (MbxHandOverTarget target, const char *address, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  MbxHandOverJob *job = g_new0 (MbxHandOverJob, 1);

  g_return_if_fail (!mbx_hand_over_writes_file (target));

  job->address = g_strdup (address);
  services[target].look (make_task (mbx_hand_over_look_async, job, cancellable, callback, data));
}

/**
 * mbx_hand_over_look_finish:
 * @handle: (out) (optional) (nullable): for %MBX_PRESENCE_THERE, what undo needs
 *
 * Returns: where the mailbox stands there; %MBX_PRESENCE_ABSENT with @error set on a fault
 */
MbxHandOverPresence
mbx_hand_over_look_finish (GAsyncResult *result, char **handle, GError **error)
{
  MbxHandOverJob *job;
  gssize presence;

  g_return_val_if_fail (g_task_is_valid (result, NULL), MBX_PRESENCE_ABSENT);

  job = g_task_get_task_data (G_TASK (result));
  presence = g_task_propagate_int (G_TASK (result), error);
  if (handle != NULL)
    *handle = presence == MBX_PRESENCE_THERE ? g_strdup (job->handle) : NULL;
  return presence < 0 ? MBX_PRESENCE_ABSENT : (MbxHandOverPresence) presence;
}

/**
 * mbx_hand_over_add_async:
 * @target: a target that has a service
 * @account: the mailbox
 * @incoming: the password for receiving
 * @outgoing: the password for sending
 *
 * Hands the mailbox over. A mailbox that is there already stays as it is and counts as success.
 */
void
mbx_hand_over_add_async (MbxHandOverTarget target, const MbxAccount *account, MbxSecret *incoming,
                         MbxSecret *outgoing, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (!mbx_hand_over_writes_file (target));

  task = make_task (mbx_hand_over_add_async, mbx_hand_over_job_new (account, incoming, outgoing),
                    cancellable, callback, data);
  if (!mbx_hand_over_check (target, account, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    services[target].add (g_steal_pointer (&task));
}

/**
 * mbx_hand_over_add_finish:
 * @error: an #MbxHandOverError
 *
 * Returns: (transfer full) (nullable): the handle for mbx_hand_over_undo_async()
 */
char *
mbx_hand_over_add_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mbx_hand_over_undo_async:
 * @handle: what adding returned
 *
 * Takes out exactly what adding put in, its secrets included.
 */
void
mbx_hand_over_undo_async (MbxHandOverTarget target, const char *handle, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  MbxHandOverJob *job = g_new0 (MbxHandOverJob, 1);

  g_return_if_fail (!mbx_hand_over_writes_file (target));

  job->handle = g_strdup (handle);
  services[target].undo (make_task (mbx_hand_over_undo_async, job, cancellable, callback, data));
}

gboolean
mbx_hand_over_undo_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
