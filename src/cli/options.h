/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/code.h"
#include "core/server.h"

G_BEGIN_DECLS

/**
 * MbxCliSignIn:
 *
 * How to sign in: --sign-in.
 */
typedef enum
{
  MBX_CLI_SIGN_IN_PASSWORD,
  MBX_CLI_SIGN_IN_BROWSER,
  MBX_CLI_SIGN_IN_DEVICE,
} MbxCliSignIn;

/**
 * MbxOptions:
 * @arguments: the verb and what follows it
 * @json: --json
 * @help: --help
 * @version: --version
 * @password_stdin: --password-stdin
 * @password_fd: --password-fd, or -1
 * @username: (nullable): --username
 * @incoming: (nullable): --incoming
 * @outgoing: (nullable): --outgoing
 * @timeout: --timeout, in seconds
 * @offline: --offline
 * @protocol: --protocol, a #MbxProtocol or -1
 * @host: (nullable): --host
 * @jobs: --jobs
 * @sign_in: --sign-in
 * @yes: --yes
 * @output: (nullable): --output
 * @to: (nullable): --to
 * @demo: --demo
 * @demo_failure: the CODE of --demo=CODE, or %MBX_CODE_NONE
 * @lang: (nullable): --lang
 *
 * What stands on the command line, read and checked. There is no secret in it.
 */
typedef struct
{
  char **arguments;
  gboolean json;
  gboolean help;
  gboolean version;
  gboolean password_stdin;
  int password_fd;
  char *username;
  MbxServer *incoming;
  MbxServer *outgoing;
  guint timeout;
  gboolean offline;
  int protocol;
  char *host;
  guint jobs;
  MbxCliSignIn sign_in;
  gboolean yes;
  char *output;
  char *to;
  gboolean demo;
  MbxCode demo_failure;
  char *lang;
} MbxOptions;

MbxOptions *mbx_options_parse (const char *const *argv, GError **error);
void mbx_options_free (MbxOptions *self);
char *mbx_options_find_language (const char *const *argv);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxOptions, mbx_options_free)

G_END_DECLS
