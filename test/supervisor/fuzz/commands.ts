import type { App } from '../../../src/supervisor/app.ts';
import type { Supervisor } from '../../../src/supervisor/supervisor.ts';
import { processesOf } from '../../../src/supervisor/slotState.ts';
import { applyFiles } from '../../../src/supervisor/operations/applyFiles.ts';

export interface Dice {
  chance(probability: number): boolean;
  /** A whole number from `low` up to, but not, `high`. */
  between(low: number, high: number): number;
}

export interface Command {
  readonly text: string;
  readonly run: (supervisor: Supervisor) => Promise<unknown>;
}

/** One thing that a user, the system or the app itself may do to an app. */
export function randomCommand(app: App, dice: Dice): Command {
  const instance = app.instances[dice.between(0, app.instances.length)];
  const target = { app, instance: dice.chance(0.3) ? instance : undefined };
  const name = target.instance?.id ?? app.id;
  const parallel = dice.chance(0.3) ? dice.between(1, 3) : undefined;
  const commands: (() => Command)[] = [
    () => ({ text: `start ${name}`, run: ({ operations }) => operations.start([target], {}) }),
    () => ({ text: `start ${name}`, run: ({ operations }) => operations.start([target], {}) }),
    () => ({ text: `stop ${name}`, run: ({ operations }) => operations.stop([target]) }),
    () => ({
      text: `restart ${name} (parallel ${String(parallel)})`,
      run: ({ operations }) => operations.restart([target], { parallel }),
    }),
    () => ({
      text: `reload all of ${name} (parallel ${String(parallel)})`,
      run: ({ operations }) => operations.reload([target], { parallel, wait: true }),
    }),
    () => {
      const count = dice.between(1, 5);
      return { text: `scale ${name} ${count}`, run: ({ operations }) => operations.scale(app, count, {}) };
    },
    () => ({
      text: `apply ${name}`,
      run: ({ operations }) =>
        applyFiles([{ app, instance: undefined }], { start: dice.chance(0.5) }, operations),
    }),
    () => ({ text: `kill -9 ${name}`, run: () => signal(instance?.pid, 'SIGKILL') }),
    () => ({ text: `SIGSTOP ${name}`, run: () => signal(instance?.pid, 'SIGSTOP') }),
    () => ({
      text: `reload ${name}`,
      run: async () => instance?.send({ type: 'reload', reason: dice.chance(0.5) ? 'memory' : 'watch' }),
    }),
    () => ({
      text: `unhealthy ${name}`,
      run: async () => {
        const [launch] = instance === undefined ? [] : processesOf(instance.slot.state);
        if (launch !== undefined) instance?.send({ type: 'unhealthy', launch });
      },
    }),
    () => ({
      text: `hold ${name}`,
      run: async () => hold(instance, dice.chance(0.5) ? 'paused' : 'attached'),
    }),
  ];
  const make = commands[dice.between(0, commands.length)];
  if (make === undefined) throw new Error('no command');
  return make();
}

function hold(instance: App['instances'][number] | undefined, how: 'paused' | 'attached'): void {
  instance?.setHold(how);
  setImmediate(() => instance?.setHold('none'));
}

async function signal(pid: number | null | undefined, name: NodeJS.Signals): Promise<void> {
  if (pid === null || pid === undefined) return;
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error;
  }
}
