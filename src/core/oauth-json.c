/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/oauth-json.h"

#include <glib/gi18n.h>

#include "core/oauth-issuer.h"

#define MAXIMUM_LENGTH (128 * 1024)
#define MAXIMUM_DEPTH 16

/* json-glib's parser calls itself for each level, so deep nesting is refused before it begins. */
static gboolean
too_deep (const char *text, gsize length)
{
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '[' || text[i] == '{')
        depth++;
      else if (text[i] == ']' || text[i] == '}')
        depth--;
      if (depth > MAXIMUM_DEPTH)
        return TRUE;
    }
  return FALSE;
}

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
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (length <= MAXIMUM_LENGTH && g_utf8_validate (text, (gssize) length, NULL) &&
      !too_deep (text, length) && json_parser_load_from_data (parser, text, (gssize) length, NULL))
    {
      root = json_parser_get_root (parser);
      if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
        return json_node_ref (root);
    }
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

const char *
mbx_oauth_json_get_string (JsonObject *object, const char *member)
{
  JsonNode *node = get_value (object, member, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
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
  text = mbx_oauth_json_get_string (object, member);
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
