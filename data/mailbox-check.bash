# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
# shellcheck shell=bash

_mailbox_check_codes ()
{
  mailbox-check codes --json 2> /dev/null | sed -n 's/^ *"code" : "\(.*\)",$/\1/p'
}

_mailbox_check ()
{
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words
  local verbs='find check explain ports dns codes batch token hand-over'
  local options='--json --password-stdin --password-fd --username --incoming --outgoing --timeout
    --offline --protocol --host --jobs --sign-in --yes --output --to --demo --lang --version --help'

  # "--demo=CODE" comes as three words, since = separates words.
  [ "$word" = = ] && word=
  [ "$before" = = ] && before=${COMP_WORDS[COMP_CWORD-2]}
  case $before in
    --protocol) words='imap pop3 smtp' ;;
    --sign-in) words='password browser device' ;;
    --to) words='goa evolution geary thunderbird msmtp mbsync neomutt aerc himalaya mobileconfig
      autoconfig' ;;
    --incoming) words='imaps:// imap+starttls:// pop3s:// pop3+starttls://' ;;
    --outgoing) words='smtps:// smtp+starttls://' ;;
    codes|--demo) words=$(_mailbox_check_codes) ;;
    batch|--output) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    *) words=$options; [ "$COMP_CWORD" -eq 1 ] && words="$verbs --help --version" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _mailbox_check mailbox-check
