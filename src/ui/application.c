/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/application.h"

#include <glib/gi18n.h>

#include "core/code.h"
#include "engine/account-store.h"
#include "engine/context.h"
#include "engine/demo-server.h"
#include "ui/ui.h"
#include "ui/window.h"

struct _MbxApplication
{
  AdwApplication parent_instance;

  MbxContext *context;
  MbxAccountStore *store;
  MbxDemoServer *demo;
  MbxContext *practice;
  GtkWindow *practice_window;
};

G_DEFINE_FINAL_TYPE (MbxApplication, mbx_application, ADW_TYPE_APPLICATION)

/* An option whose value may be left out has to be a callback, which knows nothing but globals. */
static char *demo_option;

static gboolean
take_demo (const char *name, const char *value, gpointer data, GError **error)
{
  g_free (demo_option);
  demo_option = g_strdup (value != NULL ? value : "");
  return TRUE;
}

static const GOptionEntry options[] = {
  { "demo", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, take_demo,
    N_ ("Practise on the built-in demo server, with the failure CODE"), N_ ("CODE") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
  { NULL },
};

/* Practice has a server, trust and a window of its own: nothing of it mixes with real mailboxes. */
static gboolean
ensure_demo (MbxApplication *self, GError **error)
{
  if (self->demo != NULL)
    return TRUE;
  self->demo = mbx_demo_server_new (error);
  if (self->demo == NULL)
    return FALSE;
  self->practice = mbx_context_new ();
  mbx_demo_server_apply (self->demo, self->practice);
  return TRUE;
}

static gboolean
choose_failure (MbxApplication *self, const char *text, GError **error)
{
  MbxCode code = MBX_CODE_NONE;

  if (*text == '\0' || mbx_code_from_string (text, &code))
    {
      if (mbx_demo_server_set_failure (self->demo, code))
        return TRUE;
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("The demo server cannot show “%s”."), text);
  return FALSE;
}

static MbxWindow *
open_practice (MbxApplication *self, const char *code, GError **error)
{
  MbxWindow *window;

  if (!ensure_demo (self, error) || !choose_failure (self, code, error))
    return NULL;
  if (self->practice_window != NULL)
    gtk_window_destroy (self->practice_window);
  window = mbx_window_new (GTK_APPLICATION (self), self->practice, NULL);
  g_set_weak_pointer (&self->practice_window, GTK_WINDOW (window));
  mbx_window_set_address (window, MBX_DEMO_ADDRESS);
  return window;
}

static void
on_practice (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (data));
  MbxWindow *window = open_practice (data, g_variant_get_string (parameter, NULL), &error);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else if (MBX_IS_WINDOW (parent))
    mbx_window_toast (MBX_WINDOW (parent), error->message);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));

  if (window != NULL)
    gtk_window_close (window);
}

static MbxWindow *
ensure_window (MbxApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (MBX_IS_WINDOW (l->data) && l->data != self->practice_window)
        return l->data;
    }
  return mbx_window_new (GTK_APPLICATION (self), self->context, self->store);
}

static void
mbx_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (MBX_APPLICATION (application))));
}

static void
set_accels (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "app.quit", { "<Control>q", NULL } },
    { "window.close", { "<Control>w", NULL } },
    { "win.screen-share", { "<Control><Shift>s", "F8", NULL } },
    { "win.mailboxes", { "<Control>m", NULL } },
    { "win.explain", { "<Control>e", NULL } },
    { "win.report", { "<Control>r", NULL } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action,
                                           (const char *const *) accels[i].keys);
}

static void
mbx_application_startup (GApplication *application)
{
  MbxApplication *self = MBX_APPLICATION (application);
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = on_quit },
    { .name = "practice", .activate = on_practice, .parameter_type = "s" },
  };

  G_APPLICATION_CLASS (mbx_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  set_accels (GTK_APPLICATION (application));
  self->context = mbx_context_new ();
  self->store = mbx_account_store_new (NULL);
}

static int
mbx_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  MbxApplication *self = MBX_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (line);
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (line, NULL);
  g_autoptr (GError) error = NULL;
  const char *code = NULL;
  MbxWindow *window;

  if (g_variant_dict_lookup (dict, "demo", "&s", &code))
    window = open_practice (self, code, &error);
  else
    window = ensure_window (self);
  if (window == NULL)
    {
      g_application_command_line_printerr (line, "%s\n", error->message);
      return 2;
    }
  if (arguments[0] != NULL && arguments[1] != NULL)
    mbx_window_set_address (window, arguments[1]);
  gtk_window_present (GTK_WINDOW (window));
  return 0;
}

static int
mbx_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  if (demo_option != NULL)
    g_variant_dict_insert (dict, "demo", "s", demo_option);
  if (!g_variant_dict_contains (dict, "version"))
    return -1;
  g_print ("mailbox-setup %s\n", MBX_VERSION);
  return 0;
}

static void
mbx_application_dispose (GObject *object)
{
  MbxApplication *self = MBX_APPLICATION (object);

  g_clear_weak_pointer (&self->practice_window);
  g_clear_object (&self->demo);
  g_clear_object (&self->practice);
  g_clear_object (&self->context);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (mbx_application_parent_class)->dispose (object);
}

static void
mbx_application_class_init (MbxApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mbx_application_dispose;
  application_class->activate = mbx_application_activate;
  application_class->startup = mbx_application_startup;
  application_class->command_line = mbx_application_command_line;
  application_class->handle_local_options = mbx_application_handle_local_options;
}

static void
mbx_application_init (MbxApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_parameter_string (application, _ ("[ADDRESS]"));
  g_application_set_option_context_summary (
      application, _ ("Sets up a mailbox: finds its servers, tests them and stores the password."));
}

/**
 * mbx_application_new:
 *
 * Returns: (transfer full): the program
 */
MbxApplication *
mbx_application_new (void)
{
  mbx_ui_init ();
  return g_object_new (MBX_TYPE_APPLICATION, "application-id", MBX_APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path",
                       "/io/github/mailbox_setup/MailboxSetup", NULL);
}
