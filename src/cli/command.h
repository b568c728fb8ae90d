/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "cli/cli-error.h"
#include "cli/options.h"
#include "engine/context.h"

G_BEGIN_DECLS

/**
 * MbxCommand:
 * @options: what was asked for
 * @context: what the engine shares
 * @cancellable: cancelled by Ctrl+C
 * @started: when the program began, g_get_monotonic_time()
 * @limit: milliseconds after which a wait is given up, or 0
 * @too_long: that happened
 *
 * One run of the program.
 */
typedef struct
{
  const MbxOptions *options;
  MbxContext *context;
  GCancellable *cancellable;
  gint64 started;
  guint limit;
  gboolean too_long;
} MbxCommand;

/**
 * MbxVerb:
 * @name: the word on the command line
 * @arguments: how its arguments are called in the help
 * @least: how many arguments at least
 * @most: how many at most
 * @summary: what it does, English msgid
 * @description: more about it, English msgid
 * @options: (array zero-terminated=1): the options that mean something to it
 * @run: does it; a sentence in @error means that nothing was printed
 */
typedef struct
{
  const char *name;
  const char *arguments;
  guint least;
  guint most;
  const char *summary;
  const char *description;
  const char *const *options;
  MbxExit (*run) (MbxCommand *command, GError **error);
} MbxVerb;

const MbxVerb *mbx_verb_find (const char *name);
const MbxVerb *mbx_verb_get_nth (guint nth);
const char *mbx_verb_suggest (const char *name);

MbxExit mbx_command_fail (const MbxCommand *command, GError *problem, GError **error);
void mbx_command_print (const char *text);
GAsyncResult *mbx_command_wait (MbxCommand *command, GAsyncResult **result);
void mbx_command_on_done (GObject *source, GAsyncResult *result, gpointer data);

MbxExit mbx_verb_batch (MbxCommand *command, GError **error);
MbxExit mbx_verb_check (MbxCommand *command, GError **error);
MbxExit mbx_verb_codes (MbxCommand *command, GError **error);
MbxExit mbx_verb_dns (MbxCommand *command, GError **error);
MbxExit mbx_verb_explain (MbxCommand *command, GError **error);
MbxExit mbx_verb_find_settings (MbxCommand *command, GError **error);
MbxExit mbx_verb_hand_over (MbxCommand *command, GError **error);
MbxExit mbx_verb_ports (MbxCommand *command, GError **error);
MbxExit mbx_verb_token (MbxCommand *command, GError **error);

G_END_DECLS
