/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/oauth-json.h"

#include <glib/gi18n.h>

#include "core/json-document.h"
#include "core/oauth-issuer.h"

#define MAXIMUM_LENGTH (128 * 1024)

/**
 * mbx_oauth_json_parse:
 * @text: what a service sent
 * @length: in bytes
 * @error: an #MbxOauthError
 *
 * Returns: (transfer full) (nullable): a node that holds an object
 */
JsonNode *
mbx_oauth_json_parse (const char *text, gsize length, GError **error)
{
  JsonNode *root = length <= MAXIMUM_LENGTH ? mbx_json_parse (text, length, NULL) : NULL;

  if (root != NULL)
    return root;
  g_set_error (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL,
               _ ("The sign-in service answered something that makes no sense."));
  return NULL;
}

/* Members of another type count as missing; json-glib itself would complain to the log. */
static JsonNode *
get_value (JsonObject *object, const char *member, GType type)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;
  return node;
}

gint64
mbx_oauth_json_get_int (JsonObject *object, const char *member, gint64 fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_INT64);
  const char *text;
  gint64 value;

  if (node != NULL)
    return json_node_get_int (node);
  /* Some services write numbers as strings. */
  text = mbx_json_get_text (object, member);
  if (text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT, &value, NULL))
    return value;
  return fallback;
}

gboolean
mbx_oauth_json_get_boolean (JsonObject *object, const char *member)
{
  JsonNode *node = get_value (object, member, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

JsonArray *
mbx_oauth_json_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}
