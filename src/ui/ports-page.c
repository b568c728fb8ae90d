/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/ports-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/server.h"
#include "core/words.h"
#include "engine/ports.h"
#include "ui/button.h"
#include "ui/field-error.h"

struct _MbxPortsPage
{
  MbxPage parent_instance;

  AdwEntryRow *host_row;
  GtkLabel *error_label;
  GtkButton *test_button;
  GtkListBox *list;
  MbxContext *context;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MbxPortsPage, mbx_ports_page, MBX_TYPE_PAGE)

static const char *
usual_use (guint16 port)
{
  switch (port)
    {
    case 25:
      return _ ("between mail servers (SMTP)");
    case 465:
      return _ ("sending, TLS (SMTP)");
    case 587:
      return _ ("sending, STARTTLS (SMTP)");
    case 143:
      return _ ("receiving, STARTTLS (IMAP)");
    case 993:
      return _ ("receiving, TLS (IMAP)");
    case 110:
      return _ ("receiving, STARTTLS (POP3)");
    case 995:
      return _ ("receiving, TLS (POP3)");
    default:
      return "";
    }
}

static const char *
state_words (const char *state)
{
  if (strcmp (state, "open") == 0)
    return _ ("Open");
  if (strcmp (state, "refused") == 0)
    return _ ("Refused");
  if (strcmp (state, "silent") == 0)
    return _ ("Silent");
  if (strcmp (state, "unreachable") == 0)
    return _ ("Unreachable");
  return _ ("Unknown");
}

/* What answered, how it encrypts and whether its certificate is good, one per line. */
static char *
detail_words (const MbxPortResult *result)
{
  GString *words = g_string_new (usual_use (result->port));

  if (result->speaks != NULL)
    {
      g_autofree char *name = g_ascii_strup (result->speaks, -1);

      g_string_append_c (words, '\n');
      /* Translators: the name of a protocol, for instance "IMAP" */
      g_string_append_printf (words, _ ("%s answers"), name);
    }
  if (result->tls_version != NULL)
    {
      const MbxWordsContext context = { .code = result->certificate };
      g_autoptr (MbxWords) verdict = NULL;

      if (result->certificate != MBX_CODE_NONE)
        verdict = mbx_words_new (&context);
      g_string_append_printf (words, "\n%s, %s", result->tls_version,
                              verdict != NULL ? verdict->title : _ ("good certificate"));
    }
  return g_string_free (words, FALSE);
}

static GtkWidget *
new_row (const MbxPortResult *result)
{
  const gboolean open = strcmp (result->state, "open") == 0;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name",
                                  open ? "emblem-ok-symbolic" : "action-unavailable-symbolic",
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  /* Translators: the number of a port */
  g_autofree char *title = g_strdup_printf (_ ("Port %u"), result->port);
  g_autofree char *detail = detail_words (result);
  g_autofree char *escaped = g_markup_escape_text (detail, -1);

  gtk_widget_add_css_class (icon, open ? "success" : "dim-label");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_label_new (state_words (result->state)));
  return row;
}

static void
show_results (MbxPortsPage *self, GPtrArray *results)
{
  GtkWidget *row;
  guint open = 0;
  g_autofree char *words = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < results->len; i++)
    {
      const MbxPortResult *result = g_ptr_array_index (results, i);

      gtk_list_box_append (self->list, new_row (result));
      open += strcmp (result->state, "open") == 0;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), TRUE);
  words = g_strdup_printf (ngettext ("%u port is open.", "%u ports are open.", open), open);
  mbx_page_say (MBX_PAGE (self), words);
}

static void
write_button (MbxPortsPage *self)
{
  mbx_button_set_label (self->test_button,
                        self->cancellable != NULL ? _ ("_Cancel") : _ ("_Test"));
}

static void
on_tested (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxPortsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = mbx_ports_finish (result, &error);

  g_clear_object (&self->cancellable);
  if (self->context == NULL)
    return;
  write_button (self);
  if (results != NULL)
    show_results (self, results);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    mbx_field_set_error (GTK_WIDGET (self->host_row), self->error_label, error->message);
}

static void
on_test (MbxPortsPage *self)
{
  g_autofree char *host =
      mbx_host_normalize (gtk_editable_get_text (GTK_EDITABLE (self->host_row)));

  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      return;
    }
  if (host == NULL)
    {
      mbx_field_set_error (GTK_WIDGET (self->host_row), self->error_label,
                           _ ("Type the name of a server, for instance mail.example.org."));
      gtk_widget_grab_focus (GTK_WIDGET (self->host_row));
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  self->cancellable = g_cancellable_new ();
  write_button (self);
  mbx_ports_async (self->context, host, self->cancellable, on_tested, g_object_ref (self));
}

static void
on_changed (MbxPortsPage *self)
{
  mbx_field_set_error (GTK_WIDGET (self->host_row), self->error_label, NULL);
}

/* The servers of the mailbox at hand are the ones that somebody wants to test. */
static void
mbx_ports_page_shown (MbxPage *page)
{
  MbxPortsPage *self = MBX_PORTS_PAGE (page);
  const MbxAccount *account = mbx_setup_get_account (mbx_page_get_setup (page));

  if (account != NULL && account->outgoing != NULL &&
      *gtk_editable_get_text (GTK_EDITABLE (self->host_row)) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->host_row), account->outgoing->host);
}

static void
mbx_ports_page_dispose (GObject *object)
{
  MbxPortsPage *self = MBX_PORTS_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mbx_ports_page_parent_class)->dispose (object);
}

static void
mbx_ports_page_class_init (MbxPortsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mbx_ports_page_dispose;
  MBX_PAGE_CLASS (class)->shown = mbx_ports_page_shown;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/ports-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxPortsPage, host_row);
  gtk_widget_class_bind_template_child (widget_class, MbxPortsPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, MbxPortsPage, test_button);
  gtk_widget_class_bind_template_child (widget_class, MbxPortsPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
mbx_ports_page_init (MbxPortsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_entry_row_set_input_purpose (self->host_row, GTK_INPUT_PURPOSE_URL);
}

/**
 * mbx_ports_page_new:
 * @context: limits and trust
 *
 * Returns: (transfer floating): a new page
 */
MbxPage *
mbx_ports_page_new (MbxContext *context)
{
  MbxPortsPage *self = g_object_new (MBX_TYPE_PORTS_PAGE, NULL);

  self->context = g_object_ref (context);
  return MBX_PAGE (self);
}
