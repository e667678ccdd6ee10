import type { PendingChange } from './model.ts';
import { visibleText } from './visibleText.ts';

/** Longer values are cut: the file has them in full. */
const longestValue = 60;

/** What a change says, with the option and its values at their places. */
export const changeTexts = {
  removed: '{what} removed',
  added: '{what} added',
  changed: '{what} changed',
} as const;

/**
 * The words of a change: `instances 2 -> 4`, `env PORT removed`, `port 3000 added`; English, unless `translate` knows
 * them in another language.
 */
export function describeChange(
  change: PendingChange,
  translate: (text: string) => string = (text) => text,
): string {
  return visibleText(changeWords(change, translate));
}

function changeWords({ kind, option, from, to }: PendingChange, translate: (text: string) => string): string {
  const say = (text: string, what: string): string => translate(text).replace('{what}', () => what);
  if (kind === 'removed') return say(changeTexts.removed, option);
  if (kind === 'added') return say(changeTexts.added, to === null ? option : `${option} ${shorten(to)}`);
  if (from === null || to === null) return say(changeTexts.changed, option);
  const values = [shorten(from), shorten(to)];
  // What differs lies behind the cut.
  return values[0] === values[1] ? say(changeTexts.changed, option) : `${option} ${values.join(' -> ')}`;
}

/** `api: instances 2 -> 4, env PORT removed`. */
export function describeChanges(
  app: string,
  changes: readonly PendingChange[],
  translate?: (text: string) => string,
): string {
  return `${app}: ${changes.map((change) => describeChange(change, translate)).join(', ')}`;
}

function shorten(value: string): string {
  if (value === '') return '""';
  return value.length <= longestValue ? value : `${value.slice(0, longestValue - 1)}…`;
}
