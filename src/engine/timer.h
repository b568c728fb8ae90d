/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GSource *mbx_timer_start (guint milliseconds, GSourceFunc function, gpointer data);
void mbx_timer_clear (GSource **timer);

G_END_DECLS
