import type { Params } from '../protocol/contract.ts';

export type ScaleAmount = Pick<Params<'apps/scale'>, 'instances' | 'by'>;

/** `4` as so many instances, `+2` and `-1` as so many more or less; undefined for anything else. */
export function parseScaleAmount(text: string): ScaleAmount | undefined {
  const [, sign, digits] = /^([+-]?)(\d{1,4})$/.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const amount = Number(digits);
  if (sign === '') return { instances: amount };
  return { by: sign === '-' ? -amount : amount };
}
