/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/finding-page.h"

#include <glib/gi18n.h>

#include "ui/privacy.h"
#include "ui/source-row.h"

struct _MbxFindingPage
{
  MbxPage parent_instance;

  GtkLabel *subtitle;
  GtkProgressBar *progress;
  GtkListBox *list;
  GtkWidget *rows[MBX_SOURCE_NONE + 1];
};

G_DEFINE_FINAL_TYPE (MbxFindingPage, mbx_finding_page, MBX_TYPE_PAGE)

static void
on_cancel (MbxFindingPage *self)
{
  mbx_setup_cancel (mbx_page_get_setup (MBX_PAGE (self)));
}

static void
on_by_hand (MbxFindingPage *self)
{
  mbx_setup_enter_by_hand (mbx_page_get_setup (MBX_PAGE (self)));
}

static int
position_of (MbxFindingPage *self, MbxSource source)
{
  int position = 0;

  for (guint i = 0; i < (guint) source; i++)
    position += self->rows[i] != NULL;
  return position;
}

static void
on_source_changed (MbxFindingPage *self, const MbxSourceState *state)
{
  GtkWidget **row;

  if ((guint) state->source > MBX_SOURCE_NONE)
    return;
  row = &self->rows[state->source];
  if (*row == NULL)
    {
      *row = mbx_source_row_new ();
      gtk_list_box_insert (self->list, *row, position_of (self, state->source));
    }
  mbx_source_row_set_state (MBX_SOURCE_ROW (*row), state);
}

static void
clear_rows (MbxFindingPage *self)
{
  for (guint i = 0; i <= MBX_SOURCE_NONE; i++)
    {
      if (self->rows[i] != NULL)
        gtk_list_box_remove (self->list, self->rows[i]);
      self->rows[i] = NULL;
    }
}

static void
write_all (MbxFindingPage *self, MbxSetup *setup)
{
  MbxDiscovery *discovery = mbx_setup_get_discovery (setup);
  const MbxAddress *address = mbx_setup_get_address (setup);
  GPtrArray *sources = discovery == NULL ? NULL : mbx_discovery_get_sources (discovery);
  g_autofree char *shown = NULL;
  g_autofree char *words = NULL;

  clear_rows (self);
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    on_source_changed (self, g_ptr_array_index (sources, i));
  if (address == NULL)
    return;
  shown = mbx_privacy_show (mbx_privacy_get_default (), address->text);
  /* Translators: a mail address */
  words = g_strdup_printf (_ ("The servers of %s are being looked up."), shown);
  gtk_label_set_label (self->subtitle, words);
}

static void
mbx_finding_page_refresh (MbxPage *page)
{
  MbxSetup *setup = mbx_page_get_setup (page);

  if (setup != NULL && mbx_setup_get_state (setup) == MBX_SETUP_FINDING)
    write_all (MBX_FINDING_PAGE (page), setup);
}

static gboolean
pulse (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  MbxFindingPage *self = MBX_FINDING_PAGE (widget);
  gboolean animate;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &animate, NULL);
  if (animate && gtk_widget_get_mapped (widget))
    gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static void
mbx_finding_page_bind (MbxPage *page, MbxSetup *setup)
{
  g_signal_connect_object (setup, "source-changed", G_CALLBACK (on_source_changed), page,
                           G_CONNECT_SWAPPED);
}

static void
mbx_finding_page_class_init (MbxFindingPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  MBX_PAGE_CLASS (class)->bind = mbx_finding_page_bind;
  MBX_PAGE_CLASS (class)->refresh = mbx_finding_page_refresh;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/finding-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxFindingPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, MbxFindingPage, progress);
  gtk_widget_class_bind_template_child (widget_class, MbxFindingPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_by_hand);
}

static void
mbx_finding_page_init (MbxFindingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_progress_bar_set_pulse_step (self->progress, 0.01);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), pulse, NULL, NULL);
}
