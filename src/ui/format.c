/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/base-domain.h"

/**
 * mbx_format_state_icon:
 *
 * Returns: (nullable): the name of the icon, %NULL where something moving is shown instead
 */
const char *
mbx_format_state_icon (MbxState state)
{
  switch (state)
    {
    case MBX_STATE_WAITING:
      return "content-loading-symbolic";
    case MBX_STATE_RUNNING:
      return NULL;
    case MBX_STATE_PASSED:
      return "emblem-ok-symbolic";
    case MBX_STATE_WARNING:
      return "dialog-warning-symbolic";
    case MBX_STATE_FAILED:
      return "dialog-error-symbolic";
    case MBX_STATE_SKIPPED:
      return "action-unavailable-symbolic";
    }
  return NULL;
}

const char *
mbx_format_state_class (MbxState state)
{
  switch (state)
    {
    case MBX_STATE_PASSED:
      return "success";
    case MBX_STATE_WARNING:
      return "warning";
    case MBX_STATE_FAILED:
      return "error";
    case MBX_STATE_WAITING:
    case MBX_STATE_RUNNING:
    case MBX_STATE_SKIPPED:
      return "dim-label";
    }
  return "dim-label";
}

const char *
mbx_format_security (MbxSecurity security)
{
  /* Translators: a kind of encryption; "STARTTLS" and "TLS" stay as they are */
  return security == MBX_SECURITY_TLS ? _ ("encrypted from the start (TLS)")
                                      : _ ("encrypted after STARTTLS");
}

/**
 * mbx_format_source:
 *
 * Returns: where settings come from, a few words. Static.
 */
const char *
mbx_format_source (MbxSource source)
{
  switch (source)
    {
    case MBX_SOURCE_GIVEN:
      return _ ("Entered by you");
    case MBX_SOURCE_PROVIDER_TABLE:
      return _ ("Built-in list of providers");
    case MBX_SOURCE_PACC:
      return _ ("Your provider's account settings");
    case MBX_SOURCE_ISP_AUTOCONFIG:
      return _ ("Your provider's settings file");
    case MBX_SOURCE_ISPDB:
      return _ ("Mozilla's list of providers");
    case MBX_SOURCE_SRV:
      return _ ("Service records in the DNS");
    case MBX_SOURCE_MX:
      return _ ("The domain's mail host in the DNS");
    case MBX_SOURCE_AUTODISCOVER:
      return _ ("Microsoft Autodiscover");
    case MBX_SOURCE_GUESS:
      return _ ("Usual server names");
    case MBX_SOURCE_NONE:
      return _ ("No source");
    }
  return "";
}

/**
 * mbx_format_protocol:
 *
 * Returns: (transfer full): "IMAP", "POP3" or "SMTP"
 */
char *
mbx_format_protocol (MbxProtocol protocol)
{
  return g_ascii_strup (mbx_protocol_to_string (protocol), -1);
}

/**
 * mbx_format_port:
 *
 * Returns: (transfer full): protocol, port and encryption of @server in words
 */
char *
mbx_format_port (const MbxServer *server)
{
  g_autofree char *protocol = mbx_format_protocol (server->protocol);

  /* Translators: protocol, port and encryption, for instance "IMAP, port 993, encrypted from the
   * start (TLS)" */
  return g_strdup_printf (_ ("%s, port %u, %s"), protocol, server->port,
                          mbx_format_security (server->security));
}

/**
 * mbx_format_host_markup:
 * @host: a host name
 *
 * Long names get places where a line may break, so that they are never cut.
 *
 * Returns: (transfer full): Pango markup with the registrable domain strong
 */
char *
mbx_format_host_markup (const char *host)
{
  const char *base = mbx_base_domain (host);
  const char *at = base == NULL ? NULL : g_strrstr (host, base);
  GString *markup;

  if (at == NULL)
    return g_markup_printf_escaped ("<b>%s</b>", host);
  markup = g_string_new (NULL);
  for (const char *c = host; c < at; c++)
    {
      g_string_append_c (markup, *c);
      if (*c == '.')
        g_string_append (markup, "\u200b");
    }
  g_string_append_printf (markup, "<b>%s</b>", at);
  return g_string_free (markup, FALSE);
}

/**
 * mbx_format_duration:
 * @microseconds: how long something took
 *
 * Returns: (transfer full): "" for nothing measured, milliseconds below a second, else seconds
 */
char *
mbx_format_duration (gint64 microseconds)
{
  if (microseconds <= 0)
    return g_strdup ("");
  if (microseconds < G_USEC_PER_SEC)
    /* Translators: milliseconds */
    return g_strdup_printf (_ ("%d ms"), (int) MAX (microseconds / 1000, 1));
  /* Translators: seconds */
  return g_strdup_printf (_ ("%.1f s"), microseconds / (double) G_USEC_PER_SEC);
}

/**
 * mbx_format_suggestion:
 * @now: (nullable): the server that is set
 * @suggestion: the one that was seen to work
 *
 * Returns: (transfer full): the label of the button that applies it
 */
char *
mbx_format_suggestion (const MbxServer *now, const MbxServer *suggestion)
{
  if (now == NULL || strcmp (now->host, suggestion->host) != 0)
    /* Translators: a button; the name of a server */
    return g_strdup_printf (_ ("Use %s"), suggestion->host);
  if (now->port != suggestion->port)
    /* Translators: a button; the number of a port */
    return g_strdup_printf (_ ("Use Port %u"), suggestion->port);
  return suggestion->security == MBX_SECURITY_TLS ? g_strdup (_ ("Use TLS"))
                                                  : g_strdup (_ ("Use STARTTLS"));
}
