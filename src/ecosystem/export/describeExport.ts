import type { Translate } from '../translate.ts';
import { exportFormats } from './formats.ts';

/** Every sentence about formats and their options that people of an editor read. */
export function exportTexts(): readonly string[] {
  return exportFormats.flatMap(({ description, options }) => [
    description,
    ...options.map((option) => option.description),
  ]);
}

/** What a format or an option is for, in the language of whoever reads it. */
export function describeExport({ description }: { readonly description: string }, t: Translate): string {
  return t(description);
}
