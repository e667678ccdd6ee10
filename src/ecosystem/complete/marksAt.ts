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
  const word = insertion(offset, { prefix });
  // Braces with nothing but a word in them are a block of statements.
  return language === 'json' ? [word, { ...word, after: ': 0', isKey: true }] : [word];
}
