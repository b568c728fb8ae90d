/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/experiment-chain.h"

#include <string.h>

#include "engine/page.h"

#define MAXIMUM_CERTIFICATE (64 * 1024)
/* Public chains have one or two certificates in between. */
#define MAXIMUM_FETCHES 3

typedef struct
{
  MbxContext *context;
  GString *pems;
  guint fetches;
} Chain;

static void
chain_free (Chain *self)
{
  g_object_unref (self->context);
  g_string_free (self->pems, TRUE);
  g_free (self);
}

static void
free_experiment (gpointer experiment)
{
  mbx_experiment_free (experiment);
}

static void
return_experiment (GTask *task, gboolean worked)
{
  MbxExperiment *experiment = mbx_experiment_new (MBX_EXPERIMENT_CHAIN, NULL);

  experiment->worked = worked;
  g_task_return_pointer (task, experiment, free_experiment);
}

static gboolean
is_trusted (Chain *self)
{
  g_autoptr (GTlsCertificate) chain =
      g_tls_certificate_new_from_pem (self->pems->str, (gssize)self->pems->len, NULL);
  g_autoptr (GTlsDatabase) trust = NULL;
  GTlsCertificateFlags flags;

  if (chain == NULL)
    return FALSE;
  g_set_object (&trust, mbx_context_get_trust (self->context));
  if (trust == NULL)
    trust = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  flags = g_tls_database_verify_chain (trust, chain, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                       NULL, NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, NULL);
  return (flags & G_TLS_CERTIFICATE_UNKNOWN_CA) == 0;
}

/* Authorities give it out as DER (RFC 5280 section 4.2.2.1); some as PEM all the same. */
static char *
read_pem (GBytes *body)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (body, &length);
  g_autoptr (GByteArray) der = g_byte_array_new ();
  g_autoptr (GTlsCertificate) certificate = NULL;
  char *pem = NULL;

  if (length == 0 || length >= MAXIMUM_CERTIFICATE)
    return NULL;
  if (data[0] == '-')
    certificate = g_tls_certificate_new_from_pem ((const char *)data, (gssize)length, NULL);
  else
    {
      g_byte_array_append (der, data, (guint)length);
      certificate =
          g_initable_new (g_tls_backend_get_certificate_type (g_tls_backend_get_default ()), NULL,
                          NULL, "certificate", der, NULL);
    }
  if (certificate != NULL)
    g_object_get (certificate, "certificate-pem", &pem, NULL);
  return pem;
}

static void fetch (GTask *task, const char *url);

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Chain *self = g_task_get_task_data (task);
  g_autoptr (MbxPage) page = mbx_page_finish (result, NULL);
  g_autofree char *pem = page != NULL && page->status == 200 ? read_pem (page->body) : NULL;
  g_autoptr (MbxCertificate) certificate =
      pem != NULL ? mbx_certificate_new_from_pem (pem, NULL) : NULL;

  if (certificate == NULL)
    {
      /* Nothing was learnt: that the address is dead says nothing about the chain. */
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  g_string_append (self->pems, pem);
  if (is_trusted (self))
    return_experiment (task, TRUE);
  else if (certificate->aia_url == NULL || certificate->self_issued)
    return_experiment (task, FALSE);
  else
    fetch (task, certificate->aia_url);
}

static void
fetch (GTask *task, const char *url)
{
  Chain *self = g_task_get_task_data (task);

  self->fetches++;
  if (self->fetches > MAXIMUM_FETCHES || !g_str_has_prefix (url, "http://"))
    {
      return_experiment (task, FALSE);
      return;
    }
  mbx_page_async (url, FALSE, MAXIMUM_CERTIFICATE, g_task_get_cancellable (task), on_fetched,
                  g_object_ref (task));
}

/**
 * mbx_experiment_chain_async:
 *
 * Where the last certificate that the server sent names the address of its issuer's (RFC 5280
 * section 4.2.2.1), fetches that, and sees whether the chain leads to a trusted authority then. The
 * chain is used for nothing else: the server stays refused.
 */
void
mbx_experiment_chain_async (MbxContext *context,
                            const MbxEvidence *evidence,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GTask) task = g_task_new (context, cancellable, callback, data);
  Chain *self = g_new0 (Chain, 1);
  const MbxCertificate *last = NULL;

  self->context = g_object_ref (context);
  self->pems = g_string_new (NULL);
  g_task_set_source_tag (task, mbx_experiment_chain_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify)chain_free);
  for (guint i = 0; i < evidence->chain->len; i++)
    {
      last = g_ptr_array_index (evidence->chain, i);
      g_string_append (self->pems, last->pem);
    }
  if (last == NULL || last->self_issued || last->aia_url == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    fetch (task, last->aia_url);
}
