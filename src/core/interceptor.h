/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/certificate.h"

G_BEGIN_DECLS

char *mbx_interceptor_find (const char *name);
char *mbx_interceptor_find_in_chain (GPtrArray *chain);

G_END_DECLS
