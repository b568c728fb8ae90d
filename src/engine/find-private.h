/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/document.h"
#include "engine/inquiry.h"

G_BEGIN_DECLS

/* What the sources share among themselves. */
void mbx_find_fetch (MbxInquiry *inquiry, const MbxRequest *request, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data);
char *mbx_find_show_url (const char *url);
void mbx_find_free_candidate (gpointer candidate);
void mbx_find_return_none (GTask *task);
MbxCandidate *mbx_find_read_autoconfig (MbxInquiry *inquiry, const MbxFetched *fetched,
                                        MbxSource source, GError **error);
char *mbx_find_make_ispdb_url (MbxInquiry *inquiry, const char *domain);

G_END_DECLS
