/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/batch.h"
#include "cli/command.h"

/* Often enough to see it move, seldom enough to cost nothing. */
#define PROGRESS_MICROSECONDS (100 * 1000)

static void
print_counts (const MbxBatchCounts *counts, const char *end)
{
  /* Translators: three numbers of mailboxes */
  g_autofree char *text = g_strdup_printf (_ ("%u checked, %u failed, %u already done"),
                                           counts->done, counts->failed, counts->skipped);

  fprintf (stderr, "%s%s", text, end);
}

static void
on_progress (MbxBatch *batch, gint64 *last)
{
  gint64 now = g_get_monotonic_time ();

  if (now - *last < PROGRESS_MICROSECONDS)
    return;
  *last = now;
  fputc ('\r', stderr);
  print_counts (mbx_batch_get_counts (batch), "");
  fflush (stderr);
}

static gboolean
run_batch (MbxCommand *command, MbxBatch *batch, GError **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gint64 last = 0;
  gboolean live = isatty (STDERR_FILENO);

  if (live)
    g_signal_connect (batch, "progress", G_CALLBACK (on_progress), &last);
  mbx_batch_run_async (batch, command->cancellable, mbx_command_on_done, &place);
  result = mbx_command_wait (command, &place);
  g_signal_handlers_disconnect_by_data (batch, &last);
  if (live)
    fputc ('\r', stderr);
  print_counts (mbx_batch_get_counts (batch), "\n");
  return mbx_batch_run_finish (batch, result, error);
}

/**
 * mbx_verb_batch:
 *
 * Checks the mailboxes of a CSV file. Passed means that all have passed.
 */
MbxExit
mbx_verb_batch (MbxCommand *command, GError **error)
{
  const MbxOptions *options = command->options;
  g_autoptr (MbxCsv) csv = mbx_csv_open (options->arguments[1], error);
  g_autoptr (MbxBatchOutput) output = NULL;
  g_autoptr (MbxBatch) batch = NULL;
  const MbxBatchCounts *counts;

  if (csv == NULL)
    return MBX_EXIT_USAGE;
  output = mbx_batch_output_open (options->output, error);
  if (output == NULL)
    return MBX_EXIT_BROKEN;
  batch = mbx_batch_new (command->context, csv, output, options->jobs, options->yes);
  if (!run_batch (command, batch, error))
    return MBX_EXIT_BROKEN;
  counts = mbx_batch_get_counts (batch);
  if (counts->done + counts->skipped == 0)
    {
      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT, _ ("The file holds no mailbox."));
      return MBX_EXIT_USAGE;
    }
  return counts->failed > 0 ? MBX_EXIT_FAILED : MBX_EXIT_PASSED;
}
