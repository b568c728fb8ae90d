/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/source-row.h"

#include <glib/gi18n.h>

#include "core/words.h"
#include "ui/format.h"
#include "ui/privacy.h"

struct _MbxSourceRow
{
  AdwActionRow parent_instance;

  GtkWidget *icon;
  GtkWidget *spinner;
  GtkWidget *state_label;
};

G_DEFINE_FINAL_TYPE (MbxSourceRow, mbx_source_row, ADW_TYPE_ACTION_ROW)

static void
mbx_source_row_class_init (MbxSourceRowClass *class)
{
}

static void
mbx_source_row_init (MbxSourceRow *self)
{
  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->spinner = g_object_new (GTK_TYPE_SPINNER, "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->state_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->state_label, "caption");
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->icon);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->spinner);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->state_label);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

GtkWidget *
mbx_source_row_new (void)
{
  return g_object_new (MBX_TYPE_SOURCE_ROW, NULL);
}

static const char *
source_words (MbxState state)
{
  switch (state)
    {
    case MBX_STATE_WAITING:
      return _ ("Waiting");
    case MBX_STATE_RUNNING:
      return _ ("Asking");
    case MBX_STATE_PASSED:
    case MBX_STATE_WARNING:
      return _ ("Answered");
    case MBX_STATE_FAILED:
      return _ ("No answer");
    case MBX_STATE_SKIPPED:
      return _ ("Not needed");
    }
  return "";
}

/* A source without an answer is no failure: another one has it. It is never shown as an error. */
static const char *
source_icon (MbxState state)
{
  return state == MBX_STATE_FAILED ? "action-unavailable-symbolic" : mbx_format_state_icon (state);
}

/**
 * mbx_source_row_set_state:
 * @state: what the row shows from now on; nothing of it is kept
 */
void
mbx_source_row_set_state (MbxSourceRow *self, const MbxSourceState *state)
{
  const MbxState now = (MbxState) state->state;
  const char *words = state->outcome != NULL ? state->outcome : state->asked;
  g_autofree char *detail = mbx_privacy_show (mbx_privacy_get_default (), words);
  g_autofree char *escaped = g_markup_escape_text (detail, -1);
  const gboolean running = now == MBX_STATE_RUNNING;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), mbx_format_source (state->source));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), escaped);
  gtk_widget_set_visible (self->icon, !running);
  gtk_widget_set_visible (self->spinner, running);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), running);
  if (!running)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), source_icon (now));
  gtk_label_set_label (GTK_LABEL (self->state_label), source_words (now));
}
