/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/address.h"
#include "core/candidate.h"
#include "engine/context.h"
#include "engine/dns-records.h"
#include "engine/fetcher.h"

G_BEGIN_DECLS

/* Where Mozilla's list of providers is. */
#define MBX_ISPDB_HOST "autoconfig.thunderbird.net"

#define MBX_TYPE_INQUIRY (mbx_inquiry_get_type ())
G_DECLARE_FINAL_TYPE (MbxInquiry, mbx_inquiry, MBX, INQUIRY, GObject)

/*
 * What all sources of one search share: the address, the fetcher, and the answer to the one
 * question that several of them ask, who takes the domain's mail.
 */
MbxInquiry *mbx_inquiry_new (MbxContext *context, const MbxAddress *address);
MbxContext *mbx_inquiry_get_context (MbxInquiry *self);
const MbxAddress *mbx_inquiry_get_address (MbxInquiry *self);
const char *mbx_inquiry_get_base (MbxInquiry *self);
MbxFetcher *mbx_inquiry_get_fetcher (MbxInquiry *self);
void mbx_inquiry_set_web_ports (MbxInquiry *self, guint16 https, guint16 http);
char *mbx_inquiry_make_url (MbxInquiry *self, gboolean secure, const char *host, const char *path);
void mbx_inquiry_mx_async (MbxInquiry *self, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
gboolean mbx_inquiry_mx_finish (MbxInquiry *self, GAsyncResult *result, GError **error);

/* What was learnt on the way; %NULL and FALSE before. */
const MbxDnsRecords *mbx_inquiry_get_mx (MbxInquiry *self);
const MbxDnsRecords *mbx_inquiry_get_addresses (MbxInquiry *self);
void mbx_inquiry_note_asked (MbxInquiry *self, MbxSource source, const char *host);
char *mbx_inquiry_dup_asked (MbxInquiry *self, MbxSource source);
void mbx_inquiry_deny (MbxInquiry *self, MbxProtocol protocol);
gboolean mbx_inquiry_is_denied (MbxInquiry *self, MbxProtocol protocol);
void mbx_inquiry_set_provider (MbxInquiry *self, const MbxProvider *provider);
const MbxProvider *mbx_inquiry_get_provider (MbxInquiry *self);

/* One source each. finish gives a candidate that is not probed yet, or says why there is none. */
typedef void (*MbxFindFunc) (MbxInquiry *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);

void mbx_find_pacc (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer data);
void mbx_find_autoconfig (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer data);
void mbx_find_ispdb (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer data);
void mbx_find_srv (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer data);
void mbx_find_mx (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer data);
void mbx_find_autodiscover (MbxInquiry *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
void mbx_find_guess (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer data);
MbxCandidate *mbx_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
