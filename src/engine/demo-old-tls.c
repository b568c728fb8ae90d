/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/demo-old-tls.h"

#include <gnutls/gnutls.h>
#include <string.h>

/* How long a client may take for its half of the handshake. */
#define HANDSHAKE_MILLISECONDS 5000

/* Every distribution's own policy is stricter; here the point is to be too old. */
#define OLD_VERSIONS "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0:+SHA1:+SIGN-ALL:%COMPAT"

typedef struct
{
  GSocketConnection *connection;
  char *pem;
} OldTls;

static void
old_tls_free (OldTls *self)
{
  g_object_unref (self->connection);
  g_free (self->pem);
  g_free (self);
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
}

static void
serve_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OldTls *self = data;
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  gnutls_datum_t pem = { (unsigned char *)self->pem, (unsigned)strlen (self->pem) };
  gnutls_certificate_credentials_t credentials = NULL;
  gnutls_session_t session = NULL;

  g_socket_set_blocking (socket, TRUE);
  if (gnutls_certificate_allocate_credentials (&credentials) >= 0 &&
      gnutls_certificate_set_x509_key_mem2 (credentials, &pem, &pem, GNUTLS_X509_FMT_PEM, NULL,
                                            0) >= 0 &&
      gnutls_init (&session, GNUTLS_SERVER) >= 0 &&
      gnutls_priority_set_direct (session, OLD_VERSIONS, NULL) >= 0 &&
      gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials) >= 0)
    shake_hands (session, socket);
  if (session != NULL)
    gnutls_deinit (session);
  if (credentials != NULL)
    gnutls_certificate_free_credentials (credentials);
  g_socket_close (socket, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * mbx_demo_old_tls_serve:
 * @connection: a client that was just accepted
 * @pem: the server's chain and key
 * @cancellable: cancelled when the server goes
 *
 * Shakes hands with TLS 1.0 or 1.1 only, then hangs up. GIO cannot be told versions, so this is
 * GnuTLS itself, in a thread, since its handshake blocks.
 */
void
mbx_demo_old_tls_serve (GSocketConnection *connection, const char *pem, GCancellable *cancellable)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, NULL, NULL);
  OldTls *self = g_new0 (OldTls, 1);

  self->connection = g_object_ref (connection);
  self->pem = g_strdup (pem);
  g_task_set_source_tag (task, mbx_demo_old_tls_serve);
  g_task_set_task_data (task, self, (GDestroyNotify)old_tls_free);
  g_task_run_in_thread (task, serve_in_thread);
}
