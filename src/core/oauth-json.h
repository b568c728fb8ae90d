/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *mbx_oauth_json_parse (const char *text, gsize length, GError **error);
gint64 mbx_oauth_json_get_int (JsonObject *object, const char *member, gint64 fallback);
gboolean mbx_oauth_json_get_boolean (JsonObject *object, const char *member);
JsonArray *mbx_oauth_json_get_array (JsonObject *object, const char *member);

G_END_DECLS
