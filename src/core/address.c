/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/address.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/hostname.h"
#include "core/server.h"

/* RFC 5321 section 4.5.3.1, and far more than any name before an address needs. */
#define MAX_LOCAL 64
#define MAX_ADDRESS 254
#define MAX_TYPED 2048

G_DEFINE_QUARK (mbx-address-error-quark, mbx_address_error)

static void
fail (GError **error, MbxAddressError code, const char *sentence)
{
  g_set_error_literal (error, MBX_ADDRESS_ERROR, (int) code, sentence);
}

/* Marks that come along with pasted text and that nobody sees. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0x00ad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* The same text without what pasting and input methods put in: plain blanks, plain @. */
static char *
clean (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (is_invisible (c))
        continue;
      if (c == 0xff20 || c == 0xfe6b)
        g_string_append_c (out, '@');
      else if (c > 0x7f && g_unichar_isspace (c))
        g_string_append_c (out, ' ');
      else
        g_string_append_unichar (out, c);
    }
  return g_strstrip (g_string_free (out, FALSE));
}

static gboolean
has_control (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (at)))
        return TRUE;
    }
  return FALSE;
}

/* Takes one pair of quotation marks of any kind from around @text. */
static gboolean
unquote (char **text)
{
  static const char *const pairs[][2] = {
    { "\"", "\"" }, { "'", "'" }, { "`", "`" }, { "<", ">" }, { "(", ")" }, { "[", "]" },
    { "“", "”" }, { "„", "“" }, { "‘", "’" }, { "«", "»" }, { "‹", "›" }, { "＜", "＞" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      gsize open = strlen (pairs[i][0]);
      gsize close = strlen (pairs[i][1]);
      char *inner;

      if (strlen (*text) < open + close || !g_str_has_prefix (*text, pairs[i][0]) ||
          !g_str_has_suffix (*text, pairs[i][1]))
        continue;
      inner = g_strstrip (g_strndup (*text + open, strlen (*text) - open - close));
      g_free (*text);
      *text = inner;
      return TRUE;
    }
  return FALSE;
}

/* "mailto:" addresses are URIs: percent-encoded, perhaps with a subject (RFC 6068). */
static gboolean
take_mailto (char **text)
{
  char *rest;

  if (g_ascii_strncasecmp (*text, "mailto:", 7) != 0)
    return FALSE;
  rest = g_strdup (*text + 7);
  rest[strcspn (rest, "?")] = '\0';
  g_free (*text);
  *text = g_uri_unescape_string (rest, NULL);
  if (*text == NULL || !g_utf8_validate (*text, -1, NULL))
    {
      g_free (*text);
      *text = g_steal_pointer (&rest);
    }
  g_free (rest);
  g_strstrip (*text);
  return TRUE;
}

static gboolean
drop_trailing (char *text)
{
  gsize length = strlen (text);

  if (length == 0 || strchr (".,;:!", text[length - 1]) == NULL)
    return FALSE;
  text[length - 1] = '\0';
  g_strchomp (text);
  return TRUE;
}

/* "Anna <anna@example.org>": gives the name, leaves the address. */
static char *
take_name (char **text)
{
  char *open = strrchr (*text, '<');
  char *close = open != NULL ? strchr (open, '>') : NULL;
  g_autofree char *inner = NULL;
  char *name;

  if (close == NULL || strchr (open, '@') == NULL || open == *text)
    return NULL;
  name = g_strstrip (g_strndup (*text, open - *text));
  inner = g_strstrip (g_strndup (open + 1, close - open - 1));
  g_free (*text);
  *text = g_steal_pointer (&inner);
  while (unquote (&name))
    ;
  if (*name == '\0')
    g_clear_pointer (&name, g_free);
  return name;
}

/* A quoted local part keeps its quotation marks (RFC 5321 section 4.1.2) unless it needs none. */
static gboolean
check_quoted_local (char **local)
{
  gsize length = strlen (*local);
  gboolean needed = FALSE;
  char *inner;

  for (gsize i = 1; i + 1 < length; i++)
    {
      char c = (*local)[i];

      if (c == '"')
        return FALSE;
      if (c == '\\' && ++i + 1 >= length)
        return FALSE;
      needed = needed || strchr (" ()<>[]:;,\\@\"", c) != NULL;
    }
  if (needed || length < 3)
    return length >= 3;
  inner = g_strndup (*local + 1, length - 2);
  g_free (*local);
  *local = inner;
  return TRUE;
}

/* Dots are not checked: some providers did give out addresses like "a..b@" and "a.@". */
static gboolean
check_local (char **local, GError **error)
{
  g_autofree char *composed = NULL;

  if (**local == '\0')
    {
      fail (error, MBX_ADDRESS_ERROR_LOCAL, _ ("The part before the @ is missing."));
      return FALSE;
    }
  if (**local == '"' && strlen (*local) > 1 && g_str_has_suffix (*local, "\""))
    {
      if (check_quoted_local (local))
        return TRUE;
    }
  else if (strpbrk (*local, " ()<>[]:;,\\\"") == NULL)
    {
      composed = g_utf8_normalize (*local, -1, G_NORMALIZE_NFC);
      g_free (*local);
      *local = g_steal_pointer (&composed);
      if (strlen (*local) <= MAX_LOCAL)
        return TRUE;
      fail (error, MBX_ADDRESS_ERROR_TOO_LONG, _ ("The part before the @ is too long."));
      return FALSE;
    }
  fail (error, MBX_ADDRESS_ERROR_CHARACTER,
        strchr (*local, ' ') != NULL
          ? _ ("There is a space inside the address.")
          : _ ("The part before the @ has a character that no mail address can have."));
  return FALSE;
}

static char *
normalize_domain (const char *text)
{
  g_autofree char *domain = g_strdup (text);

  while (drop_trailing (domain))
    ;
  /* An IP address is no mail domain that settings could be found for. */
  if (*domain == '[' || strchr (domain, ':') != NULL ||
      strspn (domain, "0123456789.") == strlen (domain))
    return NULL;
  return mbx_host_normalize (domain);
}

static void
fail_domain (const char *domain, GError **error)
{
  if (*domain == '\0')
    fail (error, MBX_ADDRESS_ERROR_DOMAIN, _ ("The part after the @ is missing."));
  else if (strchr (domain, ' ') != NULL)
    fail (error, MBX_ADDRESS_ERROR_CHARACTER, _ ("There is a space inside the address."));
  else
    fail (error, MBX_ADDRESS_ERROR_DOMAIN, _ ("The part after the @ is not the name of a domain."));
}

static MbxAddress *
split (const char *text, GError **error)
{
  const char *at = strrchr (text, '@');
  g_autofree char *local = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *domain = NULL;
  g_autofree char *shown = NULL;
  MbxAddress *self;

  if (at == NULL)
    {
      fail (error, MBX_ADDRESS_ERROR_NO_AT,
            _ ("A mail address has an @ in it, for instance anna@example.org."));
      return NULL;
    }
  local = g_strstrip (g_strndup (text, at - text));
  rest = g_strstrip (g_strdup (at + 1));
  if (!check_local (&local, error))
    return NULL;
  domain = normalize_domain (rest);
  if (domain == NULL)
    {
      fail_domain (rest, error);
      return NULL;
    }
  if (strlen (local) + 1 + strlen (domain) > MAX_ADDRESS)
    {
      fail (error, MBX_ADDRESS_ERROR_TOO_LONG, _ ("This is too long for a mail address."));
      return NULL;
    }
  shown = mbx_hostname_to_display (domain);
  self = g_new0 (MbxAddress, 1);
  self->text = g_strdup_printf ("%s@%s", local, shown);
  self->local = g_steal_pointer (&local);
  self->domain = g_steal_pointer (&domain);
  return self;
}

static gboolean
check_input (const char *text, GError **error)
{
  if (text != NULL && strnlen (text, MAX_TYPED + 1) > MAX_TYPED)
    fail (error, MBX_ADDRESS_ERROR_TOO_LONG, _ ("This is too long for a mail address."));
  else if (text != NULL && !g_utf8_validate (text, -1, NULL))
    fail (error, MBX_ADDRESS_ERROR_CHARACTER,
          _ ("The address has characters that cannot be read."));
  else
    return TRUE;
  return FALSE;
}

/**
 * mbx_address_parse:
 * @text: (nullable): what somebody typed or pasted
 * @error: an #MbxAddressError with a sentence for that person
 *
 * Forgives what people do: white space and invisible marks, "mailto:", quotation marks, "Name
 * <address>", the wide @ of East Asian keyboards, a final dot or comma, capitals in the domain. The
 * local part keeps its letters as they are, for only the server knows whether case counts (RFC 5321
 * section 2.4). Takes international domains (RFC 5890) and local parts (RFC 6531).
 *
 * Returns: (transfer full) (nullable): the address
 */
MbxAddress *
mbx_address_parse (const char *text, GError **error)
{
  g_autofree char *rest = NULL;
  g_autofree char *name = NULL;
  MbxAddress *self;

  if (!check_input (text, error))
    return NULL;
  rest = clean (text != NULL ? text : "");
  if (has_control (rest))
    {
      fail (error, MBX_ADDRESS_ERROR_CHARACTER,
            _ ("The address has a control character in it. Type it anew."));
      return NULL;
    }
  while (take_mailto (&rest) || drop_trailing (rest) || unquote (&rest))
    ;
  name = take_name (&rest);
  while (take_mailto (&rest) || unquote (&rest) || drop_trailing (rest))
    ;
  if (*rest == '\0')
    {
      fail (error, MBX_ADDRESS_ERROR_EMPTY, _ ("Type your mail address."));
      return NULL;
    }
  self = split (rest, error);
  if (self != NULL)
    self->name = g_steal_pointer (&name);
  return self;
}

MbxAddress *
mbx_address_copy (const MbxAddress *self)
{
  MbxAddress *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (MbxAddress, 1);
  copy->text = g_strdup (self->text);
  copy->local = g_strdup (self->local);
  copy->domain = g_strdup (self->domain);
  copy->name = g_strdup (self->name);
  return copy;
}

void
mbx_address_free (MbxAddress *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->local);
  g_free (self->domain);
  g_free (self->name);
  g_free (self);
}

/**
 * mbx_address_to_ascii:
 *
 * Returns: (transfer full): local part and domain in A-label form, as protocols carry them
 */
char *
mbx_address_to_ascii (const MbxAddress *self)
{
  return g_strdup_printf ("%s@%s", self->local, self->domain);
}

static void
append_masked (GString *out, const char *text)
{
  if (*text == '\0')
    return;
  g_string_append_unichar (out, g_utf8_get_char (text));
  g_string_append (out, "…");
}

/**
 * mbx_address_mask:
 * @text: an address, a user name or a host
 *
 * For a shared screen: "anna@example.org" becomes "a…@e…". Enough for the owner to know it by, and
 * nothing for anybody else; the length is hidden too.
 *
 * Returns: (transfer full): the masked text
 */
char *
mbx_address_mask (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  char *at = strrchr (valid, '@');
  GString *out = g_string_new (NULL);

  if (at != NULL)
    *at = '\0';
  append_masked (out, valid);
  if (at != NULL)
    {
      g_string_append_c (out, '@');
      append_masked (out, at + 1);
    }
  return g_string_free (out, FALSE);
}
