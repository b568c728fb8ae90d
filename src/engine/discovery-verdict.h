/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/code.h"
#include "engine/inquiry.h"

G_BEGIN_DECLS

/**
 * MbxDiscoveryFacts:
 * @inquiry: what was learnt on the way
 * @provider: (nullable): the row that the table has for the domain itself
 * @broken: the domain's own settings file was there and could not be read
 * @portal: a sign-in page of the network was seen
 * @asked: anybody was asked at all
 *
 * What is known when no source had servers.
 */
typedef struct
{
  MbxInquiry *inquiry;
  const MbxProvider *provider;
  gboolean broken;
  gboolean portal;
  gboolean asked;
} MbxDiscoveryFacts;

MbxCode mbx_discovery_judge (const MbxDiscoveryFacts *facts, const char **suggested);
char *mbx_discovery_explain (const MbxDiscoveryFacts *facts, MbxCode code);
char *mbx_discovery_name_asked (MbxSource source, const MbxAddress *address);

G_END_DECLS
