/**
 * Lines of several sources in the order of their times; each source keeps its own order. A line without a time stands
 * before the next of its source that has one.
 */
export function mergeByTime<T extends { readonly at: number | null }>(
  sources: readonly (readonly T[])[],
): T[] {
  const keyed = sources.flatMap((lines) => {
    let key = Infinity;
    return lines
      .toReversed()
      .map((line) => {
        key = Math.min(key, line.at ?? key);
        return { line, key };
      })
      .reverse();
  });
  // Infinity less itself is no number.
  return keyed.sort((a, b) => (a.key === b.key ? 0 : a.key - b.key)).map(({ line }) => line);
}
