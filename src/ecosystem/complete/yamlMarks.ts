import { insertion, lineAt } from './markedText.ts';
import type { Mark } from './markedText.ts';

/** A word on a line of its own, after any number of `- `. */
const aloneBefore = /^\s*(?:- +)*([\w.-]*)$/;
const aloneAfter = /^([\w.-]*)\s*(?:#.*)?$/;

/** A word that is alone on its line may be the name of a property: with a colon behind it the parser sees one. */
export function yamlMarks(text: string, offset: number): readonly Mark[] {
  const { before, after } = lineAt(text, offset);
  const hasDashOnly = /^\s*(?:- +)*-$/.test(before);
  const isGlued = hasDashOnly || (before.endsWith(':') && /^\s*$/.test(after));
  const value = insertion(offset, isGlued ? { before: ' ', prefix: ' ' } : {});
  const rest = aloneAfter.exec(after)?.[1];
  if (hasDashOnly && after.trim() === '') return [{ ...value, after: ':', isKey: true }, value];
  if (rest === undefined || !aloneBefore.test(before)) return [value];
  const key = insertion(offset, { to: offset + rest.length, after: `${rest}:`, isKey: true });
  const indentation = /^ *$/.test(before) && rest === '';
  return indentation ? [key, value, { ...key, before: '- ', prefix: '- ' }] : [key, value];
}
