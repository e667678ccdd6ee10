/**
 * Environment values as a process gets them: strings; objects and lists as JSON, `null` as "null" (as PM2).
 * `undefined` is left out.
 */
export function normaliseEnvironment(
  env: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    result[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return result;
}
