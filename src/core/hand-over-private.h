/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/hand-over.h"

G_BEGIN_DECLS

/* What all writers of one file share. */
typedef struct
{
  const MbxAccount *account;
  const char *incoming_command; /* prints the password or the token of the receiving server */
  const char *outgoing_command; /* the same for the sending server */
} MbxHandOverFile;

typedef char *(*MbxHandOverWriter) (const MbxHandOverFile *file, GError **error);

char *mbx_hand_over_write_msmtp (const MbxHandOverFile *file, GError **error);
char *mbx_hand_over_write_mbsync (const MbxHandOverFile *file, GError **error);
char *mbx_hand_over_write_neomutt (const MbxHandOverFile *file, GError **error);
char *mbx_hand_over_write_aerc (const MbxHandOverFile *file, GError **error);
char *mbx_hand_over_write_himalaya (const MbxHandOverFile *file, GError **error);
char *mbx_hand_over_write_mobileconfig (const MbxHandOverFile *file, GError **error);
char *mbx_hand_over_write_autoconfig (const MbxHandOverFile *file, GError **error);
char *mbx_hand_over_write_thunderbird (const MbxHandOverFile *file, GError **error);

G_END_DECLS
