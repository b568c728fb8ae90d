/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/dns-query.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <string.h>

#define QUERY_SECONDS 2

/* The code in the answer's head, where there was an answer at all. */
static MbxNetFault
judge_failure (const guint8 *answer, int h_errno_value)
{
  const HEADER *header = (const HEADER *)(const void *)answer;

  if (h_errno_value == HOST_NOT_FOUND)
    return MBX_NET_NO_SUCH_HOST;
  if (h_errno_value == NO_DATA)
    return MBX_NET_NO_ADDRESS;
  if (header->qr && (header->rcode == ns_r_servfail || header->rcode == ns_r_refused))
    return MBX_NET_DNS_FAILURE;
  if (h_errno_value == TRY_AGAIN)
    return MBX_NET_DNS_TIMEOUT;
  return MBX_NET_DNS_FAILURE;
}

static MbxNetFault
ask (struct __res_state *state, const char *host, int type)
{
  /* A HEADER is laid over it. */
  union
  {
    HEADER header;
    guint8 bytes[NS_PACKETSZ];
  } answer;

  memset (&answer, 0, sizeof answer);
  if (res_nquery (state, host, ns_c_in, type, answer.bytes, sizeof answer) >= 0)
    return MBX_NET_OK;
  return judge_failure (answer.bytes, state->res_h_errno);
}

static void
query_thread (GTask *task, gpointer source, gpointer host, GCancellable *cancellable)
{
  struct __res_state state;
  MbxNetFault fault;

  memset (&state, 0, sizeof state);
  if (res_ninit (&state) != 0)
    {
      g_task_return_int (task, MBX_NET_DNS_NOT_FOUND);
      return;
    }
  state.retrans = QUERY_SECONDS;
  state.retry = 1;
  fault = ask (&state, host, ns_t_a);
  if (fault == MBX_NET_NO_ADDRESS)
    fault = ask (&state, host, ns_t_aaaa);
  res_nclose (&state);
  g_task_return_int (task, fault == MBX_NET_OK ? MBX_NET_DNS_NOT_FOUND : fault);
}

/**
 * mbx_dns_query_async:
 * @host: the name that the resolver could not find
 *
 * Asks the configured name servers for the A and AAAA records of @host itself (RFC 1035), to tell
 * apart what GResolver folds into one: no such name, no address, a failure of the name server, and
 * silence. Takes a thread, for the C library offers no other way.
 */
void
mbx_dns_query_async (const char *host,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, mbx_dns_query_async);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, g_strdup (host), g_free);
  g_task_run_in_thread (task, query_thread);
}

/**
 * mbx_dns_query_finish:
 *
 * Returns: which kind of failure it was; %MBX_NET_DNS_NOT_FOUND where the name servers know the
 *   name after all, %MBX_NET_DNS_TIMEOUT where the query was cancelled
 */
MbxNetFault
mbx_dns_query_finish (GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  gssize fault = g_task_propagate_int (G_TASK (result), &error);

  return error != NULL ? MBX_NET_DNS_TIMEOUT : (MbxNetFault)fault;
}
