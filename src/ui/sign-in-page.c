/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/sign-in-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/password-shape.h"
#include "ui/button.h"
#include "ui/field-error.h"
#include "ui/format.h"
#include "ui/password-row.h"
#include "ui/privacy.h"
#include "ui/server-editor.h"
#include "ui/server-row.h"
#include "ui/sign-in-words.h"

struct _MbxSignInPage
{
  MbxPage parent_instance;

  GtkLabel *heading;
  GtkLabel *subtitle;
  GtkWidget *servers;
  MbxServerRow *incoming_row;
  MbxServerRow *outgoing_row;
  AdwActionRow *source_row;
  GtkImage *trust_icon;
  GtkWidget *enable_box;
  GtkLinkButton *enable_link;
  GtkWidget *consent_box;
  GtkCheckButton *consent_check;
  GtkLabel *consent_label;
  GtkLabel *keyring_label;
  GtkWidget *password_box;
  MbxPasswordRow *password_row;
  GtkLabel *caps_label;
  GtkLabel *error_label;
  GtkLabel *note_label;
  GtkLinkButton *app_link;
  GtkWidget *no_password_box;
  GtkLabel *no_password_label;
  GtkWidget *browser_button;
  GtkLabel *refusal_label;
  MbxServerEditor *incoming_editor;
  MbxServerEditor *outgoing_editor;
  GtkButton *continue_button;
  gboolean browser_sign_in;
  guint auth;
};

G_DEFINE_FINAL_TYPE (MbxSignInPage, mbx_sign_in_page, MBX_TYPE_PAGE)

static MbxSetup *
setup_of (MbxSignInPage *self)
{
  return mbx_page_get_setup (MBX_PAGE (self));
}

static void
write_sensitive (MbxSignInPage *self)
{
  const gboolean consent = !gtk_widget_get_visible (self->consent_box) ||
                           gtk_check_button_get_active (self->consent_check);
  const gboolean typed = !gtk_widget_get_visible (self->password_box) ||
                         !mbx_password_row_is_empty (self->password_row);

  gtk_widget_set_sensitive (GTK_WIDGET (self->continue_button), consent && typed);
  gtk_widget_set_sensitive (self->browser_button, consent);
}

static void
on_password_changed (MbxSignInPage *self)
{
  mbx_field_set_error (GTK_WIDGET (self->password_row), self->error_label, NULL);
  write_sensitive (self);
}

static void
on_caps_lock (MbxSignInPage *self)
{
  gboolean on;

  g_object_get (self->password_row, "caps-lock", &on, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->caps_label), on);
}

static void
on_browser (MbxSignInPage *self)
{
  if (gtk_widget_get_visible (self->consent_box))
    mbx_setup_give_consent (setup_of (self));
  mbx_setup_use_browser (setup_of (self));
}

/* What was typed into the server rows; both or nothing. */
static gboolean
take_servers (MbxSignInPage *self)
{
  g_autoptr (MbxServer) incoming = NULL;
  g_autoptr (MbxServer) outgoing = NULL;

  if (!mbx_server_editor_is_changed (self->incoming_editor) &&
      !mbx_server_editor_is_changed (self->outgoing_editor) &&
      mbx_setup_get_account (setup_of (self))->incoming != NULL)
    return TRUE;
  incoming = mbx_server_editor_dup_server (self->incoming_editor);
  outgoing = incoming == NULL ? NULL : mbx_server_editor_dup_server (self->outgoing_editor);
  if (outgoing == NULL)
    return FALSE;
  mbx_setup_set_server (setup_of (self), MBX_SIDE_INCOMING, incoming);
  mbx_setup_set_server (setup_of (self), MBX_SIDE_OUTGOING, outgoing);
  return TRUE;
}

static void
send (MbxSignInPage *self, MbxSecret *secret)
{
  g_autoptr (MbxSecret) outgoing = mbx_server_editor_dup_secret (self->outgoing_editor);
  g_autoptr (GError) error = NULL;

  if (!take_servers (self))
    return;
  if (gtk_widget_get_visible (self->consent_box))
    mbx_setup_give_consent (setup_of (self));
  mbx_setup_set_password (setup_of (self), secret, outgoing != NULL ? outgoing : secret);
  if (!mbx_setup_continue (setup_of (self), &error))
    {
      mbx_field_set_error (GTK_WIDGET (self->password_row), self->error_label, error->message);
      mbx_page_say (MBX_PAGE (self), error->message);
    }
}

static MbxSecret *
without_blanks (const MbxSecret *secret)
{
  return mbx_secret_new_take (g_strstrip (g_strdup (mbx_secret_peek (secret))));
}

static void
on_answer (MbxSignInPage *self, const char *response)
{
  g_autoptr (MbxSecret) secret = mbx_password_row_dup_secret (self->password_row);
  g_autoptr (MbxSecret) used = NULL;

  if (secret == NULL || strcmp (response, "correct") == 0)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
      return;
    }
  used = strcmp (response, "strip") == 0 ? without_blanks (secret) : mbx_secret_ref (secret);
  send (self, used);
}

static void
ask (MbxSignInPage *self, MbxPasswordDoubt doubt)
{
  const gboolean blank = doubt == MBX_PASSWORD_BLANK_AROUND;
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (
      parent, blank ? _ ("Does the blank belong to it?") : _ ("Is this an app password?"),
      blank ? _ ("The password begins or ends with a blank. That often happens when it is copied.")
            : _ ("This does not look like one of this provider's app passwords. With the usual "
                 "password the sign-in will probably be refused."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_response (message, "correct", _ ("_Correct It"));
  adw_message_dialog_add_response (message, "keep",
                                   blank ? _ ("_Keep the Blank") : _ ("_Use Anyway"));
  if (blank)
    adw_message_dialog_add_response (message, "strip", _ ("_Leave It Out"));
  adw_message_dialog_set_default_response (message, blank ? "strip" : "correct");
  adw_message_dialog_set_close_response (message, "correct");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_continue (MbxSignInPage *self)
{
  const MbxProvider *provider = mbx_setup_get_provider (setup_of (self));
  g_autoptr (MbxSecret) secret = mbx_password_row_dup_secret (self->password_row);
  g_autoptr (MbxSecret) tidy = NULL;
  MbxPasswordDoubt doubt;

  if (!gtk_widget_get_visible (self->password_box) || secret == NULL)
    {
      send (self, NULL);
      return;
    }
  tidy = mbx_provider_tidy_password (provider, secret);
  doubt = mbx_provider_check_password_shape (provider, tidy);
  if (doubt == MBX_PASSWORD_FINE)
    send (self, tidy);
  else
    ask (self, doubt);
}

static void
write_heading (MbxSignInPage *self, MbxSetup *setup)
{
  const MbxAddress *address = mbx_setup_get_address (setup);
  MbxPrivacy *privacy = mbx_privacy_get_default ();
  g_autofree char *name =
      mbx_sign_in_name (mbx_setup_get_provider (setup), mbx_setup_get_candidate (setup),
                        address == NULL ? NULL : address->domain);
  g_autofree char *shown = mbx_privacy_show (privacy, address == NULL ? NULL : address->text);
  g_autofree char *heading = mbx_privacy_show (privacy, name);

  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->subtitle, shown);
}

static void
write_source (MbxSignInPage *self, const MbxCandidate *candidate, gboolean needs_consent)
{
  const MbxSource source = candidate == NULL ? MBX_SOURCE_GIVEN : candidate->source;
  const char *trust = source == MBX_SOURCE_GIVEN ? _ ("Please make sure that they are right")
                      : needs_consent            ? _ ("Please make sure that they are right; this "
                                                      "source can be forged")
                      : candidate->secure        ? _ ("A source that cannot be forged")
                                                 : _ ("They belong to the address's own domain");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->source_row),
                                 mbx_format_source (source));
  adw_action_row_set_subtitle (self->source_row, trust);
  gtk_image_set_from_icon_name (self->trust_icon, needs_consent ? "dialog-warning-symbolic"
                                                                : "security-high-symbolic");
}

static void
write_consent (MbxSignInPage *self, MbxSetup *setup, const MbxAccount *account)
{
  const gboolean needed = mbx_setup_needs_consent (setup);
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->consent_box, needed);
  if (!needed || account->incoming == NULL || account->outgoing == NULL)
    return;
  /* Translators: the names of two servers */
  words = g_strdup_printf (_ ("I know that my mail is kept at %s and sent by %s. "
                              "My password may go there."),
                           account->incoming->host, account->outgoing->host);
  gtk_label_set_label (self->consent_label, words);
}

static void
write_link (GtkLinkButton *link, const char *uri)
{
  gtk_widget_set_visible (GTK_WIDGET (link), uri != NULL);
  if (uri != NULL)
    gtk_link_button_set_uri (link, uri);
}

static void
write_password (MbxSignInPage *self, const MbxProvider *provider, const char *name)
{
  const gboolean takes = mbx_sign_in_takes_password (self->auth);
  const gboolean browser = self->browser_sign_in && (self->auth & MBX_AUTH_OAUTH);
  g_autofree char *note = mbx_sign_in_note (provider, self->auth);
  g_autofree char *without = NULL;

  gtk_widget_set_visible (self->password_box, takes);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password_row),
                                 mbx_sign_in_field_title (self->auth));
  gtk_label_set_label (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
  write_link (self->app_link, note != NULL ? provider->app_password_page : NULL);
  gtk_widget_set_visible (self->browser_button, browser);
  gtk_widget_set_visible (self->no_password_box, !takes && !browser);
  without = mbx_sign_in_without_password (name, provider);
  gtk_label_set_label (self->no_password_label, without);
  gtk_widget_set_visible (GTK_WIDGET (self->continue_button), takes || !browser);
  mbx_button_set_label (self->continue_button,
                        takes ? _ ("_Test and Save") : _ ("_Test Without Signing In"));
}

/* Why the last browser sign-in came to nothing. */
static void
write_refusal (MbxSignInPage *self, MbxSetup *setup)
{
  const gboolean refused = mbx_setup_get_code (setup) != MBX_CODE_NONE;
  g_autoptr (MbxWords) words = refused ? mbx_setup_dup_words (setup) : NULL;

  gtk_label_set_label (self->refusal_label, words != NULL ? words->summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->refusal_label), words != NULL);
}

static void
write_servers (MbxSignInPage *self, const MbxAccount *account)
{
  const gboolean known = account->incoming != NULL || account->outgoing != NULL;

  gtk_widget_set_visible (self->servers, known);
  mbx_server_row_set_server (self->incoming_row, account->incoming);
  mbx_server_row_set_server (self->outgoing_row, account->outgoing);
  if (!mbx_server_editor_is_changed (self->incoming_editor))
    mbx_server_editor_set_server (self->incoming_editor, account->incoming);
  if (!mbx_server_editor_is_changed (self->outgoing_editor))
    mbx_server_editor_set_server (self->outgoing_editor, account->outgoing);
  if (!known)
    {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->incoming_editor), TRUE);
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->outgoing_editor), TRUE);
    }
}

static void
mbx_sign_in_page_refresh (MbxPage *page)
{
  MbxSignInPage *self = MBX_SIGN_IN_PAGE (page);
  MbxSetup *setup = mbx_page_get_setup (page);
  const MbxAccount *account = setup == NULL ? NULL : mbx_setup_get_account (setup);
  const MbxProvider *provider;
  const MbxCandidate *candidate;
  g_autofree char *name = NULL;

  if (account == NULL || mbx_setup_get_state (setup) != MBX_SETUP_SIGN_IN)
    return;
  provider = mbx_setup_get_provider (setup);
  candidate = mbx_setup_get_candidate (setup);
  name = mbx_sign_in_name (provider, candidate, mbx_setup_get_address (setup)->domain);
  self->auth = mbx_sign_in_auth (provider, candidate);
  self->browser_sign_in = mbx_setup_can_use_browser (setup);
  write_refusal (self, setup);
  write_heading (self, setup);
  write_servers (self, account);
  write_consent (self, setup, account);
  write_source (self, candidate, mbx_setup_needs_consent (setup));
  gtk_widget_set_visible (self->enable_box, candidate != NULL && candidate->enable_page != NULL);
  if (candidate != NULL)
    write_link (self->enable_link, candidate->enable_page);
  write_password (self, provider, name);
  write_sensitive (self);
}

static void
mbx_sign_in_page_shown (MbxPage *page)
{
  MbxSignInPage *self = MBX_SIGN_IN_PAGE (page);

  if (gtk_widget_get_visible (self->servers) && gtk_widget_get_visible (self->password_box))
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  mbx_page_say (page, gtk_label_get_label (self->heading));
}

/* Told before the password is typed, not after. */
static void
write_keyring (MbxSignInPage *self)
{
  MbxWordsContext context = { 0 };
  g_autoptr (MbxWords) words = NULL;
  int code;

  g_object_get (setup_of (self), "keyring-code", &code, NULL);
  context.code = (MbxCode) code;
  gtk_widget_set_visible (GTK_WIDGET (self->keyring_label), context.code != MBX_CODE_NONE);
  if (context.code == MBX_CODE_NONE)
    return;
  words = mbx_words_new (&context);
  gtk_label_set_label (self->keyring_label, words->summary);
}

/* Another address: nothing that was typed for the last one may stay. */
static void
on_state (MbxSignInPage *self)
{
  const MbxSetupState state = mbx_setup_get_state (setup_of (self));

  if (state != MBX_SETUP_ADDRESS && state != MBX_SETUP_DONE)
    return;
  mbx_password_row_clear (self->password_row);
  mbx_server_editor_clear_secret (self->outgoing_editor);
  mbx_server_editor_set_server (self->incoming_editor, NULL);
  mbx_server_editor_set_server (self->outgoing_editor, NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->incoming_editor), FALSE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->outgoing_editor), FALSE);
  gtk_check_button_set_active (self->consent_check, FALSE);
}

static void
mbx_sign_in_page_bind (MbxPage *page, MbxSetup *setup)
{
  g_signal_connect_object (setup, "notify::state", G_CALLBACK (on_state), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::keyring-code", G_CALLBACK (write_keyring), page,
                           G_CONNECT_SWAPPED);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, servers);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, incoming_row);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, outgoing_row);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, source_row);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, trust_icon);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, enable_box);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, enable_link);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, consent_box);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, consent_check);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, consent_label);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, keyring_label);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, password_box);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, caps_label);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, note_label);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, app_link);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, no_password_box);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, no_password_label);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, browser_button);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, refusal_label);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, incoming_editor);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, outgoing_editor);
  gtk_widget_class_bind_template_child (widget_class, MbxSignInPage, continue_button);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_caps_lock);
  gtk_widget_class_bind_template_callback (widget_class, on_browser);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
  gtk_widget_class_bind_template_callback (widget_class, write_sensitive);
}

static void
mbx_sign_in_page_class_init (MbxSignInPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  MBX_PAGE_CLASS (class)->bind = mbx_sign_in_page_bind;
  MBX_PAGE_CLASS (class)->refresh = mbx_sign_in_page_refresh;
  MBX_PAGE_CLASS (class)->shown = mbx_sign_in_page_shown;
  g_type_ensure (MBX_TYPE_SERVER_ROW);
  g_type_ensure (MBX_TYPE_SERVER_EDITOR);
  g_type_ensure (MBX_TYPE_PASSWORD_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/mailbox_setup/MailboxSetup/sign-in-page.ui");
  bind_children (widget_class);
}

static void
mbx_sign_in_page_init (MbxSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
