/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/report-page.h"

#include <glib/gi18n.h>
#include <string.h>

struct _MbxReportPage
{
  MbxPage parent_instance;

  GtkLabel *code_label;
  GtkTextView *text_view;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (MbxReportPage, mbx_report_page, MBX_TYPE_PAGE)

static void
on_copy (MbxReportPage *self)
{
  g_autofree char *report = mbx_setup_dup_report (mbx_page_get_setup (MBX_PAGE (self)));

  mbx_page_copy (MBX_PAGE (self), report, _ ("Report copied"));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxReportPage) self = data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    mbx_page_toast (MBX_PAGE (self), _ ("Report saved"));
  else
    mbx_page_toast (MBX_PAGE (self), error->message);
}

static void
on_chosen (MbxReportPage *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *report;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  report = mbx_setup_dup_report (mbx_page_get_setup (MBX_PAGE (self)));
  bytes = g_bytes_new_take (report, strlen (report));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       on_written, g_object_ref (self));
}

static void
on_save (MbxReportPage *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Report"), parent,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                                               _ ("_Cancel"));
  /* Translators: the name of a file */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("mailbox report.txt"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
mbx_report_page_refresh (MbxPage *page)
{
  MbxReportPage *self = MBX_REPORT_PAGE (page);
  MbxSetup *setup = mbx_page_get_setup (page);
  g_autofree char *report = NULL;
  g_autofree char *code = NULL;

  if (setup == NULL)
    return;
  report = mbx_setup_dup_report (setup);
  code = mbx_setup_dup_support_code (setup);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), report, -1);
  gtk_label_set_label (self->code_label, code);
}

static void
mbx_report_page_dispose (GObject *object)
{
  g_clear_object (&MBX_REPORT_PAGE (object)->chooser);
  G_OBJECT_CLASS (mbx_report_page_parent_class)->dispose (object);
}

static void
mbx_report_page_class_init (MbxReportPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mbx_report_page_dispose;
  MBX_PAGE_CLASS (class)->refresh = mbx_report_page_refresh;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/report-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxReportPage, code_label);
  gtk_widget_class_bind_template_child (widget_class, MbxReportPage, text_view);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
mbx_report_page_init (MbxReportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mbx_report_page_new:
 *
 * Returns: (transfer floating): a new page
 */
MbxPage *
mbx_report_page_new (void)
{
  return g_object_new (MBX_TYPE_REPORT_PAGE, NULL);
}
