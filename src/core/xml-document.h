/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <libxml/tree.h>

#include "core/document.h"

G_BEGIN_DECLS

xmlDoc *mbx_xml_parse (const char *data, gsize length, const char *root, GError **error);
xmlNode *mbx_xml_next (xmlNode *node, const char *name);
xmlNode *mbx_xml_child (const xmlNode *parent, const char *name);
char *mbx_xml_text (const xmlNode *node);
char *mbx_xml_child_text (const xmlNode *parent, const char *name);
char *mbx_xml_attribute (const xmlNode *node, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

G_END_DECLS
