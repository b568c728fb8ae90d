/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Buttons that fit a narrow window and that screen readers name once. */
void mbx_button_set_label (GtkButton *button, const char *label);
void mbx_button_prepare_all (GtkWidget *root);

G_END_DECLS
