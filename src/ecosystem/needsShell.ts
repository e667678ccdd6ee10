/**
 * Whether a command line means something else to a shell than its bare words: pipes, redirections, variables,
 * globs, assignments in front. Placeholders such as `{PORT}` and addresses such as `[::1]` are not shell
 * syntax.
 */
export function needsShell(line: string): boolean {
  const unquoted = line
    .replace(/'[^']*'/g, 'q')
    .replace(/"(?:[^"$`])*"/g, 'q')
    .replace(/\{[A-Z_]+\}|\[[\da-f:.]*:[\da-f:.]*\]/gi, 'p');
  return (
    /[|&;<>()$`*\n]/.test(unquoted) ||
    /\{[^}]*(?:,|\.\.)[^}]*\}/.test(unquoted) ||
    /(?:^|\s)[~#]/.test(unquoted) ||
    /(?:^|\s)\S*\[[^\]]+\]/.test(unquoted) ||
    /^\s*[A-Za-z_]\w*=/.test(unquoted)
  );
}
