/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/mailboxes-page.h"

#include <glib/gi18n.h>

#include "engine/mailbox.h"
#include "ui/mailbox-row.h"

struct _MbxMailboxesPage
{
  MbxPage parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkListBox *list;
  MbxContext *context;
  MbxAccountStore *store;
};

G_DEFINE_FINAL_TYPE (MbxMailboxesPage, mbx_mailboxes_page, MBX_TYPE_PAGE)

static void
write_stack (MbxMailboxesPage *self)
{
  const gboolean any = gtk_widget_get_first_child (GTK_WIDGET (self->list)) != NULL;

  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "empty");
}

static void
on_removed (MbxMailboxesPage *self, MbxMailboxRow *row)
{
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  write_stack (self);
  mbx_page_toast (MBX_PAGE (self), _ ("Mailbox removed, its password too"));
}

static void
show_problem (MbxMailboxesPage *self, const GError *error)
{
  adw_status_page_set_title (self->empty, _ ("The mailboxes cannot be read"));
  adw_status_page_set_description (self->empty, error->message);
}

/* Rows of mailboxes that are being tested stay; the list is made once a visit. */
static void
mbx_mailboxes_page_shown (MbxPage *page)
{
  MbxMailboxesPage *self = MBX_MAILBOXES_PAGE (page);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) mailboxes = NULL;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  if (self->store != NULL)
    mailboxes = mbx_mailbox_list (self->context, self->store, &error);
  for (guint i = 0; mailboxes != NULL && i < mailboxes->len; i++)
    {
      row = mbx_mailbox_row_new (g_ptr_array_index (mailboxes, i));
      g_signal_connect_object (row, "removed", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, row);
    }
  if (error != NULL)
    show_problem (self, error);
  write_stack (self);
}

static void
mbx_mailboxes_page_refresh (MbxPage *page)
{
  GtkWidget *list = GTK_WIDGET (MBX_MAILBOXES_PAGE (page)->list);

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    mbx_mailbox_row_refresh (MBX_MAILBOX_ROW (row));
}

static void
mbx_mailboxes_page_dispose (GObject *object)
{
  g_clear_object (&MBX_MAILBOXES_PAGE (object)->context);
  g_clear_object (&MBX_MAILBOXES_PAGE (object)->store);
  G_OBJECT_CLASS (mbx_mailboxes_page_parent_class)->dispose (object);
}

static void
mbx_mailboxes_page_class_init (MbxMailboxesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mbx_mailboxes_page_dispose;
  MBX_PAGE_CLASS (class)->shown = mbx_mailboxes_page_shown;
  MBX_PAGE_CLASS (class)->refresh = mbx_mailboxes_page_refresh;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/mailboxes-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxesPage, empty);
  gtk_widget_class_bind_template_child (widget_class, MbxMailboxesPage, list);
}

static void
mbx_mailboxes_page_init (MbxMailboxesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mbx_mailboxes_page_new:
 * @context: limits and trust
 * @store: (nullable): what was set up; %NULL in practice, where there is nothing
 *
 * Returns: (transfer floating): a new page
 */
MbxPage *
mbx_mailboxes_page_new (MbxContext *context, MbxAccountStore *store)
{
  MbxMailboxesPage *self = g_object_new (MBX_TYPE_MAILBOXES_PAGE, NULL);

  self->context = g_object_ref (context);
  g_set_object (&self->store, store);
  return MBX_PAGE (self);
}
