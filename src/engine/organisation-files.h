/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/provider-table.h"

G_BEGIN_DECLS

void mbx_organisation_files_load (MbxProviderTable *table, GPtrArray *problems);
gboolean mbx_organisation_files_find_group (GKeyFile *keys, const char *group);

G_END_DECLS
