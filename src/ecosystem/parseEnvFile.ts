/** One assignment: a value in quotes may go over several lines, any other ends at a comment or with its line. */
const assignment =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[^])*)"|'([^']*)'|`([^`]*)`|([^#\n]*))[ \t]*(?:#.*)?$/gm;

/**
 * The variables of a .env file as dotenv reads them. Node's own `parseEnv` differs between the versions that editors
 * bring along: 22.15 invents names where a value holds an equal sign.
 */
export function parseEnvFile(text: string): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const match of text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .matchAll(assignment)) {
    const [, name = '', double, single, backquoted, bare = ''] = match;
    env[name] = double?.replace(/\\n/g, '\n').replace(/\\r/g, '\r') ?? single ?? backquoted ?? bare.trim();
  }
  return env;
}
