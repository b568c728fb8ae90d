/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/demo-odd-tls.h"

#include <gnutls/gnutls.h>
#include <string.h>

/* How long a client may take for its half of the handshake. */
#define HANDSHAKE_MILLISECONDS 5000

/* Every distribution's own policy is stricter; here the point is to be too old. */
#define OLD_VERSIONS "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0:+SHA1:+SIGN-ALL:%COMPAT"

typedef struct
{
  GSocketConnection *connection;
  MbxDemoOddTls kind;
  char *pem;
} OddTls;

static void
odd_tls_free (OddTls *self)
{
  g_object_unref (self->connection);
  g_free (self->pem);
  g_free (self);
}

/* A socket closed with bytes unread is reset, and the alert with it. */
static void
wait_for_end (GSocket *socket)
{
  char rest[512];

  g_socket_set_timeout (socket, HANDSHAKE_MILLISECONDS / 1000);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  while (g_socket_receive (socket, rest, sizeof rest, NULL, NULL) > 0)
    continue;
}

static void
shake_hands (gnutls_session_t session, GSocket *socket)
{
  int result;

  gnutls_transport_set_int (session, g_socket_get_fd (socket));
  gnutls_handshake_set_timeout (session, HANDSHAKE_MILLISECONDS);
  do
    result = gnutls_handshake (session);
  while (result < 0 && gnutls_error_is_fatal (result) == 0);
  if (result < 0)
    gnutls_alert_send_appropriate (session, result);
  else
    gnutls_bye (session, GNUTLS_SHUT_WR);
  wait_for_end (socket);
}

static void
serve_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OddTls *self = data;
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  gboolean old = self->kind == MBX_DEMO_ODD_TLS_OLD;
  gnutls_datum_t pem = { (unsigned char *) self->pem, (unsigned) strlen (self->pem) };
  gnutls_certificate_credentials_t credentials = NULL;
  gnutls_session_t session = NULL;

  g_socket_set_blocking (socket, TRUE);
  if (gnutls_certificate_allocate_credentials (&credentials) >= 0 &&
      gnutls_certificate_set_x509_key_mem2 (credentials, &pem, &pem, GNUTLS_X509_FMT_PEM, NULL,
                                            0) >= 0 &&
      gnutls_init (&session, GNUTLS_SERVER) >= 0 &&
      gnutls_priority_set_direct (session, old ? OLD_VERSIONS : "NORMAL", NULL) >= 0 &&
      gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials) >= 0)
    {
      if (!old)
        gnutls_certificate_server_set_request (session, GNUTLS_CERT_REQUIRE);
      shake_hands (session, socket);
    }
  if (session != NULL)
    gnutls_deinit (session);
  if (credentials != NULL)
    gnutls_certificate_free_credentials (credentials);
  g_socket_close (socket, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * mbx_demo_odd_tls_serve:
 * @connection: a client that was just accepted
 * @kind: in which way the handshake is odd
 * @pem: the server's chain and key
 * @cancellable: cancelled when the server goes
 *
 * Shakes hands, then hangs up. GIO can be told neither versions nor to send the right alert, so
 * this is GnuTLS itself, in a thread, since its handshake blocks.
 */
void
mbx_demo_odd_tls_serve (GSocketConnection *connection,
                        MbxDemoOddTls kind,
                        const char *pem,
                        GCancellable *cancellable)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, NULL, NULL);
  OddTls *self = g_new0 (OddTls, 1);

  self->connection = g_object_ref (connection);
  self->kind = kind;
  self->pem = g_strdup (pem);
  g_task_set_source_tag (task, mbx_demo_odd_tls_serve);
  g_task_set_task_data (task, self, (GDestroyNotify) odd_tls_free);
  g_task_run_in_thread (task, serve_in_thread);
}
