/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/password-row.h"

#include "ui/privacy.h"

#define SHOWN_SECONDS 10

struct _MbxPasswordRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *title;
  GtkPasswordEntry *entry;
  GtkText *text;
  GdkDevice *keyboard;
  guint hide_source;
};

enum
{
  PROP_CAPS_LOCK = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (MbxPasswordRow, mbx_password_row, ADW_TYPE_PREFERENCES_ROW)

static void
hide (MbxPasswordRow *self)
{
  g_clear_handle_id (&self->hide_source, g_source_remove);
  gtk_text_set_visibility (self->text, FALSE);
}

static gboolean
hide_again (gpointer data)
{
  MbxPasswordRow *self = data;

  self->hide_source = 0;
  hide (self);
  return G_SOURCE_REMOVE;
}

/* The entry's own button has been pressed. */
static void
on_visibility (MbxPasswordRow *self)
{
  g_clear_handle_id (&self->hide_source, g_source_remove);
  if (!gtk_text_get_visibility (self->text))
    return;
  if (mbx_privacy_get_active (mbx_privacy_get_default ()))
    hide (self);
  else
    self->hide_source = g_timeout_add_seconds (SHOWN_SECONDS, hide_again, self);
}

static void
on_privacy (MbxPasswordRow *self)
{
  hide (self);
  gtk_password_entry_set_show_peek_icon (self->entry,
                                         !mbx_privacy_get_active (mbx_privacy_get_default ()));
}

static void
on_changed (MbxPasswordRow *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
get_caps_lock (MbxPasswordRow *self)
{
  return self->keyboard != NULL && gdk_device_get_caps_lock_state (self->keyboard) &&
         gtk_widget_has_focus (GTK_WIDGET (self->text));
}

static void
on_caps_lock (MbxPasswordRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAPS_LOCK]);
}

static void
mbx_password_row_realize (GtkWidget *widget)
{
  MbxPasswordRow *self = MBX_PASSWORD_ROW (widget);
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));

  GTK_WIDGET_CLASS (mbx_password_row_parent_class)->realize (widget);
  if (seat == NULL || !g_set_object (&self->keyboard, gdk_seat_get_keyboard (seat)))
    return;
  if (self->keyboard != NULL)
    g_signal_connect_object (self->keyboard, "notify::caps-lock-state", G_CALLBACK (on_caps_lock),
                             self, G_CONNECT_SWAPPED);
}

static gboolean
mbx_password_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (MBX_PASSWORD_ROW (widget)->entry));
}

static void
mbx_password_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CAPS_LOCK)
    g_value_set_boolean (value, get_caps_lock (MBX_PASSWORD_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mbx_password_row_dispose (GObject *object)
{
  MbxPasswordRow *self = MBX_PASSWORD_ROW (object);

  g_clear_handle_id (&self->hide_source, g_source_remove);
  g_clear_object (&self->keyboard);
  G_OBJECT_CLASS (mbx_password_row_parent_class)->dispose (object);
}

static void
mbx_password_row_class_init (MbxPasswordRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = mbx_password_row_dispose;
  object_class->get_property = mbx_password_row_get_property;
  widget_class->realize = mbx_password_row_realize;
  widget_class->grab_focus = mbx_password_row_grab_focus;
  properties[PROP_CAPS_LOCK] = g_param_spec_boolean (
      "caps-lock", NULL, NULL, FALSE,
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", MBX_TYPE_PASSWORD_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/password-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxPasswordRow, title);
  gtk_widget_class_bind_template_child (widget_class, MbxPasswordRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
mbx_password_row_init (MbxPasswordRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self, "title", self->title, "label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self, "use-underline", self->title, "use-underline",
                          G_BINDING_SYNC_CREATE);
  self->text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));
  g_signal_connect_object (self->text, "notify::visibility", G_CALLBACK (on_visibility), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "notify::has-focus", G_CALLBACK (on_caps_lock), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (hide), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect_object (mbx_privacy_get_default (), "notify::active", G_CALLBACK (on_privacy),
                           self, G_CONNECT_SWAPPED);
  on_privacy (self);
}

/**
 * mbx_password_row_get_entry:
 *
 * Returns: (transfer none): the field itself, for its accessible state
 */
GtkWidget *
mbx_password_row_get_entry (MbxPasswordRow *self)
{
  return GTK_WIDGET (self->entry);
}

/**
 * mbx_password_row_dup_secret:
 *
 * Returns: (transfer full) (nullable): what was typed, exactly, blanks included; %NULL for nothing
 */
MbxSecret *
mbx_password_row_dup_secret (MbxPasswordRow *self)
{
  if (mbx_password_row_is_empty (self))
    return NULL;
  return mbx_secret_new (gtk_entry_buffer_get_text (gtk_text_get_buffer (self->text)));
}

gboolean
mbx_password_row_is_empty (MbxPasswordRow *self)
{
  return gtk_entry_buffer_get_length (gtk_text_get_buffer (self->text)) == 0;
}

/**
 * mbx_password_row_clear:
 *
 * Forgets what was typed; the buffer wipes it.
 */
void
mbx_password_row_clear (MbxPasswordRow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}
