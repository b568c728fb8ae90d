/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/secret.h"
#include "core/server.h"

G_BEGIN_DECLS

/**
 * MbxCsvRow:
 * @line: its number in the file, from 1
 * @address: (nullable): what stands in the first column
 * @password: (nullable): the second column, %NULL where it is empty
 * @incoming: (nullable): the third column
 * @outgoing: (nullable): the fourth column
 *
 * One mailbox of a CSV file.
 */
typedef struct
{
  guint line;
  char *address;
  MbxSecret *password;
  MbxServer *incoming;
  MbxServer *outgoing;
} MbxCsvRow;

typedef enum
{
  MBX_CSV_ROW,
  MBX_CSV_BAD_LINE,
  MBX_CSV_END,
} MbxCsvResult;

/**
 * MbxCsv:
 *
 * Reads a CSV file (RFC 4180, without line ends inside quotes) line by line, so that neither its
 * length nor a broken line matters to the others.
 */
typedef struct _MbxCsv MbxCsv;

MbxCsv *mbx_csv_open (const char *path, GError **error);
void mbx_csv_free (MbxCsv *self);
MbxCsvResult mbx_csv_next (MbxCsv *self, MbxCsvRow **row, GError **error);
void mbx_csv_row_free (MbxCsvRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxCsv, mbx_csv_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxCsvRow, mbx_csv_row_free)

G_END_DECLS
