const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of `5s`, `500ms`, `1.5s`, `2m`, `1h`, or of a plain number (also as a string), which counts in
 * `plainUnit`. Undefined for anything else, negative times included.
 */
export function parseDuration(value: unknown, plainUnit: 'ms' | 's' = 'ms'): number | undefined {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|m|h|d)?$/i.exec(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '',
  );
  if (match === null) return undefined;
  const unit = unitsMs[(match[2] ?? plainUnit).toLowerCase()];
  return unit === undefined ? undefined : Math.round(Number(match[1]) * unit);
}
