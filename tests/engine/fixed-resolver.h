/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TYPE_FIXED_RESOLVER (fixed_resolver_get_type ())
G_DECLARE_FINAL_TYPE (FixedResolver, fixed_resolver, FIXED, RESOLVER, GResolver)

/*
 * Answers from a table: "no-such.example.com" is not found, "broken.example.com" is a temporary
 * failure, "silent.example.com" never answers, "dead-six.example.com" has an IPv6 address where
 * nothing listens besides its IPv4 one, every other name is 127.0.0.1.
 */
FixedResolver *fixed_resolver_install (void);
const char *fixed_resolver_get_last_name (FixedResolver *self);

G_END_DECLS
