/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *mbx_hostname_to_display (const char *host);
gboolean mbx_hostname_is_under (const char *host, const char *domain);

G_END_DECLS
