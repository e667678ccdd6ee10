/** Variables that belong to the editor, to its extension host or to an outer supervisor. */
const foreign = [
  // VS Code's own list for the terminals it opens. By VSCODE_PROXY_URI a dev server in a browser's editor knows the
  // address that it is reached by.
  /^ELECTRON_/,
  /^VSCODE_(?!PORTABLE|SHELL_LOGIN|PROXY_URI$|ENV_(?:REPLACE|APPEND|PREPEND))/,
  /^SNAP(?:_|$)/,
  /^GDK_PIXBUF_/,
  /^CODE_SERVER_/,
  /^NODE_CHANNEL_(?:FD|SERIALIZATION_MODE)$/,
  /^NODE_UNIQUE_ID$/,
  /^DROVER(?:_|$)/,
  /^LISTEN_(?:FDS|PID|FDNAMES)$/,
];

/**
 * The environment of a shell without what an editor or an outer supervisor has put into it. The user's own
 * NODE_OPTIONS, which VS Code's launcher moves aside, is put back; a debugger's part of it is taken out.
 */
export function scrubEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !foreign.some((pattern) => pattern.test(name))) result[name] = value;
  }
  const options = withoutDebugger(env['NODE_OPTIONS'] || env['VSCODE_NODE_OPTIONS'] || '');
  if (options === '') delete result['NODE_OPTIONS'];
  else result['NODE_OPTIONS'] = options;
  // The helper that opens pages in the editor does nothing without the editor's variables.
  if (/(?:^|\/)(?:\.vscode|vscode|code-server|bin\/helpers|browser\.sh)/.test(env['BROWSER'] ?? ''))
    delete result['BROWSER'];
  const pathName = Object.keys(result).find((name) => name.toUpperCase() === 'PATH');
  if (pathName !== undefined) result[pathName] = withoutRemoteCli(result[pathName] ?? '');
  return result;
}

/** js-debug adds `--require …/bootloader.js` to whatever it launches, the editor itself included. */
function withoutDebugger(options: string): string {
  return options
    .replace(
      /(?:^|\s)(?:--require|-r)[\s=]+(?:"[^"]*js-debug[^"]*bootloader[^"]*"|\S*js-debug\S*bootloader\S*)/g,
      '',
    )
    .trim();
}

function withoutRemoteCli(path: string): string {
  const separator = path.includes(';') ? ';' : ':';
  return path
    .split(separator)
    .filter((folder) => !/[\\/]remote-cli[\\/]?$/.test(folder))
    .join(separator);
}
