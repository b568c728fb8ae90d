/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/username.h"

#include <string.h>

/* No real value needs more; a file may hold any number of placeholders. */
#define MAX_FILLED 1024

static gsize
match (const char *at, const char *placeholder)
{
  gsize length = strlen (placeholder);

  return g_ascii_strncasecmp (at, placeholder, length) == 0 ? length : 0;
}

/**
 * mbx_username_fill:
 * @text: a value of a settings file
 * @address: the address
 *
 * Puts the address in for %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN%, as often as they
 * occur (draft-ietf-mailmaint-autoconfig, "Placeholders"). What was put in is not looked at again.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where it grows beyond all reason
 */
char *
mbx_username_fill (const char *text, const MbxAddress *address)
{
  g_autofree char *whole = mbx_address_to_ascii (address);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize skip;

  for (const char *at = text; *at != '\0' && out->len <= MAX_FILLED; at += skip)
    {
      if ((skip = match (at, "%EMAILADDRESS%")) != 0)
        g_string_append (out, whole);
      else if ((skip = match (at, "%EMAILLOCALPART%")) != 0)
        g_string_append (out, address->local);
      else if ((skip = match (at, "%EMAILDOMAIN%")) != 0)
        g_string_append (out, address->domain);
      else
        {
          g_string_append_c (out, *at);
          skip = 1;
        }
    }
  return out->len <= MAX_FILLED ? g_strdup (out->str) : NULL;
}

/**
 * mbx_username_for:
 * @form: (nullable): the form of the provider table
 * @address: the address
 * @protocol: receiving and sending differ at some providers
 *
 * Returns: (transfer full): the user name. Where only the provider knows it ("elsewhere"), the
 * address stands in as a start, and the provider's hints say so.
 */
char *
mbx_username_for (const char *form, const MbxAddress *address, MbxProtocol protocol)
{
  gboolean sending = protocol == MBX_PROTOCOL_SMTP;
  char *filled = NULL;

  if (form != NULL && strchr (form, '%') != NULL)
    filled = mbx_username_fill (form, address);
  if (filled != NULL)
    return filled;
  if (g_strcmp0 (form, "localpart") == 0 ||
      (g_strcmp0 (form, "imap-localpart-smtp-address") == 0 && !sending) ||
      (g_strcmp0 (form, "imap-address-smtp-localpart") == 0 && sending))
    return g_strdup (address->local);
  if (g_strcmp0 (form, "localpart.domain") == 0)
    return g_strdup_printf ("%s.%s", address->local, address->domain);
  return mbx_address_to_ascii (address);
}

/**
 * mbx_username_other_form:
 * @username: a user name that the server found to be of the wrong form
 *
 * Returns: (transfer full): the local part for the address, the address for anything else
 */
char *
mbx_username_other_form (const char *username, const MbxAddress *address)
{
  g_autofree char *whole = mbx_address_to_ascii (address);

  if (g_strcmp0 (username, whole) == 0 || g_strcmp0 (username, address->text) == 0)
    return g_strdup (address->local);
  return g_steal_pointer (&whole);
}
