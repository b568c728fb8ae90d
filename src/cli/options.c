/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/cli-error.h"

#define DEFAULT_TIMEOUT 30
#define MAX_TIMEOUT 3600
#define DEFAULT_JOBS 4
#define MAX_JOBS 64

/* What GOption fills in; the values are checked afterwards, with sentences of our own. */
typedef struct
{
  char **rest;
  char *password_fd;
  char *username;
  char *incoming;
  char *outgoing;
  char *timeout;
  char *protocol;
  char *jobs;
  char *sign_in;
  char *demo;
} Raw;

static void
raw_clear (Raw *raw)
{
  g_strfreev (raw->rest);
  g_free (raw->password_fd);
  g_free (raw->username);
  g_free (raw->incoming);
  g_free (raw->outgoing);
  g_free (raw->timeout);
  g_free (raw->protocol);
  g_free (raw->jobs);
  g_free (raw->sign_in);
  g_free (raw->demo);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Raw, raw_clear)

static gboolean
usage_error (GError **error, const char *sentence)
{
  g_set_error_literal (error, MBX_CLI_ERROR, MBX_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

static gboolean
has_control (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (at)))
        return TRUE;
    }
  return FALSE;
}

/*
 * A password on the command line is seen by everybody on the computer, so there is no option for
 * one, and the message must not repeat what came.
 */
static gboolean
check_texts (const char *const *argv, GError **error)
{
  for (guint i = 1; argv[i] != NULL && strcmp (argv[i], "--") != 0; i++)
    {
      if (g_str_has_prefix (argv[i], "--pass") && strcmp (argv[i], "--password-stdin") != 0 &&
          strcmp (argv[i], "--password-fd") != 0 && !g_str_has_prefix (argv[i], "--password-fd="))
        return usage_error (error, _ ("A password is never an argument, since other people on this "
                                      "computer could read it. Use --password-stdin."));
    }
  for (guint i = 1; argv[i] != NULL; i++)
    {
      if (!g_utf8_validate (argv[i], -1, NULL))
        return usage_error (error, _ ("An argument is not valid UTF-8 text."));
      if (has_control (argv[i]))
        return usage_error (error, _ ("An argument has a control character in it."));
    }
  return TRUE;
}

static gboolean
parse_number (
    const char *text, guint least, guint most, guint *number, GError **error, const char *sentence)
{
  guint64 value;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, least, most, &value, NULL))
    return usage_error (error, sentence);
  *number = (guint) value;
  return TRUE;
}

static gboolean
parse_server (const char *uri, gboolean outgoing, MbxServer **server, GError **error)
{
  g_autoptr (MbxServer) parsed = NULL;

  if (uri == NULL)
    return TRUE;
  parsed = mbx_server_new_from_uri (uri, error);
  if (parsed == NULL)
    return FALSE;
  if (outgoing && parsed->protocol != MBX_PROTOCOL_SMTP)
    return usage_error (error, _ ("The outgoing server starts with smtps:// or smtp+starttls://."));
  if (!outgoing && parsed->protocol == MBX_PROTOCOL_SMTP)
    return usage_error (error, _ ("The incoming server starts with imaps://, imap+starttls://, "
                                  "pop3s:// or pop3+starttls://."));
  *server = g_steal_pointer (&parsed);
  return TRUE;
}

static gboolean
parse_numbers (MbxOptions *self, const Raw *raw, GError **error)
{
  guint fd = 0;

  if (!parse_number (raw->timeout, 1, MAX_TIMEOUT, &self->timeout, error,
                     _ ("--timeout takes a number of seconds from 1 to 3600.")) ||
      !parse_number (raw->jobs, 1, MAX_JOBS, &self->jobs, error,
                     _ ("--jobs takes a number from 1 to 64.")) ||
      !parse_number (raw->password_fd, 0, 65535, &fd, error,
                     _ ("--password-fd takes the number of an open file descriptor.")))
    return FALSE;
  if (raw->password_fd != NULL)
    self->password_fd = (int) fd;
  if (self->password_stdin && self->password_fd >= 0)
    return usage_error (error, _ ("Use either --password-stdin or --password-fd."));
  return TRUE;
}

static gboolean
parse_words (MbxOptions *self, const Raw *raw, GError **error)
{
  MbxProtocol protocol;

  if (raw->protocol != NULL)
    {
      if (!mbx_protocol_from_string (raw->protocol, &protocol))
        return usage_error (error, _ ("--protocol takes imap, smtp or pop3."));
      self->protocol = (int) protocol;
    }
  if (raw->sign_in == NULL || strcmp (raw->sign_in, "password") == 0)
    self->sign_in = MBX_CLI_SIGN_IN_PASSWORD;
  else if (strcmp (raw->sign_in, "browser") == 0)
    self->sign_in = MBX_CLI_SIGN_IN_BROWSER;
  else if (strcmp (raw->sign_in, "device") == 0)
    self->sign_in = MBX_CLI_SIGN_IN_DEVICE;
  else
    return usage_error (error, _ ("--sign-in takes password, browser or device."));
  if (self->lang != NULL &&
      (*self->lang == '\0' ||
       strspn (self->lang, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-@.") != strlen (self->lang)))
    return usage_error (error, _ ("--lang takes a language such as de or pt_BR."));
  return TRUE;
}

static gboolean
parse_names (MbxOptions *self, const Raw *raw, GError **error)
{
  if (raw->username != NULL && *raw->username == '\0')
    return usage_error (error, _ ("--username takes a user name."));
  self->username = g_strdup (raw->username);
  if (self->host != NULL)
    {
      g_autofree char *host = mbx_host_normalize (self->host);

      if (host == NULL)
        return usage_error (error, _ ("--host takes the name of a server."));
      g_free (self->host);
      self->host = g_steal_pointer (&host);
    }
  if (raw->demo != NULL)
    self->demo = TRUE;
  if (raw->demo != NULL && *raw->demo != '\0' && strcmp (raw->demo, "success") != 0 &&
      !mbx_code_from_string (raw->demo, &self->demo_failure))
    return usage_error (error, _ ("--demo=CODE takes one of the codes that \"mailbox-check codes\" "
                                  "lists."));
  return TRUE;
}

/* GLib names the whole argument, value included; the value is nobody's business. */
static gboolean
translate_error (GError *from, GError **error)
{
  char *value = strchr (from->message, '=');

  if (value != NULL)
    *value = '\0';
  g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_USAGE,
               /* Translators: %s is what is wrong, for instance: Unknown option --foo */
               _ ("%s. Try \"mailbox-check --help\"."), from->message);
  return FALSE;
}

/* A bare "--demo" would swallow the word behind it as its value. */
static char **
prepare_arguments (const char *const *argv)
{
  char **copy = g_strdupv ((char **) argv);

  for (guint i = 0; copy[i] != NULL && strcmp (copy[i], "--") != 0; i++)
    {
      if (strcmp (copy[i], "--demo") == 0)
        {
          g_free (copy[i]);
          copy[i] = g_strdup ("--demo=");
        }
    }
  return copy;
}

static gboolean
read_arguments (MbxOptions *self, Raw *raw, const char *const *argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &self->help, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, NULL, NULL },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &self->password_stdin, NULL, NULL },
    { "password-fd", 0, 0, G_OPTION_ARG_FILENAME, &raw->password_fd, NULL, NULL },
    { "username", 0, 0, G_OPTION_ARG_FILENAME, &raw->username, NULL, NULL },
    { "incoming", 0, 0, G_OPTION_ARG_FILENAME, &raw->incoming, NULL, NULL },
    { "outgoing", 0, 0, G_OPTION_ARG_FILENAME, &raw->outgoing, NULL, NULL },
    { "timeout", 0, 0, G_OPTION_ARG_FILENAME, &raw->timeout, NULL, NULL },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &self->offline, NULL, NULL },
    { "protocol", 0, 0, G_OPTION_ARG_FILENAME, &raw->protocol, NULL, NULL },
    { "host", 0, 0, G_OPTION_ARG_FILENAME, &self->host, NULL, NULL },
    { "jobs", 0, 0, G_OPTION_ARG_FILENAME, &raw->jobs, NULL, NULL },
    { "sign-in", 0, 0, G_OPTION_ARG_FILENAME, &raw->sign_in, NULL, NULL },
    { "yes", 0, 0, G_OPTION_ARG_NONE, &self->yes, NULL, NULL },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &self->output, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &self->to, NULL, NULL },
    { "demo", 0, 0, G_OPTION_ARG_FILENAME, &raw->demo, NULL, NULL },
    { "lang", 0, 0, G_OPTION_ARG_FILENAME, &self->lang, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) problem = NULL;
  g_auto (GStrv) arguments = prepare_arguments (argv);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &arguments, &problem))
    return translate_error (problem, error);
  return TRUE;
}

/**
 * mbx_options_parse:
 * @argv: the command line, the program's name first
 * @error: #MBX_CLI_ERROR or #MBX_SERVER_ERROR with a sentence for the person who typed it
 *
 * Returns: (transfer full) (nullable): the options
 */
MbxOptions *
mbx_options_parse (const char *const *argv, GError **error)
{
  g_autoptr (MbxOptions) self = g_new0 (MbxOptions, 1);
  g_auto (Raw) raw = { NULL };

  self->timeout = DEFAULT_TIMEOUT;
  self->jobs = DEFAULT_JOBS;
  self->password_fd = -1;
  self->protocol = -1;
  if (!check_texts (argv, error) || !read_arguments (self, &raw, argv, error) ||
      !parse_numbers (self, &raw, error) || !parse_words (self, &raw, error) ||
      !parse_names (self, &raw, error) ||
      !parse_server (raw.incoming, FALSE, &self->incoming, error) ||
      !parse_server (raw.outgoing, TRUE, &self->outgoing, error))
    return NULL;
  self->arguments = raw.rest != NULL ? g_steal_pointer (&raw.rest) : g_new0 (char *, 1);
  return g_steal_pointer (&self);
}

void
mbx_options_free (MbxOptions *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->arguments);
  g_free (self->username);
  mbx_server_free (self->incoming);
  mbx_server_free (self->outgoing);
  g_free (self->host);
  g_free (self->output);
  g_free (self->to);
  g_free (self->lang);
  g_free (self);
}

/**
 * mbx_options_find_language:
 * @argv: the command line
 *
 * The language counts for the messages about the other options too, so it is looked for first.
 *
 * Returns: (transfer full) (nullable): the value of --lang as it stands there
 */
char *
mbx_options_find_language (const char *const *argv)
{
  for (guint i = 1; argv[i] != NULL && strcmp (argv[i], "--") != 0; i++)
    {
      if (g_str_has_prefix (argv[i], "--lang="))
        return g_strdup (argv[i] + strlen ("--lang="));
      if (strcmp (argv[i], "--lang") == 0)
        return g_strdup (argv[i + 1]);
    }
  return NULL;
}
