/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbxDemoCertificate:
 * @MBX_DEMO_CERTIFICATE_GOOD: fits the demo's names, from the demo's authority
 * @MBX_DEMO_CERTIFICATE_EXPIRED: ended last week
 * @MBX_DEMO_CERTIFICATE_NOT_YET_VALID: begins next week
 * @MBX_DEMO_CERTIFICATE_WRONG_HOST: made for other names
 * @MBX_DEMO_CERTIFICATE_SELF_SIGNED: signed with its own key
 * @MBX_DEMO_CERTIFICATE_UNKNOWN_ISSUER: from an authority that nobody trusts, sent with its root
 * @MBX_DEMO_CERTIFICATE_MISSING_INTERMEDIATE: the one in between is not sent
 * @MBX_DEMO_CERTIFICATE_WEAK: signed over SHA-1
 * @MBX_DEMO_CERTIFICATE_INTERCEPTED: from a root that a firewall product makes for itself
 *
 * The certificates that the demo's servers can show.
 */
typedef enum
{
  MBX_DEMO_CERTIFICATE_GOOD,
  MBX_DEMO_CERTIFICATE_EXPIRED,
  MBX_DEMO_CERTIFICATE_NOT_YET_VALID,
  MBX_DEMO_CERTIFICATE_WRONG_HOST,
  MBX_DEMO_CERTIFICATE_SELF_SIGNED,
  MBX_DEMO_CERTIFICATE_UNKNOWN_ISSUER,
  MBX_DEMO_CERTIFICATE_MISSING_INTERMEDIATE,
  MBX_DEMO_CERTIFICATE_WEAK,
  MBX_DEMO_CERTIFICATE_INTERCEPTED,
} MbxDemoCertificate;

/**
 * MbxDemoAuthority:
 *
 * A certificate authority in memory, born with the program and trusted by nobody else.
 */
typedef struct _MbxDemoAuthority MbxDemoAuthority;

MbxDemoAuthority *mbx_demo_authority_new (GError **error);
void mbx_demo_authority_free (MbxDemoAuthority *self);
GTlsDatabase *mbx_demo_authority_create_trust (MbxDemoAuthority *self, GError **error);
char *mbx_demo_authority_issue (MbxDemoAuthority *self,
                                MbxDemoCertificate kind,
                                const char *const *names,
                                GError **error);
void mbx_demo_authority_set_intermediate_url (MbxDemoAuthority *self, const char *url);
GBytes *mbx_demo_authority_dup_intermediate (MbxDemoAuthority *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxDemoAuthority, mbx_demo_authority_free)

G_END_DECLS
