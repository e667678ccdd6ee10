import { debug } from 'vscode';
import type { DebugSession, Disposable } from 'vscode';

/** The debug sessions of this window, less those that others have below them. */
export class Sessions implements Disposable {
  readonly #roots = new Set<DebugSession>();
  readonly #listening: readonly Disposable[];

  constructor() {
    this.#listening = [
      debug.onDidStartDebugSession((session) => {
        if (session.parentSession === undefined) this.#roots.add(session);
      }),
      debug.onDidTerminateDebugSession((session) => this.#roots.delete(session)),
    ];
  }

  get all(): readonly DebugSession[] {
    return [...this.#roots];
  }

  get names(): readonly string[] {
    return this.all.map(({ name }) => name).sort();
  }

  /** Resolves when so many sessions are left. */
  async left(count: number): Promise<void> {
    while (this.#roots.size > count) {
      await new Promise<void>((resolve) => {
        const ended = debug.onDidTerminateDebugSession(() => {
          ended.dispose();
          resolve();
        });
      });
    }
  }

  /** Stops the debugger of each. */
  async end(): Promise<void> {
    for (const session of this.#roots) await debug.stopDebugging(session);
    await this.left(0);
  }

  dispose(): void {
    for (const one of this.#listening) one.dispose();
  }
}

/** What an expression is where the first thread of the program stands. */
export async function evaluate(session: DebugSession, expression: string): Promise<unknown> {
  const { stackFrames } = (await session.customRequest('stackTrace', {
    threadId: await threadOf(session),
    levels: 1,
  })) as { stackFrames: { id: number }[] };
  const frameId = stackFrames[0]?.id;
  const { result } = (await session.customRequest('evaluate', { expression, frameId, context: 'repl' })) as {
    result: string;
  };
  return result;
}

export async function goOn(session: DebugSession): Promise<void> {
  await session.customRequest('continue', { threadId: await threadOf(session) });
}

async function threadOf(session: DebugSession): Promise<number> {
  const { threads } = (await session.customRequest('threads')) as { threads: { id: number }[] };
  return threads[0]?.id ?? 0;
}
