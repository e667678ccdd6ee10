/**
 * Bytes of `512M`, `512MB`, `1.5G`, `100mb`, `64KiB` (all by 1024), or of a plain number of bytes. Undefined for
 * anything else.
 */
export function parseSize(value: unknown): number | undefined {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(?:([kmgt])?(?:i?b)?)$/i.exec(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '',
  );
  if (match === null) return undefined;
  const power = match[2] === undefined ? 0 : 'kmgt'.indexOf(match[2].toLowerCase()) + 1;
  return Math.round(Number(match[1]) * 1024 ** power);
}
