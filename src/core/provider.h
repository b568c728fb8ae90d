/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/server.h"

G_BEGIN_DECLS

/**
 * MbxAuthKind:
 *
 * What a provider takes for signing in. The values can be combined.
 */
typedef enum
{
  MBX_AUTH_PASSWORD = 1 << 0,
  MBX_AUTH_APP_PASSWORD = 1 << 1,
  MBX_AUTH_OAUTH = 1 << 2,
  MBX_AUTH_AUTHORIZATION_CODE = 1 << 3, /* an app password that China's providers call so */
  MBX_AUTH_BRIDGE = 1 << 4,             /* through the provider's own program on this computer */
} MbxAuthKind;

typedef enum
{
  MBX_PROVIDER_MAIL,        /* has servers */
  MBX_PROVIDER_PROPRIETARY, /* no IMAP, closed, or only through its own program; see advice */
  MBX_PROVIDER_GATEWAY,     /* a filter in front; tells nothing about the mailbox */
  MBX_PROVIDER_FORWARDER,   /* forwards, has no mailbox */
  MBX_PROVIDER_UNENCRYPTED, /* only servers without encryption are known */
} MbxProviderKind;

/**
 * MbxProvider:
 * @id: stable id
 * @name: how it calls itself
 * @kind: what it is
 * @imap: (element-type MbxServer): best first; user names are templates
 * @pop3: (element-type MbxServer): best first
 * @smtp: (element-type MbxServer): best first
 * @username: "address", "localpart" or one of the longer words of data/README
 * @auth: #MbxAuthKind
 * @oauth: (nullable): id of the OAuth row
 * @enable_page: (nullable): where IMAP is switched on
 * @app_password_page: (nullable): where an app password is made
 * @app_password_shape: (nullable): how one looks, for instance "16 letters"
 * @help: (nullable): the provider's own page on mail programs
 * @advice: (nullable): what to tell the person, English msgid
 * @phone: (nullable): an organisation's helpdesk
 * @ca_file: (nullable): an organisation's certificate authority file
 * @origin: (nullable): the file of an organisation; %NULL for the built-in table
 */
typedef struct
{
  char *id;
  char *name;
  MbxProviderKind kind;
  GPtrArray *imap;
  GPtrArray *pop3;
  GPtrArray *smtp;
  char *username;
  guint auth;
  char *oauth;
  char *enable_page;
  char *app_password_page;
  char *app_password_shape;
  char *help;
  char *advice;
  char *phone;
  char *ca_file;
  char *origin;
} MbxProvider;

void mbx_provider_free (MbxProvider *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxProvider, mbx_provider_free)

G_END_DECLS
