const bars = Array.from('▁▂▃▄▅▆▇█');

/** The last `width` values as bars, of which a full one is `full`; older ones to the left. */
export function historyBars(values: readonly number[], full: number, width: number): string {
  const last = values.slice(-width);
  const drawn = last.map((value) => {
    const step = Math.round((Math.max(0, value) / full) * (bars.length - 1));
    return bars[Math.min(step, bars.length - 1)] ?? '';
  });
  return drawn.join('').padStart(width);
}
