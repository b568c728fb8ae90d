/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/dialogue-state.h"

#include "core/dialogue-class.h"

#include <string.h>

/* No honest server comes near; a hostile one is stopped before it costs memory or time. */
#define MAXIMUM_LINE 8192
#define MAXIMUM_LINE_SIGNED_IN 65536
#define MAXIMUM_LINES 2000
#define MAXIMUM_BANNER 512

#define STATE(self) mbx_dialogue_get_state (self)

/* The line that somebody greets with, its end included, as far as it is worth reading. */
static gboolean
find_banner (MbxDialogueState *state, const guint8 **banner, gsize *length)
{
  const guint8 *end;

  *banner = mbx_line_buffer_peek (state->input, length);
  end = *banner != NULL ? memchr (*banner, '\n', MIN (*length, MAXIMUM_BANNER)) : NULL;
  if (end != NULL)
    *length = (gsize) (end + 1 - *banner);
  else if (*length < MAXIMUM_BANNER && !state->ended)
    return FALSE;
  *length = MIN (*length, MAXIMUM_BANNER);
  return *length > 0;
}

/* Whether the first bytes may go on to the protocol. TLS records show themselves without a line. */
static gboolean
check_banner (MbxDialogue *self)
{
  MbxDialogueClass *klass = MBX_DIALOGUE_GET_CLASS (self);
  MbxDialogueState *state = STATE (self);
  gsize length;
  const guint8 *banner = mbx_line_buffer_peek (state->input, &length);

  if (mbx_service_from_bytes (banner, length) == MBX_SERVICE_TLS)
    {
      state->service = MBX_SERVICE_TLS;
      mbx_dialogue_fail (self, MBX_FAULT_TLS_BYTES, NULL);
      return FALSE;
    }
  if (!find_banner (state, &banner, &length))
    return FALSE;
  state->service = mbx_service_from_bytes (banner, length);
  if (banner[0] == '\r' || banner[0] == '\n' || state->service == klass->service ||
      (state->service == MBX_SERVICE_UNKNOWN && banner[0] != '\0' &&
       strchr (klass->first_characters, banner[0]) != NULL))
    return TRUE;
  mbx_dialogue_fail (self, MBX_FAULT_NOT_THIS_PROTOCOL,
                     mbx_reply_new ((const char *) banner, (gssize) length));
  return FALSE;
}

static gboolean
take_literal (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);
  const char *bytes = NULL;

  if (mbx_line_buffer_take_bytes (state->input, state->literal, &bytes) != MBX_LINE_READY)
    return FALSE;
  state->literal_expected = FALSE;
  MBX_DIALOGUE_GET_CLASS (self)->literal (self, bytes, state->literal);
  return TRUE;
}

static gboolean
take_line (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);
  gsize maximum = state->step > MBX_STEP_SIGN_IN ? MAXIMUM_LINE_SIGNED_IN : MAXIMUM_LINE;
  const char *line = NULL;

  switch (mbx_line_buffer_take_line (state->input, maximum, &line))
    {
    case MBX_LINE_INCOMPLETE:
      return FALSE;
    case MBX_LINE_TOO_LONG:
      mbx_dialogue_fail (self, MBX_FAULT_TOO_LONG, NULL);
      return FALSE;
    case MBX_LINE_ZERO:
      mbx_dialogue_fail (self, MBX_FAULT_BROKEN, NULL);
      return FALSE;
    case MBX_LINE_READY:
      break;
    }
  if (++state->lines > MAXIMUM_LINES)
    mbx_dialogue_fail (self, MBX_FAULT_TOO_LONG, NULL);
  else if (*line != '\0' || state->greeted)
    {
      state->greeted = TRUE;
      MBX_DIALOGUE_GET_CLASS (self)->line (self, line);
    }
  return TRUE;
}

/* Hands out line after line until something has to be done first. */
void
mbx_dialogue_pump (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);
  gboolean more = TRUE;

  while (more && state->phase == MBX_PHASE_TALKING && state->output == NULL)
    {
      if (state->literal_expected)
        more = take_literal (self);
      else
        more = (state->greeted || check_banner (self)) && take_line (self);
    }
}

/* Bytes that follow the answer to STARTTLS come from somebody in between, or from a server that
 * lets somebody in between speak for it. Going on would take them for the words of the server. */
void
mbx_dialogue_check_injection (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);
  gsize length;

  mbx_line_buffer_peek (state->input, &length);
  if (state->phase == MBX_PHASE_TLS && length > 0)
    mbx_dialogue_fail (self, MBX_FAULT_STARTTLS_INJECTION, NULL);
}
