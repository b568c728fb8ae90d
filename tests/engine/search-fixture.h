/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/discovery.h"
#include "web-fixture.h"

G_BEGIN_DECLS

#define AUTOCONFIG "https://autoconfig.example.test/mail/config-v1.1.xml"
#define WELL_KNOWN "https://example.test/.well-known/autoconfig/mail/config-v1.1.xml"
#define HTTP_AUTOCONFIG "http://autoconfig.example.test/mail/config-v1.1.xml"
#define ISPDB "https://autoconfig.thunderbird.net/v1.1/example.test"
#define PACC "https://ua-auto-config.example.test/.well-known/user-agent-configuration.json"
#define AUTODISCOVER "https://autodiscover.example.test/autodiscover/autodiscover.xml"

typedef struct
{
  World *world;
  MbxDiscovery *discovery;
  GPtrArray *found;
  GError *error;
  GMainLoop *loop;
  gint64 milliseconds;
} Search;

/* A search in a world of its own; the functions that expect assert. */
void search_set_up (Search *self, gconstpointer data);
void search_tear_down (Search *self, gconstpointer data);
void search_run (Search *self, const char *address, GCancellable *cancellable);
void search_add_file (Search *self, const char *url, const char *imap, const char *smtp);
void search_add_srv (Search *self, const char *imap, const char *smtp);
const MbxCandidate *search_expect (Search *self, MbxSource source, const char *host,
                                   gboolean consent);
void search_expect_nothing (Search *self, MbxCode code);
const MbxSourceState *search_get_state (Search *self, MbxSource source);

typedef struct
{
  const char *name;
  void (*function) (Search *self, gconstpointer data);
} SearchCase;

int search_main (int argc, char **argv, const char *folder, const SearchCase *cases, gsize count);

G_END_DECLS
