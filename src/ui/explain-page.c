/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/explain-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/explain.h"
#include "ui/failure-panel.h"

/* A whole log file pasted by mistake must not stop the window. */
#define MAX_TEXT (256 * 1024)

struct _MbxExplainPage
{
  MbxPage parent_instance;

  GtkTextView *text_view;
  AdwComboRow *protocol_row;
  AdwEntryRow *host_row;
  GtkWidget *result_box;
  GtkLabel *sure_label;
  MbxFailurePanel *panel;
  MbxContext *context;
};

G_DEFINE_FINAL_TYPE (MbxExplainPage, mbx_explain_page, MBX_TYPE_PAGE)

static char *
get_text (MbxExplainPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static const char *
sure_words (MbxConfidence confidence)
{
  switch (confidence)
    {
    case MBX_CONFIDENCE_CERTAIN:
      return _ ("This is certain.");
    case MBX_CONFIDENCE_LIKELY:
      return _ ("This is likely.");
    case MBX_CONFIDENCE_GUESS:
      return _ ("This is a guess; the words fit several causes.");
    }
  return "";
}

static void
show (MbxExplainPage *self, const MbxDiagnosis *diagnosis)
{
  const MbxWordsContext context = { .code = diagnosis->code };
  g_autoptr (MbxWords) words = mbx_words_new (&context);

  gtk_label_set_label (self->sure_label, sure_words (diagnosis->confidence));
  mbx_failure_panel_set_failure (self->panel,
                                 &(MbxFailure){ .code = diagnosis->code, .words = words });
  gtk_widget_set_visible (self->result_box, TRUE);
  mbx_page_say (MBX_PAGE (self), words->summary);
}

static void
on_explain (MbxExplainPage *self)
{
  g_autofree char *text = get_text (self);
  const char *host = gtk_editable_get_text (GTK_EDITABLE (self->host_row));
  const gssize length = (gssize) strnlen (text, MAX_TEXT);
  const MbxExplainHints hints = {
    .protocol = (int) adw_combo_row_get_selected (self->protocol_row) - 1,
    .host = *host == '\0' ? NULL : host,
  };
  g_autoptr (MbxDiagnosis) diagnosis = NULL;

  if (length == 0)
    {
      mbx_page_toast (MBX_PAGE (self), _ ("Paste the error first."));
      gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
      return;
    }
  diagnosis = mbx_explain (text, length, &hints, mbx_context_get_phrases (self->context));
  if (diagnosis != NULL)
    show (self, diagnosis);
}

static void
on_copy (MbxExplainPage *self, const char *text, const char *words)
{
  mbx_page_copy (MBX_PAGE (self), text, words);
}

static void
mbx_explain_page_dispose (GObject *object)
{
  g_clear_object (&MBX_EXPLAIN_PAGE (object)->context);
  G_OBJECT_CLASS (mbx_explain_page_parent_class)->dispose (object);
}

static void
mbx_explain_page_class_init (MbxExplainPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mbx_explain_page_dispose;
  g_type_ensure (MBX_TYPE_FAILURE_PANEL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/explain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxExplainPage, text_view);
  gtk_widget_class_bind_template_child (widget_class, MbxExplainPage, protocol_row);
  gtk_widget_class_bind_template_child (widget_class, MbxExplainPage, host_row);
  gtk_widget_class_bind_template_child (widget_class, MbxExplainPage, result_box);
  gtk_widget_class_bind_template_child (widget_class, MbxExplainPage, sure_label);
  gtk_widget_class_bind_template_child (widget_class, MbxExplainPage, panel);
  gtk_widget_class_bind_template_callback (widget_class, on_explain);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
mbx_explain_page_init (MbxExplainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mbx_explain_page_new:
 * @context: brings the table of phrases
 *
 * Returns: (transfer floating): a new page
 */
MbxPage *
mbx_explain_page_new (MbxContext *context)
{
  MbxExplainPage *self = g_object_new (MBX_TYPE_EXPLAIN_PAGE, NULL);

  self->context = g_object_ref (context);
  return MBX_PAGE (self);
}
