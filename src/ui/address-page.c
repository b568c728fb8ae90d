/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/address-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/field-error.h"
#include "ui/privacy.h"

struct _MbxAddressPage
{
  MbxPage parent_instance;

  AdwEntryRow *name_row;
  AdwEntryRow *address_row;
  GtkLabel *error_label;
  GtkSwitch *offline_switch;
  GtkLabel *asked_label;
  GtkWidget *continue_button;
  GtkStack *button_stack;
};

G_DEFINE_FINAL_TYPE (MbxAddressPage, mbx_address_page, MBX_TYPE_PAGE)

static const char *
text_of (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
write_asked (MbxAddressPage *self)
{
  const gboolean nobody = gtk_switch_get_active (self->offline_switch);

  gtk_label_set_label (
      self->asked_label,
      nobody ? _ ("Nobody is asked. Only the list of providers inside this program is used.")
             : _ ("Nothing is looked up before you continue. Then your provider, the domain name "
                  "system, Mozilla's list of providers and Microsoft are asked about the part "
                  "after the @. Your whole address goes to nobody but your own provider."));
}

static void
write_sensitive (MbxAddressPage *self)
{
  MbxSetup *setup = mbx_page_get_setup (MBX_PAGE (self));
  const gboolean busy = setup != NULL && mbx_setup_get_state (setup) == MBX_SETUP_FINDING;
  const gboolean empty = *text_of (self->address_row) == '\0';

  gtk_widget_set_sensitive (self->continue_button, !busy && !empty);
  gtk_stack_set_visible_child_name (self->button_stack, busy ? "busy" : "label");
  gtk_editable_set_editable (GTK_EDITABLE (self->address_row), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->name_row), !busy);
}

static void
on_address_changed (MbxAddressPage *self)
{
  mbx_field_set_error (GTK_WIDGET (self->address_row), self->error_label, NULL);
  write_sensitive (self);
}

static void
on_offline_changed (MbxAddressPage *self)
{
  MbxSetup *setup = mbx_page_get_setup (MBX_PAGE (self));

  write_asked (self);
  if (setup != NULL)
    g_object_set (setup, "offline", gtk_switch_get_active (self->offline_switch), NULL);
}

static void
show_error (MbxAddressPage *self, const GError *error)
{
  mbx_field_set_error (GTK_WIDGET (self->address_row), self->error_label, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
  mbx_page_say (MBX_PAGE (self), error->message);
}

/* "Anna Example <anna@example.org>" fills both fields; a name that was typed is kept. */
static void
take_parsed (MbxAddressPage *self, const MbxAddress *address)
{
  if (strcmp (text_of (self->address_row), address->text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->address_row), address->text);
  if (address->name != NULL && *text_of (self->name_row) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), address->name);
}

/**
 * mbx_address_page_commit:
 *
 * Hands what was typed to the session; an address that is none is shown as such.
 *
 * Returns: whether there is an address
 */
gboolean
mbx_address_page_commit (MbxAddressPage *self)
{
  MbxSetup *setup = mbx_page_get_setup (MBX_PAGE (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxAddress) address = mbx_address_parse (text_of (self->address_row), &error);

  if (address == NULL)
    {
      show_error (self, error);
      return FALSE;
    }
  take_parsed (self, address);
  mbx_privacy_add_address (mbx_privacy_get_default (), address->text);
  mbx_privacy_add_name (mbx_privacy_get_default (), text_of (self->name_row));
  mbx_setup_set_address (setup, text_of (self->address_row), text_of (self->name_row));
  return TRUE;
}

static void
on_continue (MbxAddressPage *self)
{
  g_autoptr (GError) error = NULL;

  if (mbx_address_page_commit (self) &&
      !mbx_setup_continue (mbx_page_get_setup (MBX_PAGE (self)), &error))
    show_error (self, error);
}

static void
show_text (AdwEntryRow *row, gboolean shown)
{
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (row));

  gtk_text_set_visibility (GTK_TEXT (delegate), shown);
}

static void
mbx_address_page_refresh (MbxPage *page)
{
  MbxAddressPage *self = MBX_ADDRESS_PAGE (page);
  const gboolean shown = !mbx_privacy_get_active (mbx_privacy_get_default ());

  show_text (self->name_row, shown);
  show_text (self->address_row, shown);
  write_asked (self);
  write_sensitive (self);
}

/* Another mailbox has another address; the person's name stays. */
static void
on_state (MbxAddressPage *self)
{
  const MbxSetupState state = mbx_setup_get_state (mbx_page_get_setup (MBX_PAGE (self)));

  if (state == MBX_SETUP_DONE)
    mbx_address_page_set_address (self, "");
  write_sensitive (self);
}

static void
mbx_address_page_bind (MbxPage *page, MbxSetup *setup)
{
  MbxAddressPage *self = MBX_ADDRESS_PAGE (page);

  g_object_bind_property (setup, "offline", self->offline_switch, "active",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (setup, "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED);
}

static void
mbx_address_page_class_init (MbxAddressPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  MBX_PAGE_CLASS (class)->bind = mbx_address_page_bind;
  MBX_PAGE_CLASS (class)->refresh = mbx_address_page_refresh;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/address-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxAddressPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, MbxAddressPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, MbxAddressPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, MbxAddressPage, offline_switch);
  gtk_widget_class_bind_template_child (widget_class, MbxAddressPage, asked_label);
  gtk_widget_class_bind_template_child (widget_class, MbxAddressPage, continue_button);
  gtk_widget_class_bind_template_child (widget_class, MbxAddressPage, button_stack);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_offline_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
}

/* The account's own name saves typing; that of a machine's user is none. */
static void
fill_name (MbxAddressPage *self)
{
  const char *name = g_get_real_name ();

  if (g_strcmp0 (name, "Unknown") != 0 && g_strcmp0 (name, g_get_user_name ()) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
}

static void
mbx_address_page_init (MbxAddressPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_entry_row_set_input_purpose (self->address_row, GTK_INPUT_PURPOSE_EMAIL);
  adw_entry_row_set_input_purpose (self->name_row, GTK_INPUT_PURPOSE_NAME);
  fill_name (self);
  mbx_address_page_refresh (MBX_PAGE (self));
}

/**
 * mbx_address_page_set_address:
 * @text: what stands in the address field; an empty text for the next mailbox
 */
void
mbx_address_page_set_address (MbxAddressPage *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), text);
}
