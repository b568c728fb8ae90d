/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

/* What each target defines: one input, which must neither crash nor break a promise. */
void fuzz_one (const guint8 *data, gsize size);
