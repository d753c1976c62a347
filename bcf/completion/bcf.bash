# SPDX-License-Identifier: MIT
# Completion of bcf for bash. What may come next is asked of the program: bcf --complete WORD...
# (cli/complete.h), so nothing here knows a verb, an option or an area.

# Sets `words` to the words after the program, the last one as far as the cursor. bash takes a word
# apart at each = and :, and keeps quotes; the program wants it whole and as it is meant.
_bcf_words() {
  local line=${COMP_LINE:0:COMP_POINT} i word
  words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    ((i == COMP_CWORD)) && [[ -z $line ]] && word=
    if [[ $line == [[:space:]]* || $i -eq 0 ]]; then
      line=${line#"${line%%[![:space:]]*}"}
      words+=("")
    fi
    ((i == COMP_CWORD)) && word=$line
    line=${line#"$word"}
    words[${#words[@]} - 1]+=$word
  done
  for i in "${!words[@]}"; do
    word=${words[i]//\\/}
    words[i]=${word//[\"]/}
    [[ $word == \'* ]] && words[i]=${word//\'/}
  done
}

_bcf() {
  local words line word program=${1/#\~\//$HOME/} kind='' quote='' stays
  _bcf_words
  local current=${words[${#words[@]} - 1]}
  # What bash has before the last = or : of the word stays as it is.
  stays=${current%"${current##*[=:]}"}
  [[ $COMP_WORDBREAKS == *=* ]] || stays=
  [[ ${COMP_WORDS[COMP_CWORD]} == [\"\']* ]] && quote=yes
  COMPREPLY=()
  while IFS=$'\n' read -r line; do
    word=${line%%$'\t'*}
    if [[ -z $word ]]; then
      kind=${line#$'\t'}
      continue
    fi
    word=${word#"$stays"}
    [[ -n $quote ]] || printf -v word '%q' "$word"
    COMPREPLY+=("${word//\\,/,}")
  done < <("$program" --complete "${words[@]:1}" 2>/dev/null)
  # A setting's name waits for its value.
  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  if [[ -n $kind ]]; then
    compopt -o filenames 2>/dev/null
    local action=-f
    [[ $kind == folders ]] && action=-d
    while IFS=$'\n' read -r word; do
      COMPREPLY+=("$word")
    done < <(compgen "$action" -- "${current#"$stays"}")
  fi
}

complete -F _bcf bcf
