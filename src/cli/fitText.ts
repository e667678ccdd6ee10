import { charactersOf, textWidth } from './textWidth.ts';

/** A text without control characters, cut with an ellipsis to at most so many columns of a terminal. */
export function fitText(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (textWidth(text) <= columns) return text;
  let fitted = '';
  let width = 0;
  for (const character of charactersOf(text)) {
    width += textWidth(character);
    if (width > columns - 1) break;
    fitted += character;
  }
  return `${fitted}…`;
}

/** The same, filled up with spaces. */
export function fillText(text: string, columns: number): string {
  const fitted = fitText(text, columns);
  return fitted + ' '.repeat(Math.max(0, columns - textWidth(fitted)));
}
