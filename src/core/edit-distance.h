/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean mbx_one_slip_apart (const char *a, const char *b);

G_END_DECLS
