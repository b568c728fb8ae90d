/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/provider.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *word;
  const char *sentence;
} Hint;

/* What a row of the table can say about its provider. Each %s is the provider's name. */
static const Hint hints[] = {
  /* Why there is nothing to set up. */
  { "bridge", N_ ("%s has no IMAP of its own. With a paid plan, start its Bridge program on this "
                  "computer and use the user name and password that Bridge shows.") },
  { "no-imap", N_ ("%s offers no IMAP. Its mail can only be read in its own apps or on the web.") },
  { "closed", N_ ("%s has closed. This address no longer works.") },
  { "web-only", N_ ("%s gives out throw-away addresses that can only be read on its web page.") },
  { "paid-only", N_ ("%s lets mail programs in for paying customers only and tells them the "
                     "servers.") },
  { "uncertain", N_ ("%s is not known to let other mail programs in.") },
  { "special-network",
    N_ ("%s can only be reached through a network of its own, which this program "
        "does not use.") },
  /* What to know before signing in. */
  { "switch-on", N_ ("Access for mail programs must first be switched on in the web mail of %s.") },
  { "sending-off", N_ ("Sending from mail programs is off at %s until you switch it on in your "
                       "customer area.") },
  { "own-password", N_ ("%s uses a separate password for the mailbox. Your customer password will "
                        "not work.") },
  { "two-step", N_ ("If you use two-step sign-in at %s, you need an app password here.") },
  { "paid-plan", N_ ("%s may let mail programs in with some plans only.") },
  { "administrator", N_ ("Your organisation's administrator may have to allow mail programs at "
                         "%s.") },
  { "main-address",
    N_ ("%s wants the main address of the account as the user name, not an alias.") },
  { "user-name-elsewhere", N_ ("The user name at %s is not the mail address. You find it in the "
                               "provider's settings.") },
  { "host-in-control-panel", N_ ("Some customers of %s have another server. Its name is in the "
                                 "control panel.") },
  { "may-only-forward", N_ ("Many addresses at %s only forward mail and have no mailbox.") },
  { "moved", N_ ("%s has been moving its mailboxes, so your servers may be others.") },
  { "closing", N_ ("%s may be closing or has closed.") },
};

/* What every provider of a kind has to be told about. */
static const char *
kind_sentence (MbxProviderKind kind)
{
  switch (kind)
    {
    case MBX_PROVIDER_FORWARDER:
      return N_ ("%s only forwards mail and has no mailbox. Set up the mailbox that the mail is "
                 "forwarded to.");
    case MBX_PROVIDER_UNENCRYPTED:
      return N_ ("For %s only servers without encryption are known. This program sends no password "
                 "without encryption. Ask the provider for encrypted servers.");
    case MBX_PROVIDER_GATEWAY:
      return N_ ("%s filters the mail of this domain. Where the mailboxes are cannot be seen from "
                 "outside.");
    case MBX_PROVIDER_MAIL:
    case MBX_PROVIDER_PROPRIETARY:
      return NULL;
    }
  return NULL;
}

static const char *
find_sentence (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hints); i++)
    {
      if (strcmp (hints[i].word, word) == 0)
        return hints[i].sentence;
    }
  return NULL;
}

MbxProvider *
mbx_provider_new (const char *id)
{
  MbxProvider *self = g_new0 (MbxProvider, 1);

  self->id = g_strdup (id);
  self->imap = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_server_free);
  self->pop3 = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_server_free);
  self->smtp = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_server_free);
  return self;
}

void
mbx_provider_free (MbxProvider *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->imap, g_ptr_array_unref);
  g_clear_pointer (&self->pop3, g_ptr_array_unref);
  g_clear_pointer (&self->smtp, g_ptr_array_unref);
  g_free (self->username);
  g_free (self->oauth);
  g_free (self->enable_page);
  g_free (self->app_password_page);
  g_free (self->app_password_shape);
  g_free (self->help);
  g_strfreev (self->hints);
  g_free (self->advice);
  g_free (self->phone);
  g_free (self->ca_file);
  g_strfreev (self->domains);
  g_strfreev (self->mx);
  g_strfreev (self->spf);
  g_free (self->origin);
  g_free (self);
}

gboolean
mbx_provider_hint_is_known (const char *hint)
{
  return find_sentence (hint) != NULL;
}

gboolean
mbx_provider_has_hint (const MbxProvider *self, const char *hint)
{
  return self->hints != NULL && g_strv_contains ((const char *const *) self->hints, hint);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/* The sentences are our own table's and hold one %s each; a test walks through them all. */
static void
add_sentence (GPtrArray *out, const char *msgid, const char *name)
{
  if (msgid != NULL)
    g_ptr_array_add (out, g_strdup_printf (_ (msgid), name));
}
#pragma GCC diagnostic pop

/**
 * mbx_provider_dup_hints:
 *
 * What a person should know about this provider, the most important first: an organisation's own
 * words, then ours in the language of the locale.
 *
 * Returns: (transfer full): whole sentences, %NULL-terminated, perhaps none
 */
char **
mbx_provider_dup_hints (const MbxProvider *self)
{
  GPtrArray *out = g_ptr_array_new ();

  if (self->advice != NULL)
    g_ptr_array_add (out, g_strdup (self->advice));
  add_sentence (out, kind_sentence (self->kind), self->name);
  for (guint i = 0; self->hints != NULL && self->hints[i] != NULL; i++)
    add_sentence (out, find_sentence (self->hints[i]), self->name);
  if (g_strcmp0 (self->username, "elsewhere") == 0 && !mbx_provider_has_hint (self, "bridge"))
    add_sentence (out, find_sentence ("user-name-elsewhere"), self->name);
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (out, FALSE);
}

/**
 * mbx_provider_dup_advice:
 *
 * Returns: (transfer full) (nullable): the first of mbx_provider_dup_hints()
 */
char *
mbx_provider_dup_advice (const MbxProvider *self)
{
  g_auto (GStrv) all = mbx_provider_dup_hints (self);

  return g_strdup (all[0]);
}
