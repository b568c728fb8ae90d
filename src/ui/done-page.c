/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/done-page.h"

#include <glib/gi18n.h>

#include "engine/keyring.h"
#include "ui/hand-over-list.h"
#include "ui/privacy.h"
#include "ui/server-row.h"

struct _MbxDonePage
{
  MbxPage parent_instance;

  AdwStatusPage *status;
  AdwActionRow *keyring_row;
  MbxServerRow *incoming_row;
  MbxServerRow *outgoing_row;
  GtkWidget *hand_over_box;
  AdwBin *hand_over_slot;
  char *handed_over;
};

G_DEFINE_FINAL_TYPE (MbxDonePage, mbx_done_page, MBX_TYPE_PAGE)

static void
on_another (MbxDonePage *self)
{
  mbx_setup_restart (mbx_page_get_setup (MBX_PAGE (self)));
}

/* Made once for each mailbox: a row remembers what it did, to take it back. */
static void
write_hand_over (MbxDonePage *self, const MbxAccount *account)
{
  if (account == NULL)
    adw_bin_set_child (self->hand_over_slot, NULL);
  else if (g_strcmp0 (self->handed_over, account->address) != 0)
    adw_bin_set_child (self->hand_over_slot, mbx_hand_over_list_new (account));
  g_free (self->handed_over);
  self->handed_over = account != NULL ? g_strdup (account->address) : NULL;
  gtk_widget_set_visible (self->hand_over_box, account != NULL);
}

static void
mbx_done_page_refresh (MbxPage *page)
{
  MbxDonePage *self = MBX_DONE_PAGE (page);
  MbxSetup *setup = mbx_page_get_setup (page);
  const MbxAccount *account = setup == NULL ? NULL : mbx_setup_get_account (setup);
  g_autofree char *shown = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *keyring = NULL;
  gboolean practice;

  if (account == NULL || mbx_setup_get_state (setup) != MBX_SETUP_DONE)
    return;
  shown = mbx_privacy_show (mbx_privacy_get_default (), account->address);
  escaped = g_markup_escape_text (shown, -1);
  practice = mbx_setup_get_store_step (setup)->state == MBX_STATE_SKIPPED;
  keyring = practice ? g_strdup (_ ("This was practice.")) : mbx_keyring_describe ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->keyring_row),
                                 practice ? _ ("Nothing was stored") : _ ("Password stored in"));
  adw_status_page_set_description (self->status, escaped);
  adw_action_row_set_subtitle (self->keyring_row, keyring);
  mbx_server_row_set_server (self->incoming_row, account->incoming);
  mbx_server_row_set_server (self->outgoing_row, account->outgoing);
  write_hand_over (self, practice ? NULL : account);
}

static void
mbx_done_page_shown (MbxPage *page)
{
  mbx_page_say (page, adw_status_page_get_title (MBX_DONE_PAGE (page)->status));
}

static void
mbx_done_page_finalize (GObject *object)
{
  g_free (MBX_DONE_PAGE (object)->handed_over);
  G_OBJECT_CLASS (mbx_done_page_parent_class)->finalize (object);
}

static void
mbx_done_page_class_init (MbxDonePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = mbx_done_page_finalize;
  MBX_PAGE_CLASS (class)->refresh = mbx_done_page_refresh;
  MBX_PAGE_CLASS (class)->shown = mbx_done_page_shown;
  g_type_ensure (MBX_TYPE_SERVER_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/done-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxDonePage, status);
  gtk_widget_class_bind_template_child (widget_class, MbxDonePage, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, MbxDonePage, incoming_row);
  gtk_widget_class_bind_template_child (widget_class, MbxDonePage, outgoing_row);
  gtk_widget_class_bind_template_child (widget_class, MbxDonePage, hand_over_box);
  gtk_widget_class_bind_template_child (widget_class, MbxDonePage, hand_over_slot);
  gtk_widget_class_bind_template_callback (widget_class, on_another);
}

static void
mbx_done_page_init (MbxDonePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
