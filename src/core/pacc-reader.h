/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/candidate.h"
#include "core/document.h"

G_BEGIN_DECLS

/**
 * MbxPaccDigest:
 * @MBX_PACC_DIGEST_NONE: the domain publishes none that can be checked
 * @MBX_PACC_DIGEST_MATCH: it fits one of those that are published
 * @MBX_PACC_DIGEST_MISMATCH: it fits none of them
 */
typedef enum
{
  MBX_PACC_DIGEST_NONE,
  MBX_PACC_DIGEST_MATCH,
  MBX_PACC_DIGEST_MISMATCH,
} MbxPaccDigest;

MbxPaccDigest mbx_pacc_check_digest (const char *const *records, const char *data, gsize length);
MbxCandidate *mbx_pacc_read (const char *data, gsize length, const MbxAddress *address,
                             GError **error);

G_END_DECLS
