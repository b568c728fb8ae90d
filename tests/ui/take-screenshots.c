/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <adwaita.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "engine/demo-server.h"
#include "ui/privacy.h"
#include "ui/ui.h"
#include "ui/window.h"

/*
 * Walks the window through its pages on the demo server and writes a picture of each:
 * take-screenshots FOLDER PREFIX WIDTH PERCENT light|dark ltr|rtl. Run by the script screenshots.
 * Fails where a page wants to be wider than that.
 */

#define PATIENCE 20000
#define MAX_HEIGHT 2400

typedef struct
{
  const char *folder;
  const char *prefix;
  int width;
  MbxContext *context;
  MbxDemoServer *demo;
  MbxWindow *window;
  gboolean failed;
} Shoot;

static gboolean
on_late (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_for_state (Shoot *shoot, MbxSetupState first, MbxSetupState second)
{
  MbxSetup *setup = mbx_window_get_setup (shoot->window);
  gboolean late = FALSE;
  guint source = g_timeout_add (PATIENCE, on_late, &late);

  while (!late && mbx_setup_get_state (setup) != first && mbx_setup_get_state (setup) != second)
    g_main_context_iteration (NULL, TRUE);
  if (late)
    g_error ("state %d did not come", first);
  g_source_remove (source);
}

static void
wait_milliseconds (guint time)
{
  gboolean over = FALSE;

  g_timeout_add (time, on_late, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* The height at which nothing has to be scrolled. */
static int
full_height (GtkWidget *window)
{
  int height = 0;
  GtkWidget *stack = window;
  g_autoptr (GQueue) queue = g_queue_new ();

  g_queue_push_tail (queue, window);
  while ((stack = g_queue_pop_head (queue)) != NULL)
    {
      if (GTK_IS_SCROLLED_WINDOW (stack) && gtk_widget_get_mapped (stack))
        {
          GtkAdjustment *adjustment =
              gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (stack));

          height = MAX (height, (int) gtk_adjustment_get_upper (adjustment) + 120);
        }
      for (GtkWidget *child = gtk_widget_get_first_child (stack); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        g_queue_push_tail (queue, child);
    }
  return CLAMP (height, 640, MAX_HEIGHT);
}

/* The frame that the toolkit draws around the window does not count. */
static int
frame_width (Shoot *shoot)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (shoot->window));
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (shoot->window), &width, &height);
  return width - gtk_widget_get_width (content);
}

static void
save (Shoot *shoot, const char *page)
{
  GtkWidget *widget = GTK_WIDGET (shoot->window);
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (widget));
  graphene_rect_t bounds;
  g_autofree char *name = g_strdup_printf ("%s-%s.png", shoot->prefix, page);
  g_autofree char *path = g_build_filename (shoot->folder, name, NULL);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    g_error ("nothing to draw for %s", path);
  if (!gtk_widget_compute_bounds (content, widget, &bounds))
    g_error ("no bounds");
  graphene_rect_offset (&bounds, frame_width (shoot) / 2.0f, frame_width (shoot) / 2.0f);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node,
                                         &bounds);
  if (!gdk_texture_save_to_png (texture, path))
    g_error ("cannot write %s", path);
  if (gtk_widget_get_width (content) != shoot->width)
    {
      g_printerr ("%s: %d px wide\n", path, gtk_widget_get_width (content));
      shoot->failed = TRUE;
    }
}

static void
take (Shoot *shoot, const char *page)
{
  gtk_window_set_default_size (GTK_WINDOW (shoot->window), shoot->width + frame_width (shoot), 600);
  wait_milliseconds (400);
  gtk_window_set_default_size (GTK_WINDOW (shoot->window), shoot->width + frame_width (shoot),
                               full_height (GTK_WIDGET (shoot->window)));
  wait_milliseconds (400);
  save (shoot, page);
}

static void
go_on (Shoot *shoot)
{
  g_autoptr (GError) error = NULL;

  if (!mbx_setup_continue (mbx_window_get_setup (shoot->window), &error))
    g_error ("%s", error->message);
}

static void
sign_in (Shoot *shoot, const char *password)
{
  g_autoptr (MbxSecret) secret = mbx_secret_new (password);

  mbx_setup_set_password (mbx_window_get_setup (shoot->window), secret, secret);
  go_on (shoot);
  wait_for_state (shoot, MBX_SETUP_CHECKED, MBX_SETUP_DONE);
}

static void
find (Shoot *shoot, const char *address)
{
  mbx_setup_restart (mbx_window_get_setup (shoot->window));
  mbx_setup_set_address (mbx_window_get_setup (shoot->window), address, "Anna Example");
  mbx_privacy_add_address (mbx_privacy_get_default (), address);
  go_on (shoot);
}

static void
take_failure (Shoot *shoot, MbxCode code, const char *page)
{
  if (!mbx_demo_server_set_failure (shoot->demo, code))
    return;
  find (shoot, MBX_DEMO_ADDRESS);
  wait_for_state (shoot, MBX_SETUP_SIGN_IN, MBX_SETUP_NOT_FOUND);
  sign_in (shoot, MBX_DEMO_PASSWORD);
  take (shoot, page);
}

static void
take_tools (Shoot *shoot)
{
  static const char *const tools[] = { "mailboxes", "explain", "ports",
                                       "practice",  "report",  "guide" };

  for (gsize i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      mbx_window_open_tool (shoot->window, tools[i]);
      take (shoot, tools[i]);
      gtk_widget_activate_action (GTK_WIDGET (shoot->window), "win.back", NULL);
    }
}

static void
take_all (Shoot *shoot)
{
  take (shoot, "address");
  find (shoot, MBX_DEMO_ADDRESS);
  wait_for_state (shoot, MBX_SETUP_SIGN_IN, MBX_SETUP_NOT_FOUND);
  take (shoot, "sign-in");
  sign_in (shoot, "wrong");
  take (shoot, "wrong-password");
  take_failure (shoot, MBX_CODE_TLS_EXPIRED, "tls-expired");
  take_failure (shoot, MBX_CODE_PORT_BLOCKED, "port-blocked");
  mbx_privacy_set_active (mbx_privacy_get_default (), TRUE);
  take (shoot, "screen-share");
  mbx_privacy_set_active (mbx_privacy_get_default (), FALSE);
  take_tools (shoot);
  mbx_demo_server_set_failure (shoot->demo, MBX_CODE_NONE);
  find (shoot, MBX_DEMO_ADDRESS);
  wait_for_state (shoot, MBX_SETUP_SIGN_IN, MBX_SETUP_NOT_FOUND);
  sign_in (shoot, MBX_DEMO_PASSWORD);
  take (shoot, "done");
}

/* What needs the real list of providers and no server. */
static void
take_providers (Shoot *shoot)
{
  find (shoot, "anna@gmail.com");
  wait_for_state (shoot, MBX_SETUP_SIGN_IN, MBX_SETUP_NOT_FOUND);
  take (shoot, "sign-in-app-password");
  find (shoot, "anna@outlook.com");
  wait_for_state (shoot, MBX_SETUP_SIGN_IN, MBX_SETUP_NOT_FOUND);
  take (shoot, "sign-in-browser-only");
  find (shoot, "anna@unknown.example");
  wait_for_state (shoot, MBX_SETUP_NOT_FOUND, MBX_SETUP_SIGN_IN);
  take (shoot, "not-found");
  mbx_setup_enter_by_hand (mbx_window_get_setup (shoot->window));
  take (shoot, "by-hand");
}

static void
open_window (Shoot *shoot, GtkApplication *application, void (*walk) (Shoot *shoot))
{
  shoot->window = mbx_window_new (application, shoot->context, NULL);
  gtk_window_present (GTK_WINDOW (shoot->window));
  walk (shoot);
  gtk_window_destroy (GTK_WINDOW (shoot->window));
  g_clear_object (&shoot->context);
}

static void
set_look (char **argv)
{
  GtkSettings *settings = gtk_settings_get_default ();
  const int percent = (int) g_ascii_strtoll (argv[4], NULL, 10);

  g_object_set (settings, "gtk-xft-dpi", 96 * 1024 * percent / 100, "gtk-enable-animations", FALSE,
                "gtk-font-name", "Cantarell 11", NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      strcmp (argv[5], "dark") == 0 ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                    : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_widget_set_default_direction (strcmp (argv[6], "rtl") == 0 ? GTK_TEXT_DIR_RTL
                                                                 : GTK_TEXT_DIR_LTR);
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  Shoot shoot = { 0 };

  setlocale (LC_ALL, "");
  bindtextdomain (MBX_GETTEXT_PACKAGE, MBX_LOCALE_DIR);
  bind_textdomain_codeset (MBX_GETTEXT_PACKAGE, "UTF-8");
  textdomain (MBX_GETTEXT_PACKAGE);
  if (argc != 7)
    g_error ("usage: take-screenshots FOLDER PREFIX WIDTH PERCENT light|dark ltr|rtl");
  mbx_ui_init ();
  application = GTK_APPLICATION (adw_application_new (MBX_APP_ID, G_APPLICATION_NON_UNIQUE));
  g_application_set_resource_base_path (G_APPLICATION (application),
                                        "/io/github/mailbox_setup/MailboxSetup");
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  set_look (argv);
  shoot.folder = argv[1];
  shoot.prefix = argv[2];
  shoot.width = (int) g_ascii_strtoll (argv[3], NULL, 10);
  shoot.context = mbx_context_new ();
  shoot.demo = mbx_demo_server_new (&error);
  if (shoot.demo == NULL)
    g_error ("%s", error->message);
  mbx_demo_server_apply (shoot.demo, shoot.context);
  open_window (&shoot, application, take_all);
  shoot.context = mbx_context_new ();
  mbx_context_set_offline (shoot.context, TRUE);
  open_window (&shoot, application, take_providers);
  g_object_unref (shoot.demo);
  return shoot.failed ? 1 : 0;
}
