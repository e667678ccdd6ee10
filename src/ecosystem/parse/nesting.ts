import type { TokenList } from './javascript/tokenList.ts';

/** Lists and objects in one another: more are more than those that read, compare and send a value can walk. */
export const maximumNesting = 500;

/** What is said of a file that has more. */
export const tooDeep = 'This is nested too deeply to be read.';

/** Whether a value has more levels than `maximumNesting`. Takes values of any depth: nothing here calls itself. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= maximumNesting; depth++) {
    level = level.flatMap((one): unknown[] =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

/** The first bracket of a JSON text that opens a level too many. */
export function findDeepToken({ types }: TokenList): number | null {
  let depth = 0;
  for (const [index, type] of types.entries()) {
    if (type === '{' || type === '[') depth++;
    else if (type === '}' || type === ']') depth--;
    if (depth > maximumNesting) return index;
  }
  return null;
}

/** What is said of a text whose parser threw: it calls itself for each level, and runs out of stack at some thousand. */
export function unreadable(error: unknown): string {
  if (error instanceof RangeError) return tooDeep;
  return `This cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
