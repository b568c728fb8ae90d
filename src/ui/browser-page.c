/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/browser-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/field-error.h"

struct _MbxBrowserPage
{
  MbxPage parent_instance;

  GtkSpinner *spinner;
  AdwEntryRow *paste_row;
  GtkLabel *error_label;
};

G_DEFINE_FINAL_TYPE (MbxBrowserPage, mbx_browser_page, MBX_TYPE_PAGE)

static MbxSetup *
setup_of (MbxBrowserPage *self)
{
  return mbx_page_get_setup (MBX_PAGE (self));
}

static void
on_cancel (MbxBrowserPage *self)
{
  mbx_setup_cancel (setup_of (self));
}

static void
on_open_again (MbxBrowserPage *self)
{
  mbx_setup_open_browser_again (setup_of (self));
}

/* The address holds a code that is worth the mailbox until it is used, so it does not stay. */
static void
on_paste (MbxBrowserPage *self)
{
  g_autofree char *url = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->paste_row)));
  const gboolean fits = mbx_setup_paste_answer (setup_of (self), url);

  gtk_editable_set_text (GTK_EDITABLE (self->paste_row), "");
  mbx_wipe (url, strlen (url));
  mbx_field_set_error (GTK_WIDGET (self->paste_row), self->error_label,
                       fits ? NULL : _ ("This address does not belong to this sign-in."));
}

static void
on_open_url (MbxBrowserPage *self, const char *url)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_show_uri (root != NULL ? GTK_WINDOW (root) : NULL, url, GDK_CURRENT_TIME);
}

static void
on_state (MbxBrowserPage *self)
{
  const gboolean waiting = mbx_setup_get_state (setup_of (self)) == MBX_SETUP_BROWSER;

  gtk_spinner_set_spinning (self->spinner, waiting);
  gtk_editable_set_text (GTK_EDITABLE (self->paste_row), "");
  mbx_field_set_error (GTK_WIDGET (self->paste_row), self->error_label, NULL);
}

static void
mbx_browser_page_bind (MbxPage *page, MbxSetup *setup)
{
  g_signal_connect_object (setup, "notify::state", G_CALLBACK (on_state), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "open-url", G_CALLBACK (on_open_url), page, G_CONNECT_SWAPPED);
}

static void
mbx_browser_page_shown (MbxPage *page)
{
  mbx_page_say (page, _ ("Waiting for the sign-in in the browser"));
}

static void
mbx_browser_page_class_init (MbxBrowserPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  MBX_PAGE_CLASS (class)->bind = mbx_browser_page_bind;
  MBX_PAGE_CLASS (class)->shown = mbx_browser_page_shown;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/browser-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxBrowserPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, MbxBrowserPage, paste_row);
  gtk_widget_class_bind_template_child (widget_class, MbxBrowserPage, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_open_again);
  gtk_widget_class_bind_template_callback (widget_class, on_paste);
}

static void
mbx_browser_page_init (MbxBrowserPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
