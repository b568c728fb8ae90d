/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/candidate.h"
#include "core/document.h"

G_BEGIN_DECLS

/**
 * MbxAutodiscoverReply:
 * @candidate: (nullable): the servers
 * @redirect_url: (nullable): where else to ask, https
 * @redirect_address: (nullable): with which other address to ask
 *
 * One of the three is set.
 */
typedef struct
{
  MbxCandidate *candidate;
  char *redirect_url;
  char *redirect_address;
} MbxAutodiscoverReply;

char *mbx_autodiscover_request (const MbxAddress *address);
MbxAutodiscoverReply *mbx_autodiscover_read (const char *data, gsize length,
                                             const MbxAddress *address, GError **error);
void mbx_autodiscover_reply_free (MbxAutodiscoverReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxAutodiscoverReply, mbx_autodiscover_reply_free)

G_END_DECLS
