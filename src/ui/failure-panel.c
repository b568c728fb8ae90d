/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/failure-panel.h"

#include <glib/gi18n.h>

#include "ui/button.h"
#include "ui/privacy.h"

struct _MbxFailurePanel
{
  AdwBin parent_instance;

  GtkWidget *panel;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *summary;
  GtkLabel *first_fix;
  GtkButton *act_button;
  GtkLinkButton *link;
  GtkWidget *more_box;
  GtkLabel *fixes;
  GtkLabel *who;
  GtkLabel *helpdesk;
  GtkExpander *details;
  GtkLabel *code_label;
  GtkWidget *said_box;
  GtkLabel *said;
  GtkWidget *copy_text_button;
  MbxCode code;
  char *text;
};

enum
{
  SIGNAL_ACT,
  SIGNAL_COPY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MbxFailurePanel, mbx_failure_panel, ADW_TYPE_BIN)

static void
on_act (MbxFailurePanel *self)
{
  g_signal_emit (self, signals[SIGNAL_ACT], 0);
}

static void
on_copy_text (MbxFailurePanel *self)
{
  g_signal_emit (self, signals[SIGNAL_COPY], 0, self->text, _ ("Text copied"));
}

static void
on_copy_details (MbxFailurePanel *self)
{
  const char *said = gtk_label_get_label (self->said);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s\n", mbx_code_to_string (self->code),
                                           gtk_label_get_label (self->summary), said);

  g_signal_emit (self, signals[SIGNAL_COPY], 0, text, _ ("Details copied"));
}

static void
mbx_failure_panel_dispose (GObject *object)
{
  g_clear_pointer (&MBX_FAILURE_PANEL (object)->text, g_free);
  G_OBJECT_CLASS (mbx_failure_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, panel);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, icon);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, title);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, summary);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, first_fix);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, act_button);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, link);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, more_box);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, fixes);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, who);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, helpdesk);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, details);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, code_label);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, said_box);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, said);
  gtk_widget_class_bind_template_child (widget_class, MbxFailurePanel, copy_text_button);
  gtk_widget_class_bind_template_callback (widget_class, on_act);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_text);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_details);
}

static void
mbx_failure_panel_class_init (MbxFailurePanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mbx_failure_panel_dispose;
  signals[SIGNAL_ACT] = g_signal_new ("act", MBX_TYPE_FAILURE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COPY] = g_signal_new ("copy", MBX_TYPE_FAILURE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/failure-panel.ui");
  bind_children (widget_class);
}

static void
mbx_failure_panel_init (MbxFailurePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_text (GtkLabel *label, const char *text)
{
  g_autofree char *shown = mbx_privacy_show (mbx_privacy_get_default (), text);

  gtk_label_set_label (label, shown);
  gtk_widget_set_visible (GTK_WIDGET (label), *shown != '\0');
}

static void
write_fixes (MbxFailurePanel *self, char **fixes)
{
  const gboolean any = fixes != NULL && fixes[0] != NULL;
  g_autofree char *further = any ? g_strjoinv ("\n\n", fixes + 1) : NULL;

  set_text (self->first_fix, any ? fixes[0] : NULL);
  set_text (self->fixes, further);
  gtk_widget_set_visible (self->more_box, any && fixes[1] != NULL);
}

static void
write_helpdesk (MbxFailurePanel *self, const char *phone)
{
  g_autofree char *words = phone == NULL
                               ? NULL
                               /* Translators: a phone number */
                               : g_strdup_printf (_ ("Your helpdesk: %s"), phone);

  gtk_label_set_label (self->helpdesk, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->helpdesk), words != NULL);
}

static void
write_who (MbxFailurePanel *self, MbxCode code)
{
  /* Translators: who has to act, for instance "You" or "The provider" */
  g_autofree char *words = g_strdup_printf (_ ("Who can mend this: %s"),
                                            mbx_who_to_words (mbx_code_get_who (code)));

  gtk_label_set_label (self->who, words);
}

static void
write_look (MbxFailurePanel *self, gboolean warning)
{
  gtk_image_set_from_icon_name (self->icon,
                                warning ? "dialog-warning-symbolic" : "dialog-error-symbolic");
  if (warning)
    {
      gtk_widget_add_css_class (self->panel, "is-warning");
      gtk_widget_remove_css_class (self->panel, "is-error");
    }
  else
    {
      gtk_widget_add_css_class (self->panel, "is-error");
      gtk_widget_remove_css_class (self->panel, "is-warning");
    }
}

static void
write_link (MbxFailurePanel *self, const char *link)
{
  gtk_widget_set_visible (GTK_WIDGET (self->link), link != NULL);
  if (link != NULL)
    gtk_link_button_set_uri (self->link, link);
}

/**
 * mbx_failure_panel_set_failure:
 * @failure: what to show
 */
void
mbx_failure_panel_set_failure (MbxFailurePanel *self, const MbxFailure *failure)
{
  const char *said = failure->said;

  self->code = failure->code;
  g_free (self->text);
  self->text = g_strdup (failure->words->text);
  write_look (self, failure->warning);
  set_text (self->title, failure->words->title);
  set_text (self->summary, failure->words->summary);
  write_fixes (self, failure->words->fixes);
  gtk_widget_set_visible (GTK_WIDGET (self->act_button), failure->action != NULL);
  mbx_button_set_label (self->act_button, failure->action != NULL ? failure->action : "");
  write_link (self, failure->words->link);
  write_who (self, failure->code);
  write_helpdesk (self, failure->helpdesk);
  gtk_label_set_label (self->code_label, mbx_code_to_string (failure->code));
  gtk_widget_set_visible (self->said_box, said != NULL && *said != '\0');
  set_text (self->said, said);
  gtk_widget_set_visible (self->copy_text_button, self->text != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->panel), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_label (self->summary), -1);
}

MbxCode
mbx_failure_panel_get_code (MbxFailurePanel *self)
{
  return self->code;
}
