/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "cli/batch-output.h"
#include "cli/csv.h"
#include "engine/context.h"

G_BEGIN_DECLS

/**
 * MbxBatch:
 *
 * The check of many mailboxes: some at the same time, few per host, each result written as soon as
 * it is there. What is not running yet is not read yet, so that memory stays bounded.
 */
#define MBX_TYPE_BATCH (mbx_batch_get_type ())
G_DECLARE_FINAL_TYPE (MbxBatch, mbx_batch, MBX, BATCH, GObject)

typedef struct
{
  guint done;
  guint failed;
  guint skipped;
} MbxBatchCounts;

/* Signal "progress" () after each mailbox. */
MbxBatch *mbx_batch_new (
    MbxContext *context, MbxCsv *csv, MbxBatchOutput *output, guint jobs, gboolean confirmed);
void mbx_batch_run_async (MbxBatch *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
gboolean mbx_batch_run_finish (MbxBatch *self, GAsyncResult *result, GError **error);
const MbxBatchCounts *mbx_batch_get_counts (MbxBatch *self);

G_END_DECLS
