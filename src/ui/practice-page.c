/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/practice-page.h"

#include <glib/gi18n.h>

#include "core/words.h"
#include "engine/demo-server.h"

struct _MbxPracticePage
{
  MbxPage parent_instance;

  AdwComboRow *failure_row;
  GtkLabel *summary_label;
};

G_DEFINE_FINAL_TYPE (MbxPracticePage, mbx_practice_page, MBX_TYPE_PAGE)

/* The first choice is that all goes well. */
static MbxCode
chosen_code (MbxPracticePage *self)
{
  const guint selected = adw_combo_row_get_selected (self->failure_row);
  guint count;
  const MbxCode *codes = mbx_demo_server_list_failures (&count);

  return selected == 0 || selected > count ? MBX_CODE_NONE : codes[selected - 1];
}

static void
on_chosen (MbxPracticePage *self)
{
  const MbxWordsContext context = { .code = chosen_code (self) };
  g_autoptr (MbxWords) words = NULL;

  if (context.code != MBX_CODE_NONE)
    words = mbx_words_new (&context);
  gtk_label_set_label (self->summary_label,
                       words != NULL ? words->summary : _ ("Every step passes."));
}

static void
on_start (MbxPracticePage *self)
{
  const MbxCode code = chosen_code (self);

  gtk_widget_activate_action (GTK_WIDGET (self), "app.practice", "s",
                              code == MBX_CODE_NONE ? "" : mbx_code_to_string (code));
}

static GListModel *
new_model (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  guint count;
  const MbxCode *codes = mbx_demo_server_list_failures (&count);

  gtk_string_list_append (list, _ ("Nothing, all goes well"));
  for (guint i = 0; i < count; i++)
    {
      const MbxWordsContext context = { .code = codes[i] };
      g_autoptr (MbxWords) words = mbx_words_new (&context);
      g_autofree char *text =
          g_strdup_printf ("%s (%s)", words->title, mbx_code_to_string (codes[i]));

      gtk_string_list_append (list, text);
    }
  return G_LIST_MODEL (list);
}

static void
mbx_practice_page_class_init (MbxPracticePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/practice-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxPracticePage, failure_row);
  gtk_widget_class_bind_template_child (widget_class, MbxPracticePage, summary_label);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
mbx_practice_page_init (MbxPracticePage *self)
{
  g_autoptr (GListModel) model = new_model ();

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->failure_row, model);
  g_signal_connect_swapped (self->failure_row, "notify::selected", G_CALLBACK (on_chosen), self);
  on_chosen (self);
}

/**
 * mbx_practice_page_new:
 *
 * Returns: (transfer floating): a new page
 */
MbxPage *
mbx_practice_page_new (void)
{
  return g_object_new (MBX_TYPE_PRACTICE_PAGE, NULL);
}
