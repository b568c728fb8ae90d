/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/demo-session.h"

#include <string.h>
#include <sys/socket.h>

#include "core/secret.h"
#include "engine/demo-odd-tls.h"
#include "engine/demo-talk.h"

/* Longer lines than any client of ours sends; whoever sends them is hung up on. */
#define LINE_LIMIT 8192

/* A fatal alert, "handshake failure" (RFC 8446 section 6). */
static const guint8 tls_alert[] = { 0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28 };

struct _MbxDemoSession
{
  GObject parent_instance;

  GSocketConnection *connection;
  GIOStream *stream;
  GTlsCertificate *certificate;
  GTlsDatabase *trust;
  char *pem;
  gboolean direct;
  MbxDemoTalk *talk;
  GCancellable *cancellable;
  char line[LINE_LIMIT];
  gsize length;
  GBytes *writing;
};

G_DEFINE_FINAL_TYPE (MbxDemoSession, mbx_demo_session, G_TYPE_OBJECT)

static void go_on (MbxDemoSession *self);

static void
mbx_demo_session_finalize (GObject *object)
{
  MbxDemoSession *self = MBX_DEMO_SESSION (object);

  mbx_wipe (self->line, sizeof self->line);
  g_clear_object (&self->stream);
  g_clear_object (&self->connection);
  g_clear_object (&self->certificate);
  g_clear_object (&self->trust);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->writing, g_bytes_unref);
  g_clear_pointer (&self->talk, mbx_demo_talk_free);
  g_free (self->pem);

  G_OBJECT_CLASS (mbx_demo_session_parent_class)->finalize (object);
}

static void
mbx_demo_session_class_init (MbxDemoSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_demo_session_finalize;
}

static void
mbx_demo_session_init (MbxDemoSession *self)
{
}

/* The socket goes at once, without TLS's goodbye: nobody waits for it. */
static void
hang_up (MbxDemoSession *self)
{
  g_socket_close (g_socket_connection_get_socket (self->connection), NULL);
}

static void
cut (MbxDemoSession *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  hang_up (self);
}

/* The first whole line of what came, handed to the talk; FALSE when there is none yet. */
static gboolean
take_line (MbxDemoSession *self)
{
  char *end = memchr (self->line, '\n', self->length);
  gsize taken;

  if (end == NULL)
    return FALSE;
  taken = (gsize) (end - self->line) + 1;
  *end = '\0';
  if (end > self->line && end[-1] == '\r')
    end[-1] = '\0';
  mbx_demo_talk_line (self->talk, self->line);
  self->length -= taken;
  memmove (self->line, self->line + taken, self->length);
  mbx_wipe (self->line + self->length, taken);
  return TRUE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxDemoSession) self = data;
  gssize count = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (count <= 0)
    {
      hang_up (self);
      return;
    }
  self->length += (gsize) count;
  go_on (self);
}

static void
read_more (MbxDemoSession *self)
{
  if (self->length == sizeof self->line)
    {
      hang_up (self);
      return;
    }
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->line + self->length,
                             sizeof self->line - self->length, G_PRIORITY_DEFAULT,
                             self->cancellable, on_read, g_object_ref (self));
}

static void
on_encrypted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxDemoSession) self = data;

  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL))
    {
      hang_up (self);
      return;
    }
  mbx_demo_talk_encrypted (self->talk);
  if (self->direct)
    mbx_demo_talk_greet (self->talk);
  else
    self->talk->next = MBX_DEMO_NEXT_READ;
  go_on (self);
}

static void
encrypt (MbxDemoSession *self)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GIOStream) tls = NULL;

  mbx_wipe (self->line, self->length);
  self->length = 0;
  /* Given a database at its birth, it does not first read the whole system's. */
  tls = g_initable_new (g_tls_backend_get_server_connection_type (backend), NULL, NULL,
                        "base-io-stream", self->connection, "database", self->trust, "certificate",
                        self->certificate, NULL);
  if (tls == NULL)
    {
      hang_up (self);
      return;
    }
  g_set_object (&self->stream, tls);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, self->cancellable,
                                    on_encrypted, g_object_ref (self));
}

static void
do_next (MbxDemoSession *self)
{
  switch (self->talk->next)
    {
    case MBX_DEMO_NEXT_READ:
      if (take_line (self))
        go_on (self);
      else
        read_more (self);
      break;
    case MBX_DEMO_NEXT_START_TLS:
      encrypt (self);
      break;
    case MBX_DEMO_NEXT_CLOSE:
      hang_up (self);
      break;
    case MBX_DEMO_NEXT_RESET:
      cut (self);
      break;
    }
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxDemoSession) self = data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    do_next (self);
  else
    hang_up (self);
}

/* Writes what the talk has to say, then does what comes next. */
static void
go_on (MbxDemoSession *self)
{
  GString *out = self->talk->out;

  if (out->len == 0)
    {
      do_next (self);
      return;
    }
  g_clear_pointer (&self->writing, g_bytes_unref);
  self->writing = g_bytes_new (out->str, out->len);
  g_string_truncate (out, 0);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   g_bytes_get_data (self->writing, NULL),
                                   g_bytes_get_size (self->writing), G_PRIORITY_DEFAULT,
                                   self->cancellable, on_written, g_object_ref (self));
}

static void
on_hello (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxDemoSession) self = data;

  if (g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL) > 0)
    {
      g_string_append_len (self->talk->out, (const char *) tls_alert, sizeof tls_alert);
      self->talk->next = MBX_DEMO_NEXT_CLOSE;
      go_on (self);
    }
}

static void
start (MbxDemoSession *self)
{
  if (mbx_demo_talk_fails (self->talk, MBX_DEMO_FAULT_TLS_OLD))
    mbx_demo_odd_tls_serve (self->connection, MBX_DEMO_ODD_TLS_OLD, self->pem, self->cancellable);
  else if (mbx_demo_talk_fails (self->talk, MBX_DEMO_FAULT_TLS_CLIENT))
    mbx_demo_odd_tls_serve (self->connection, MBX_DEMO_ODD_TLS_CLIENT, self->pem,
                            self->cancellable);
  else if (mbx_demo_talk_fails (self->talk, MBX_DEMO_FAULT_TLS_ALERT))
    g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->line,
                               sizeof self->line, G_PRIORITY_DEFAULT, self->cancellable, on_hello,
                               g_object_ref (self));
  else if (self->direct)
    encrypt (self);
  else
    {
      mbx_demo_talk_greet (self->talk);
      go_on (self);
    }
}

/**
 * mbx_demo_session_serve:
 * @connection: a client that was just accepted
 * @options: copied
 * @cancellable: ends the session when the server goes
 *
 * Serves one client on the thread's default main context.
 */
void
mbx_demo_session_serve (GSocketConnection *connection,
                        const MbxDemoSessionOptions *options,
                        GCancellable *cancellable)
{
  g_autoptr (MbxDemoSession) self = g_object_new (MBX_TYPE_DEMO_SESSION, NULL);

  self->connection = g_object_ref (connection);
  self->stream = G_IO_STREAM (g_object_ref (connection));
  self->certificate = g_object_ref (options->certificate);
  self->trust = g_object_ref (options->trust);
  self->pem = g_strdup (options->pem);
  self->cancellable = g_object_ref (cancellable);
  self->talk = mbx_demo_talk_new (options->protocol, options->scenario);
  self->direct = options->direct;
  if (mbx_demo_talk_fails (self->talk, MBX_DEMO_FAULT_PLAIN))
    self->direct = FALSE;
  else if (mbx_demo_talk_fails (self->talk, MBX_DEMO_FAULT_TLS_FIRST))
    self->direct = TRUE;
  g_tcp_connection_set_graceful_disconnect (G_TCP_CONNECTION (connection), FALSE);
  start (self);
}
