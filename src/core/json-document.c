/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/json-document.h"

/* The parser goes one stack frame deeper with each bracket, and a hostile file has many. */
#define MAX_DEPTH 16

static gboolean
is_flat (const char *data, gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = data[i];

      if (in_string && c == '\\')
        i++;
      else if (c == '"')
        in_string = !in_string;
      else if (!in_string && (c == '[' || c == '{') && ++depth > MAX_DEPTH)
        return FALSE;
      else if (!in_string && (c == ']' || c == '}') && depth > 0)
        depth--;
    }
  return TRUE;
}

/* json-glib also reads comments and single quotes, in which brackets could hide from is_flat(). */
static gboolean
is_strict (const char *data, gsize length)
{
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = data[i];

      if (c == '\0')
        return FALSE;
      if (in_string && c == '\\')
        i++;
      else if (c == '"')
        in_string = !in_string;
      else if (!in_string && (c == '/' || c == '\'' || c == '#'))
        return FALSE;
    }
  return !in_string;
}

/**
 * mbx_json_parse:
 * @data: bytes from the network
 * @length: how many, at most %MBX_DOCUMENT_MAX_BYTES
 * @error: an #MbxDocumentError
 *
 * Returns: (transfer full) (nullable): a node that holds an object
 */
JsonNode *
mbx_json_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root;

  if (length > MBX_DOCUMENT_MAX_BYTES || !is_flat (data, length))
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_TOO_LARGE);
      return NULL;
    }
  parser = json_parser_new_immutable ();
  if (!g_utf8_validate (data, (gssize) length, NULL) || !is_strict (data, length) ||
      !json_parser_load_from_data (parser, data, (gssize) length, NULL))
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_SYNTAX);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_KIND);
      return NULL;
    }
  return json_node_ref (root);
}

/**
 * mbx_json_get_object:
 * @object: (nullable): where to look
 *
 * Returns: (transfer none) (nullable): the member, where it is an object
 */
JsonObject *
mbx_json_get_object (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * mbx_json_get_text:
 * @object: (nullable): where to look
 *
 * Returns: (transfer none) (nullable): the member, where it is a string
 */
const char *
mbx_json_get_text (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}
