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
 * @username: "address", "localpart", "localpart.domain", "imap-localpart-smtp-address",
 *   "imap-address-smtp-localpart", "elsewhere" (the provider shows it), or text with placeholders
 * @auth: #MbxAuthKind
 * @oauth: (nullable): id of the OAuth row
 * @enable_page: (nullable): where IMAP is switched on
 * @app_password_page: (nullable): where an app password is made
 * @app_password_shape: (nullable): how one looks, for instance "16 letters"; see password-shape.h
 * @help: (nullable): the provider's own page on mail programs
 * @hints: (nullable): words for what to know about it; mbx_provider_dup_hints() has the sentences
 * @advice: (nullable): an organisation's own sentence, in its own language
 * @phone: (nullable): an organisation's helpdesk
 * @ca_file: (nullable): an organisation's certificate authority file
 * @unsure: the servers are known from hearsay only: to be tried before they are offered
 * @domains: the address domains; "*.example.org" stands for its sub-domains
 * @mx: the hosts that take its mail; "*.example.org" stands for all below
 * @spf: (nullable): domains whose SPF include tells that the mailboxes are here
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
  char **hints;
  char *advice;
  char *phone;
  char *ca_file;
  gboolean unsure;
  char **domains;
  char **mx;
  char **spf;
  char *origin;
} MbxProvider;

MbxProvider *mbx_provider_new (const char *id);
void mbx_provider_free (MbxProvider *self);
char **mbx_provider_dup_hints (const MbxProvider *self);
char *mbx_provider_dup_advice (const MbxProvider *self);
gboolean mbx_provider_has_hint (const MbxProvider *self, const char *hint);
gboolean mbx_provider_hint_is_known (const char *hint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxProvider, mbx_provider_free)

G_END_DECLS
