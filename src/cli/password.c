/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/password.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/cli-error.h"

/* Tokens are long, passwords are not; more is a mistake. */
#define PASSWORD_LIMIT 16384

static gboolean
read_byte (int fd, char *byte, gboolean *end, GError **error)
{
  gssize count;

  do
    count = read (fd, byte, 1);
  while (count < 0 && errno == EINTR);
  *end = count == 0;
  if (count >= 0)
    return TRUE;
  g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
               /* Translators: %s is the system's word for it, for instance: Bad file descriptor */
               _ ("The password could not be read: %s."), g_strerror (errno));
  return FALSE;
}

/* Byte by byte, so that nothing behind the line is taken and no buffer of stdio keeps a copy. */
static gboolean
read_line (int fd, char *line, gsize *length, GError **error)
{
  gboolean end = FALSE;

  for (*length = 0; *length < PASSWORD_LIMIT; (*length)++)
    {
      if (!read_byte (fd, line + *length, &end, error))
        return FALSE;
      if (end || line[*length] == '\n')
        return TRUE;
    }
  g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
               _ ("The first line is too long for a password."));
  return FALSE;
}

static MbxSecret *
check_line (const char *line, gsize length, GError **error)
{
  if (memchr (line, '\0', length) != NULL)
    g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
                 _ ("The password has a null character in it, which no mail server accepts."));
  else if (!g_utf8_validate (line, (gssize) length, NULL))
    g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
                 _ ("The password is not valid UTF-8 text."));
  else
    return mbx_secret_new_len (line, length);
  return NULL;
}

/**
 * mbx_password_read_line:
 * @fd: an open file descriptor
 * @error: #MBX_CLI_ERROR_INPUT
 *
 * Reads the first line, its end ("\n" or "\r\n") left out and blanks kept.
 *
 * Returns: (transfer full) (nullable): the password, perhaps an empty one
 */
MbxSecret *
mbx_password_read_line (int fd, GError **error)
{
  g_autofree char *line = g_malloc (PASSWORD_LIMIT);
  gsize length = 0;
  MbxSecret *password = NULL;

  if (read_line (fd, line, &length, error))
    {
      if (length > 0 && line[length - 1] == '\r')
        length--;
      password = check_line (line, length, error);
    }
  mbx_wipe (line, PASSWORD_LIMIT);
  return password;
}

/**
 * mbx_terminal_is_interactive:
 *
 * Returns: whether somebody sits there who can be asked
 */
gboolean
mbx_terminal_is_interactive (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/* Ctrl+C came as a character, so that it could not leave the terminal without its echo. */
static void
stop_if_asked (MbxSecret **password)
{
  if (*password == NULL || strchr (mbx_secret_peek (*password), '\003') == NULL)
    return;
  g_clear_pointer (password, mbx_secret_unref);
  raise (SIGINT);
}

static void
print_question (const char *address)
{
  /* Translators: %s is a mail address; the answer is typed behind it and not shown */
  fprintf (stderr, _ ("Password of %s (leave empty to check without signing in): "), address);
  fflush (stderr);
}

/* The echo goes before the question comes: what is typed at once is neither seen nor lost. */
static MbxSecret *
ask (const char *address, GError **error)
{
  struct termios before;
  struct termios hidden;
  MbxSecret *password;
  gboolean changed = tcgetattr (STDIN_FILENO, &before) == 0;

  if (changed)
    {
      hidden = before;
      hidden.c_lflag &= ~(tcflag_t) (ECHO | ISIG);
      changed = tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
    }
  print_question (address);
  password = mbx_password_read_line (STDIN_FILENO, error);
  if (changed)
    tcsetattr (STDIN_FILENO, TCSADRAIN, &before);
  fputc ('\n', stderr);
  stop_if_asked (&password);
  return password;
}

/**
 * mbx_password_obtain:
 * @address: whose password
 * @password: (out) (nullable): the password, or %NULL where there is none
 * @error: #MBX_CLI_ERROR_INPUT
 *
 * From standard input or the given file descriptor, or asked for where somebody sits at a terminal.
 *
 * Returns: %FALSE where a password was announced and none could be read
 */
gboolean
mbx_password_obtain (const MbxOptions *options,
                     const char *address,
                     MbxSecret **password,
                     GError **error)
{
  *password = NULL;
  if (options->password_stdin)
    *password = mbx_password_read_line (STDIN_FILENO, error);
  else if (options->password_fd >= 0)
    *password = mbx_password_read_line (options->password_fd, error);
  else if (mbx_terminal_is_interactive ())
    *password = ask (address, error);
  else
    return TRUE;
  if (*password != NULL && mbx_secret_get_length (*password) == 0)
    {
      g_clear_pointer (password, mbx_secret_unref);
      if (!options->password_stdin && options->password_fd < 0)
        return TRUE;
      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT, _ ("The password is empty."));
    }
  return *password != NULL;
}

/* Upper case and accents make no other answer of it: "Si" is "sí". */
static gboolean
same_word (const char *typed, const char *wanted)
{
  g_autofree char *valid = g_utf8_make_valid (typed, -1);
  g_autofree char *a = g_utf8_casefold (valid, -1);
  g_autofree char *b = g_utf8_casefold (wanted, -1);
  g_autofree char *plain_a = g_str_to_ascii (a, "C");
  g_autofree char *plain_b = g_str_to_ascii (b, "C");

  return strcmp (a, b) == 0 || (strchr (plain_b, '?') == NULL && strcmp (plain_a, plain_b) == 0);
}

/**
 * mbx_terminal_ask_yes:
 * @question: one sentence
 *
 * Returns: whether the person at the terminal typed yes, in English or in their language
 */
gboolean
mbx_terminal_ask_yes (const char *question)
{
  char answer[32] = "";

  /* Translators: %s is a question; the words in brackets are what may be typed */
  fprintf (stderr, _ ("%s [yes/no] "), question);
  fflush (stderr);
  if (fgets (answer, sizeof answer, stdin) == NULL)
    return FALSE;
  g_strstrip (answer);
  /* Translators: the word to type for "yes" */
  return same_word (answer, "yes") || same_word (answer, C_ ("answer", "yes"));
}
