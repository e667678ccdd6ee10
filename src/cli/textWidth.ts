import stringWidth from 'string-width';

/** All that is as wide as it is long. */
const plain = /^[\x20-\x7e]*$/;

/**
 * How many columns of a terminal a text takes, colours not counted. Only what is not plain has `string-width` loaded,
 * whose patterns of Unicode take longer to compile than most commands need for all else.
 */
export function textWidth(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text);
}

let segmenter: Intl.Segmenter | undefined;

/** The characters of a text as people count them. */
export function charactersOf(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
