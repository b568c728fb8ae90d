/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxDocumentError:
 * @MBX_DOCUMENT_ERROR_TOO_LARGE: beyond %MBX_DOCUMENT_MAX_BYTES, or nested too deeply
 * @MBX_DOCUMENT_ERROR_SYNTAX: not well-formed
 * @MBX_DOCUMENT_ERROR_KIND: well-formed and something else, most often a web page
 * @MBX_DOCUMENT_ERROR_NO_SERVERS: a settings file without servers that this program can use
 * @MBX_DOCUMENT_ERROR_REFUSED: the service answered with an error of its own
 * @MBX_DOCUMENT_ERROR_DIGEST: not the file whose digest the domain publishes
 *
 * What may be wrong with a settings document from the network. The messages are whole sentences.
 */
typedef enum
{
  MBX_DOCUMENT_ERROR_TOO_LARGE,
  MBX_DOCUMENT_ERROR_SYNTAX,
  MBX_DOCUMENT_ERROR_KIND,
  MBX_DOCUMENT_ERROR_NO_SERVERS,
  MBX_DOCUMENT_ERROR_REFUSED,
  MBX_DOCUMENT_ERROR_DIGEST,
} MbxDocumentError;

#define MBX_DOCUMENT_ERROR (mbx_document_error_quark ())
#define MBX_DOCUMENT_MAX_BYTES (256 * 1024)

GQuark mbx_document_error_quark (void);
void mbx_document_set_error (GError **error, MbxDocumentError code);
char *mbx_document_clean_text (const char *text, gsize most);

G_END_DECLS
