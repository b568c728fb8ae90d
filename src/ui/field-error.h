/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one way in which a field says that its content will not do. */
void mbx_field_set_error (GtkWidget *field, GtkLabel *label, const char *words);

G_END_DECLS
