/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/server-row.h"

#include <glib/gi18n.h>

#include "ui/format.h"
#include "ui/privacy.h"

struct _MbxServerRow
{
  AdwPreferencesRow parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *host;
  GtkLabel *detail;
  GtkLabel *user;
  MbxServer *server;
};

enum
{
  PROP_ICON_NAME = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MbxServerRow, mbx_server_row, ADW_TYPE_PREFERENCES_ROW)

static char *
user_words (const MbxServer *server)
{
  g_autofree char *shown = mbx_privacy_show (mbx_privacy_get_default (), server->username);

  /* Translators: the name that somebody signs in with */
  return g_strdup_printf (_ ("User name: %s"), shown);
}

/* The row is read as a whole: what it is for, the server, how it is reached. */
static void
write_accessible (MbxServerRow *self, const char *host, const char *detail)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  /* Translators: for screen readers; what the server is for, its name, and port and encryption */
  g_autofree char *words = g_strdup_printf (_ ("%s: %s, %s"), title, host, detail);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
write_row (MbxServerRow *self)
{
  MbxPrivacy *privacy = mbx_privacy_get_default ();
  g_autofree char *host = NULL;
  g_autofree char *markup = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *user = NULL;

  if (self->server == NULL)
    {
      gtk_label_set_label (self->host, _ ("Not known yet"));
      gtk_widget_set_visible (GTK_WIDGET (self->detail), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->user), FALSE);
      return;
    }
  host = mbx_privacy_show (privacy, self->server->host);
  markup = mbx_format_host_markup (host);
  detail = mbx_format_port (self->server);
  write_accessible (self, host, detail);
  gtk_label_set_markup (self->host, markup);
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->user), self->server->username != NULL);
  if (self->server->username != NULL)
    {
      user = user_words (self->server);
      gtk_label_set_label (self->user, user);
    }
}

static void
mbx_server_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ICON_NAME)
    gtk_image_set_from_icon_name (MBX_SERVER_ROW (object)->icon, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mbx_server_row_dispose (GObject *object)
{
  g_clear_pointer (&MBX_SERVER_ROW (object)->server, mbx_server_free);
  G_OBJECT_CLASS (mbx_server_row_parent_class)->dispose (object);
}

static void
mbx_server_row_class_init (MbxServerRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = mbx_server_row_dispose;
  object_class->set_property = mbx_server_row_set_property;
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL,
                                                    G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/server-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxServerRow, icon);
  gtk_widget_class_bind_template_child (widget_class, MbxServerRow, title);
  gtk_widget_class_bind_template_child (widget_class, MbxServerRow, host);
  gtk_widget_class_bind_template_child (widget_class, MbxServerRow, detail);
  gtk_widget_class_bind_template_child (widget_class, MbxServerRow, user);
}

static void
mbx_server_row_init (MbxServerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self, "title", self->title, "label", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (mbx_privacy_get_default (), "notify::active", G_CALLBACK (write_row),
                           self, G_CONNECT_SWAPPED);
  write_row (self);
}

/**
 * mbx_server_row_set_server:
 * @server: (nullable): copied; %NULL where it is not known
 */
void
mbx_server_row_set_server (MbxServerRow *self, const MbxServer *server)
{
  mbx_server_free (self->server);
  self->server = mbx_server_copy (server);
  write_row (self);
}
