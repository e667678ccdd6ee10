import { literal } from './shape.ts';
import type { Infer } from './shape.ts';

/** The signals that people send to programs: to have them do something, to end or to pause them. */
export const signalNames = [
  'SIGHUP',
  'SIGUSR1',
  'SIGUSR2',
  'SIGINT',
  'SIGTERM',
  'SIGQUIT',
  'SIGABRT',
  'SIGKILL',
  'SIGSTOP',
  'SIGTSTP',
  'SIGCONT',
  'SIGALRM',
  'SIGPIPE',
  'SIGTTIN',
  'SIGTTOU',
  'SIGWINCH',
] as const;

export const signalName = literal(...signalNames);
export type SignalName = Infer<typeof signalName>;

/** `SIGUSR2`, `usr2`; undefined for what is no signal of the list. */
export function parseSignal(text: string): SignalName | undefined {
  const upper = text.trim().toUpperCase();
  const name = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  return signalNames.find((one) => one === name);
}
