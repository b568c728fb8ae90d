/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxImapKind:
 *
 * The three forms of an IMAP response (RFC 9051 section 2.2.2).
 */
typedef enum
{
  MBX_IMAP_CONTINUATION,
  MBX_IMAP_UNTAGGED,
  MBX_IMAP_TAGGED,
} MbxImapKind;

/**
 * MbxImapResponse:
 * @kind: the form
 * @tag: (nullable): for %MBX_IMAP_TAGGED
 * @word: (nullable): what it is, in upper case: "OK", "CAPABILITY", "EXISTS" ...; not for
 *   %MBX_IMAP_CONTINUATION
 * @text: what follows; points into the line that was parsed
 */
typedef struct
{
  MbxImapKind kind;
  char *tag;
  char *word;
  const char *text;
} MbxImapResponse;

MbxImapResponse *mbx_imap_response_parse (const char *line);
void mbx_imap_response_free (MbxImapResponse *self);
gboolean mbx_imap_response_is_status (const MbxImapResponse *self);
gboolean mbx_imap_find_literal (const char *line, gsize maximum, gsize *start, gsize *length);
char *mbx_imap_find_capabilities (const MbxImapResponse *response);
gboolean mbx_imap_quota_is_full (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxImapResponse, mbx_imap_response_free)

G_END_DECLS
