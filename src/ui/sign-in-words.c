/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/sign-in-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/password-shape.h"

#define PASSWORDS                                                                       \
  (MBX_AUTH_PASSWORD | MBX_AUTH_APP_PASSWORD | MBX_AUTH_AUTHORIZATION_CODE | MBX_AUTH_BRIDGE)

/**
 * mbx_sign_in_auth:
 * @provider: (nullable): the table's row
 * @candidate: (nullable): the settings in use
 *
 * Returns: #MbxAuthKind; a password where nobody says anything else
 */
guint
mbx_sign_in_auth (const MbxProvider *provider, const MbxCandidate *candidate)
{
  if (provider != NULL && provider->auth != 0)
    return provider->auth;
  if (candidate != NULL && candidate->auth != 0)
    return candidate->auth;
  return MBX_AUTH_PASSWORD;
}

gboolean
mbx_sign_in_takes_password (guint auth)
{
  return (auth & PASSWORDS) != 0;
}

/**
 * mbx_sign_in_field_title:
 *
 * Returns: the title of the password field, with a mnemonic. Static.
 */
const char *
mbx_sign_in_field_title (guint auth)
{
  if (auth & MBX_AUTH_AUTHORIZATION_CODE)
    return _ ("_Authorization code");
  if (auth & MBX_AUTH_BRIDGE)
    return _ ("_Password that the bridge shows");
  if ((auth & MBX_AUTH_APP_PASSWORD) && !(auth & MBX_AUTH_PASSWORD))
    return _ ("App _password");
  return _ ("_Password");
}

/* Which password is wanted, where it is not the usual one. */
static char *
password_note (const MbxProvider *provider, guint auth)
{
  g_autofree char *shape = NULL;

  if (provider == NULL || (auth & MBX_AUTH_PASSWORD) ||
      !(auth & (MBX_AUTH_APP_PASSWORD | MBX_AUTH_AUTHORIZATION_CODE)))
    return NULL;
  if (auth & MBX_AUTH_AUTHORIZATION_CODE)
    /* Translators: the name of a provider */
    return g_strdup_printf (_ ("%s wants an authorization code for mail programs here, not your "
                               "usual password. You get it in the settings of the webmail."),
                            provider->name);
  if (provider->app_password_shape != NULL)
    shape = mbx_password_shape_to_words (provider->app_password_shape);
  if (shape == NULL)
    /* Translators: the name of a provider */
    return g_strdup_printf (_ ("%s wants an app password here, not your usual password."),
                            provider->name);
  /* Translators: the name of a provider, and how an app password looks */
  return g_strdup_printf (_ ("%s wants an app password here, not your usual password. "
                             "It looks like this: %s."),
                          provider->name, shape);
}

/**
 * mbx_sign_in_note:
 * @provider: (nullable): the table's row
 *
 * Returns: (transfer full) (nullable): what to know before typing a password here, a line each
 */
char *
mbx_sign_in_note (const MbxProvider *provider, guint auth)
{
  g_autofree char *note = password_note (provider, auth);
  g_auto (GStrv) hints = provider != NULL ? mbx_provider_dup_hints (provider) : NULL;
  g_autofree char *lines = NULL;

  if (hints == NULL || hints[0] == NULL)
    return g_steal_pointer (&note);
  lines = g_strjoinv ("\n", hints);
  return note != NULL ? g_strjoin ("\n", note, lines, NULL) : g_steal_pointer (&lines);
}

/**
 * mbx_sign_in_name:
 *
 * Returns: (transfer full): how the provider calls itself, else the domain
 */
char *
mbx_sign_in_name (const MbxProvider *provider, const MbxCandidate *candidate, const char *domain)
{
  if (provider != NULL && provider->name != NULL)
    return g_strdup (provider->name);
  if (candidate != NULL && candidate->provider_name != NULL)
    return g_strdup (candidate->provider_name);
  return g_strdup (domain != NULL ? domain : "");
}

/**
 * mbx_sign_in_without_password:
 * @name: how the provider calls itself
 * @provider: (nullable): the table's row
 *
 * Returns: (transfer full): what to do at a provider that takes no password, where this build can't
 *   sign in through the browser
 */
char *
mbx_sign_in_without_password (const char *name, const MbxProvider *provider)
{
  if (provider != NULL && provider->advice != NULL)
    return g_strdup (_ (provider->advice));
  /* Translators: the name of a provider, twice */
  return g_strdup_printf (_ ("%s takes no passwords from mail programs, only a sign-in in the "
                             "browser. So do not type your password. What works: add the account "
                             "in the Online Accounts of your system's settings, or use a mail "
                             "program that %s allows, for instance Thunderbird. The servers can "
                             "be tested here without signing in."),
                          name, name);
}
