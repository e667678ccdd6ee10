import { accessSync, constants } from 'node:fs';
import type { Disposable } from '../../client/emitter.ts';
import { initCommand } from './initCommand.ts';
import type { UpSignal } from './stopSignals.ts';
import { upSignals } from './stopSignals.ts';

/** The process that `drover up` runs in; tests bring their own. */
export interface OwnProcess {
  /**
   * As process 1 of a container: goes on as an init that reaps orphans and runs this same command as its child, and
   * does not return. Else it returns null, or what keeps process 1 from that, as a sentence.
   */
  readonly becomeInit: () => string | null;
  readonly onSignal: (listener: (signal: UpSignal) => void) => Disposable;
  /** Whoever read the output has gone; from then on it goes nowhere. */
  readonly onOutputClosed: (listener: () => void) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

const shell = '/bin/sh';

export const ownProcess: OwnProcess = {
  becomeInit: () => {
    if (process.pid !== 1) return null;
    if (process.execve === undefined) {
      return `Zombies of orphaned processes are not reaped, because Node ${process.version} cannot hand over process 1. Use Node 22.15 or later, or an init (docker run --init).`;
    }
    if (!isExecutable(shell)) {
      return `Zombies of orphaned processes are not reaped, because there is no ${shell} to reap them. Use an init (docker run --init).`;
    }
    // It is experimental and says so on standard error, where nobody can do anything about it.
    process.removeAllListeners('warning');
    const [, ...args] = initCommand([
      process.execPath,
      ...process.execArgv,
      process.argv[1] ?? '',
      ...process.argv.slice(2),
    ]);
    return process.execve(shell, ['sh', ...args], process.env);
  },
  onSignal: (listener) => {
    const own = (signal: NodeJS.Signals): void => {
      listener(signal as UpSignal);
    };
    const signals = upSignals.filter((signal) => (signal === 'SIGBREAK') === (process.platform === 'win32'));
    const supported = process.platform === 'win32' ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : signals;
    for (const signal of supported) process.on(signal, own);
    return {
      dispose: () => {
        for (const signal of supported) process.off(signal, own);
      },
    };
  },
  onOutputClosed: (listener) => {
    for (const output of [process.stdout, process.stderr]) {
      // In place of the rule that such an end ends the command at once.
      output.removeAllListeners('error');
      output.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error;
        listener();
      });
    }
  },
  now: () => performance.now(),
};

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
