/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/password-row.h"

#include <glib/gi18n.h>

#include "ui/privacy.h"

#define SHOWN_SECONDS 10

struct _MbxPasswordRow
{
  AdwEntryRow parent_instance;

  GtkText *text;
  GtkWidget *caps_icon;
  GtkWidget *toggle;
  GdkDevice *keyboard;
  guint hide_source;
};

enum
{
  PROP_CAPS_LOCK = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MbxPasswordRow, mbx_password_row, ADW_TYPE_ENTRY_ROW)

static void
write_toggle (MbxPasswordRow *self)
{
  const gboolean shown = gtk_text_get_visibility (self->text);
  const char *words = shown ? _ ("Hide password") : _ ("Show password");

  gtk_button_set_icon_name (GTK_BUTTON (self->toggle),
                            shown ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (self->toggle, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

static void
set_shown (MbxPasswordRow *self, gboolean shown)
{
  g_clear_handle_id (&self->hide_source, g_source_remove);
  gtk_text_set_visibility (self->text, shown);
  write_toggle (self);
}

static gboolean
hide_again (gpointer data)
{
  MbxPasswordRow *self = data;

  self->hide_source = 0;
  set_shown (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
on_toggled (MbxPasswordRow *self)
{
  const gboolean show = !gtk_text_get_visibility (self->text) &&
                        !mbx_privacy_get_active (mbx_privacy_get_default ());

  set_shown (self, show);
  if (show)
    self->hide_source = g_timeout_add_seconds (SHOWN_SECONDS, hide_again, self);
}

static void
on_focus_left (MbxPasswordRow *self)
{
  set_shown (self, FALSE);
}

static void
on_privacy (MbxPasswordRow *self)
{
  set_shown (self, FALSE);
  gtk_widget_set_visible (self->toggle, !mbx_privacy_get_active (mbx_privacy_get_default ()));
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
  gtk_widget_set_visible (self->caps_icon, get_caps_lock (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAPS_LOCK]);
}

static void
mbx_password_row_realize (GtkWidget *widget)
{
  MbxPasswordRow *self = MBX_PASSWORD_ROW (widget);
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));

  GTK_WIDGET_CLASS (mbx_password_row_parent_class)->realize (widget);
  if (seat == NULL || g_set_object (&self->keyboard, gdk_seat_get_keyboard (seat)) == FALSE)
    return;
  if (self->keyboard != NULL)
    g_signal_connect_object (self->keyboard, "notify::caps-lock-state", G_CALLBACK (on_caps_lock),
                             self, G_CONNECT_SWAPPED);
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

  object_class->dispose = mbx_password_row_dispose;
  object_class->get_property = mbx_password_row_get_property;
  GTK_WIDGET_CLASS (class)->realize = mbx_password_row_realize;
  properties[PROP_CAPS_LOCK] = g_param_spec_boolean (
      "caps-lock", NULL, NULL, FALSE,
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

/* The buffer keeps what is typed in memory that is not swapped and wiped when it is freed. */
static void
make_text_secret (MbxPasswordRow *self)
{
  g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();

  self->text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self)));
  gtk_text_set_buffer (self->text, buffer);
  gtk_text_set_visibility (self->text, FALSE);
  gtk_text_set_input_purpose (self->text, GTK_INPUT_PURPOSE_PASSWORD);
  gtk_text_set_input_hints (self->text, GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_PRIVATE);
  g_signal_connect_object (self->text, "notify::has-focus", G_CALLBACK (on_caps_lock), self,
                           G_CONNECT_SWAPPED);
}

static void
mbx_password_row_init (MbxPasswordRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  make_text_secret (self);
  self->caps_icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_set_tooltip_text (self->caps_icon, _ ("Caps Lock is on"));
  gtk_widget_set_visible (self->caps_icon, FALSE);
  gtk_widget_add_css_class (self->caps_icon, "warning");
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->caps_icon);
  self->toggle = gtk_button_new ();
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->toggle, "flat");
  g_signal_connect_swapped (self->toggle, "clicked", G_CALLBACK (on_toggled), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->toggle);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect_object (mbx_privacy_get_default (), "notify::active", G_CALLBACK (on_privacy),
                           self, G_CONNECT_SWAPPED);
  on_privacy (self);
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
  gtk_editable_set_text (GTK_EDITABLE (self), "");
}
