import { execFile, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Actor, Verb } from './actor.ts';
import { answered } from './actor.ts';
import type { SoakFolder } from './soakFolder.ts';

/** `drover` in the folder, a process for each command. */
export class CommandLine implements Actor {
  readonly name = 'drover';
  readonly #folder: SoakFolder;

  constructor(folder: SoakFolder) {
    this.#folder = folder;
  }

  act(verb: Verb, target: string): Promise<string | null> {
    return this.run([verb, target]);
  }

  scale(app: string, instances: number): Promise<string | null> {
    return this.run(['scale', app, String(instances)]);
  }

  add(name: string, instances: number): Promise<string | null> {
    return this.run(['start', '/bin/sleep', '--name', name, '-i', String(instances), '--', '100000']);
  }

  /** What it said when it failed, null when it did not. */
  run(args: readonly string[]): Promise<string | null> {
    const ran = new Promise<string | null>((resolve) => {
      const child = execFile(
        process.execPath,
        [this.#folder.cli, ...args],
        this.#options(),
        (error, _out, err) => {
          resolve(
            error === null ? null : `exit ${String(child.exitCode ?? child.signalCode)}: ${err.trim()}`,
          );
        },
      );
    });
    return answered(`drover ${args.join(' ')}`, ran);
  }

  /** Follows something until it is killed, after `ms`. */
  async follow(args: readonly string[], ms: number): Promise<void> {
    const child = spawn(process.execPath, [this.#folder.cli, ...args], {
      ...this.#options(),
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await delay(ms);
    child.kill('SIGKILL');
    await ended;
  }

  #options() {
    const { folder, env } = this.#folder.workspace;
    return { cwd: folder, env: { ...env, DROVER_HOME: '' }, maxBuffer: 64 * 1024 * 1024 };
  }
}
