/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxReply:
 * @text: the server's words, all lines joined by "\n", valid UTF-8, no control characters, at most
 *   4 KiB; SMTP lines without their numbers
 * @status: SMTP's three digits; 0 for IMAP and POP3
 * @enhanced: (nullable): the enhanced status code of RFC 3463, for instance "5.7.8"
 * @response_code: (nullable): the bracketed code of RFC 5530, 3206 or 2449 in upper case, for
 *   instance "AUTHENTICATIONFAILED"
 * @response_argument: (nullable): what follows the code inside the brackets
 * @word: (nullable): "OK", "NO", "BAD", "BYE", "PREAUTH", "+OK", "-ERR" as sent; %NULL for SMTP
 * @challenge: (nullable): the JSON of an OAuth error challenge (RFC 7628 section 3.2.2)
 * @encrypted: whether it came inside verified TLS. Words from outside are never the provider's.
 *
 * A server's answer, cleaned. Free with mbx_reply_free().
 */
typedef struct
{
  char *text;
  guint status;
  char *enhanced;
  char *response_code;
  char *response_argument;
  char *word;
  char *challenge;
  gboolean encrypted;
} MbxReply;

MbxReply *mbx_reply_new (const char *text, gssize length);
MbxReply *mbx_reply_copy (const MbxReply *self);
void mbx_reply_free (MbxReply *self);
char *mbx_clean_text (const char *bytes, gssize length, gsize maximum);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxReply, mbx_reply_free)

G_END_DECLS
