/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <json-glib/json-glib.h>

#include "core/document.h"

G_BEGIN_DECLS

JsonNode *mbx_json_parse (const char *data, gsize length, GError **error);
JsonObject *mbx_json_get_object (JsonObject *object, const char *member);
const char *mbx_json_get_text (JsonObject *object, const char *member);

G_END_DECLS
