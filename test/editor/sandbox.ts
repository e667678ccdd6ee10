import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { plainEnvironment } from '../../scripts/editor/plainEnvironment.ts';
import { parseOwner } from '../../src/protocol/rendezvous.ts';
import { isAlive } from './isAlive.ts';

const stopWaitMs = 15_000;

/** Temporary folders for one editor: nothing of the user's is read, nothing outlives the test. */
export class Sandbox {
  readonly folder: string;
  readonly runtimeDir: string;
  readonly stateDir: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.runtimeDir = join(folder, 'run');
    this.stateDir = join(folder, 'state');
  }

  static async create(): Promise<Sandbox> {
    // Short: socket paths end at 103 bytes.
    const sandbox = new Sandbox(await mkdtemp(join(tmpdir(), 'dr-')));
    await mkdir(sandbox.runtimeDir, { mode: 0o700 });
    await mkdir(sandbox.stateDir, { mode: 0o700 });
    return sandbox;
  }

  /** The environment of an editor in this sandbox; that of the editor which runs the tests is left out. */
  environment(): NodeJS.ProcessEnv {
    return {
      ...plainEnvironment(),
      XDG_RUNTIME_DIR: this.runtimeDir,
      XDG_STATE_HOME: this.stateDir,
      XDG_DATA_HOME: join(this.folder, 'data'),
      XDG_CACHE_HOME: join(this.folder, 'cache'),
    };
  }

  /** Process ids of the supervisors that still own a runtime folder of this sandbox. */
  async supervisors(): Promise<number[]> {
    const names = await readdir(this.runtimeDir, { recursive: true });
    const pids = new Set<number>();
    for (const name of names.filter((path) => /(^|[/\\])gen\.\d+$/.test(path))) {
      const owner = parseOwner(await readFile(join(this.runtimeDir, name), 'utf8').catch(() => ''));
      if (owner && isAlive(owner.pid)) pids.add(owner.pid);
    }
    return [...pids];
  }

  /** Ends what was left running (SIGTERM, so that apps are stopped in order) and removes the folders. */
  async dispose(): Promise<void> {
    const pids = await this.supervisors();
    for (const pid of pids) signal(pid, 'SIGTERM');
    const until = Date.now() + stopWaitMs;
    while (pids.some(isAlive) && Date.now() < until) await delay(50);
    for (const pid of pids.filter(isAlive)) signal(pid, 'SIGKILL');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  if (isAlive(pid)) process.kill(pid, name);
}
