import { ExportError } from './exportError.ts';
import type { ExportValues } from './formats.ts';

/** An option has a value that it cannot have. */
export class ExportValueError extends ExportError {}

/** The text of an option; null when it was not given. */
export function textOf(values: ExportValues, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}

export function isOn(values: ExportValues, name: string): boolean {
  return values[name] === true;
}

/** A whole number of 1 or more. Throws an `ExportValueError` for anything else. */
export function countOf(values: ExportValues, name: string): number | null {
  const text = textOf(values, name);
  if (text === null) return null;
  if (!/^[1-9]\d*$/.test(text))
    throw new ExportValueError(`"--${name}" is "${text}"; it must be a whole number of 1 or more.`);
  return Number(text);
}
