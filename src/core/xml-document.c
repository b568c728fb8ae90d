/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/xml-document.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <string.h>

/* No value that settings are made of is longer. */
#define MAX_VALUE 2048

static gboolean
is_named (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0;
}

static void
say_nothing (void *data, xmlErrorPtr error)
{
}

/* Some faults of an encoding are printed whatever the options say, with the stranger's own bytes.
 */
static xmlDoc *
parse_quietly (const char *data, gsize length)
{
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
  xmlDoc *doc;

  xmlSetStructuredErrorFunc (NULL, say_nothing);
  doc = xmlReadMemory (data, (int) length, NULL, NULL, options);
  xmlSetStructuredErrorFunc (NULL, NULL);
  return doc;
}

/**
 * mbx_xml_parse:
 * @data: bytes from the network, in any encoding that XML can declare
 * @length: how many
 * @root: the local name that the root element must have; namespaces do not count
 *
 * Nothing is fetched, and a document type with entities is refused as a whole: no settings file has
 * one, web pages and traps do.
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with an #MbxDocumentError
 */
xmlDoc *
mbx_xml_parse (const char *data, gsize length, const char *root, GError **error)
{
  g_autoptr (xmlDoc) doc = NULL;
  const xmlNode *top;

  if (length > MBX_DOCUMENT_MAX_BYTES)
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_TOO_LARGE);
      return NULL;
    }
  while (length > 0 && g_ascii_isspace (*data))
    {
      data++;
      length--;
    }
  doc = length > 0 ? parse_quietly (data, length) : NULL;
  if (doc == NULL)
    {
      gboolean page = length > 14 && (g_ascii_strncasecmp (data, "<!doctype html", 14) == 0 ||
                                      g_ascii_strncasecmp (data, "<html", 5) == 0);

      mbx_document_set_error (error, page ? MBX_DOCUMENT_ERROR_KIND : MBX_DOCUMENT_ERROR_SYNTAX);
      return NULL;
    }
  top = xmlDocGetRootElement (doc);
  if (doc->intSubset != NULL || top == NULL || !is_named (top, root))
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_KIND);
      return NULL;
    }
  return g_steal_pointer (&doc);
}

/**
 * mbx_xml_next:
 * @node: (nullable): where to begin, itself included
 *
 * Returns: (nullable): the first of @node and its later siblings that is called @name
 */
xmlNode *
mbx_xml_next (xmlNode *node, const char *name)
{
  for (; node != NULL; node = node->next)
    {
      if (is_named (node, name))
        return node;
    }
  return NULL;
}

xmlNode *
mbx_xml_child (const xmlNode *parent, const char *name)
{
  return parent != NULL ? mbx_xml_next (parent->children, name) : NULL;
}

/**
 * mbx_xml_text:
 * @node: (nullable): an element
 *
 * Only text and CDATA that stand in the element itself count; entities are never followed.
 *
 * Returns: (transfer full) (nullable): its text without white space around, %NULL where empty
 */
char *
mbx_xml_text (const xmlNode *node)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const xmlNode *at = node != NULL ? node->children : NULL; at != NULL; at = at->next)
    {
      if ((at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE) && at->content != NULL)
        g_string_append (out, (const char *) at->content);
      if (out->len > MAX_VALUE)
        return NULL;
    }
  g_strstrip (out->str);
  return *out->str != '\0' ? g_strdup (out->str) : NULL;
}

char *
mbx_xml_child_text (const xmlNode *parent, const char *name)
{
  return mbx_xml_text (mbx_xml_child (parent, name));
}

/**
 * mbx_xml_attribute:
 *
 * Returns: (transfer full) (nullable): the attribute's text, %NULL where missing or empty
 */
char *
mbx_xml_attribute (const xmlNode *node, const char *name)
{
  for (const xmlAttr *at = node != NULL ? node->properties : NULL; at != NULL; at = at->next)
    {
      if (strcmp ((const char *) at->name, name) == 0)
        return mbx_xml_text ((const xmlNode *) at);
    }
  return NULL;
}
