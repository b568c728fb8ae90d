/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxStyle:
 *
 * How a word looks on a terminal. Words carry the meaning; colour only helps the eye.
 */
typedef enum
{
  MBX_STYLE_PLAIN,
  MBX_STYLE_STRONG,
  MBX_STYLE_FAINT,
  MBX_STYLE_GOOD,
  MBX_STYLE_WARNING,
  MBX_STYLE_BAD,
} MbxStyle;

/**
 * MbxTerminal:
 * @colour: whether styles are shown
 * @width: columns
 * @text: what is to be printed
 *
 * Collects lines that are wrapped to the terminal's width.
 */
typedef struct
{
  gboolean colour;
  guint width;
  GString *text;
} MbxTerminal;

MbxTerminal *mbx_terminal_new (int fd);
MbxTerminal *mbx_terminal_new_plain (guint width);
void mbx_terminal_free (MbxTerminal *self);
void mbx_terminal_add (MbxTerminal *self, MbxStyle style, const char *text);
void mbx_terminal_add_cell (MbxTerminal *self, MbxStyle style, const char *text, guint columns);
void
mbx_terminal_add_wrapped (MbxTerminal *self, guint indent, const char *first, const char *text);
void mbx_terminal_end_line (MbxTerminal *self);
guint mbx_text_columns (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxTerminal, mbx_terminal_free)

G_END_DECLS
