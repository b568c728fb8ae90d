/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxAddress:
 * @text: local part and domain as they are shown, domain in U-label form where that is safe
 * @local: the local part, UTF-8
 * @domain: the domain in A-label form, lower case, no final dot
 * @name: (nullable): the name of "Anna <anna@example.org>"
 */
typedef struct
{
  char *text;
  char *local;
  char *domain;
  char *name;
} MbxAddress;

typedef enum
{
  MBX_ADDRESS_ERROR_EMPTY,
  MBX_ADDRESS_ERROR_NO_AT,
  MBX_ADDRESS_ERROR_LOCAL,
  MBX_ADDRESS_ERROR_DOMAIN,
  MBX_ADDRESS_ERROR_CHARACTER,
  MBX_ADDRESS_ERROR_TOO_LONG,
} MbxAddressError;

#define MBX_ADDRESS_ERROR (mbx_address_error_quark ())
GQuark mbx_address_error_quark (void);

MbxAddress *mbx_address_parse (const char *text, GError **error);
MbxAddress *mbx_address_copy (const MbxAddress *self);
void mbx_address_free (MbxAddress *self);
char *mbx_address_to_ascii (const MbxAddress *self);
char *mbx_address_mask (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxAddress, mbx_address_free)

G_END_DECLS
