/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/dialogue.h"

void fuzz_dialogue (MbxProtocol protocol, const guint8 *data, gsize size);
