/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gtk/gtk.h>

#include "core/candidate.h"

G_BEGIN_DECLS

/* Settings from a file that somebody drops on the window: autoconfig XML or an Apple profile. */
typedef void (*MbxSettingsDropped) (const char *data, gsize length, const GError *error,
                                    gpointer user_data);

void mbx_settings_drop_install (GtkWidget *widget, MbxSettingsDropped dropped, gpointer user_data);
MbxCandidate *mbx_settings_drop_read (const char *data, gsize length, const MbxAddress *address,
                                      GError **error);

G_END_DECLS
