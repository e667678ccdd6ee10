/** Signals that `drover up` answers. */
export const upSignals = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP', 'SIGUSR2', 'SIGBREAK'] as const;
export type UpSignal = (typeof upSignals)[number];

/** One press of Ctrl+C may come twice: from the terminal, and from the program in between that passes it on. */
const samePressMs = 500;

export interface SignalHistory {
  readonly last: UpSignal | undefined;
  /** Milliseconds of a clock that never goes back. */
  readonly at: number;
  readonly isStopping: boolean;
}

export const noSignals: SignalHistory = { last: undefined, at: -Infinity, isStopping: false };

/**
 * What a signal asks for: the first one stops everything in order, another one hurries. SIGUSR2 reloads, as long as
 * nothing stops.
 */
export function answerSignal(
  history: SignalHistory,
  signal: UpSignal,
  at: number,
): { readonly act: 'stop' | 'hurry' | 'reload' | 'none'; readonly history: SignalHistory } {
  if (signal === 'SIGUSR2') return { act: history.isStopping ? 'none' : 'reload', history };
  const next = { last: signal, at, isStopping: true };
  if (!history.isStopping) return { act: 'stop', history: next };
  const isSamePress = history.last === signal && at - history.at < samePressMs;
  return { act: isSamePress ? 'none' : 'hurry', history: isSamePress ? history : next };
}
