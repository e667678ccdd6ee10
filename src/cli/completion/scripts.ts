/** The shells that there is a script for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

// Each asks `drover complete` for lines of "value<tab>description", and completes files where there are none.
const bash = `# Completion of drover for bash. Put into ~/.bashrc:
#   source <(drover completion bash)
_drover_complete() {
  local IFS=$'\\n' line
  COMPREPLY=()
  while read -r line; do
    COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")")
  done < <(drover complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _drover_complete drover
`;

const zsh = `#compdef drover
# Completion of drover for zsh. Put into ~/.zshrc, after compinit:
#   source <(drover completion zsh)
_drover() {
  local line
  local -a candidates
  for line in "\${(@f)$(drover complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -z "$line" ]] && continue
    local value="\${line%%$'\\t'*}"
    candidates+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#candidates} )); then
    _describe drover candidates
  else
    _files
  fi
}
compdef _drover drover
`;

const fish = `# Completion of drover for fish. Put into ~/.config/fish/completions/drover.fish:
#   drover completion fish > ~/.config/fish/completions/drover.fish
function __drover_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l candidates (drover complete -- $words[2..-1] 2>/dev/null)
    if test (count $candidates) -gt 0
        printf '%s\\n' $candidates
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c drover -f -a '(__drover_complete)'
`;

/** What a shell is to read so that it completes command lines of Drover. */
export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
