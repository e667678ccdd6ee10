import type { SourceLanguage } from '../tree/sourceTree.ts';
import { insertion } from './markedText.ts';
import type { Mark } from './markedText.ts';
import { tomlMarks } from './tomlMarks.ts';
import { yamlMarks } from './yamlMarks.ts';

/** The marks to try, the likeliest first. */
export function marksAt(text: string, language: SourceLanguage, offset: number): readonly Mark[] {
  if (language === 'yaml') return yamlMarks(text, offset);
  if (language === 'toml') return tomlMarks(text, offset);
  const prefix = text[offset - 1] === ':' ? ' ' : '';
  return [insertion(offset, { prefix })];
}
