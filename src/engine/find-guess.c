/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/find-private.h"

typedef struct
{
  const char *prefix;
  MbxProtocol protocol;
  MbxSecurity security;
} Guess;

/* What administrators call their servers, the likely ones and direct TLS first. */
static const Guess guesses[] = {
  { "imap.", MBX_PROTOCOL_IMAP, MBX_SECURITY_TLS },
  { "mail.", MBX_PROTOCOL_IMAP, MBX_SECURITY_TLS },
  { "", MBX_PROTOCOL_IMAP, MBX_SECURITY_TLS },
  { "imap.", MBX_PROTOCOL_IMAP, MBX_SECURITY_STARTTLS },
  { "mail.", MBX_PROTOCOL_IMAP, MBX_SECURITY_STARTTLS },
  { "pop.", MBX_PROTOCOL_POP3, MBX_SECURITY_TLS },
  { "mail.", MBX_PROTOCOL_POP3, MBX_SECURITY_TLS },
  { "smtp.", MBX_PROTOCOL_SMTP, MBX_SECURITY_TLS },
  { "mail.", MBX_PROTOCOL_SMTP, MBX_SECURITY_TLS },
  { "", MBX_PROTOCOL_SMTP, MBX_SECURITY_TLS },
  { "smtp.", MBX_PROTOCOL_SMTP, MBX_SECURITY_STARTTLS },
  { "mail.", MBX_PROTOCOL_SMTP, MBX_SECURITY_STARTTLS },
};

static void
add (MbxCandidate *candidate, const Guess *guess, const char *domain, const char *username)
{
  g_autofree char *host = g_strconcat (guess->prefix, domain, NULL);
  GPtrArray *servers =
      guess->protocol == MBX_PROTOCOL_SMTP ? candidate->outgoing : candidate->incoming;

  g_ptr_array_add (servers,
                   mbx_server_new (guess->protocol, host, 0, guess->security, username));
}

/**
 * mbx_find_guess:
 *
 * The usual names below the domain. Nothing is asked here: whether they live, and whether their
 * certificates fit, is what the probe finds out.
 */
void
mbx_find_guess (MbxInquiry *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  const MbxAddress *address = mbx_inquiry_get_address (self);
  g_autofree char *username = mbx_address_to_ascii (address);
  MbxCandidate *candidate = mbx_candidate_new (MBX_SOURCE_GUESS);

  g_task_set_source_tag (task, mbx_find_guess);
  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    add (candidate, &guesses[i], address->domain, username);
  g_task_return_pointer (task, candidate, mbx_find_free_candidate);
}
