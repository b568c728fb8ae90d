/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/server-editor.h"

#include <glib/gi18n.h>

#include "ui/field-error.h"
#include "ui/password-row.h"
#include "ui/privacy.h"

struct _MbxServerEditor
{
  AdwExpanderRow parent_instance;

  AdwComboRow *protocol_row;
  AdwEntryRow *host_row;
  AdwEntryRow *port_row;
  AdwComboRow *security_row;
  AdwEntryRow *user_row;
  MbxPasswordRow *password_row;
  GtkWidget *error_row;
  GtkLabel *error_label;
  gboolean outgoing;
  gboolean changed;
  gboolean filling;
  guint16 usual_port;
};

enum
{
  PROP_OUTGOING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (MbxServerEditor, mbx_server_editor, ADW_TYPE_EXPANDER_ROW)

static const char *
text_of (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_text (AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static MbxProtocol
get_protocol (MbxServerEditor *self)
{
  if (self->outgoing)
    return MBX_PROTOCOL_SMTP;
  return adw_combo_row_get_selected (self->protocol_row) == 0 ? MBX_PROTOCOL_IMAP
                                                              : MBX_PROTOCOL_POP3;
}

static MbxSecurity
get_security (MbxServerEditor *self)
{
  return adw_combo_row_get_selected (self->security_row) == 0 ? MBX_SECURITY_TLS
                                                              : MBX_SECURITY_STARTTLS;
}

static guint16
get_port (MbxServerEditor *self)
{
  g_autofree char *text = g_strstrip (g_strdup (text_of (self->port_row)));
  guint64 port = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
    return 0;
  return (guint16) port;
}

static void
set_error (MbxServerEditor *self, AdwEntryRow *row, const char *words)
{
  mbx_field_set_error (GTK_WIDGET (row), self->error_label, words);
  gtk_widget_set_visible (self->error_row, words != NULL);
}

static void
on_edited (MbxServerEditor *self)
{
  if (self->filling)
    return;
  set_error (self, self->host_row, NULL);
  set_error (self, self->port_row, NULL);
  self->changed = TRUE;
  g_signal_emit (self, changed_signal, 0);
}

/* A port that nobody chose follows the protocol and the encryption; a chosen one stays. */
static void
on_kind_changed (MbxServerEditor *self)
{
  const guint16 usual = mbx_default_port (get_protocol (self), get_security (self));
  const guint16 now = get_port (self);

  if (self->filling)
    return;
  if (now == 0 || now == self->usual_port)
    {
      g_autofree char *text = g_strdup_printf ("%u", usual);

      set_text (self->port_row, text);
    }
  self->usual_port = usual;
  on_edited (self);
}

static void
on_privacy (MbxServerEditor *self)
{
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (self->user_row));

  gtk_text_set_visibility (GTK_TEXT (delegate),
                           !mbx_privacy_get_active (mbx_privacy_get_default ()));
}

static void
write_outgoing (MbxServerEditor *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->protocol_row), !self->outgoing);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), self->outgoing);
}

static void
mbx_server_editor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MbxServerEditor *self = MBX_SERVER_EDITOR (object);

  if (id == PROP_OUTGOING)
    {
      self->outgoing = g_value_get_boolean (value);
      write_outgoing (self);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mbx_server_editor_class_init (MbxServerEditorClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->set_property = mbx_server_editor_set_property;
  properties[PROP_OUTGOING] = g_param_spec_boolean ("outgoing", NULL, NULL, FALSE,
                                                    G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", MBX_TYPE_SERVER_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (MBX_TYPE_PASSWORD_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/server-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxServerEditor, protocol_row);
  gtk_widget_class_bind_template_child (widget_class, MbxServerEditor, host_row);
  gtk_widget_class_bind_template_child (widget_class, MbxServerEditor, port_row);
  gtk_widget_class_bind_template_child (widget_class, MbxServerEditor, security_row);
  gtk_widget_class_bind_template_child (widget_class, MbxServerEditor, user_row);
  gtk_widget_class_bind_template_child (widget_class, MbxServerEditor, password_row);
  gtk_widget_class_bind_template_child (widget_class, MbxServerEditor, error_row);
  gtk_widget_class_bind_template_child (widget_class, MbxServerEditor, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_changed);
}

static void
mbx_server_editor_init (MbxServerEditor *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
  adw_entry_row_set_input_purpose (self->host_row, GTK_INPUT_PURPOSE_URL);
  adw_entry_row_set_input_purpose (self->port_row, GTK_INPUT_PURPOSE_DIGITS);
  g_signal_connect_object (mbx_privacy_get_default (), "notify::active", G_CALLBACK (on_privacy),
                           self, G_CONNECT_SWAPPED);
  on_privacy (self);
  write_outgoing (self);
}

/**
 * mbx_server_editor_set_server:
 * @server: (nullable): what the rows show; %NULL for empty ones with the usual port
 */
void
mbx_server_editor_set_server (MbxServerEditor *self, const MbxServer *server)
{
  g_autofree char *port = NULL;

  self->filling = TRUE;
  adw_combo_row_set_selected (self->protocol_row,
                              server != NULL && server->protocol == MBX_PROTOCOL_POP3 ? 1 : 0);
  adw_combo_row_set_selected (
      self->security_row, server != NULL && server->security == MBX_SECURITY_STARTTLS ? 1 : 0);
  self->usual_port = mbx_default_port (get_protocol (self), get_security (self));
  port = g_strdup_printf ("%u", server != NULL ? server->port : self->usual_port);
  set_text (self->host_row, server != NULL ? server->host : NULL);
  set_text (self->port_row, port);
  set_text (self->user_row, server != NULL ? server->username : NULL);
  self->filling = FALSE;
  self->changed = FALSE;
  set_error (self, self->host_row, NULL);
  set_error (self, self->port_row, NULL);
}

static void
refuse (MbxServerEditor *self, AdwEntryRow *row, const char *words)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  set_error (self, row, words);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

/**
 * mbx_server_editor_dup_server:
 *
 * Host names are taken in any case, blanks around are dropped.
 *
 * Returns: (transfer full) (nullable): the server; %NULL when a field will not do and says so
 */
MbxServer *
mbx_server_editor_dup_server (MbxServerEditor *self)
{
  g_autofree char *host = mbx_host_normalize (text_of (self->host_row));
  g_autofree char *user = g_strstrip (g_strdup (text_of (self->user_row)));
  const guint16 port = get_port (self);

  if (host == NULL)
    {
      refuse (self, self->host_row,
              _ ("Type the name of a server, for instance mail.example.org."));
      return NULL;
    }
  if (port == 0)
    {
      refuse (self, self->port_row, _ ("A port is a number from 1 to 65535."));
      return NULL;
    }
  return mbx_server_new (get_protocol (self), host, port, get_security (self),
                         *user == '\0' ? NULL : user);
}

/**
 * mbx_server_editor_dup_secret:
 *
 * Returns: (transfer full) (nullable): the password of its own, %NULL where none was typed
 */
MbxSecret *
mbx_server_editor_dup_secret (MbxServerEditor *self)
{
  return mbx_password_row_dup_secret (self->password_row);
}

void
mbx_server_editor_clear_secret (MbxServerEditor *self)
{
  mbx_password_row_clear (self->password_row);
}

gboolean
mbx_server_editor_is_changed (MbxServerEditor *self)
{
  return self->changed;
}
