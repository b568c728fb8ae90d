/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/evidence.h"

G_BEGIN_DECLS

MbxNetFault mbx_net_fault_from_error (const GError *error);
MbxTlsFault mbx_tls_fault_from_error (const GError *error);
void mbx_tls_record_chain (MbxEvidence *evidence, GTlsCertificate *certificate);
gboolean mbx_tls_has_weak_key (const MbxCertificate *certificate);

G_END_DECLS
