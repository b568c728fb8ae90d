/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/bus-call.h"
#include "engine/hand-over-private.h"

/*
 * GNOME Online Accounts over its own D-Bus interface; the runtime has no libgoa. The daemon neither
 * looks for duplicates nor checks what it is given, so both happen here.
 */

#define GOA_NAME "org.gnome.OnlineAccounts"
#define GOA_PATH "/org/gnome/OnlineAccounts"
#define GOA_MANAGER GOA_PATH "/Manager"
#define GOA_ACCOUNT "org.gnome.OnlineAccounts.Account"
#define GOA_MAIL "org.gnome.OnlineAccounts.Mail"

static gboolean
property_equals (GVariant *interfaces, const char *interface, const char *property,
                 const char *value)
{
  g_autoptr (GVariant) properties = NULL;
  const char *found = NULL;

  properties = g_variant_lookup_value (interfaces, interface, G_VARIANT_TYPE ("a{sv}"));
  return properties != NULL && g_variant_lookup (properties, property, "&s", &found) &&
         g_ascii_strcasecmp (found, value) == 0;
}

/* The object path of the account that has @address, of whatever provider. */
static char *
find_account (GVariant *objects, const char *address)
{
  g_autoptr (GVariant) dictionary = g_variant_get_child_value (objects, 0);
  GVariantIter iter;
  const char *path;
  GVariant *interfaces;
  char *found = NULL;

  g_variant_iter_init (&iter, dictionary);
  while (g_variant_iter_loop (&iter, "{&o@a{sa{sv}}}", &path, &interfaces))
    {
      if (found == NULL && (property_equals (interfaces, GOA_MAIL, "EmailAddress", address) ||
                            property_equals (interfaces, GOA_ACCOUNT, "Identity", address)))
        found = g_strdup (path);
    }
  return found;
}

static void
list_accounts (GTask *task, GAsyncReadyCallback callback)
{
  MbxBusCall call = { GOA_NAME, GOA_PATH, "org.freedesktop.DBus.ObjectManager",
                      "GetManagedObjects", NULL, "(a{oa{sa{sv}}})" };

  mbx_bus_call_async (&call, g_task_get_cancellable (task), callback, task);
}

static void
look_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) objects = NULL;
  g_autofree char *path = NULL;

  objects = mbx_bus_call_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (objects == NULL)
    mbx_hand_over_return_presence (task, MBX_PRESENCE_ABSENT, NULL);
  else
    {
      path = find_account (objects, job->address);
      mbx_hand_over_return_presence (
        task, path != NULL ? MBX_PRESENCE_THERE : MBX_PRESENCE_AVAILABLE, path);
    }
}

void
mbx_goa_look (GTask *task)
{
  list_accounts (task, look_cb);
}

static void
add_text (GVariantBuilder *builder, const char *key, const char *value)
{
  g_variant_builder_add (builder, "{ss}", key, value);
}

static void
add_flag (GVariantBuilder *builder, const char *key, gboolean value)
{
  add_text (builder, key, value ? "true" : "false");
}

static char *
host_and_port (const MbxServer *server)
{
  gboolean six = strchr (server->host, ':') != NULL;

  return g_strdup_printf ("%s%s%s:%u", six ? "[" : "", server->host, six ? "]" : "",
                          server->port);
}

static GVariant *
make_details (const MbxAccount *account)
{
  const MbxServer *in = account->incoming;
  const MbxServer *out = account->outgoing;
  g_autofree char *imap_host = host_and_port (in);
  g_autofree char *smtp_host = host_and_port (out);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  add_flag (&builder, "Enabled", TRUE);
  add_text (&builder, "EmailAddress", account->address);
  add_text (&builder, "Name", account->name != NULL ? account->name : "");
  add_text (&builder, "ImapHost", imap_host);
  add_text (&builder, "ImapUserName", in->username);
  add_flag (&builder, "ImapUseSsl", in->security == MBX_SECURITY_TLS);
  add_flag (&builder, "ImapUseTls", in->security == MBX_SECURITY_STARTTLS);
  add_flag (&builder, "ImapAcceptSslErrors", FALSE);
  add_text (&builder, "SmtpHost", smtp_host);
  add_flag (&builder, "SmtpUseAuth", TRUE);
  add_text (&builder, "SmtpUserName", out->username);
  add_flag (&builder, "SmtpAuthLogin", FALSE);
  add_flag (&builder, "SmtpAuthPlain", TRUE);
  add_flag (&builder, "SmtpUseSsl", out->security == MBX_SECURITY_TLS);
  add_flag (&builder, "SmtpUseTls", out->security == MBX_SECURITY_STARTTLS);
  add_flag (&builder, "SmtpAcceptSslErrors", FALSE);
  return g_variant_builder_end (&builder);
}

static GVariant *
make_credentials (const MbxHandOverJob *job)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "imap-password",
                         g_variant_new_string (mbx_secret_peek (job->incoming)));
  g_variant_builder_add (&builder, "{sv}", "smtp-password",
                         g_variant_new_string (mbx_secret_peek (job->outgoing)));
  return g_variant_builder_end (&builder);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  char *path = NULL;

  reply = mbx_bus_call_finish (result, &error);
  if (reply == NULL)
    {
      mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
      return;
    }
  g_variant_get (reply, "(o)", &path);
  g_task_return_pointer (task, path, g_free);
}

static void
add_account (GTask *task)
{
  MbxHandOverJob *job = g_task_get_task_data (task);
  MbxBusCall call = { GOA_NAME, GOA_MANAGER, GOA_NAME ".Manager", "AddAccount", NULL, "(o)" };

  call.parameters = g_variant_new ("(sss@a{sv}@a{ss})", "imap_smtp", job->address, job->address,
                                   make_credentials (job), make_details (job->account));
  mbx_bus_call_async (&call, g_task_get_cancellable (task), added_cb, task);
}

static void
before_add_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) objects = NULL;
  char *path;

  objects = mbx_bus_call_finish (result, &error);
  if (objects == NULL)
    {
      mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
      return;
    }
  path = find_account (objects, job->address);
  if (path != NULL)
    {
      g_task_return_pointer (task, path, g_free);
      return;
    }
  add_account (g_steal_pointer (&task));
}

void
mbx_goa_add (GTask *task)
{
  list_accounts (task, before_add_cb);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  reply = mbx_bus_call_finish (result, &error);
  if (reply == NULL)
    mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

void
mbx_goa_undo (GTask *task)
{
  MbxHandOverJob *job = g_task_get_task_data (task);
  MbxBusCall call = { GOA_NAME, job->handle, GOA_ACCOUNT, "Remove", NULL, "()" };

  if (!g_variant_is_object_path (job->handle))
    {
      g_task_return_new_error (task, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_REFUSED,
                               _ ("There is nothing to take back."));
      g_object_unref (task);
      return;
    }
  mbx_bus_call_async (&call, g_task_get_cancellable (task), removed_cb, task);
}
