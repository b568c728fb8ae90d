/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/oauth-loopback.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

struct _MbxOauthLoopback
{
  GObject parent_instance;

  SoupServer *server;
  guint16 port;
  gboolean answered;
};

G_DEFINE_FINAL_TYPE (MbxOauthLoopback, mbx_oauth_loopback, G_TYPE_OBJECT)

enum
{
  ANSWER,
  LAST_SIGNAL,
};

static guint signals[LAST_SIGNAL];

#define PAGE \
  "<!DOCTYPE html><html lang=\"%s\" dir=\"%s\"><meta charset=\"utf-8\">" \
  "<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" " \
  "content=\"light dark\"><title>%s</title><style>body{font:1.2em/1.5 system-ui,sans-serif;" \
  "max-width:32em;margin:20vh auto;padding:0 1em;text-align:center}</style>" \
  "<h1>%s</h1><p>%s</p></html>"

/* Another site could point a name of its own at the loopback address; its Host header tells. */
static gboolean
host_fits (MbxOauthLoopback *self, SoupServerMessage *message)
{
  static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_one (headers, "Host");

  for (gsize i = 0; host != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *expected = g_strdup_printf ("%s:%u", names[i], self->port);

      if (g_ascii_strcasecmp (host, expected) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
respond (SoupServerMessage *message, guint status, const char *title, const char *words)
{
  gboolean rtl = g_strcmp0 (C_ ("text direction, ltr or rtl", "ltr"), "rtl") == 0;
  g_autofree char *heading = g_markup_escape_text (title, -1);
  g_autofree char *text = g_markup_escape_text (words, -1);
  char *page = g_strdup_printf (PAGE, g_get_language_names ()[0], rtl ? "rtl" : "ltr", heading,
                                heading, text);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE, page,
                                    strlen (page));
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'");
  soup_message_headers_replace (headers, "Connection", "close");
}

static void
responded_cb (SoupServerMessage *message, gpointer data)
{
  /* Only there to own the listener until the page is out. */
}

static gboolean
unref_cb (gpointer data)
{
  g_object_unref (data);
  return G_SOURCE_REMOVE;
}

/* Not at once: the server is still in the middle of this message. */
static void
let_go (gpointer data, GClosure *closure)
{
  g_idle_add (unref_cb, data);
}

/* The sign-in may be over with this answer; the person still wants to read the page. */
static void
stay_for_response (MbxOauthLoopback *self, SoupServerMessage *message)
{
  g_signal_connect_data (message, "finished", G_CALLBACK (responded_cb), g_object_ref (self),
                         let_go, G_CONNECT_DEFAULT);
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  g_autoptr (MbxOauthLoopback) self = g_object_ref (MBX_OAUTH_LOOPBACK (data));
  gboolean good = FALSE;

  stay_for_response (self, message);
  if (soup_server_message_get_method (message) != SOUP_METHOD_GET ||
      !g_str_equal (path, "/") || !host_fits (self, message))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  if (!self->answered)
    g_signal_emit (self, signals[ANSWER], 0,
                   g_uri_get_query (soup_server_message_get_uri (message)), &good);
  if (good)
    {
      self->answered = TRUE;
      respond (message, SOUP_STATUS_OK, _ ("Signed in"),
               _ ("You can close this page and go back to Mailbox Setup."));
    }
  else
    respond (message, SOUP_STATUS_BAD_REQUEST, _ ("Not signed in"),
             _ ("Go back to Mailbox Setup. It says what happened."));
}

static void
mbx_oauth_loopback_dispose (GObject *object)
{
  MbxOauthLoopback *self = MBX_OAUTH_LOOPBACK (object);

  if (self->server != NULL)
    {
      soup_server_remove_handler (self->server, NULL);
      soup_server_disconnect (self->server);
    }
  g_clear_object (&self->server);
  G_OBJECT_CLASS (mbx_oauth_loopback_parent_class)->dispose (object);
}

static void
mbx_oauth_loopback_class_init (MbxOauthLoopbackClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mbx_oauth_loopback_dispose;
  signals[ANSWER] =
    g_signal_new ("answer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_STRING);
}

static void
mbx_oauth_loopback_init (MbxOauthLoopback *self)
{
  self->server = soup_server_new ("server-header", "MailboxSetup", NULL);
}

static gboolean
listen_on (MbxOauthLoopback *self, GError **error)
{
  g_autoptr (GSList) uris = NULL;

  if (!soup_server_listen_local (self->server, 0, 0, error) &&
      (g_clear_error (error),
       !soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error)))
    return FALSE;
  uris = soup_server_get_uris (self->server);
  self->port = (guint16) g_uri_get_port (uris->data);
  g_slist_foreach (uris, (GFunc) (void (*) (void)) g_uri_unref, NULL);
  return TRUE;
}

/**
 * mbx_oauth_loopback_new:
 * @error: where no port can be had
 *
 * Returns: (transfer full) (nullable): a listener; it ends with its last reference
 */
MbxOauthLoopback *
mbx_oauth_loopback_new (GError **error)
{
  g_autoptr (MbxOauthLoopback) self = g_object_new (MBX_TYPE_OAUTH_LOOPBACK, NULL);

  if (!listen_on (self, error))
    return NULL;
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  return g_steal_pointer (&self);
}

guint16
mbx_oauth_loopback_get_port (MbxOauthLoopback *self)
{
  return self->port;
}
