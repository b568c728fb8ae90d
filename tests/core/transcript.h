/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

#include "core/dialogue.h"

G_BEGIN_DECLS

typedef enum
{
  TRANSCRIPT_SERVER,  /* the server sends these bytes */
  TRANSCRIPT_CLIENT,  /* the client has to have sent this line */
  TRANSCRIPT_TLS,     /* the client has to want the handshake, which then succeeds */
  TRANSCRIPT_SIGN_IN, /* the client has to ask for credentials, which it then gets */
  TRANSCRIPT_EOF,     /* the server hangs up */
  TRANSCRIPT_FINISH,  /* the caller stops here */
} TranscriptKind;

typedef struct
{
  TranscriptKind kind;
  GBytes *bytes;
  guint line;
} TranscriptEvent;

/* One file of tests/transcripts; tests/README.md describes the format. */
typedef struct
{
  GHashTable *headers;
  GPtrArray *events;
} Transcript;

Transcript *transcript_load (const char *path);
void transcript_free (Transcript *self);
const char *transcript_get (const Transcript *self, const char *header);
gboolean transcript_is (const Transcript *self, const char *header, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transcript, transcript_free)

G_END_DECLS
