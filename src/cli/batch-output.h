/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxBatchOutput:
 *
 * Where the results of many mailboxes go: one line each, written whole, to standard output or to a
 * file that a later run adds to.
 */
typedef struct _MbxBatchOutput MbxBatchOutput;

MbxBatchOutput *mbx_batch_output_open (const char *path, GError **error);
void mbx_batch_output_free (MbxBatchOutput *self);
gboolean mbx_batch_output_has (const MbxBatchOutput *self, const char *address);
guint mbx_batch_output_get_size (const MbxBatchOutput *self);
gboolean mbx_batch_output_write (MbxBatchOutput *self, const char *line, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxBatchOutput, mbx_batch_output_free)

G_END_DECLS
