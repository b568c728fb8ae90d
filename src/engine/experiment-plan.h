/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/evidence.h"

G_BEGIN_DECLS

/**
 * MbxPlan:
 *
 * Which experiments can change the answer to a failure.
 */
typedef enum
{
  MBX_PLAN_PORTS = 1 << 0,
  MBX_PLAN_ANY_PORT = 1 << 1,
  MBX_PLAN_OTHER_HOST = 1 << 2,
  MBX_PLAN_PORTAL = 1 << 3,
  MBX_PLAN_CLOCK = 1 << 4,
  MBX_PLAN_CHAIN = 1 << 5,
  MBX_PLAN_NAMES = 1 << 6,
  MBX_PLAN_IPV4 = 1 << 7,
} MbxPlan;

guint mbx_experiment_plan (const MbxEvidence *evidence);
GPtrArray *mbx_experiment_plan_ports (const MbxEvidence *evidence);

G_END_DECLS
