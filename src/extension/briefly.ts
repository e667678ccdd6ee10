/** Longest text that a notification shows whole. */
const limit = 240;

/** A text cut at a word to what fits in a notification. */
export function briefly(text: string): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  const word = cut.lastIndexOf(' ');
  return `${cut.slice(0, word > 0 ? word : limit)} …`;
}
