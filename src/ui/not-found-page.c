/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/not-found-page.h"

#include <glib/gi18n.h>

#include "ui/button.h"
#include "ui/privacy.h"

struct _MbxNotFoundPage
{
  MbxPage parent_instance;

  AdwStatusPage *status;
  GtkBox *fixes;
  GtkLabel *code_label;
  GtkLinkButton *link;
  GtkButton *use_button;
  GtkWidget *by_hand_button;
};

G_DEFINE_FINAL_TYPE (MbxNotFoundPage, mbx_not_found_page, MBX_TYPE_PAGE)

/* The same mailbox at the domain that was probably meant. */
static char *
suggested_address (MbxSetup *setup)
{
  MbxDiscovery *discovery = mbx_setup_get_discovery (setup);
  const char *domain = discovery == NULL ? NULL : mbx_discovery_get_suggested_domain (discovery);
  const MbxAddress *address = mbx_setup_get_address (setup);

  if (domain == NULL || address == NULL)
    return NULL;
  return g_strdup_printf ("%s@%s", address->local, domain);
}

static void
on_use (MbxNotFoundPage *self)
{
  MbxSetup *setup = mbx_page_get_setup (MBX_PAGE (self));
  g_autofree char *address = suggested_address (setup);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (address == NULL)
    return;
  g_object_get (setup, "name", &name, NULL);
  mbx_privacy_add_address (mbx_privacy_get_default (), address);
  mbx_setup_back (setup);
  mbx_setup_set_address (setup, address, name);
  if (!mbx_setup_continue (setup, &error))
    mbx_page_toast (MBX_PAGE (self), error->message);
}

static void
on_by_hand (MbxNotFoundPage *self)
{
  mbx_setup_enter_by_hand (mbx_page_get_setup (MBX_PAGE (self)));
}

static void
on_back (MbxNotFoundPage *self)
{
  mbx_setup_back (mbx_page_get_setup (MBX_PAGE (self)));
}

static void
write_fixes (MbxNotFoundPage *self, char **fixes)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fixes))) != NULL)
    gtk_box_remove (self->fixes, child);
  for (guint i = 0; fixes != NULL && fixes[i] != NULL; i++)
    gtk_box_append (self->fixes, g_object_new (GTK_TYPE_LABEL, "label", fixes[i], "wrap", TRUE,
                                               "wrap-mode", PANGO_WRAP_WORD_CHAR, "justify",
                                               GTK_JUSTIFY_CENTER, NULL));
}

static void
write_suggestion (MbxNotFoundPage *self, MbxSetup *setup)
{
  g_autofree char *address = suggested_address (setup);
  g_autofree char *shown = mbx_privacy_show (mbx_privacy_get_default (), address);
  g_autofree char *label = NULL;
  g_autofree char *question = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->use_button), address != NULL);
  if (address == NULL)
    return;
  /* Translators: a button; the mail address that was probably meant */
  label = g_strdup_printf (_ ("Use %s"), shown);
  /* Translators: a question; the mail address that was probably meant */
  question = g_strdup_printf (_ ("Did you mean %s?"), shown);
  mbx_button_set_label (self->use_button, label);
  adw_status_page_set_title (self->status, question);
}

static void
write_words (MbxNotFoundPage *self, const MbxWords *words)
{
  MbxPrivacy *privacy = mbx_privacy_get_default ();
  g_autofree char *summary = mbx_privacy_show (privacy, words->summary);
  g_autofree char *escaped = g_markup_escape_text (summary, -1);

  adw_status_page_set_title (self->status, words->title);
  adw_status_page_set_description (self->status, escaped);
  write_fixes (self, words->fixes);
  gtk_widget_set_visible (GTK_WIDGET (self->link), words->link != NULL);
  if (words->link != NULL)
    gtk_link_button_set_uri (self->link, words->link);
}

static void
mbx_not_found_page_refresh (MbxPage *page)
{
  MbxNotFoundPage *self = MBX_NOT_FOUND_PAGE (page);
  MbxSetup *setup = mbx_page_get_setup (page);
  g_autoptr (MbxWords) words = NULL;
  g_autofree char *code = NULL;

  if (setup == NULL || mbx_setup_get_state (setup) != MBX_SETUP_NOT_FOUND)
    return;
  words = mbx_setup_dup_words (setup);
  if (words == NULL)
    return;
  write_words (self, words);
  write_suggestion (self, setup);
  /* Translators: a code that can be read over the phone */
  code = g_strdup_printf (_ ("Code: %s"), mbx_code_to_string (mbx_setup_get_code (setup)));
  gtk_label_set_label (self->code_label, code);
}

static void
mbx_not_found_page_shown (MbxPage *page)
{
  MbxNotFoundPage *self = MBX_NOT_FOUND_PAGE (page);

  if (gtk_widget_get_visible (GTK_WIDGET (self->use_button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->use_button));
  mbx_page_say (page, adw_status_page_get_title (self->status));
}

static void
mbx_not_found_page_class_init (MbxNotFoundPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  MBX_PAGE_CLASS (class)->refresh = mbx_not_found_page_refresh;
  MBX_PAGE_CLASS (class)->shown = mbx_not_found_page_shown;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/not-found-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MbxNotFoundPage, status);
  gtk_widget_class_bind_template_child (widget_class, MbxNotFoundPage, fixes);
  gtk_widget_class_bind_template_child (widget_class, MbxNotFoundPage, code_label);
  gtk_widget_class_bind_template_child (widget_class, MbxNotFoundPage, link);
  gtk_widget_class_bind_template_child (widget_class, MbxNotFoundPage, use_button);
  gtk_widget_class_bind_template_child (widget_class, MbxNotFoundPage, by_hand_button);
  gtk_widget_class_bind_template_callback (widget_class, on_use);
  gtk_widget_class_bind_template_callback (widget_class, on_by_hand);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
mbx_not_found_page_init (MbxNotFoundPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
