/**
 * The environment of the extension host: on the desktop VS Code has resolved it from the login shell. The
 * supervisor takes the editor's own variables out of it.
 */
export function readEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
