/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/tls-probe.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define KEPT_BYTES 512
/* A handshake has some ten messages; a server that sends warnings for ever is cut off. */
#define MAXIMUM_ROUNDS 200

/* What this program takes, and everything that ever was, to see what the server would have taken.
 */
#define STRICT "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%COMPAT"
#define LENIENT                                                                                    \
  "LEGACY:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:+VERS-TLS1.1:+VERS-TLS1.0:+3DES-CBC:+ARCFOUR-128:"   \
  "+DHE-RSA:+RSA:+MD5:+SIGN-RSA-SHA1:%COMPAT"

typedef struct
{
  GIOStream *stream;
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
  GByteArray *kept;
  guint rounds;
  gboolean shaken;
  gboolean closed;
  gboolean certificate_wanted;
} Probe;

static void
probe_free (Probe *self)
{
  if (self->session != NULL)
    gnutls_deinit (self->session);
  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
  g_byte_array_unref (self->kept);
  g_object_unref (self->stream);
  g_free (self);
}

void
mbx_tls_probe_free (MbxTlsProbe *self)
{
  if (self == NULL)
    return;
  g_free (self->first_bytes);
  g_free (self);
}

static void
free_probe_result (gpointer probe)
{
  mbx_tls_probe_free (probe);
}

static gssize
read_now (Probe *self, void *buffer, gsize length, GError **error)
{
  GPollableInputStream *input =
      G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stream));
  gssize got = g_pollable_input_stream_read_nonblocking (input, buffer, length, NULL, error);

  if (got > 0 && self->kept->len < KEPT_BYTES)
    g_byte_array_append (self->kept, buffer, (guint)MIN ((gsize)got, KEPT_BYTES));
  return got;
}

static ssize_t
pull (gnutls_transport_ptr_t pointer, void *buffer, size_t length)
{
  Probe *self = pointer;
  g_autoptr (GError) error = NULL;
  gssize got = read_now (self, buffer, length, &error);

  if (got == 0)
    self->closed = TRUE;
  if (got >= 0)
    return got;
  self->closed = !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  gnutls_transport_set_errno (self->session, self->closed ? ECONNRESET : EAGAIN);
  return -1;
}

static ssize_t
push (gnutls_transport_ptr_t pointer, const void *buffer, size_t length)
{
  Probe *self = pointer;
  g_autoptr (GError) error = NULL;
  GPollableOutputStream *output =
      G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream));
  gssize put = g_pollable_output_stream_write_nonblocking (output, buffer, length, NULL, &error);

  if (put >= 0)
    return put;
  self->closed = !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  gnutls_transport_set_errno (self->session, self->closed ? ECONNRESET : EAGAIN);
  return -1;
}

/* There is none to give: only the wish is noted. */
static int
on_certificate_wanted (gnutls_session_t session,
                       const gnutls_datum_t *authorities,
                       int count,
                       const gnutls_pk_algorithm_t *algorithms,
                       int length,
                       gnutls_retr2_st *certificate)
{
  Probe *self = gnutls_session_get_ptr (session);

  self->certificate_wanted = TRUE;
  memset (certificate, 0, sizeof *certificate);
  certificate->cert_type = GNUTLS_CRT_X509;
  return 0;
}

static gboolean
looks_like_tls (const GByteArray *kept)
{
  return kept->len < 2 || (kept->data[0] >= 0x14 && kept->data[0] <= 0x17 && kept->data[1] == 3);
}

/* The library reads no further than the five bytes of a record's head; the rest says who it is. */
static char *
read_banner (Probe *self)
{
  char buffer[KEPT_BYTES];

  (void)read_now (self, buffer, sizeof buffer, NULL);
  return mbx_clean_text ((const char *)self->kept->data, self->kept->len, KEPT_BYTES);
}

static MbxTlsFault
judge_alert (int alert, gboolean certificate_wanted)
{
  if (alert == GNUTLS_A_PROTOCOL_VERSION)
    return MBX_TLS_VERSION;
  if (alert == GNUTLS_A_INSUFFICIENT_SECURITY)
    return MBX_TLS_WEAK;
  if (alert == GNUTLS_A_CERTIFICATE_REQUIRED || certificate_wanted)
    return MBX_TLS_CLIENT_CERTIFICATE;
  return MBX_TLS_ALERT;
}

static MbxTlsFault
judge (Probe *self, int code)
{
  if (!looks_like_tls (self->kept))
    return MBX_TLS_NOT_TLS;
  if (code == GNUTLS_E_FATAL_ALERT_RECEIVED)
    return judge_alert ((int)gnutls_alert_get (self->session), self->certificate_wanted);
  if (code == GNUTLS_E_UNSUPPORTED_VERSION_PACKET)
    return MBX_TLS_VERSION;
  if (code == GNUTLS_E_DH_PRIME_UNACCEPTABLE || code == GNUTLS_E_INSUFFICIENT_SECURITY ||
      code == GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM)
    return MBX_TLS_WEAK;
  if (self->closed && self->certificate_wanted)
    return MBX_TLS_CLIENT_CERTIFICATE;
  if (self->closed)
    return MBX_TLS_CLOSED;
  return code < 0 ? MBX_TLS_OTHER : MBX_TLS_OK;
}

static void
finish (GTask *task, int code)
{
  Probe *self = g_task_get_task_data (task);
  MbxTlsProbe *result = g_new0 (MbxTlsProbe, 1);
  gnutls_protocol_t version = gnutls_protocol_get_version (self->session);

  result->fault = judge (self, code);
  result->alert = -1;
  if (code == GNUTLS_E_FATAL_ALERT_RECEIVED)
    result->alert = (int)gnutls_alert_get (self->session);
  result->old = version == GNUTLS_TLS1_0 || version == GNUTLS_TLS1_1;
  result->certificate_wanted = self->certificate_wanted;
  if (result->fault == MBX_TLS_NOT_TLS)
    result->first_bytes = read_banner (self);
  g_task_return_pointer (task, result, free_probe_result);
}

/* With TLS 1.3 a missing client certificate is only complained about after the handshake. */
static int
step (Probe *self)
{
  char byte;
  int code;

  if (!self->shaken)
    {
      code = gnutls_handshake (self->session);
      if (code < 0)
        return code;
      self->shaken = TRUE;
      if (!self->certificate_wanted)
        return 0;
    }
  code = (int)gnutls_record_recv (self->session, &byte, 1);
  return MIN (code, 0);
}

static gboolean on_input (GObject *stream, gpointer data);
static gboolean on_output (GObject *stream, gpointer data);

static void
wait_for_stream (GTask *task)
{
  Probe *self = g_task_get_task_data (task);
  g_autoptr (GSource) source = NULL;

  if (gnutls_record_get_direction (self->session) == 0)
    {
      source = g_pollable_input_stream_create_source (
          G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stream)),
          g_task_get_cancellable (task));
      g_task_attach_source (task, source, G_SOURCE_FUNC (on_input));
      return;
    }
  source = g_pollable_output_stream_create_source (
      G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream)),
      g_task_get_cancellable (task));
  g_task_attach_source (task, source, G_SOURCE_FUNC (on_output));
}

static void
go_on (GTask *task)
{
  Probe *self = g_task_get_task_data (task);
  int code;

  do
    code = step (self);
  while (code < 0 && code != GNUTLS_E_AGAIN && !gnutls_error_is_fatal (code) &&
         ++self->rounds < MAXIMUM_ROUNDS);
  if (code == GNUTLS_E_AGAIN)
    wait_for_stream (g_object_ref (task));
  else
    finish (task, code);
}

static gboolean
on_input (GObject *stream, gpointer data)
{
  g_autoptr (GTask) task = data;

  if (!g_task_return_error_if_cancelled (task))
    go_on (task);
  return G_SOURCE_REMOVE;
}

static gboolean
on_output (GObject *stream, gpointer data)
{
  return on_input (stream, data);
}

static void
open_session (Probe *self, const char *host, gboolean lenient)
{
  gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK);
  gnutls_certificate_allocate_credentials (&self->credentials);
  gnutls_certificate_set_retrieve_function (self->credentials, on_certificate_wanted);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  if (gnutls_priority_set_direct (self->session, lenient ? LENIENT : STRICT, NULL) < 0)
    gnutls_set_default_priority (self->session);
  if (!g_hostname_is_ip_address (host))
    gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, host, strlen (host));
  gnutls_session_set_ptr (self->session, self);
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, pull);
  gnutls_transport_set_push_function (self->session, push);
  gnutls_handshake_set_timeout (self->session, 0);
}

/**
 * mbx_tls_probe_async:
 * @stream: a connection on which the server expects a handshake now; nothing else may use it
 * @host: the server's name
 * @lenient: offer all that was ever in use, else what this program takes
 * @cancellable: (nullable): also the way to set a limit
 *
 * Does a handshake with GnuTLS itself to learn why that of GIO failed. Nothing is proven and
 * nothing is sent inside.
 */
void
mbx_tls_probe_async (GIOStream *stream,
                     const char *host,
                     gboolean lenient,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, data);
  Probe *self = g_new0 (Probe, 1);

  self->stream = g_object_ref (stream);
  self->kept = g_byte_array_new ();
  g_task_set_source_tag (task, mbx_tls_probe_async);
  g_task_set_task_data (task, self, (GDestroyNotify)probe_free);
  open_session (self, host, lenient);
  go_on (task);
}

/**
 * mbx_tls_probe_finish:
 *
 * Returns: (transfer full) (nullable): what the handshake showed; %NULL where it was cancelled
 */
MbxTlsProbe *
mbx_tls_probe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
