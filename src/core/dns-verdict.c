/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/dns-verdict.h"

#include <glib/gi18n.h>
#include <string.h>

/* One SPF record has room for ten includes at most (RFC 7208 section 4.6.4). */
#define MAX_INCLUDES 32

static const char *const kind_names[] = {
  [MBX_DNS_MX] = "mx",
  [MBX_DNS_ADDRESS] = "address",
  [MBX_DNS_SPF] = "spf",
  [MBX_DNS_DMARC] = "dmarc",
  [MBX_DNS_SRV] = "srv",
  [MBX_DNS_AUTOCONFIG] = "autoconfig",
};

const char *
mbx_dns_kind_to_string (MbxDnsKind kind)
{
  return kind_names[kind];
}

static void
judge (MbxDnsRow *self, MbxState state, const char *sentence)
{
  self->state = state;
  self->sentence = g_strdup (sentence);
}

/* "v=spf1" and nothing that only begins like it. */
static gboolean
is_spf (const char *record)
{
  return g_ascii_strncasecmp (record, "v=spf1", 6) == 0 && (record[6] == ' ' || record[6] == '\0');
}

static gboolean
is_dmarc (const char *record)
{
  return g_ascii_strncasecmp (record, "v=DMARC1", 8) == 0;
}

/* Of all TXT records of a name only those of the kind belong into the row. */
static void
keep_records (MbxDnsRow *self, gboolean (*wanted) (const char *record))
{
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = 0; self->values[i] != NULL; i++)
    {
      if (wanted (self->values[i]))
        g_ptr_array_add (kept, g_strdup (self->values[i]));
    }
  g_ptr_array_add (kept, NULL);
  g_strfreev (self->values);
  self->values = (char **) g_ptr_array_free (kept, FALSE);
}

static gboolean
has_word (const char *record, const char *word)
{
  g_auto (GStrv) words = g_strsplit_set (record, " \t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (words[i], word) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * mbx_mx_is_null:
 *
 * Returns: whether the hosts say that the domain takes no mail (RFC 7505): one, and it is the root
 */
gboolean
mbx_mx_is_null (const char *const *hosts)
{
  return hosts[0] != NULL && hosts[1] == NULL &&
         (*hosts[0] == '\0' || strcmp (hosts[0], ".") == 0);
}

static void
judge_mx (MbxDnsRow *self)
{
  if (mbx_mx_is_null ((const char *const *) self->values))
    judge (self, MBX_STATE_FAILED, _ ("The domain says that it takes no mail."));
  else if (self->values[0] != NULL)
    judge (self, MBX_STATE_PASSED, _ ("These hosts take mail for the domain."));
  else
    judge (self, MBX_STATE_WARNING,
           _ ("No host is named that takes mail for the domain. Mail goes to "
              "the domain's own address, if it has one."));
}

static void
judge_address (MbxDnsRow *self)
{
  if (self->values[0] != NULL)
    judge (self, MBX_STATE_PASSED, _ ("The name leads to these addresses."));
  else
    judge (self, MBX_STATE_WARNING, _ ("The name leads to no address."));
}

static void
judge_spf (MbxDnsRow *self)
{
  keep_records (self, is_spf);
  if (self->values[0] == NULL)
    judge (self, MBX_STATE_WARNING,
           _ ("The domain does not say which servers may send its mail. Some "
              "receivers will take it for spam."));
  else if (self->values[1] != NULL)
    judge (self, MBX_STATE_FAILED,
           _ ("There is more than one SPF record, so receivers ignore them all. "
              "The domain's administrator must join them."));
  else if (has_word (self->values[0], "+all") || has_word (self->values[0], "all"))
    judge (self, MBX_STATE_WARNING,
           _ ("The SPF record lets every server in the world send mail for the "
              "domain."));
  else
    judge (self, MBX_STATE_PASSED, _ ("The domain says which servers may send its mail."));
}

/* The value of tag "p" (RFC 7489 section 6.3), or "" where there is none. */
static char *
get_policy (const char *record)
{
  g_auto (GStrv) tags = g_strsplit (record, ";", 32);

  for (guint i = 0; tags[i] != NULL; i++)
    {
      char *tag = g_strstrip (tags[i]);

      if (g_ascii_strncasecmp (tag, "p=", 2) == 0)
        return g_ascii_strdown (g_strstrip (tag + 2), -1);
    }
  return g_strdup ("");
}

static void
judge_dmarc (MbxDnsRow *self)
{
  g_autofree char *policy = NULL;

  keep_records (self, is_dmarc);
  if (self->values[0] == NULL)
    {
      judge (self, MBX_STATE_WARNING,
             _ ("The domain does not say what to do with forged mail in its name."));
      return;
    }
  policy = get_policy (self->values[0]);
  if (self->values[1] != NULL)
    judge (self, MBX_STATE_FAILED,
           _ ("There is more than one DMARC record, so receivers ignore them "
              "all."));
  else if (strcmp (policy, "none") == 0)
    judge (self, MBX_STATE_PASSED,
           _ ("The domain asks to be told of forged mail and to let it through."));
  else if (strcmp (policy, "reject") == 0 || strcmp (policy, "quarantine") == 0)
    judge (self, MBX_STATE_PASSED,
           _ ("Mail in the domain's name must be sent through its own servers. "
              "Sent another way it is refused or goes to spam."));
  else
    judge (self, MBX_STATE_FAILED,
           _ ("The DMARC record has no valid policy, so receivers ignore it."));
}

static void
judge_srv (MbxDnsRow *self)
{
  if (self->values[0] == NULL)
    judge (self, MBX_STATE_SKIPPED, _ ("The domain does not announce this service."));
  else if (g_str_has_prefix (self->values[0], ". ") || strcmp (self->values[0], ".") == 0)
    judge (self, MBX_STATE_PASSED, _ ("The domain says that it does not offer this service."));
  else
    judge (self, MBX_STATE_PASSED, _ ("The domain announces where this service is."));
}

static void
judge_autoconfig (MbxDnsRow *self)
{
  if (self->values[0] == NULL)
    judge (self, MBX_STATE_SKIPPED, _ ("There is no host for settings under this name."));
  else
    judge (self, MBX_STATE_PASSED, _ ("A host for settings stands under this name."));
}

static void
judge_values (MbxDnsRow *self)
{
  switch (self->kind)
    {
    case MBX_DNS_MX:
      judge_mx (self);
      break;
    case MBX_DNS_ADDRESS:
      judge_address (self);
      break;
    case MBX_DNS_SPF:
      judge_spf (self);
      break;
    case MBX_DNS_DMARC:
      judge_dmarc (self);
      break;
    case MBX_DNS_SRV:
      judge_srv (self);
      break;
    case MBX_DNS_AUTOCONFIG:
      judge_autoconfig (self);
      break;
    }
}

/**
 * mbx_dns_row_new:
 * @kind: which records
 * @name: the name that was asked for
 * @answer: how the question ended
 * @values: (nullable): hosts for MX, "HOST PORT" or "." for SRV, whole records for SPF and DMARC
 *   (TXT records of other kinds are left out), addresses for the rest
 *
 * Returns: (transfer full): the row with its verdict
 */
MbxDnsRow *
mbx_dns_row_new (MbxDnsKind kind, const char *name, MbxDnsAnswer answer, const char *const *values)
{
  static const char *const nothing[] = { NULL };
  MbxDnsRow *self = g_new0 (MbxDnsRow, 1);

  self->kind = kind;
  self->name = g_strdup (name);
  self->values = g_strdupv ((char **) (values != NULL ? values : nothing));
  if (answer == MBX_DNS_FAILED)
    judge (self, MBX_STATE_FAILED, _ ("The name server did not answer this question."));
  else
    judge_values (self);
  return self;
}

void
mbx_dns_row_free (MbxDnsRow *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_strfreev (self->values);
  g_free (self->sentence);
  g_free (self);
}

/**
 * mbx_spf_list_includes:
 * @records: all TXT records of a domain
 *
 * Returns: (transfer full): the domains that its one SPF record includes or redirects to (RFC 7208
 *   sections 5.2 and 6.1), lower case; none where there is no record or more than one
 */
char **
mbx_spf_list_includes (const char *const *records)
{
  GPtrArray *out = g_ptr_array_new ();
  const char *record = NULL;
  guint count = 0;

  for (guint i = 0; records[i] != NULL; i++)
    {
      if (is_spf (records[i]) && ++count == 1)
        record = records[i];
    }
  if (count == 1)
    {
      g_auto (GStrv) words = g_strsplit_set (record, " \t", -1);

      for (guint i = 0; words[i] != NULL && out->len < MAX_INCLUDES; i++)
        {
          const char *word = words[i] + (strchr ("+?~-", *words[i]) != NULL && *words[i] != '\0');

          if (g_ascii_strncasecmp (word, "include:", 8) == 0)
            g_ptr_array_add (out, g_ascii_strdown (word + 8, -1));
          else if (g_ascii_strncasecmp (word, "redirect=", 9) == 0)
            g_ptr_array_add (out, g_ascii_strdown (word + 9, -1));
        }
    }
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (out, FALSE);
}
