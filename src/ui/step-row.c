/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/step-row.h"

#include <glib/gi18n.h>

#include "ui/format.h"

struct _MbxStepRow
{
  AdwPreferencesRow parent_instance;

  GtkStack *stack;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *name;
  GtkLabel *state_label;
  GtkLabel *time;
  MbxState state;
};

G_DEFINE_FINAL_TYPE (MbxStepRow, mbx_step_row, ADW_TYPE_PREFERENCES_ROW)

static void
mbx_step_row_class_init (MbxStepRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/step-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxStepRow, stack);
  gtk_widget_class_bind_template_child (widget_class, MbxStepRow, icon);
  gtk_widget_class_bind_template_child (widget_class, MbxStepRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, MbxStepRow, name);
  gtk_widget_class_bind_template_child (widget_class, MbxStepRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, MbxStepRow, time);
}

static void
mbx_step_row_init (MbxStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
mbx_step_row_new (void)
{
  return g_object_new (MBX_TYPE_STEP_ROW, NULL);
}

static void
write_state (MbxStepRow *self)
{
  const char *const classes[] = { mbx_format_state_class (self->state), NULL };
  const gboolean running = self->state == MBX_STATE_RUNNING;

  gtk_spinner_set_spinning (self->spinner, running);
  gtk_stack_set_visible_child_name (self->stack, running ? "spinner" : "icon");
  if (!running)
    gtk_image_set_from_icon_name (self->icon, mbx_format_state_icon (self->state));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char **) classes);
  gtk_widget_set_css_classes (GTK_WIDGET (self->state_label),
                              (const char *[]){ "caption", classes[0], NULL });
}

/* The whole row as one sentence part: "Connect: passed, 12 ms". */
static void
write_accessible (MbxStepRow *self, const char *time)
{
  const char *name = gtk_label_get_label (self->name);
  const char *state = gtk_label_get_label (self->state_label);
  g_autofree char *words =
      *time == '\0'
          /* Translators: the name of a step and its state */
          ? g_strdup_printf (_ ("%s: %s"), name, state)
          /* Translators: the name of a step, its state, and how long it took */
          : g_strdup_printf (_ ("%s: %s, %s"), name, state, time);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/**
 * mbx_step_row_set_result:
 * @result: what the row shows from now on; nothing of it is kept
 */
void
mbx_step_row_set_result (MbxStepRow *self, const MbxStepResult *result)
{
  g_autofree char *time = mbx_format_duration (result->microseconds);

  self->state = result->state;
  gtk_label_set_label (self->name, mbx_step_to_words (result->step));
  gtk_label_set_label (self->state_label, mbx_state_to_words (result->state));
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (GTK_WIDGET (self->time), *time != '\0');
  write_state (self);
  write_accessible (self, time);
}

MbxState
mbx_step_row_get_state (MbxStepRow *self)
{
  return self->state;
}
