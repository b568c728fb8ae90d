/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/window.h"

#include <glib/gi18n.h>

#include "ui/address-page.h"
#include "ui/announcer.h"
#include "ui/browser-page.h"
#include "ui/checking-page.h"
#include "ui/done-page.h"
#include "ui/finding-page.h"
#include "ui/not-found-page.h"
#include "ui/page.h"
#include "ui/privacy.h"
#include "ui/settings-drop.h"
#include "ui/sign-in-page.h"
#include "ui/tools.h"

/* A search that is over sooner would only flicker. */
#define FINDING_DELAY 300

struct _MbxWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkWidget *badge;
  GtkWidget *practice_badge;
  GtkStack *stack;
  MbxAnnouncer *announcer;
  MbxPage *address_page;
  MbxContext *context;
  MbxAccountStore *store;
  MbxSetup *setup;
  GSettings *settings;
  char *tool;
  guint finding_source;
};

G_DEFINE_FINAL_TYPE (MbxWindow, mbx_window, ADW_TYPE_APPLICATION_WINDOW)

static const char *
name_of_state (MbxSetupState state)
{
  switch (state)
    {
    case MBX_SETUP_ADDRESS:
      return "address";
    case MBX_SETUP_FINDING:
      return "finding";
    case MBX_SETUP_NOT_FOUND:
      return "not-found";
    case MBX_SETUP_SIGN_IN:
      return "sign-in";
    case MBX_SETUP_BROWSER:
      return "browser";
    case MBX_SETUP_CHECKING:
    case MBX_SETUP_CHECKED:
    case MBX_SETUP_SAVING:
      return "checking";
    case MBX_SETUP_DONE:
      return "done";
    }
  return "address";
}

static MbxPage *
visible_page (MbxWindow *self)
{
  return MBX_PAGE (gtk_stack_get_visible_child (self->stack));
}

static gboolean
can_go_back (MbxWindow *self)
{
  return self->tool != NULL || mbx_setup_get_state (self->setup) != MBX_SETUP_ADDRESS;
}

static void
write_frame (MbxWindow *self)
{
  MbxPage *page = visible_page (self);
  const char *title = mbx_page_get_title (page);

  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_window_set_default_widget (GTK_WINDOW (self), mbx_page_get_default_widget (page));
  gtk_widget_set_visible (self->back_button, can_go_back (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back", can_go_back (self));
}

/* Pages that are not in front are hidden, or screen readers would read them all. */
static void
hide_others (MbxWindow *self)
{
  GtkWidget *front = gtk_stack_get_visible_child (self->stack);

  if (gtk_stack_get_transition_running (self->stack))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == front);
}

static void
show_page (MbxWindow *self, const char *name)
{
  gtk_widget_set_visible (gtk_stack_get_child_by_name (self->stack, name), TRUE);
  gtk_stack_set_visible_child_name (self->stack, name);
  hide_others (self);
  mbx_page_show (visible_page (self));
  write_frame (self);
}

static void
show_state (MbxWindow *self)
{
  if (self->tool == NULL)
    show_page (self, name_of_state (mbx_setup_get_state (self->setup)));
}

static gboolean
show_finding (gpointer data)
{
  MbxWindow *self = data;

  self->finding_source = 0;
  show_state (self);
  return G_SOURCE_REMOVE;
}

/* Somebody who looked away is told. The words name no mailbox: they may show on a locked screen. */
static void
notify_out_of_sight (MbxWindow *self, MbxSetupState state)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GNotification) notification = NULL;

  if (application == NULL || gtk_window_is_active (GTK_WINDOW (self)) ||
      (state != MBX_SETUP_CHECKED && state != MBX_SETUP_DONE))
    return;
  notification = g_notification_new (state == MBX_SETUP_DONE ? _ ("The mailbox is ready")
                                                             : _ ("The test of the mailbox ended"));
  g_notification_set_body (notification, state == MBX_SETUP_DONE
                                             ? _ ("Receiving and sending work.")
                                             : _ ("Something is in the way. Open the window to see "
                                                  "what to do."));
  g_application_send_notification (G_APPLICATION (application), "check-ended", notification);
}

static void
on_state (MbxWindow *self)
{
  const MbxSetupState state = mbx_setup_get_state (self->setup);

  g_clear_handle_id (&self->finding_source, g_source_remove);
  if (state == MBX_SETUP_FINDING)
    {
      self->finding_source = g_timeout_add (FINDING_DELAY, show_finding, self);
      write_frame (self);
      return;
    }
  show_state (self);
  notify_out_of_sight (self, state);
}

static void
go_back (MbxWindow *self)
{
  const MbxSetupState state = mbx_setup_get_state (self->setup);

  switch (state)
    {
    case MBX_SETUP_ADDRESS:
      break;
    case MBX_SETUP_FINDING:
    case MBX_SETUP_BROWSER:
    case MBX_SETUP_CHECKING:
    case MBX_SETUP_SAVING:
      mbx_setup_cancel (self->setup);
      break;
    case MBX_SETUP_NOT_FOUND:
    case MBX_SETUP_SIGN_IN:
    case MBX_SETUP_CHECKED:
      mbx_setup_back (self->setup);
      break;
    case MBX_SETUP_DONE:
      mbx_setup_restart (self->setup);
      break;
    }
}

/* To the sign-in page without servers and without asking anyone: the file has the answer. */
static gboolean
go_to_sign_in (MbxWindow *self)
{
  gboolean offline;

  if (mbx_setup_get_state (self->setup) == MBX_SETUP_ADDRESS)
    {
      if (!mbx_address_page_commit (MBX_ADDRESS_PAGE (self->address_page)))
        return FALSE;
      g_object_get (self->setup, "offline", &offline, NULL);
      g_object_set (self->setup, "offline", TRUE, NULL);
      mbx_setup_continue (self->setup, NULL);
      mbx_setup_enter_by_hand (self->setup);
      g_object_set (self->setup, "offline", offline, NULL);
    }
  else if (mbx_setup_get_state (self->setup) != MBX_SETUP_SIGN_IN)
    mbx_setup_enter_by_hand (self->setup);
  return mbx_setup_get_state (self->setup) == MBX_SETUP_SIGN_IN;
}

static void
use_settings (MbxWindow *self, const MbxCandidate *candidate)
{
  if (candidate->incoming->len > 0)
    mbx_setup_set_server (self->setup, MBX_SIDE_INCOMING,
                          g_ptr_array_index (candidate->incoming, 0));
  if (candidate->outgoing->len > 0)
    mbx_setup_set_server (self->setup, MBX_SIDE_OUTGOING,
                          g_ptr_array_index (candidate->outgoing, 0));
  show_state (self);
  mbx_window_toast (self, _ ("Settings taken from the file. Please check the servers."));
}

static void
on_settings_dropped (const char *data, gsize length, const GError *problem, gpointer user_data)
{
  MbxWindow *self = user_data;
  g_autoptr (MbxCandidate) candidate = NULL;
  g_autoptr (GError) error = NULL;

  if (problem != NULL)
    {
      mbx_window_toast (self, problem->message);
      return;
    }
  if (!go_to_sign_in (self))
    return;
  candidate =
      mbx_settings_drop_read (data, length, mbx_setup_get_address (self->setup), &error);
  if (candidate != NULL)
    use_settings (self, candidate);
  else
    mbx_window_toast (self, error->message);
}

static void
on_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MbxWindow *self = MBX_WINDOW (widget);

  if (self->tool == NULL)
    {
      go_back (self);
      return;
    }
  g_clear_pointer (&self->tool, g_free);
  show_state (self);
}

static void
on_go_on (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *target = mbx_page_get_default_widget (visible_page (MBX_WINDOW (widget)));

  if (target != NULL && gtk_widget_get_mapped (target) && gtk_widget_is_sensitive (target))
    gtk_widget_activate (target);
}

static void
on_tool (GtkWidget *widget, const char *name, GVariant *parameter)
{
  mbx_window_open_tool (MBX_WINDOW (widget), name + strlen ("win."));
}

static void
on_about (GtkWidget *widget, const char *name, GVariant *parameter)
{
  mbx_tools_show_about (GTK_WINDOW (widget));
}

static void
on_privacy (MbxWindow *self)
{
  const gboolean active = mbx_privacy_get_active (mbx_privacy_get_default ());

  gtk_widget_set_visible (self->badge, active);
  mbx_window_say (self, active ? _ ("Screen-share mode is on. Names and addresses are hidden.")
                               : _ ("Screen-share mode is off."));
}

static void
remember_size (MbxWindow *self)
{
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 294));
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
mbx_window_close_request (GtkWindow *window)
{
  remember_size (MBX_WINDOW (window));
  return GTK_WINDOW_CLASS (mbx_window_parent_class)->close_request (window);
}

static void
mbx_window_dispose (GObject *object)
{
  MbxWindow *self = MBX_WINDOW (object);

  g_clear_handle_id (&self->finding_source, g_source_remove);
  if (self->setup != NULL)
    g_signal_handlers_disconnect_by_data (self->setup, self);
  g_clear_object (&self->setup);
  g_clear_object (&self->settings);
  g_clear_object (&self->context);
  g_clear_object (&self->store);
  g_clear_pointer (&self->tool, g_free);
  G_OBJECT_CLASS (mbx_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.back", NULL, on_back);
  gtk_widget_class_install_action (widget_class, "win.go-on", NULL, on_go_on);
  gtk_widget_class_install_action (widget_class, "win.mailboxes", NULL, on_tool);
  gtk_widget_class_install_action (widget_class, "win.explain", NULL, on_tool);
  gtk_widget_class_install_action (widget_class, "win.ports", NULL, on_tool);
  gtk_widget_class_install_action (widget_class, "win.practice", NULL, on_tool);
  gtk_widget_class_install_action (widget_class, "win.report", NULL, on_tool);
  gtk_widget_class_install_action (widget_class, "win.guide", NULL, on_tool);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, on_about);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "win.go-on",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "win.go-on", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F1, 0, "win.guide", NULL);
}

static void
mbx_window_class_init (MbxWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mbx_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = mbx_window_close_request;
  install_actions (widget_class);
  g_type_ensure (MBX_TYPE_ANNOUNCER);
  g_type_ensure (MBX_TYPE_ADDRESS_PAGE);
  g_type_ensure (MBX_TYPE_FINDING_PAGE);
  g_type_ensure (MBX_TYPE_NOT_FOUND_PAGE);
  g_type_ensure (MBX_TYPE_SIGN_IN_PAGE);
  g_type_ensure (MBX_TYPE_BROWSER_PAGE);
  g_type_ensure (MBX_TYPE_CHECKING_PAGE);
  g_type_ensure (MBX_TYPE_DONE_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/mailbox_setup/MailboxSetup/window.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, MbxWindow, title);
  gtk_widget_class_bind_template_child (widget_class, MbxWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, MbxWindow, badge);
  gtk_widget_class_bind_template_child (widget_class, MbxWindow, practice_badge);
  gtk_widget_class_bind_template_child (widget_class, MbxWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MbxWindow, announcer);
  gtk_widget_class_bind_template_child (widget_class, MbxWindow, address_page);
  gtk_widget_class_bind_template_callback (widget_class, hide_others);
}

/* Not there when the program runs from its build folder without being installed. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, MBX_APP_ID, TRUE);
  return schema == NULL ? NULL : g_settings_new_full (schema, NULL, NULL);
}

static void
restore (MbxWindow *self)
{
  MbxPrivacy *privacy = mbx_privacy_get_default ();
  g_autoptr (GPropertyAction) action =
      g_property_action_new ("screen-share", privacy, "active");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  self->settings = open_settings ();
  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_settings_bind (self->settings, "screen-share", privacy, "active", G_SETTINGS_BIND_DEFAULT);
}

static void
mbx_window_init (MbxWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_size (GTK_WINDOW (self), 720, 680);
  restore (self);
  g_signal_connect_object (mbx_privacy_get_default (), "notify::active", G_CALLBACK (on_privacy),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (self->badge, mbx_privacy_get_active (mbx_privacy_get_default ()));
}

static void
bind_pages (MbxWindow *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mbx_page_set_setup (MBX_PAGE (child), self->setup);
}

/**
 * mbx_window_new:
 * @application: the program
 * @context: tables, limits and trust
 * @store: (nullable): what was set up; %NULL for practice, where nothing is stored
 *
 * Returns: (transfer none): a new window, owned by GTK
 */
MbxWindow *
mbx_window_new (GtkApplication *application, MbxContext *context, MbxAccountStore *store)
{
  MbxWindow *self = g_object_new (MBX_TYPE_WINDOW, "application", application, NULL);

  self->context = g_object_ref (context);
  g_set_object (&self->store, store);
  gtk_widget_set_visible (self->practice_badge, store == NULL);
  self->setup = mbx_setup_new (context, store);
  if (self->settings != NULL)
    g_settings_bind (self->settings, "ask-nobody", self->setup, "offline",
                     G_SETTINGS_BIND_DEFAULT);
  bind_pages (self);
  mbx_settings_drop_install (GTK_WIDGET (self), on_settings_dropped, self);
  g_signal_connect_swapped (self->setup, "notify::state", G_CALLBACK (on_state), self);
  show_state (self);
  return self;
}

MbxSetup *
mbx_window_get_setup (MbxWindow *self)
{
  return self->setup;
}

/**
 * mbx_window_set_address:
 * @text: an address somebody gave from outside; nothing is looked up for it by itself
 */
void
mbx_window_set_address (MbxWindow *self, const char *text)
{
  if (mbx_setup_get_state (self->setup) != MBX_SETUP_ADDRESS)
    return;
  mbx_address_page_set_address (MBX_ADDRESS_PAGE (self->address_page), text);
}

/**
 * mbx_window_open_tool:
 * @name: "mailboxes", "explain", "ports", "practice", "report" or "guide"
 *
 * Shows one of the pages next to the wizard; going back returns to where the wizard stood.
 */
void
mbx_window_open_tool (MbxWindow *self, const char *name)
{
  MbxPage *page = MBX_PAGE (gtk_stack_get_child_by_name (self->stack, name));

  if (page == NULL)
    {
      page = mbx_tools_new_page (name, self->context, self->store);
      if (page == NULL)
        return;
      gtk_stack_add_named (self->stack, GTK_WIDGET (page), name);
      mbx_page_set_setup (page, self->setup);
    }
  g_free (self->tool);
  self->tool = g_strdup (name);
  show_page (self, name);
}

/**
 * mbx_window_say:
 * @words: a sentence for screen readers
 */
void
mbx_window_say (MbxWindow *self, const char *words)
{
  mbx_announcer_say (self->announcer, words);
}

/**
 * mbx_window_toast:
 * @words: a few words that show for a moment
 */
void
mbx_window_toast (MbxWindow *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
  mbx_window_say (self, words);
}
