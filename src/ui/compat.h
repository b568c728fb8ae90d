/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean mbx_compat_announce (GtkWidget *widget, const char *words);

G_END_DECLS
