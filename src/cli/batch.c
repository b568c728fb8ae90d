/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/batch.h"

#include "cli/mailbox-run.h"
#include "cli/output-json.h"

/* Providers count connections by address; more than this at one host looks like an attack. */
#define JOBS_PER_HOST 10

struct _MbxBatch
{
  GObject parent_instance;

  MbxContext *context;
  MbxCsv *csv;
  MbxBatchOutput *output;
  guint jobs;
  gboolean confirmed;
  MbxBatchCounts counts;
  guint running;
  gboolean at_end;
  gboolean filling;
  GHashTable *hosts;
  GQueue waiting;
  GCancellable *cancellable;
  GTask *task;
  GError *error;
};

/*
 * Job:
 * @host: (nullable): where its connections are counted
 *
 * One mailbox that is being checked.
 */
typedef struct
{
  MbxBatch *batch;
  MbxCsvRow *row;
  MbxRun *run;
  char *host;
} Job;

G_DEFINE_FINAL_TYPE (MbxBatch, mbx_batch, G_TYPE_OBJECT)

static guint progress_signal;

static void fill (MbxBatch *self);
static void start_check (Job *job);

static void
job_free (Job *job)
{
  g_object_unref (job->batch);
  mbx_csv_row_free (job->row);
  mbx_run_free (job->run);
  g_free (job->host);
  g_free (job);
}

static void
mbx_batch_finalize (GObject *object)
{
  MbxBatch *self = MBX_BATCH (object);

  g_clear_object (&self->context);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->hosts, g_hash_table_unref);
  g_clear_error (&self->error);
  g_queue_clear (&self->waiting);

  G_OBJECT_CLASS (mbx_batch_parent_class)->finalize (object);
}

static void
mbx_batch_class_init (MbxBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_batch_finalize;

  progress_signal = g_signal_new ("progress", MBX_TYPE_BATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
mbx_batch_init (MbxBatch *self)
{
  self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->waiting);
}

/**
 * mbx_batch_new:
 * @csv: (transfer none): the mailboxes; outlives the batch
 * @output: (transfer none): where the results go; outlives the batch
 * @jobs: how many at the same time
 * @confirmed: settings from an unsafe source may be used
 *
 * Returns: (transfer full): a batch that has not begun
 */
MbxBatch *
mbx_batch_new (
    MbxContext *context, MbxCsv *csv, MbxBatchOutput *output, guint jobs, gboolean confirmed)
{
  MbxBatch *self = g_object_new (MBX_TYPE_BATCH, NULL);

  self->context = g_object_ref (context);
  self->csv = csv;
  self->output = output;
  self->jobs = jobs;
  self->confirmed = confirmed;
  return self;
}

const MbxBatchCounts *
mbx_batch_get_counts (MbxBatch *self)
{
  return &self->counts;
}

static gboolean
is_stopped (const MbxBatch *self)
{
  return self->error != NULL || g_cancellable_is_cancelled (self->cancellable);
}

static void
write_line (MbxBatch *self, const char *line, gboolean failed)
{
  self->counts.done++;
  self->counts.failed += failed ? 1 : 0;
  if (self->error == NULL)
    mbx_batch_output_write (self->output, line, &self->error);
  g_signal_emit (self, progress_signal, 0);
}

static void
write_bad_line (MbxBatch *self, const MbxCsvRow *row, const GError *problem)
{
  g_autofree char *line = mbx_json_write_refused (
      row->address, row->line,
      problem->domain == MBX_ADDRESS_ERROR ? MBX_CODE_ADDRESS_INVALID : MBX_CODE_UNKNOWN,
      problem->message, FALSE);

  write_line (self, line, TRUE);
}

static guint
count_host (MbxBatch *self, const char *host)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->hosts, host));
}

static void
change_host (MbxBatch *self, const char *host, int by)
{
  guint count = (guint) ((int) count_host (self, host) + by);

  if (count == 0)
    g_hash_table_remove (self->hosts, host);
  else
    g_hash_table_insert (self->hosts, g_strdup (host), GUINT_TO_POINTER (count));
}

/* The first that waits for a host that has room again. */
static void
wake_waiting (MbxBatch *self)
{
  for (GList *link = self->waiting.head; link != NULL; link = link->next)
    {
      Job *job = link->data;

      if (count_host (self, job->host) >= JOBS_PER_HOST)
        continue;
      g_queue_delete_link (&self->waiting, link);
      start_check (job);
      return;
    }
}

static void
end_job (Job *job, gboolean counted)
{
  g_autoptr (MbxBatch) self = g_object_ref (job->batch);

  if (counted)
    change_host (self, job->host, -1);
  job_free (job);
  self->running--;
  if (counted)
    wake_waiting (self);
  fill (self);
}

static void
write_result (Job *job)
{
  g_autofree char *line = NULL;

  mbx_run_end (job->run);
  line = mbx_json_write_run (job->run, job->row->line, FALSE);
  write_line (job->batch, line, mbx_run_get_verdict (job->run).state != MBX_STATE_PASSED);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = data;

  if (mbx_run_check_finish (job->run, result, NULL) && !is_stopped (job->batch))
    write_result (job);
  end_job (job, TRUE);
}

static void
start_check (Job *job)
{
  change_host (job->batch, job->host, 1);
  mbx_run_check_async (job->run, MBX_CREDENTIAL_PASSWORD, job->row->password,
                       job->batch->cancellable, on_checked, job);
}

static const char *
get_host (const MbxRun *run)
{
  const MbxServer *server = mbx_run_get_server (run, MBX_SIDE_INCOMING);

  if (server == NULL)
    server = mbx_run_get_server (run, MBX_SIDE_OUTGOING);
  return server != NULL ? server->host : "";
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = data;
  MbxBatch *self = job->batch;

  if (!mbx_run_find_finish (job->run, result, NULL) || is_stopped (self))
    {
      end_job (job, FALSE);
      return;
    }
  if (job->run->code == MBX_CODE_NONE && job->run->needs_consent && !self->confirmed)
    mbx_run_refuse (job->run);
  if (job->run->code != MBX_CODE_NONE)
    {
      write_result (job);
      end_job (job, FALSE);
      return;
    }
  job->host = g_strdup (get_host (job->run));
  if (count_host (self, job->host) < JOBS_PER_HOST)
    start_check (job);
  else
    g_queue_push_tail (&self->waiting, job);
}

/* Takes @row over. */
static void
start_job (MbxBatch *self, MbxCsvRow *row)
{
  MbxRunRequest request = {
    .address = row->address, .incoming = row->incoming, .outgoing = row->outgoing, .protocol = -1
  };
  g_autoptr (GError) problem = NULL;
  MbxRun *run = mbx_run_new (self->context, &request, &problem);
  Job *job;

  if (run == NULL || mbx_batch_output_has (self->output, mbx_run_get_address (run)))
    {
      if (run == NULL)
        write_bad_line (self, row, problem);
      else
        self->counts.skipped++;
      mbx_run_free (run);
      mbx_csv_row_free (row);
      return;
    }
  job = g_new0 (Job, 1);
  job->batch = g_object_ref (self);
  job->row = row;
  job->run = run;
  self->running++;
  mbx_run_find_async (run, self->cancellable, on_found, job);
}

static void
take_next (MbxBatch *self)
{
  g_autoptr (GError) problem = NULL;
  MbxCsvRow *row = NULL;

  switch (mbx_csv_next (self->csv, &row, &problem))
    {
    case MBX_CSV_ROW:
      start_job (self, row);
      break;
    case MBX_CSV_BAD_LINE:
      write_bad_line (self, row, problem);
      mbx_csv_row_free (row);
      break;
    case MBX_CSV_END:
      self->at_end = TRUE;
      break;
    }
}

static void
drop_waiting (MbxBatch *self)
{
  Job *job;

  while ((job = g_queue_pop_head (&self->waiting)) != NULL)
    {
      job_free (job);
      self->running--;
    }
}

/* Starts as many as may run, and ends the whole when nothing is left. */
static void
fill (MbxBatch *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->filling || self->task == NULL)
    return;
  self->filling = TRUE;
  while (!self->at_end && !is_stopped (self) && self->running < self->jobs)
    take_next (self);
  if (is_stopped (self))
    drop_waiting (self);
  self->filling = FALSE;
  if (self->running > 0)
    return;
  task = g_steal_pointer (&self->task);
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/**
 * mbx_batch_run_async:
 *
 * Checks all mailboxes. Cancelled, it ends at once, and what is not done is not written.
 */
void
mbx_batch_run_async (MbxBatch *self,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_return_if_fail (MBX_IS_BATCH (self) && self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, mbx_batch_run_async);
  g_set_object (&self->cancellable, cancellable);
  fill (self);
}

gboolean
mbx_batch_run_finish (MbxBatch *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
