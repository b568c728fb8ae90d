/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/checking-page.h"

#include <glib/gi18n.h>

#include "ui/check-group.h"
#include "ui/columns-layout.h"
#include "ui/format.h"
#include "ui/privacy.h"

/* The sides in the order of the page. */
#define N_SIDES 4

struct _MbxCheckingPage
{
  MbxPage parent_instance;

  GtkLabel *heading;
  GtkLabel *subtitle;
  GtkProgressBar *progress;
  MbxCheckGroup *network_group;
  MbxCheckGroup *incoming_group;
  MbxCheckGroup *outgoing_group;
  MbxCheckGroup *keyring_group;
  GtkWidget *cancel_button;
  GtkWidget *retry_button;
  GtkWidget *change_button;
  GtkWidget *report_button;
  MbxSetupState shown_state;
};

G_DEFINE_FINAL_TYPE (MbxCheckingPage, mbx_checking_page, MBX_TYPE_PAGE)

static MbxCheckGroup *
group_of (MbxCheckingPage *self, MbxSide side)
{
  MbxCheckGroup *const groups[N_SIDES] = { self->network_group, self->incoming_group,
                                           self->outgoing_group, self->keyring_group };

  return groups[side];
}

static void
write_progress (MbxCheckingPage *self)
{
  const double done = (mbx_check_group_get_progress (self->incoming_group) +
                       mbx_check_group_get_progress (self->outgoing_group)) / 2;

  gtk_progress_bar_set_fraction (self->progress, done);
}

static const MbxStepResult *
find_warning (MbxCheck *check, MbxSide side)
{
  GPtrArray *steps = mbx_check_get_steps (check);

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const MbxStepResult *result = g_ptr_array_index (steps, i);

      if (result->side == side && result->state == MBX_STATE_WARNING)
        return result;
    }
  return NULL;
}

static const MbxServer *
server_of (MbxSetup *setup, MbxSide side)
{
  const MbxAccount *account = mbx_setup_get_account (setup);

  if (account == NULL)
    return NULL;
  return side == MBX_SIDE_INCOMING ? account->incoming
         : side == MBX_SIDE_OUTGOING ? account->outgoing
                                     : NULL;
}

static gboolean
is_about_password (MbxCode code)
{
  return code == MBX_CODE_WRONG_PASSWORD || code == MBX_CODE_APP_PASSWORD_REQUIRED ||
         code == MBX_CODE_USERNAME_FORMAT || code == MBX_CODE_PASSWORD_EXPIRED;
}

/* The button does the first fix, where the program can do it or knows the page for it. */
static char *
action_label (MbxSetup *setup, MbxSide side, const MbxStepResult *result)
{
  if (result == NULL || result->diagnosis == NULL)
    return NULL;
  if (result->diagnosis->suggestion != NULL)
    return mbx_format_suggestion (server_of (setup, side), result->diagnosis->suggestion);
  if (is_about_password (result->diagnosis->code))
    return g_strdup (_ ("Correct the Password"));
  return NULL;
}

/* The row about the keyring belongs to the session, not to the check. */
static const MbxStepResult *
find_failure (MbxSetup *setup, MbxSide side)
{
  MbxCheck *check = mbx_setup_get_check (setup);
  const MbxStepResult *store = mbx_setup_get_store_step (setup);
  const MbxStepResult *failure;

  if (side == MBX_SIDE_KEYRING)
    return store->state == MBX_STATE_FAILED ? store : NULL;
  if (check == NULL)
    return NULL;
  failure = mbx_check_get_first_failure (check, side);
  return failure != NULL ? failure : find_warning (check, side);
}

/* One cause on both sides is told once, unless each side has a button of its own. */
static void
write_same (MbxCheckingPage *self, MbxSetup *setup)
{
  const MbxStepResult *in = find_failure (setup, MBX_SIDE_INCOMING);
  const MbxStepResult *out = find_failure (setup, MBX_SIDE_OUTGOING);
  const gboolean same = in != NULL && out != NULL && in->diagnosis != NULL &&
                        out->diagnosis != NULL && in->state == out->state &&
                        in->diagnosis->code == out->diagnosis->code &&
                        out->diagnosis->suggestion == NULL;

  mbx_check_group_show_same (self->outgoing_group, same);
}

static void
write_failure (MbxCheckingPage *self, MbxSide side)
{
  MbxSetup *setup = mbx_page_get_setup (MBX_PAGE (self));
  const MbxStepResult *result = find_failure (setup, side);
  g_autofree char *action = action_label (setup, side, result);

  mbx_check_group_set_action (group_of (self, side), action);
  mbx_check_group_show_failure (group_of (self, side), result);
  write_same (self, setup);
}

/* The network's and the keyring's own steps matter to the person only when they go wrong. */
static void
write_side_visible (MbxCheckingPage *self, MbxSide side)
{
  MbxSetup *setup = mbx_page_get_setup (MBX_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (group_of (self, side)), find_failure (setup, side) != NULL);
}

static void
say_failure (MbxCheckingPage *self, const MbxStepResult *result)
{
  const char *cause = result->words == NULL ? NULL : result->words->title;
  g_autofree char *title = mbx_privacy_show (mbx_privacy_get_default (), cause);
  /* Translators: for screen readers; the name of a step, its state, and the cause */
  g_autofree char *words = g_strdup_printf (_ ("%s: %s. %s"), mbx_step_to_words (result->step),
                                            mbx_state_to_words (result->state), title);

  mbx_page_say (MBX_PAGE (self), words);
}

static void
on_step_changed (MbxCheckingPage *self, const MbxStepResult *result)
{
  mbx_check_group_update (group_of (self, result->side), result);
  write_progress (self);
  if (result->state == MBX_STATE_FAILED || result->state == MBX_STATE_WARNING)
    {
      write_failure (self, result->side);
      say_failure (self, result);
    }
  write_side_visible (self, MBX_SIDE_NETWORK);
  write_side_visible (self, MBX_SIDE_KEYRING);
}

static void
write_groups (MbxCheckingPage *self, MbxSetup *setup)
{
  MbxCheck *check = mbx_setup_get_check (setup);
  const MbxProvider *provider = mbx_setup_get_provider (setup);
  GPtrArray *steps = check == NULL ? NULL : mbx_check_get_steps (check);

  for (guint side = 0; side < N_SIDES; side++)
    {
      mbx_check_group_clear (group_of (self, side));
      mbx_check_group_set_server (group_of (self, side), server_of (setup, side));
      mbx_check_group_set_helpdesk (group_of (self, side),
                                    provider == NULL ? NULL : provider->phone);
    }
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const MbxStepResult *result = g_ptr_array_index (steps, i);

      mbx_check_group_update (group_of (self, result->side), result);
    }
  if (mbx_setup_get_store_step (setup)->state != MBX_STATE_WAITING)
    mbx_check_group_update (self->keyring_group, mbx_setup_get_store_step (setup));
  for (guint side = 0; side < N_SIDES; side++)
    write_failure (self, side);
  write_side_visible (self, MBX_SIDE_NETWORK);
  write_side_visible (self, MBX_SIDE_KEYRING);
  write_progress (self);
}

static void
write_heading (MbxCheckingPage *self, MbxSetup *setup, gboolean running)
{
  const MbxAddress *address = mbx_setup_get_address (setup);
  MbxCheck *check = mbx_setup_get_check (setup);
  const gboolean passed = check != NULL && mbx_check_get_verdict (check).state == MBX_STATE_PASSED;
  g_autofree char *shown =
      mbx_privacy_show (mbx_privacy_get_default (), address == NULL ? NULL : address->text);

  gtk_label_set_label (self->heading, running  ? _ ("Testing the mailbox")
                                      : passed ? _ ("The mailbox works")
                                               : _ ("Something is in the way"));
  gtk_label_set_label (self->subtitle, shown);
}

static void
write_buttons (MbxCheckingPage *self, gboolean running)
{
  gtk_widget_set_visible (self->cancel_button, running);
  gtk_widget_set_visible (self->retry_button, !running);
  gtk_widget_set_visible (self->change_button, !running);
  gtk_widget_set_visible (self->report_button, !running);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
}

static void
mbx_checking_page_refresh (MbxPage *page)
{
  MbxCheckingPage *self = MBX_CHECKING_PAGE (page);
  MbxSetup *setup = mbx_page_get_setup (page);
  MbxSetupState state;

  if (setup == NULL)
    return;
  state = mbx_setup_get_state (setup);
  if (state != MBX_SETUP_CHECKING && state != MBX_SETUP_CHECKED && state != MBX_SETUP_SAVING)
    return;
  self->shown_state = state;
  write_groups (self, setup);
  write_heading (self, setup, state != MBX_SETUP_CHECKED);
  write_buttons (self, state != MBX_SETUP_CHECKED);
}

static void
focus_failure (MbxCheckingPage *self)
{
  for (guint side = 0; side < N_SIDES; side++)
    {
      if (mbx_check_group_focus_failure (group_of (self, side)))
        return;
    }
  gtk_widget_grab_focus (self->retry_button);
}

static void
mbx_checking_page_shown (MbxPage *page)
{
  MbxCheckingPage *self = MBX_CHECKING_PAGE (page);

  mbx_page_say (page, gtk_label_get_label (self->heading));
  if (self->shown_state == MBX_SETUP_CHECKED)
    focus_failure (self);
  else
    gtk_widget_grab_focus (self->cancel_button);
}

static void
on_cancel (MbxCheckingPage *self)
{
  mbx_setup_cancel (mbx_page_get_setup (MBX_PAGE (self)));
}

static void
on_retry (MbxCheckingPage *self)
{
  mbx_setup_retry (mbx_page_get_setup (MBX_PAGE (self)));
}

static void
on_change (MbxCheckingPage *self)
{
  mbx_setup_back (mbx_page_get_setup (MBX_PAGE (self)));
}

static void
on_act (MbxCheckingPage *self, MbxCheckGroup *group)
{
  MbxSetup *setup = mbx_page_get_setup (MBX_PAGE (self));
  MbxCheck *check = mbx_setup_get_check (setup);
  const MbxSide side = group == self->incoming_group ? MBX_SIDE_INCOMING : MBX_SIDE_OUTGOING;
  const MbxStepResult *result = check == NULL ? NULL : mbx_check_get_first_failure (check, side);

  if (result != NULL && result->diagnosis != NULL && result->diagnosis->suggestion != NULL)
    {
      mbx_setup_apply_suggestion (setup, side);
      mbx_setup_retry (setup);
    }
  else
    mbx_setup_back (setup);
}

static void
on_copy (MbxCheckingPage *self, const char *text, const char *words)
{
  mbx_page_copy (MBX_PAGE (self), text, words);
}

static void
mbx_checking_page_bind (MbxPage *page, MbxSetup *setup)
{
  g_signal_connect_object (setup, "step-changed", G_CALLBACK (on_step_changed), page,
                           G_CONNECT_SWAPPED);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, progress);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, network_group);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, incoming_group);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, outgoing_group);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, keyring_group);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, change_button);
  gtk_widget_class_bind_template_child (widget_class, MbxCheckingPage, report_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_change);
  gtk_widget_class_bind_template_callback (widget_class, on_act);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
mbx_checking_page_class_init (MbxCheckingPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  MBX_PAGE_CLASS (class)->bind = mbx_checking_page_bind;
  MBX_PAGE_CLASS (class)->refresh = mbx_checking_page_refresh;
  MBX_PAGE_CLASS (class)->shown = mbx_checking_page_shown;
  g_type_ensure (MBX_TYPE_CHECK_GROUP);
  g_type_ensure (MBX_TYPE_COLUMNS_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/checking-page.ui");
  bind_children (widget_class);
}

static void
mbx_checking_page_init (MbxCheckingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
