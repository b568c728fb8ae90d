/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gtk/gtk.h>

#include "core/candidate.h"
#include "core/code.h"
#include "core/server.h"
#include "core/step.h"

G_BEGIN_DECLS

/* How values are written on the screen. Pure text, no widgets of its own. */
const char *mbx_format_state_icon (MbxState state);
const char *mbx_format_state_class (MbxState state);
const char *mbx_format_security (MbxSecurity security);
const char *mbx_format_source (MbxSource source);
char *mbx_format_protocol (MbxProtocol protocol);
char *mbx_format_port (const MbxServer *server);
char *mbx_format_host_markup (const char *host);
char *mbx_format_duration (gint64 microseconds);
char *mbx_format_suggestion (const MbxServer *now, const MbxServer *suggestion);

G_END_DECLS
