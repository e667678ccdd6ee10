import { charactersOf, textWidth } from './textWidth.ts';

/**
 * A text cut with an ellipsis in its middle to at most so many columns of a terminal: names often differ only at
 * their ends.
 */
export function cutInMiddle(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  const characters = charactersOf(text);
  const room = Math.max(0, columns - 1);
  const start = takeWhile(characters, Math.ceil(room / 2));
  const end = takeWhile(characters.toReversed(), room - textWidth(start.join(''))).toReversed();
  return `${start.join('')}…${end.join('')}`;
}

/** As many of the first characters as `columns` have room for. */
function takeWhile(characters: readonly string[], columns: number): string[] {
  let width = 0;
  const over = characters.findIndex((character) => (width += textWidth(character)) > columns);
  return characters.slice(0, over === -1 ? characters.length : over);
}
