/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "engine/setup.h"

G_BEGIN_DECLS

#define MBX_TYPE_WINDOW (mbx_window_get_type ())
G_DECLARE_FINAL_TYPE (MbxWindow, mbx_window, MBX, WINDOW, AdwApplicationWindow)

/* The one window: the wizard's pages, and the tools next to it. */
MbxWindow *mbx_window_new (GtkApplication *application, MbxContext *context,
                           MbxAccountStore *store);
MbxSetup *mbx_window_get_setup (MbxWindow *self);
void mbx_window_set_address (MbxWindow *self, const char *text);
void mbx_window_open_tool (MbxWindow *self, const char *name);
void mbx_window_say (MbxWindow *self, const char *words);
void mbx_window_toast (MbxWindow *self, const char *words);

G_END_DECLS
