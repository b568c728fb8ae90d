/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/context.h"

G_BEGIN_DECLS

#define MBX_TYPE_FETCHER (mbx_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (MbxFetcher, mbx_fetcher, MBX, FETCHER, GObject)

/**
 * MbxFetchError:
 * @MBX_FETCH_ERROR_NO_HOST: there is no such name
 * @MBX_FETCH_ERROR_UNREACHABLE: nobody answers there
 * @MBX_FETCH_ERROR_TLS: the encryption or the certificate is no good
 * @MBX_FETCH_ERROR_NOT_THERE: 404 and the like
 * @MBX_FETCH_ERROR_PASSWORD: 401 or 407; this program never answers that
 * @MBX_FETCH_ERROR_SERVER: 5xx
 * @MBX_FETCH_ERROR_REDIRECT: round in a circle, too far, out of encryption or to strangers
 * @MBX_FETCH_ERROR_TOO_LARGE: more than %MBX_DOCUMENT_MAX_BYTES
 * @MBX_FETCH_ERROR_TIMEOUT: not within the limit
 *
 * Why a document could not be had. The messages are whole sentences.
 */
typedef enum
{
  MBX_FETCH_ERROR_NO_HOST,
  MBX_FETCH_ERROR_UNREACHABLE,
  MBX_FETCH_ERROR_TLS,
  MBX_FETCH_ERROR_NOT_THERE,
  MBX_FETCH_ERROR_PASSWORD,
  MBX_FETCH_ERROR_SERVER,
  MBX_FETCH_ERROR_REDIRECT,
  MBX_FETCH_ERROR_TOO_LARGE,
  MBX_FETCH_ERROR_TIMEOUT,
} MbxFetchError;

#define MBX_FETCH_ERROR (mbx_fetch_error_quark ())
GQuark mbx_fetch_error_quark (void);

/**
 * MbxRequest:
 * @url: https, or http for what nobody can be sure of
 * @body: (nullable): posted where given, as text/xml
 * @within: (nullable): the registrable domain that redirects must stay under, for a request that
 *   carries the address; %NULL lets them go anywhere by https
 */
typedef struct
{
  const char *url;
  const char *body;
  const char *within;
} MbxRequest;

/**
 * MbxFetched:
 * @body: the document, decoded
 * @url: where it was in the end
 * @secure: all the way by https
 */
typedef struct
{
  GBytes *body;
  char *url;
  gboolean secure;
} MbxFetched;

void mbx_fetched_free (MbxFetched *self);

/*
 * Gets small documents: verified https, no cookies, no passwords, no more than a handful of
 * redirects, a bounded body, one limit for all.
 */
MbxFetcher *mbx_fetcher_new (MbxContext *context);
void mbx_fetcher_fetch_async (MbxFetcher *self, const MbxRequest *request, guint milliseconds,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
MbxFetched *mbx_fetcher_fetch_finish (MbxFetcher *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxFetched, mbx_fetched_free)

G_END_DECLS
