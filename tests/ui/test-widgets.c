/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "ui/address-page.h"
#include "ui/check-group.h"
#include "ui/checking-page.h"
#include "ui/columns-layout.h"
#include "ui/done-page.h"
#include "ui/explain-page.h"
#include "ui/failure-panel.h"
#include "ui/field-error.h"
#include "ui/finding-page.h"
#include "ui/format.h"
#include "ui/guide-page.h"
#include "ui/not-found-page.h"
#include "ui/password-row.h"
#include "ui/practice-page.h"
#include "ui/privacy.h"
#include "ui/report-page.h"
#include "ui/server-editor.h"
#include "ui/server-row.h"
#include "ui/sign-in-page.h"
#include "ui/sign-in-words.h"
#include "ui/step-row.h"
#include "ui/ui.h"

/* Widgets alone, without a window and without an engine that runs. */

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_new_and_finalize (void)
{
  const GType types[] = {
    MBX_TYPE_ADDRESS_PAGE, MBX_TYPE_FINDING_PAGE,  MBX_TYPE_NOT_FOUND_PAGE, MBX_TYPE_SIGN_IN_PAGE,
    MBX_TYPE_CHECKING_PAGE, MBX_TYPE_DONE_PAGE,    MBX_TYPE_GUIDE_PAGE,     MBX_TYPE_PRACTICE_PAGE,
    MBX_TYPE_REPORT_PAGE,  MBX_TYPE_SERVER_EDITOR, MBX_TYPE_SERVER_ROW,     MBX_TYPE_STEP_ROW,
    MBX_TYPE_CHECK_GROUP,  MBX_TYPE_FAILURE_PANEL, MBX_TYPE_PASSWORD_ROW,   MBX_TYPE_EXPLAIN_PAGE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GObject *object = g_object_ref_sink (g_object_new (types[i], NULL));

      g_object_add_weak_pointer (object, (gpointer *) &object);
      g_object_unref (object);
      g_test_message ("%s", g_type_name (types[i]));
      g_assert_null (object);
    }
}

static void
test_field_error (void)
{
  g_autoptr (GtkWidget) row = g_object_ref_sink (adw_entry_row_new ());
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new (NULL));

  mbx_field_set_error (row, GTK_LABEL (label), "There is no @ in it.");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_get_visible (label));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  mbx_field_set_error (row, GTK_LABEL (label), NULL);
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_assert_false (gtk_widget_get_visible (label));
  g_assert_false (gtk_test_accessible_has_state (GTK_ACCESSIBLE (row),
                                                 GTK_ACCESSIBLE_STATE_INVALID));
}

static void
test_step_row (void)
{
  g_autoptr (GtkWidget) row = g_object_ref_sink (mbx_step_row_new ());
  const MbxStepResult result = { .side = MBX_SIDE_INCOMING,
                                 .step = MBX_STEP_CONNECT,
                                 .state = MBX_STATE_FAILED,
                                 .microseconds = 1200000 };

  mbx_step_row_set_result (MBX_STEP_ROW (row), &result);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Connect: Failed, 1.2 s");
  g_assert_cmpint (mbx_step_row_get_state (MBX_STEP_ROW (row)), ==, MBX_STATE_FAILED);
}

static void
on_changed (gpointer data)
{
  *(guint *) data += 1;
}

static void
test_password_row (void)
{
  g_autoptr (GtkWidget) row = g_object_ref_sink (g_object_new (MBX_TYPE_PASSWORD_ROW, NULL));
  GtkEditable *entry = GTK_EDITABLE (mbx_password_row_get_entry (MBX_PASSWORD_ROW (row)));
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (entry));
  g_autoptr (MbxSecret) secret = NULL;
  guint changes = 0;

  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), &changes);
  g_assert_null (mbx_password_row_dup_secret (MBX_PASSWORD_ROW (row)));
  gtk_editable_set_text (entry, " p4ss wörd ");
  g_assert_cmpuint (changes, >, 0);
  secret = mbx_password_row_dup_secret (MBX_PASSWORD_ROW (row));
  g_assert_cmpstr (mbx_secret_peek (secret), ==, " p4ss wörd ");
  g_assert_false (gtk_text_get_visibility (text));
  gtk_text_set_visibility (text, TRUE);
  mbx_privacy_set_active (mbx_privacy_get_default (), TRUE);
  g_assert_false (gtk_text_get_visibility (text));
  gtk_text_set_visibility (text, TRUE);
  g_assert_false (gtk_text_get_visibility (text));
  g_assert_false (gtk_password_entry_get_show_peek_icon (GTK_PASSWORD_ENTRY (entry)));
  mbx_privacy_set_active (mbx_privacy_get_default (), FALSE);
  mbx_password_row_clear (MBX_PASSWORD_ROW (row));
  g_assert_true (mbx_password_row_is_empty (MBX_PASSWORD_ROW (row)));
}

static AdwEntryRow *
row_with_title (GtkWidget *widget, const char *title)
{
  if (ADW_IS_ENTRY_ROW (widget) &&
      strcmp (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return ADW_ENTRY_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AdwEntryRow *found = row_with_title (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_server_editor (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (MBX_TYPE_SERVER_EDITOR, NULL));
  MbxServerEditor *editor = MBX_SERVER_EDITOR (widget);
  GtkEditable *host = GTK_EDITABLE (row_with_title (widget, "S_erver"));
  GtkEditable *port = GTK_EDITABLE (row_with_title (widget, "P_ort"));
  g_autoptr (MbxServer) server = NULL;

  mbx_server_editor_set_server (editor, NULL);
  g_assert_false (mbx_server_editor_is_changed (editor));
  g_assert_cmpstr (gtk_editable_get_text (port), ==, "993");
  g_assert_null (mbx_server_editor_dup_server (editor));
  gtk_editable_set_text (host, "  IMAP.Example.ORG. ");
  gtk_editable_set_text (port, "70000");
  g_assert_true (mbx_server_editor_is_changed (editor));
  g_assert_null (mbx_server_editor_dup_server (editor));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (port), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_editable_set_text (port, "1993");
  server = mbx_server_editor_dup_server (editor);
  g_assert_cmpstr (server->host, ==, "imap.example.org");
  g_assert_cmpuint (server->port, ==, 1993);
  g_assert_cmpint (server->protocol, ==, MBX_PROTOCOL_IMAP);
}

static void
test_editor_port_follows (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (MBX_TYPE_SERVER_EDITOR, NULL));
  GtkEditable *port = GTK_EDITABLE (row_with_title (widget, "P_ort"));
  AdwComboRow *protocol = ADW_COMBO_ROW (find_type (widget, ADW_TYPE_COMBO_ROW));

  mbx_server_editor_set_server (MBX_SERVER_EDITOR (widget), NULL);
  adw_combo_row_set_selected (protocol, 1);
  g_assert_cmpstr (gtk_editable_get_text (port), ==, "995");
  gtk_editable_set_text (port, "1234");
  adw_combo_row_set_selected (protocol, 0);
  g_assert_cmpstr (gtk_editable_get_text (port), ==, "1234");
}

static void
test_columns (void)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *a = gtk_label_new ("a");
  GtkWidget *b = gtk_label_new ("b");
  int minimum, one, two;

  gtk_widget_set_layout_manager (box, g_object_new (MBX_TYPE_COLUMNS_LAYOUT, "spacing", 24,
                                                    "column-width", 300, NULL));
  gtk_widget_set_size_request (a, 100, 50);
  gtk_widget_set_size_request (b, 120, 70);
  gtk_widget_set_parent (a, box);
  gtk_widget_set_parent (b, box);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &two, NULL, NULL);
  g_assert_cmpint (minimum, ==, 120);
  g_assert_cmpint (two, ==, 624);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 624, NULL, &one, NULL, NULL);
  g_assert_cmpint (one, ==, 70);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 623, NULL, &two, NULL, NULL);
  g_assert_cmpint (two, ==, 144);
  gtk_widget_unparent (a);
  gtk_widget_unparent (b);
  g_object_unref (box);
}

static void
test_format (void)
{
  g_autoptr (MbxServer) now = mbx_server_new (MBX_PROTOCOL_SMTP, "smtp.example.org", 587,
                                              MBX_SECURITY_STARTTLS, NULL);
  g_autoptr (MbxServer) other = mbx_server_new (MBX_PROTOCOL_SMTP, "smtp.example.org", 465,
                                                MBX_SECURITY_TLS, NULL);
  g_autofree char *label = mbx_format_suggestion (now, other);
  g_autofree char *host = mbx_format_host_markup ("imap.mail.example.co.uk");
  g_autofree char *time = mbx_format_duration (400);
  g_autofree char *none = mbx_format_duration (0);

  g_assert_cmpstr (label, ==, "Use Port 465");
  g_assert_cmpstr (host, ==, "imap.\u200bmail.\u200b<b>example.co.uk</b>");
  g_assert_cmpstr (time, ==, "1 ms");
  g_assert_cmpstr (none, ==, "");
}

static void
test_sign_in_words (void)
{
  MbxProvider provider = { .name = (char *) "Example Mail",
                           .auth = MBX_AUTH_APP_PASSWORD | MBX_AUTH_OAUTH,
                           .app_password_shape = (char *) "16 lower-case letters" };
  g_autofree char *note = mbx_sign_in_note (&provider, provider.auth);

  g_assert_nonnull (strstr (note, "Example Mail"));
  g_assert_nonnull (strstr (note, "16 lower-case letters"));
  g_assert_cmpstr (mbx_sign_in_field_title (provider.auth), ==, "App _password");
  g_assert_null (mbx_sign_in_note (&provider, MBX_AUTH_PASSWORD));
  g_assert_false (mbx_sign_in_takes_password (MBX_AUTH_OAUTH));
  g_assert_cmpuint (mbx_sign_in_auth (NULL, NULL), ==, MBX_AUTH_PASSWORD);
}

static void
test_failure_panel (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (MBX_TYPE_FAILURE_PANEL, NULL));
  const MbxWordsContext context = { .code = MBX_CODE_PORT_BLOCKED };
  g_autoptr (MbxWords) words = mbx_words_new (&context);
  const MbxFailure failure = { .code = MBX_CODE_PORT_BLOCKED, .words = words };
  GtkWidget *button = find_type (widget, GTK_TYPE_BUTTON);

  mbx_failure_panel_set_failure (MBX_FAILURE_PANEL (widget), &failure);
  g_assert_cmpint (mbx_failure_panel_get_code (MBX_FAILURE_PANEL (widget)), ==,
                   MBX_CODE_PORT_BLOCKED);
  g_assert_false (gtk_widget_get_visible (button));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  mbx_ui_init ();
  g_test_add_func ("/ui/new-and-finalize", test_new_and_finalize);
  g_test_add_func ("/ui/field-error", test_field_error);
  g_test_add_func ("/ui/step-row", test_step_row);
  g_test_add_func ("/ui/password-row", test_password_row);
  g_test_add_func ("/ui/server-editor", test_server_editor);
  g_test_add_func ("/ui/server-editor/port-follows", test_editor_port_follows);
  g_test_add_func ("/ui/columns", test_columns);
  g_test_add_func ("/ui/format", test_format);
  g_test_add_func ("/ui/sign-in-words", test_sign_in_words);
  g_test_add_func ("/ui/failure-panel", test_failure_panel);
  return g_test_run ();
}
