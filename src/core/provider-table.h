/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/provider.h"

G_BEGIN_DECLS

/**
 * MbxProviderTable:
 *
 * Domains and MX patterns of the providers that are known without asking anyone
 * (data/providers.ini), and of organisations' own files in the same form, which come first.
 */
typedef struct _MbxProviderTable MbxProviderTable;

typedef enum
{
  MBX_PROVIDER_TABLE_ERROR_SYNTAX,
  MBX_PROVIDER_TABLE_ERROR_HOST,
  MBX_PROVIDER_TABLE_ERROR_PORT,
  MBX_PROVIDER_TABLE_ERROR_UNENCRYPTED,
  MBX_PROVIDER_TABLE_ERROR_DUPLICATE,
  MBX_PROVIDER_TABLE_ERROR_VALUE,
} MbxProviderTableError;

#define MBX_PROVIDER_TABLE_ERROR (mbx_provider_table_error_quark ())
GQuark mbx_provider_table_error_quark (void);

MbxProviderTable *mbx_provider_table_new (void);
void mbx_provider_table_free (MbxProviderTable *self);
gboolean mbx_provider_table_add (MbxProviderTable *self, const char *data, gsize length,
                                 const char *origin, GError **error);
const MbxProvider *mbx_provider_table_find_domain (const MbxProviderTable *self,
                                                   const char *domain);
const MbxProvider *mbx_provider_table_find_mx (const MbxProviderTable *self, const char *host);
const MbxProvider *mbx_provider_table_find_spf (const MbxProviderTable *self, const char *include);
const MbxProvider *mbx_provider_table_find_id (const MbxProviderTable *self, const char *id);
const MbxProvider *mbx_provider_table_find_host (const MbxProviderTable *self, const char *host);
const char *mbx_provider_table_suggest_domain (const MbxProviderTable *self, const char *domain);
guint mbx_provider_table_get_size (const MbxProviderTable *self);
const MbxProvider *mbx_provider_table_get_nth (const MbxProviderTable *self, guint nth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxProviderTable, mbx_provider_table_free)

G_END_DECLS
