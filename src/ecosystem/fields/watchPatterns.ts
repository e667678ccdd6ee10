import { isRecord, scalarText } from '../optionReader.ts';
import type { EntryProblem } from '../optionReader.ts';
import { watchExpression } from '../watchExpression.ts';

/** Patterns of a list, or a single one, as text; regular expressions become `re:/source/flags`. */
export function patternTexts(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.map((entry) => {
    if (!isRecord(entry)) return scalarText(entry);
    const source = scalarText(entry['$regexp']);
    return source === undefined ? undefined : `re:/${source}/${scalarText(entry['$flags']) ?? ''}`;
  });
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** What keeps a pattern of `option` from being used: an expression that is none. */
export function patternProblem(option: string, pattern: string): EntryProblem | undefined {
  try {
    watchExpression(pattern);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const expression = pattern.replace(/^re:/, '');
    // The engine's message begins with the expression as well.
    const reason = error.message.slice(error.message.lastIndexOf(': ') + 1).trim();
    return { code: 'expression-invalid', data: { option, expression, reason } };
  }
}
