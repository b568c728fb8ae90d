/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/page.h"

#include <libsoup/soup.h>

typedef struct
{
  SoupSession *session;
  SoupMessage *message;
  GInputStream *stream;
  gsize maximum;
  guint8 *buffer;
} Request;

static void
request_free (Request *self)
{
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->buffer);
  g_free (self);
}

void
mbx_page_free (MbxPage *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->body);
  g_free (self);
}

static void
free_page (gpointer page)
{
  mbx_page_free (page);
}

static gint64
read_date (SoupMessage *message)
{
  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Request *self = g_task_get_task_data (task);
  MbxPage *page = g_new0 (MbxPage, 1);
  gsize length = 0;

  /* Half a page is as good as a whole one here: the head has come. */
  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL);
  page->status = soup_message_get_status (self->message);
  page->body = g_bytes_new (self->buffer, length);
  page->date = read_date (self->message);
  g_task_return_pointer (task, page, free_page);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Request *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->buffer = g_malloc (self->maximum);
  g_input_stream_read_all_async (self->stream, self->buffer, self->maximum, G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task), on_read, g_object_ref (task));
}

static gboolean
on_any_certificate (SoupMessage *message,
                    GTlsCertificate *certificate,
                    GTlsCertificateFlags flags,
                    gpointer data)
{
  return TRUE;
}

/**
 * mbx_page_async:
 * @any_certificate: look at the answer whoever it comes from; for the Date alone
 * @maximum: how much of the body to read, in bytes
 *
 * Asks for one page, without following redirects, without cookies and without saying who asks.
 */
void
mbx_page_async (const char *url,
                gboolean any_certificate,
                gsize maximum,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Request *self = g_new0 (Request, 1);

  self->session = soup_session_new ();
  self->message = soup_message_new ("GET", url);
  self->maximum = maximum;
  g_task_set_source_tag (task, mbx_page_async);
  g_task_set_task_data (task, self, (GDestroyNotify)request_free);
  if (self->message == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not an address");
      return;
    }
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  if (any_certificate)
    g_signal_connect (self->message, "accept-certificate", G_CALLBACK (on_any_certificate), NULL);
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, cancellable, on_sent,
                           g_steal_pointer (&task));
}

/**
 * mbx_page_finish:
 *
 * Returns: (transfer full) (nullable): the page
 */
MbxPage *
mbx_page_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
