/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "cli/options.h"
#include "core/secret.h"

G_BEGIN_DECLS

gboolean mbx_password_obtain (const MbxOptions *options,
                              const char *address,
                              MbxSecret **password,
                              GError **error);
MbxSecret *mbx_password_read_line (int fd, GError **error);
gboolean mbx_terminal_is_interactive (void);
gboolean mbx_terminal_ask_yes (const char *question);

G_END_DECLS
