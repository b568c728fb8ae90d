/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/server.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

G_DEFINE_QUARK (mbx-server-error-quark, mbx_server_error)

typedef struct
{
  const char *scheme;
  MbxProtocol protocol;
  MbxSecurity security;
  guint16 port;
} Scheme;

static const Scheme schemes[] = {
  { "imaps", MBX_PROTOCOL_IMAP, MBX_SECURITY_TLS, 993 },
  { "imap+starttls", MBX_PROTOCOL_IMAP, MBX_SECURITY_STARTTLS, 143 },
  { "pop3s", MBX_PROTOCOL_POP3, MBX_SECURITY_TLS, 995 },
  { "pop3+starttls", MBX_PROTOCOL_POP3, MBX_SECURITY_STARTTLS, 110 },
  { "smtps", MBX_PROTOCOL_SMTP, MBX_SECURITY_TLS, 465 },
  { "smtp+starttls", MBX_PROTOCOL_SMTP, MBX_SECURITY_STARTTLS, 587 },
};

static const char *const protocol_names[] = {
  [MBX_PROTOCOL_IMAP] = "imap",
  [MBX_PROTOCOL_POP3] = "pop3",
  [MBX_PROTOCOL_SMTP] = "smtp",
};

static const Scheme *
find_scheme (MbxProtocol protocol, MbxSecurity security)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (schemes[i].protocol == protocol && schemes[i].security == security)
        return &schemes[i];
    }
  g_assert_not_reached ();
}

/**
 * mbx_server_new:
 * @host: a host name as mbx_host_normalize() gives it
 * @port: 0 for the usual port of @protocol and @security (RFC 8314)
 * @username: (nullable): what to sign in with
 *
 * Returns: (transfer full): a new server
 */
MbxServer *
mbx_server_new (MbxProtocol protocol, const char *host, guint16 port, MbxSecurity security,
                const char *username)
{
  MbxServer *self;

  g_return_val_if_fail (host != NULL, NULL);

  self = g_new0 (MbxServer, 1);
  self->protocol = protocol;
  self->host = g_strdup (host);
  self->port = port != 0 ? port : mbx_default_port (protocol, security);
  self->security = security;
  self->username = g_strdup (username);
  return self;
}

MbxServer *
mbx_server_copy (const MbxServer *self)
{
  if (self == NULL)
    return NULL;
  return mbx_server_new (self->protocol, self->host, self->port, self->security, self->username);
}

void
mbx_server_free (MbxServer *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->username);
  g_free (self);
}

/**
 * mbx_server_same_endpoint:
 *
 * Returns: whether both are the same host, port, protocol and security, whatever the user name
 */
gboolean
mbx_server_same_endpoint (const MbxServer *a, const MbxServer *b)
{
  return a->protocol == b->protocol && a->port == b->port && a->security == b->security &&
         g_strcmp0 (a->host, b->host) == 0;
}

static gboolean
valid_label (const char *start, const char *end)
{
  if (start == end || end - start > 63 || *start == '-' || end[-1] == '-')
    return FALSE;
  for (const char *at = start; at < end; at++)
    {
      if (!g_ascii_isalnum (*at) && *at != '-' && *at != '_')
        return FALSE;
    }
  return TRUE;
}

static gboolean
valid_name (const char *name)
{
  const char *start = name;

  if (*name == '\0' || strlen (name) > 253)
    return FALSE;
  for (const char *at = name;; at++)
    {
      if (*at != '.' && *at != '\0')
        continue;
      if (!valid_label (start, at))
        return FALSE;
      if (*at == '\0')
        return TRUE;
      start = at + 1;
    }
}

/* Only what GLib itself would take for an address; asking it needs no network. */
static gboolean
looks_like_ip (const char *text)
{
  return strchr (text, ':') != NULL || strspn (text, "0123456789.") == strlen (text);
}

static gboolean
valid_ip (const char *text)
{
  guint parts[4];
  char rest;

  if (strchr (text, ':') != NULL)
    return strspn (text, "0123456789abcdef:.") == strlen (text) && strlen (text) < 46;
  if (sscanf (text, "%3u.%3u.%3u.%3u%c", &parts[0], &parts[1], &parts[2], &parts[3], &rest) != 4)
    return FALSE;
  return parts[0] < 256 && parts[1] < 256 && parts[2] < 256 && parts[3] < 256;
}

/**
 * mbx_host_normalize:
 * @text: a host as somebody typed it or a file named it
 *
 * Drops white space around and a final dot, folds case and turns international names into A-labels
 * (RFC 5890). Accepts IPv4, and IPv6 with or without brackets.
 *
 * Returns: (transfer full) (nullable): the host, or %NULL where @text is none
 */
char *
mbx_host_normalize (const char *text)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *ascii = NULL;
  gsize length;

  if (text == NULL || strlen (text) > 1024 || !g_utf8_validate (text, -1, NULL))
    return NULL;
  trimmed = g_strstrip (g_strdup (text));
  length = strlen (trimmed);
  if (length > 2 && trimmed[0] == '[' && trimmed[length - 1] == ']')
    {
      trimmed[length - 1] = '\0';
      memmove (trimmed, trimmed + 1, length - 1);
      if (strchr (trimmed, ':') == NULL)
        return NULL;
    }
  else if (length > 1 && trimmed[length - 1] == '.')
    trimmed[length - 1] = '\0';
  ascii = g_ascii_strdown (trimmed, -1);
  if (looks_like_ip (ascii))
    return valid_ip (ascii) ? g_steal_pointer (&ascii) : NULL;
  g_clear_pointer (&ascii, g_free);
  ascii = g_hostname_to_ascii (trimmed);
  if (ascii == NULL)
    return NULL;
  for (char *at = ascii; *at != '\0'; at++)
    *at = g_ascii_tolower (*at);
  return valid_name (ascii) ? g_steal_pointer (&ascii) : NULL;
}

static const char *
encrypted_scheme (MbxProtocol protocol)
{
  return find_scheme (protocol, MBX_SECURITY_TLS)->scheme;
}

static void
refuse_scheme (const char *scheme, GError **error)
{
  MbxProtocol protocol;

  if (scheme != NULL && mbx_protocol_from_string (scheme, &protocol))
    g_set_error (error, MBX_SERVER_ERROR, MBX_SERVER_ERROR_UNENCRYPTED,
                 /* Translators: all three %s are schemes, for instance imap, imaps and imap */
                 _ ("%s:// would send the password without encryption. "
                    "Use %s:// or %s+starttls:// instead."),
                 scheme, encrypted_scheme (protocol), scheme);
  else
    g_set_error (error, MBX_SERVER_ERROR, MBX_SERVER_ERROR_SCHEME,
                 _ ("A server starts with imaps://, imap+starttls://, pop3s://, "
                    "pop3+starttls://, smtps:// or smtp+starttls://."));
}

static const Scheme *
parse_scheme (const char *uri, const char **rest, GError **error)
{
  const char *separator = strstr (uri, "://");
  g_autofree char *scheme = NULL;

  if (separator != NULL)
    {
      scheme = g_ascii_strdown (uri, separator - uri);
      *rest = separator + 3;
      for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
        {
          if (strcmp (schemes[i].scheme, scheme) == 0)
            return &schemes[i];
        }
    }
  refuse_scheme (scheme, error);
  return NULL;
}

static gboolean
parse_port (const char *text, guint16 *port, GError **error)
{
  guint64 number;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, 65535, &number, NULL))
    {
      g_set_error (error, MBX_SERVER_ERROR, MBX_SERVER_ERROR_PORT,
                   _ ("A port is a number from 1 to 65535."));
      return FALSE;
    }
  *port = (guint16) number;
  return TRUE;
}

/* The colon before a port is the one after a closing bracket, or else the only one. */
static const char *
find_port (const char *rest)
{
  const char *bracket = strrchr (rest, ']');
  const char *colon = strrchr (rest, ':');

  if (bracket != NULL)
    return bracket[1] == ':' ? bracket + 1 : NULL;
  return colon;
}

/**
 * mbx_server_new_from_uri:
 * @uri: "imaps://host[:993]" and its five kin
 * @error: an #MbxServerError with a sentence for the person who typed @uri
 *
 * Returns: (transfer full) (nullable): the server, without a user name
 */
MbxServer *
mbx_server_new_from_uri (const char *uri, GError **error)
{
  const char *rest = NULL;
  const Scheme *scheme = parse_scheme (uri, &rest, error);
  g_autofree char *authority = NULL;
  g_autofree char *host = NULL;
  const char *colon;
  guint16 port;

  if (scheme == NULL)
    return NULL;
  authority = g_strdup (rest);
  if (g_str_has_suffix (authority, "/"))
    authority[strlen (authority) - 1] = '\0';
  if (strpbrk (authority, "/?#@") != NULL)
    {
      g_set_error (error, MBX_SERVER_ERROR, MBX_SERVER_ERROR_EXTRA,
                   _ ("A server is only a host and a port, "
                      "for instance imaps://imap.example.org:993."));
      return NULL;
    }
  port = scheme->port;
  colon = find_port (authority);
  if (!parse_port (colon != NULL ? colon + 1 : NULL, &port, error))
    return NULL;
  if (colon != NULL)
    authority[colon - authority] = '\0';
  host = mbx_host_normalize (authority);
  if (host == NULL)
    {
      g_set_error (error, MBX_SERVER_ERROR, MBX_SERVER_ERROR_HOST,
                   _ ("This is not the name of a server."));
      return NULL;
    }
  return mbx_server_new (scheme->protocol, host, port, scheme->security, NULL);
}

/**
 * mbx_server_to_uri:
 *
 * Returns: (transfer full): the form that mbx_server_new_from_uri() reads, port always written
 */
char *
mbx_server_to_uri (const MbxServer *self)
{
  const Scheme *scheme = find_scheme (self->protocol, self->security);
  gboolean six = strchr (self->host, ':') != NULL;

  return g_strdup_printf ("%s://%s%s%s:%u", scheme->scheme, six ? "[" : "", self->host,
                          six ? "]" : "", self->port);
}

/**
 * mbx_default_port:
 *
 * Returns: the port that RFC 8314 gives to the pair
 */
guint16
mbx_default_port (MbxProtocol protocol, MbxSecurity security)
{
  return find_scheme (protocol, security)->port;
}

gboolean
mbx_protocol_from_string (const char *text, MbxProtocol *protocol)
{
  for (guint i = 0; i < G_N_ELEMENTS (protocol_names); i++)
    {
      if (g_ascii_strcasecmp (protocol_names[i], text) == 0)
        {
          *protocol = (MbxProtocol) i;
          return TRUE;
        }
    }
  return FALSE;
}

const char *
mbx_protocol_to_string (MbxProtocol protocol)
{
  return protocol_names[protocol];
}

const char *
mbx_security_to_string (MbxSecurity security)
{
  return security == MBX_SECURITY_TLS ? "tls" : "starttls";
}

gboolean
mbx_security_from_string (const char *text, MbxSecurity *security)
{
  if (g_ascii_strcasecmp (text, "tls") == 0)
    *security = MBX_SECURITY_TLS;
  else if (g_ascii_strcasecmp (text, "starttls") == 0)
    *security = MBX_SECURITY_STARTTLS;
  else
    return FALSE;
  return TRUE;
}
