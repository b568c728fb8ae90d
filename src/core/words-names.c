/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-names.h"

#include "core/banner.h"
#include "core/interceptor.h"

#include <glib/gi18n.h>
#include <string.h>

/* A certificate of a hoster names hundreds; the first ones are enough to see whose it is. */
#define SHOWN_NAMES 3

static void
put (GHashTable *names, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    g_hash_table_insert (names, g_strdup (name), g_strdup (value));
}

static void
put_number (GHashTable *names, const char *name, guint value)
{
  g_hash_table_insert (names, g_strdup (name), g_strdup_printf ("%u", value));
}

static void
put_date (GHashTable *names, const char *name, gint64 seconds)
{
  g_autoptr (GDateTime) date = seconds > 0 ? g_date_time_new_from_unix_utc (seconds) : NULL;
  g_autofree char *text = NULL;

  if (date == NULL)
    return;
  /* TRANSLATORS: a date as g_date_time_format() writes it, for instance "3 May 2026". */
  text = g_date_time_format (date, _("%-d %B %Y"));
  put (names, name, text);
}

static const char *
protocol_name (MbxProtocol protocol)
{
  static const char *const names[] = {
    [MBX_PROTOCOL_IMAP] = "IMAP",
    [MBX_PROTOCOL_POP3] = "POP3",
    [MBX_PROTOCOL_SMTP] = "SMTP",
  };

  return names[protocol];
}

static void
put_certificate_names (GHashTable *names, char **dns)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; dns != NULL && dns[i] != NULL && i < SHOWN_NAMES; i++)
    g_ptr_array_add (shown, dns[i]);
  g_ptr_array_add (shown, NULL);
  text = g_strjoinv (", ", (char **) shown->pdata);
  put (names, "names", text);
}

static void
put_certificate (GHashTable *names, const MbxEvidence *evidence)
{
  const MbxCertificate *certificate;
  const MbxCertificate *last;
  g_autofree char *issuer = NULL;
  g_autofree char *product = NULL;

  if (evidence->chain->len == 0)
    return;
  certificate = g_ptr_array_index (evidence->chain, 0);
  last = g_ptr_array_index (evidence->chain, evidence->chain->len - 1);
  issuer = mbx_certificate_readable_name (last->issuer);
  product = mbx_interceptor_find_in_chain (evidence->chain);
  put_certificate_names (names, certificate->names);
  put (names, "issuer", issuer);
  put (names, "product", product);
  put_date (names, "from", certificate->not_before);
  put_date (names, "until", certificate->not_after);
}

/* "AUTH=GSSAPI" and "AUTH GSSAPI NTLM" alike; the names alone. */
static void
put_offered (GHashTable *names, char **capabilities)
{
  g_autoptr (GString) offered = g_string_new (NULL);

  for (char **at = capabilities; at != NULL && *at != NULL; at++)
    {
      if (g_ascii_strncasecmp (*at, "AUTH", 4) != 0 || ((*at)[4] != '=' && (*at)[4] != ' '))
        continue;
      if (offered->len > 0)
        g_string_append (offered, ", ");
      g_string_append (offered, *at + 5);
    }
  put (names, "offered", offered->str);
}

static void
put_service (GHashTable *names, const MbxEvidence *evidence)
{
  const char *text = evidence->first_bytes;

  if (text == NULL && evidence->reply != NULL)
    text = evidence->reply->text;
  put (names, "service", mbx_banner_get_name (mbx_banner_classify (text)));
}

static void
put_evidence (GHashTable *names, const MbxEvidence *evidence)
{
  if (evidence->server != NULL)
    {
      put (names, "host", evidence->server->host);
      put_number (names, "port", evidence->server->port);
      put (names, "protocol", protocol_name (evidence->server->protocol));
      put (names, "security",
           evidence->server->security == MBX_SECURITY_TLS ? "TLS" : "STARTTLS");
    }
  put_certificate (names, evidence);
  put_offered (names, evidence->capabilities);
  put_service (names, evidence);
  put_date (names, "today", evidence->clock);
}

static void
put_suggestion (GHashTable *names, const MbxWordsContext *context)
{
  const MbxServer *suggestion = context->suggestion;

  put_number (names, "suggested_port", suggestion->port);
  put (names, "suggested_security", suggestion->security == MBX_SECURITY_TLS ? "TLS" : "STARTTLS");
  put (names, "suggested_host", suggestion->host);
}

/**
 * mbx_words_names_new:
 *
 * Returns: (transfer full) (element-type utf8 utf8): the names that sentences may hold, those whose
 *   value is known: host, port, protocol, security, provider, names, issuer, product, from, until,
 *   today, offered, service, suggested_port, suggested_security, suggested_host, app_page,
 *   enable_page
 */
GHashTable *
mbx_words_names_new (const MbxWordsContext *context)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  put (names, "provider", context->provider_name);
  put (names, "app_page", context->app_password_page);
  put (names, "enable_page", context->enable_page);
  if (context->evidence != NULL)
    put_evidence (names, context->evidence);
  if (context->suggestion != NULL)
    put_suggestion (names, context);
  return names;
}

/**
 * mbx_words_fill:
 * @sentence: a translated sentence with names in braces
 * @names: (element-type utf8 utf8): their values
 *
 * Returns: (transfer full) (nullable): the sentence, or %NULL where a name has no value
 */
char *
mbx_words_fill (const char *sentence, GHashTable *names)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at = sentence;

  while (*at != '\0')
    {
      const char *end = *at == '{' ? strchr (at, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (at + 1, (gsize) (end - at) - 1) : NULL;
      const char *value = name != NULL ? g_hash_table_lookup (names, name) : NULL;

      if (name != NULL && value == NULL)
        return NULL;
      if (name == NULL)
        g_string_append_c (text, *at++);
      else
        {
          g_string_append (text, value);
          at = end + 1;
        }
    }
  return g_strdup (text->str);
}

static gboolean
ends_like (const char *host, const char *const *suffixes)
{
  for (gsize i = 0; suffixes[i] != NULL; i++)
    {
      if (g_str_has_suffix (host, suffixes[i]))
        return TRUE;
    }
  return FALSE;
}

/**
 * mbx_words_family:
 *
 * Returns: (nullable): "microsoft" or "google" where the server is one of theirs, which have words
 *   of their own
 */
const char *
mbx_words_family (const MbxWordsContext *context)
{
  static const char *const microsoft[] = {
    ".office365.com", ".outlook.com", "outlook.office.com", ".hotmail.com", ".live.com", NULL,
  };
  static const char *const google[] = { ".gmail.com", ".googlemail.com", ".google.com", NULL };
  const MbxEvidence *evidence = context->evidence;
  const char *host = evidence != NULL && evidence->server != NULL ? evidence->server->host : NULL;
  const char *provider = evidence != NULL ? evidence->provider : NULL;

  if (host != NULL && ends_like (host, microsoft))
    return "microsoft";
  if (host != NULL && ends_like (host, google))
    return "google";
  if (provider != NULL && (strcmp (provider, "outlook-com") == 0 ||
                           strcmp (provider, "microsoft-365") == 0))
    return "microsoft";
  if (provider != NULL && (strcmp (provider, "gmail") == 0 ||
                           strcmp (provider, "google-workspace") == 0))
    return "google";
  return NULL;
}
