/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/check-group.h"

#include <glib/gi18n.h>

#include "ui/failure-panel.h"
#include "ui/format.h"
#include "ui/privacy.h"
#include "ui/step-row.h"

struct _MbxCheckGroup
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *server_label;
  GtkListBox *list;
  MbxFailurePanel *panel;
  GtkWidget *same_label;
  GtkWidget *rows[MBX_STEP_COUNT];
  char *helpdesk;
  char *action;
};

enum
{
  PROP_TITLE = 1,
  N_PROPS
};

enum
{
  SIGNAL_ACT,
  SIGNAL_COPY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MbxCheckGroup, mbx_check_group, GTK_TYPE_BOX)

static void
on_act (MbxCheckGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_ACT], 0);
}

static void
on_copy (MbxCheckGroup *self, const char *text, const char *words)
{
  g_signal_emit (self, signals[SIGNAL_COPY], 0, text, words);
}

static void
mbx_check_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, gtk_label_get_label (MBX_CHECK_GROUP (object)->title));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mbx_check_group_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    gtk_label_set_label (MBX_CHECK_GROUP (object)->title, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mbx_check_group_dispose (GObject *object)
{
  MbxCheckGroup *self = MBX_CHECK_GROUP (object);

  g_clear_pointer (&self->helpdesk, g_free);
  g_clear_pointer (&self->action, g_free);
  G_OBJECT_CLASS (mbx_check_group_parent_class)->dispose (object);
}

static void
mbx_check_group_class_init (MbxCheckGroupClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = mbx_check_group_dispose;
  object_class->get_property = mbx_check_group_get_property;
  object_class->set_property = mbx_check_group_set_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_ACT] = g_signal_new ("act", MBX_TYPE_CHECK_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COPY] = g_signal_new ("copy", MBX_TYPE_CHECK_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  g_type_ensure (MBX_TYPE_FAILURE_PANEL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/check-group.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxCheckGroup, title);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckGroup, server_label);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckGroup, list);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckGroup, panel);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckGroup, same_label);
  gtk_widget_class_bind_template_callback (widget_class, on_act);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
mbx_check_group_init (MbxCheckGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mbx_check_group_set_server:
 * @server: (nullable): what the heading names; %NULL for a side without one
 */
void
mbx_check_group_set_server (MbxCheckGroup *self, const MbxServer *server)
{
  g_autofree char *host = NULL;
  g_autofree char *markup = NULL;
  g_autofree char *port = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->server_label), server != NULL);
  if (server == NULL)
    return;
  host = mbx_privacy_show (mbx_privacy_get_default (), server->host);
  markup = mbx_format_host_markup (host);
  port = mbx_format_port (server);
  words = g_strdup_printf ("%s\n%s", markup, port);
  gtk_label_set_markup (self->server_label, words);
}

/**
 * mbx_check_group_set_helpdesk:
 * @phone: (nullable): the organisation's number, shown with a failure
 */
void
mbx_check_group_set_helpdesk (MbxCheckGroup *self, const char *phone)
{
  g_free (self->helpdesk);
  self->helpdesk = g_strdup (phone);
}

/**
 * mbx_check_group_set_action:
 * @label: (nullable): what the button in the failure panel does; %NULL for the suggestion alone
 */
void
mbx_check_group_set_action (MbxCheckGroup *self, const char *label)
{
  g_free (self->action);
  self->action = g_strdup (label);
}

void
mbx_check_group_clear (MbxCheckGroup *self)
{
  for (guint i = 0; i < MBX_STEP_COUNT; i++)
    {
      if (self->rows[i] != NULL)
        gtk_list_box_remove (self->list, self->rows[i]);
      self->rows[i] = NULL;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->panel), FALSE);
  gtk_widget_set_visible (self->same_label, FALSE);
}

static int
position_of (MbxCheckGroup *self, MbxStep step)
{
  int position = 0;

  for (guint i = 0; i < (guint) step; i++)
    position += self->rows[i] != NULL;
  return position;
}

/**
 * mbx_check_group_update:
 * @result: a step of this side; its row is made when it is new
 */
void
mbx_check_group_update (MbxCheckGroup *self, const MbxStepResult *result)
{
  GtkWidget **row = &self->rows[result->step];

  if (*row == NULL)
    {
      *row = mbx_step_row_new ();
      gtk_list_box_insert (self->list, *row, position_of (self, result->step));
    }
  mbx_step_row_set_result (MBX_STEP_ROW (*row), result);
}

/**
 * mbx_check_group_show_failure:
 * @result: (nullable): the failed or warning step whose words are shown; %NULL hides the panel
 */
void
mbx_check_group_show_failure (MbxCheckGroup *self, const MbxStepResult *result)
{
  const gboolean shown = result != NULL && result->words != NULL && result->diagnosis != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->panel), shown);
  if (!shown)
    return;
  mbx_failure_panel_set_failure (self->panel, &(MbxFailure){
                                                  .code = result->diagnosis->code,
                                                  .warning = result->state == MBX_STATE_WARNING,
                                                  .words = result->words,
                                                  .said = result->said,
                                                  .action = self->action,
                                                  .helpdesk = self->helpdesk,
                                              });
}

/**
 * mbx_check_group_show_same:
 * @same: whether the other side's panel tells the cause of this one too
 *
 * One cause is told once.
 */
void
mbx_check_group_show_same (MbxCheckGroup *self, gboolean same)
{
  gtk_widget_set_visible (self->same_label, same);
  if (same)
    gtk_widget_set_visible (GTK_WIDGET (self->panel), FALSE);
}

/**
 * mbx_check_group_focus_failure:
 *
 * Returns: whether a failed row was there and has the focus now
 */
gboolean
mbx_check_group_focus_failure (MbxCheckGroup *self)
{
  for (guint i = 0; i < MBX_STEP_COUNT; i++)
    {
      if (self->rows[i] != NULL &&
          mbx_step_row_get_state (MBX_STEP_ROW (self->rows[i])) == MBX_STATE_FAILED)
        return gtk_widget_grab_focus (self->rows[i]);
    }
  return FALSE;
}

gboolean
mbx_check_group_is_empty (MbxCheckGroup *self)
{
  return gtk_widget_get_first_child (GTK_WIDGET (self->list)) == NULL;
}

/**
 * mbx_check_group_get_progress:
 *
 * Returns: the share of the steps that have ended, 0 to 1
 */
double
mbx_check_group_get_progress (MbxCheckGroup *self)
{
  guint all = 0;
  guint ended = 0;

  for (guint i = 0; i < MBX_STEP_COUNT; i++)
    {
      MbxState state;

      if (self->rows[i] == NULL)
        continue;
      state = mbx_step_row_get_state (MBX_STEP_ROW (self->rows[i]));
      all++;
      ended += state != MBX_STATE_WAITING && state != MBX_STATE_RUNNING;
    }
  return all == 0 ? 0 : ended / (double) all;
}
