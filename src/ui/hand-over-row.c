/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/hand-over-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/hand-over-service.h"
#include "engine/keyring.h"
#include "ui/button.h"

struct _MbxHandOverRow
{
  AdwActionRow parent_instance;

  MbxHandOverTarget target;
  MbxAccount *account;
  MbxSecret *incoming;
  char *handle;
  GtkWidget *button;
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MbxHandOverRow, mbx_hand_over_row, ADW_TYPE_ACTION_ROW)

typedef struct
{
  const char *title;
  const char *plan;
} Words;

static const Words words[MBX_HAND_OVER_COUNT] = {
  [MBX_HAND_OVER_GOA] = { N_ ("GNOME Online Accounts"),
                          N_ ("Adds the mailbox with its password; Evolution, Geary and GNOME "
                              "Settings then show it.") },
  [MBX_HAND_OVER_EVOLUTION] = { N_ ("Evolution"),
                                N_ ("Adds the mailbox with its password to Evolution alone.") },
  [MBX_HAND_OVER_GEARY] = { N_ ("Geary"),
                            N_ ("Adds the mailbox with its password; Geary must be closed.") },
  [MBX_HAND_OVER_THUNDERBIRD] = { N_ ("Thunderbird"),
                                  N_ ("Saves the settings to type into its own set-up.") },
  [MBX_HAND_OVER_MSMTP] = { "msmtp", N_ ("Saves a file that asks the keyring for the password.") },
  [MBX_HAND_OVER_MBSYNC] = { "mbsync",
                             N_ ("Saves a file that asks the keyring for the password.") },
  [MBX_HAND_OVER_NEOMUTT] = { "NeoMutt",
                              N_ ("Saves a file that asks the keyring for the password.") },
  [MBX_HAND_OVER_AERC] = { "aerc", N_ ("Saves a file that asks the keyring for the password.") },
  [MBX_HAND_OVER_HIMALAYA] = { "Himalaya",
                               N_ ("Saves a file that asks the keyring for the password.") },
  [MBX_HAND_OVER_MOBILECONFIG] = { N_ ("iPhone, iPad and Mac"),
                                   N_ ("Saves a profile without the password; the device asks for "
                                       "it.") },
  [MBX_HAND_OVER_AUTOCONFIG] = { N_ ("Settings for a whole domain"),
                                 N_ ("Saves the file that administrators put on their web "
                                     "server.") },
};

static void
say (MbxHandOverRow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), escaped);
}

static void
write_button (MbxHandOverRow *self)
{
  const char *label = mbx_hand_over_writes_file (self->target) ? _ ("Save…") : _ ("Add");

  mbx_button_set_label (GTK_BUTTON (self->button), self->handle != NULL ? _ ("Undo") : label);
  gtk_widget_set_sensitive (self->button, self->cancellable == NULL);
}

static void
begin (MbxHandOverRow *self)
{
  self->cancellable = g_cancellable_new ();
  write_button (self);
}

/* FALSE where the row is gone; its memory is still there, since the call holds a reference. */
static gboolean
end (MbxHandOverRow *self, const GError *error)
{
  g_clear_object (&self->cancellable);
  if (self->account == NULL)
    return FALSE;
  if (error != NULL)
    say (self, error->message);
  write_button (self);
  return TRUE;
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxHandOverRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *handle = mbx_hand_over_add_finish (result, &error);

  g_clear_pointer (&self->incoming, mbx_secret_unref);
  if (handle != NULL)
    self->handle = g_steal_pointer (&handle);
  if (end (self, error) && error == NULL)
    say (self, _ ("The mailbox is there now."));
}

static void
on_outgoing (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxHandOverRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxSecret) outgoing = mbx_keyring_lookup_finish (result, &error);

  if (outgoing == NULL || self->account == NULL)
    end (self, error);
  else
    mbx_hand_over_add_async (self->target, self->account, self->incoming, outgoing,
                             self->cancellable, on_added, g_object_ref (self));
}

static void
on_incoming (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxHandOverRow) self = data;
  g_autoptr (GError) error = NULL;

  self->incoming = mbx_keyring_lookup_finish (result, &error);
  if (self->incoming == NULL || self->account == NULL)
    end (self, error);
  else
    mbx_keyring_lookup_async (self->account->outgoing, self->cancellable, on_outgoing,
                              g_object_ref (self));
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxHandOverRow) self = data;
  g_autoptr (GError) error = NULL;

  if (mbx_hand_over_undo_finish (result, &error))
    g_clear_pointer (&self->handle, g_free);
  if (end (self, error) && error == NULL)
    say (self, _ (words[self->target].plan));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxHandOverRow) self = data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    say (self, _ ("Saved"));
  else
    say (self, error->message);
}

static char *
make_text (MbxHandOverRow *self, GError **error)
{
  g_autofree char *address = g_shell_quote (self->account->address);
  g_autofree char *command = g_strdup_printf ("mailbox-check token %s", address);

  return mbx_hand_over_write (self->target, self->account, command, error);
}

static void
on_chosen (MbxHandOverRow *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  text = make_text (self, &error);
  if (text == NULL)
    {
      say (self, error->message);
      return;
    }
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       on_written, g_object_ref (self));
}

static void
choose_file (MbxHandOverRow *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Settings"), parent,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                                               _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser),
                                     mbx_hand_over_get_file_name (self->target));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_clicked (MbxHandOverRow *self)
{
  if (mbx_hand_over_writes_file (self->target))
    {
      choose_file (self);
      return;
    }
  begin (self);
  if (self->handle != NULL)
    mbx_hand_over_undo_async (self->target, self->handle, self->cancellable, on_undone,
                              g_object_ref (self));
  else
    mbx_keyring_lookup_async (self->account->incoming, self->cancellable, on_incoming,
                              g_object_ref (self));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxHandOverRow) self = data;
  const MbxHandOverPresence presence = mbx_hand_over_look_finish (result, NULL, NULL);

  if (!end (self, NULL))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), presence != MBX_PRESENCE_ABSENT);
  if (presence != MBX_PRESENCE_THERE)
    return;
  /* Somebody else may have put it there, so there is nothing of ours to take back. */
  say (self, _ ("The mailbox is there already."));
  gtk_widget_set_visible (self->button, FALSE);
}

static void
mbx_hand_over_row_dispose (GObject *object)
{
  MbxHandOverRow *self = MBX_HAND_OVER_ROW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->account, mbx_account_free);
  g_clear_pointer (&self->incoming, mbx_secret_unref);
  g_clear_pointer (&self->handle, g_free);
  G_OBJECT_CLASS (mbx_hand_over_row_parent_class)->dispose (object);
}

static void
mbx_hand_over_row_class_init (MbxHandOverRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = mbx_hand_over_row_dispose;
}

static void
mbx_hand_over_row_init (MbxHandOverRow *self)
{
  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
}

/**
 * mbx_hand_over_row_new:
 * @account: the mailbox; copied
 *
 * Returns: (transfer floating): a row that shows itself where @target can take the mailbox
 */
GtkWidget *
mbx_hand_over_row_new (MbxHandOverTarget target, const MbxAccount *account)
{
  MbxHandOverRow *self = g_object_new (MBX_TYPE_HAND_OVER_ROW, NULL);

  self->target = target;
  self->account = mbx_account_copy (account);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ (words[target].title));
  say (self, _ (words[target].plan));
  if (mbx_hand_over_writes_file (target))
    write_button (self);
  else
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      begin (self);
      mbx_hand_over_look_async (target, account->address, self->cancellable, on_looked,
                                g_object_ref (self));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ (words[target].title),
                                  -1);
  return GTK_WIDGET (self);
}
