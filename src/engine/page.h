/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbxPage:
 * @status: HTTP status
 * @body: what came, cut at the maximum
 * @date: Unix time of the Date header, or 0
 *
 * An answer that is only looked at, never trusted. Free with mbx_page_free().
 */
typedef struct
{
  guint status;
  GBytes *body;
  gint64 date;
} MbxPage;

void mbx_page_free (MbxPage *self);
void mbx_page_async (const char *url,
                     gboolean any_certificate,
                     gsize maximum,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data);
MbxPage *mbx_page_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxPage, mbx_page_free)

G_END_DECLS
