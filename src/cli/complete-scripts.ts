/**
 * The scripts of the shells. Each hands the words before the cursor to `mwaa-kms complete words`, the word at the cursor after "=", and shows what
 * comes back. They need nothing that the shell does not have by itself, print nothing, and may be read twice.
 */

// In bash, = and : end a word, so that the words are put together again from the line, and only what follows the last of them is replaced.
const bash = `_mwaa_kms() {
  local rest=\${COMP_LINE:0:COMP_POINT} words=() i word trimmed
  for ((i = 0; i <= COMP_CWORD; i++)); do
    trimmed=\${rest#"\${rest%%[![:space:]]*}"}
    word=\${COMP_WORDS[i]}
    if ((i == COMP_CWORD)); then word=$trimmed; fi
    if ((i > 0)) && [[ $trimmed == "$rest" ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    rest=\${trimmed#"$word"}
  done
  local last=$((\${#words[@]} - 1))
  local cur=\${words[last]} breaks=\${COMP_WORDBREAKS//[^:=]/} before="" line value file
  if [[ -n $breaks ]]; then before=\${cur%"\${cur##*[$breaks]}"}; fi
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
    :none) ;;
    :files*)
      line=\${line#:files }
      compopt -o filenames 2>/dev/null
      while IFS= read -r file; do
        COMPREPLY+=("$file")
      done < <(compgen -f -- "\${cur#"$line"}")
      ;;
    *)
      value=\${line%%$'\\t'*}
      if [[ $value == *= ]]; then compopt -o nospace 2>/dev/null; fi
      printf -v value %q "\${value#"$before"}"
      COMPREPLY+=("$value")
      ;;
    esac
  done < <("\${words[0]/#\\~/$HOME}" complete words "\${words[@]:1:last-1}" "=$cur" 2>/dev/null)
}
complete -F _mwaa_kms mwaa-kms
`;

const zsh = `#compdef mwaa-kms
if ! (( $+functions[compdef] )); then
  autoload -Uz compinit && compinit -i
fi
_mwaa_kms() {
  local line value means prefix
  local -a values unfinished
  for line in "\${(@f)$("\${(Q)words[1]}" complete words "\${(@Q)words[2,CURRENT-1]}" "=\${(Q)PREFIX}" 2>/dev/null)}"; do
    case $line in
    :none|'') ;;
    :files*)
      prefix=\${line#:files }
      if [[ -n $prefix ]]; then compset -P "\${(b)prefix}"; fi
      _files
      return
      ;;
    *)
      value=\${line%%$'\\t'*}
      means=\${line#*$'\\t'}
      if [[ $means == $line ]]; then means=""; else means=":$means"; fi
      if [[ $value == *= ]]; then
        unfinished+=("$value")
      else
        values+=("\${value//:/\\\\:}$means")
      fi
      ;;
    esac
  done
  if (( $#unfinished )); then compadd -S '' -- $unfinished; fi
  if (( $#values )); then _describe -V mwaa-kms values; fi
}
if [[ \${funcstack[1]:-} == _mwaa_kms ]]; then _mwaa_kms "$@"; else compdef _mwaa_kms mwaa-kms; fi
`;

const fish = `function __mwaa_kms_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l word (commandline -ct)
    for line in (command $program complete words $words "=$word" 2>/dev/null)
        if string match -q ':files*' -- $line
            set -l prefix (string sub -s 8 -- $line)
            set -l rest (string sub -s (math (string length -- "$prefix") + 1) -- $word)
            for file in (__fish_complete_path $rest)
                echo $prefix$file
            end
        else if test "$line" != :none
            echo $line
        end
    end
end
complete -c mwaa-kms -e
complete -c mwaa-kms -f -k -a '(__mwaa_kms_complete)'
`;

const powershell = `Register-ArgumentCompleter -Native -CommandName mwaa-kms -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { if ($_.Value) { "$($_.Value)" } else { $_.Extent.Text } })
  $rest = @($words | Select-Object -Skip 1)
  & $words[0] complete words @rest "=$wordToComplete" 2>$null | ForEach-Object {
    $value, $means = $_ -split [char]9, 2
    if ($value.StartsWith(':files')) {
      $prefix = $value.Substring([Math]::Min(7, $value.Length))
      $name = $wordToComplete.Substring($prefix.Length)
      [System.Management.Automation.CompletionCompleters]::CompleteFilename($name) | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($prefix + $_.CompletionText, $_.ListItemText, $_.ResultType, $_.ToolTip)
      }
    } elseif ($value -ne ':none') {
      if (-not $means) { $means = $value }
      [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $means)
    }
  }
}
`;

export const scripts = { bash, zsh, fish, powershell } as const;

export const usage = `mwaa-kms complete: expected one of ${Object.keys(scripts).join(", ")}.\n`;
