/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/mailbox-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/failure-panel.h"
#include "ui/password-row.h"
#include "ui/privacy.h"

struct _MbxMailboxRow
{
  AdwExpanderRow parent_instance;

  GtkLabel *result_label;
  GtkBox *changes;
  MbxFailurePanel *panel;
  GtkWidget *check_button;
  GtkWidget *cancel_button;
  GtkWidget *password_button;
  GtkWidget *remove_button;
  MbxMailbox *mailbox;
  GCancellable *cancellable;
};

static guint removed_signal;

G_DEFINE_FINAL_TYPE (MbxMailboxRow, mbx_mailbox_row, ADW_TYPE_EXPANDER_ROW)

static char *
worked_words (gint64 time)
{
  g_autoptr (GDateTime) date = time == 0 ? NULL : g_date_time_new_from_unix_local (time);
  g_autofree char *day = date == NULL ? NULL : g_date_time_format (date, "%x");

  if (day == NULL)
    return g_strdup (_ ("Not tested yet"));
  /* Translators: a date */
  return g_strdup_printf (_ ("Last worked on %s"), day);
}

/**
 * mbx_mailbox_row_refresh:
 *
 * Writes all texts anew, masked where the screen is shared.
 */
void
mbx_mailbox_row_refresh (MbxMailboxRow *self)
{
  const MbxAccount *account = mbx_mailbox_get_account (self->mailbox);
  MbxPrivacy *privacy = mbx_privacy_get_default ();
  g_autofree char *shown = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = worked_words (account->verified_at);

  mbx_privacy_add_address (privacy, account->address);
  shown = mbx_privacy_show (privacy, account->address);
  title = g_markup_escape_text (shown, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
}

static void
set_busy (MbxMailboxRow *self, gboolean busy)
{
  if (busy)
    self->cancellable = g_cancellable_new ();
  else
    g_clear_object (&self->cancellable);
  gtk_widget_set_visible (self->cancel_button, busy);
  gtk_widget_set_visible (self->check_button, !busy);
  gtk_widget_set_sensitive (self->password_button, !busy);
  gtk_widget_set_sensitive (self->remove_button, !busy);
}

static void
set_result (MbxMailboxRow *self, const char *words)
{
  gtk_label_set_label (self->result_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result_label), words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->panel), FALSE);
}

static void
write_changes (MbxMailboxRow *self)
{
  GPtrArray *changes = mbx_mailbox_get_changes (self->mailbox);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->changes))) != NULL)
    gtk_box_remove (self->changes, child);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const MbxMailboxChange *change = g_ptr_array_index (changes, i);

      gtk_box_append (self->changes,
                      g_object_new (GTK_TYPE_LABEL, "label", change->words, "xalign", 0.0, "wrap",
                                    TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->changes), changes != NULL && changes->len > 0);
}

static void
show_failure (MbxMailboxRow *self, MbxCheck *check, MbxSide side)
{
  const MbxStepResult *failure = mbx_check_get_first_failure (check, side);

  if (failure == NULL || failure->words == NULL)
    return;
  mbx_failure_panel_set_failure (self->panel, &(MbxFailure){ .code = failure->diagnosis->code,
                                                             .words = failure->words,
                                                             .said = failure->said });
  gtk_widget_set_visible (GTK_WIDGET (self->panel), TRUE);
}

static void
show_verdict (MbxMailboxRow *self)
{
  MbxCheck *check = mbx_mailbox_get_check (self->mailbox);
  const MbxVerdict verdict = mbx_check_get_verdict (check);
  GPtrArray *changes = mbx_mailbox_get_changes (self->mailbox);
  const gboolean changed = changes != NULL && changes->len > 0;

  if (verdict.state == MBX_STATE_FAILED)
    {
      set_result (self, changed ? _ ("It does not work now. Since it last worked, this changed:")
                                : _ ("It does not work now."));
      show_failure (self, check, verdict.side);
    }
  else
    set_result (self, changed ? _ ("It works. Since it last worked, this changed:")
                              : _ ("It works, and nothing has changed."));
  write_changes (self);
  mbx_mailbox_row_refresh (self);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxMailboxRow) self = data;
  g_autoptr (GError) error = NULL;
  const gboolean checked = mbx_mailbox_check_finish (MBX_MAILBOX (source), result, &error);

  set_busy (self, FALSE);
  if (checked)
    show_verdict (self);
  else
    set_result (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL
                                                                                : error->message);
}

static void
on_check (MbxMailboxRow *self)
{
  set_busy (self, TRUE);
  set_result (self, _ ("Testing receiving and sending…"));
  mbx_mailbox_check_async (self->mailbox, self->cancellable, on_checked, g_object_ref (self));
}

static void
on_cancel (MbxMailboxRow *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
on_password_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxMailboxRow) self = data;
  g_autoptr (GError) error = NULL;
  const gboolean changed =
      mbx_mailbox_change_password_finish (MBX_MAILBOX (source), result, &error);

  set_busy (self, FALSE);
  if (changed)
    set_result (self, _ ("The new password works and is stored."));
  else if (g_error_matches (error, MBX_MAILBOX_ERROR, MBX_MAILBOX_ERROR_CHECK_FAILED))
    {
      MbxCheck *check = mbx_mailbox_get_check (self->mailbox);

      set_result (self, _ ("The new password was not stored, because it does not work."));
      show_failure (self, check, mbx_check_get_verdict (check).side);
    }
  else
    set_result (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL
                                                                                : error->message);
}

static void
on_password_answer (MbxMailboxRow *self, const char *response, AdwMessageDialog *dialog)
{
  MbxPasswordRow *row = g_object_get_data (G_OBJECT (dialog), "row");
  g_autoptr (MbxSecret) secret = mbx_password_row_dup_secret (row);

  mbx_password_row_clear (row);
  if (strcmp (response, "change") != 0 || secret == NULL)
    return;
  set_busy (self, TRUE);
  set_result (self, _ ("Testing the new password…"));
  mbx_mailbox_change_password_async (self->mailbox, secret, secret, self->cancellable,
                                     on_password_changed, g_object_ref (self));
}

static void
on_password (MbxMailboxRow *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("Change the Password"),
                                              _ ("It is tested before it is stored."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = g_object_new (MBX_TYPE_PASSWORD_ROW, "title", _ ("New _password"),
                                 "use-underline", TRUE, NULL);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_message_dialog_set_extra_child (message, list);
  g_object_set_data (G_OBJECT (dialog), "row", row);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "change", _ ("C_hange"),
                                    NULL);
  adw_message_dialog_set_response_appearance (message, "change", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "change");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_password_answer), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_mailbox_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxMailboxRow) self = data;
  g_autoptr (GError) error = NULL;
  const gboolean removed = mbx_mailbox_remove_finish (MBX_MAILBOX (source), result, &error);

  set_busy (self, FALSE);
  if (removed)
    g_signal_emit (self, removed_signal, 0);
  else
    set_result (self, error->message);
}

static void
on_remove_answer (MbxMailboxRow *self, const char *response)
{
  if (strcmp (response, "remove") != 0)
    return;
  set_busy (self, TRUE);
  mbx_mailbox_remove_async (self->mailbox, self->cancellable, on_mailbox_removed,
                            g_object_ref (self));
}

static void
on_remove (MbxMailboxRow *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (
      parent, _ ("Remove the Mailbox?"),
      _ ("Its settings and its password are taken off this computer. The mailbox itself and its "
         "mail stay as they are."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "remove", _ ("_Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (message, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_remove_answer), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_copy (MbxMailboxRow *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
mbx_mailbox_row_dispose (GObject *object)
{
  MbxMailboxRow *self = MBX_MAILBOX_ROW (object);

  on_cancel (self);
  g_clear_object (&self->mailbox);
  G_OBJECT_CLASS (mbx_mailbox_row_parent_class)->dispose (object);
}

static void
mbx_mailbox_row_class_init (MbxMailboxRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mbx_mailbox_row_dispose;
  removed_signal = g_signal_new ("removed", MBX_TYPE_MAILBOX_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  g_type_ensure (MBX_TYPE_FAILURE_PANEL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/mailbox-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxRow, result_label);
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxRow, changes);
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxRow, panel);
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxRow, check_button);
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxRow, password_button);
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_password);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
mbx_mailbox_row_init (MbxMailboxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mbx_mailbox_row_new:
 * @mailbox: a reference is taken
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
mbx_mailbox_row_new (MbxMailbox *mailbox)
{
  MbxMailboxRow *self = g_object_new (MBX_TYPE_MAILBOX_ROW, NULL);

  self->mailbox = g_object_ref (mailbox);
  mbx_mailbox_row_refresh (self);
  return GTK_WIDGET (self);
}
