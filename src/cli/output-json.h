/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <json-glib/json-glib.h>

#include "cli/mailbox-run.h"
#include "core/diagnosis.h"
#include "core/words.h"

G_BEGIN_DECLS

/* Writers of the objects that the contract of the command line describes. */
void mbx_json_begin (JsonBuilder *json);
void mbx_json_add_string (JsonBuilder *json, const char *name, const char *value);
void mbx_json_add_int (JsonBuilder *json, const char *name, gint64 value);
void mbx_json_add_strings (JsonBuilder *json, const char *name, const char *const *values);
void mbx_json_add_code (JsonBuilder *json, const char *name, MbxCode code);
void mbx_json_add_server (JsonBuilder *json,
                          const char *name,
                          const MbxServer *server,
                          const char *mechanism);
void mbx_json_add_words (JsonBuilder *json, MbxCode code, const MbxWords *words);
char *mbx_json_end (JsonBuilder *json, gboolean pretty);
char *mbx_json_write_run (const MbxRun *run, guint line, gboolean pretty);
char *mbx_json_write_refused (
    const char *address, guint line, MbxCode code, const char *sentence, gboolean pretty);

G_END_DECLS
