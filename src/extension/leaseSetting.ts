const units: Readonly<Record<string, number>> = { s: 1, sec: 1, min: 60, m: 60, h: 3600 };

/**
 * The setting `drover.lease` in seconds: 0 stops with the window, null keeps running. A number means seconds;
 * undefined for a text that says nothing.
 */
export function leaseSeconds(setting: unknown): number | null | undefined {
  if (typeof setting === 'number') return setting < 0 ? null : setting;
  if (setting === 'stop with the window') return 0;
  if (setting === 'keep running') return null;
  if (typeof setting !== 'string') return undefined;
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*([a-z]+)?$/.exec(setting.trim()) ?? [];
  const factor = units[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
