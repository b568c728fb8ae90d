/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/provider-table.h"

G_BEGIN_DECLS

GPtrArray *mbx_providers_read (const char *data, gsize length, GError **error);

G_END_DECLS
