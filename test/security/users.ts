import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locate } from '../../src/client/locate.ts';
import type { Location } from '../../src/client/locate.ts';
import { repository } from '../supervisor/testWorkspace.ts';

/** Numbers are all that a kernel knows of users, so nobody has to be added to the machine. */
const victimUid = 61_001;
const attackerUid = 61_002;

/** Only root may run processes as others. */
export const skipUnlessRoot = process.getuid?.() === 0 ? false : 'only root can be two other users';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Two users on one machine with a `/tmp` of their own: what everybody may write to, with the sticky bit. The
 * victim runs Drover as on a machine without `/run/user`; the attacker does what a user can.
 */
export class TwoUsers implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'drover-users-'));
  readonly tmp = join(this.root, 'tmp');
  readonly home = join(this.root, 'home');
  readonly project = join(this.home, 'project');
  /** The folder in `/tmp` that Drover uses for all the victim's projects. */
  readonly runtimeParent = join(this.tmp, `drover-${victimUid}`);

  constructor() {
    chmodSync(this.root, 0o755);
    mkdirSync(this.tmp);
    chmodSync(this.tmp, 0o1777);
    for (const folder of [this.home, this.project]) {
      mkdirSync(folder);
      chownSync(folder, victimUid, victimUid);
    }
    // As on many machines: what a home holds protects itself.
    chmodSync(this.home, 0o755);
  }

  get location(): Location {
    return locate(this.project, {
      env: {},
      uid: victimUid,
      homedir: this.home,
      tmpdir: this.tmp,
      isOwnFolder: () => false,
      letsOthersReplace: () => false,
    });
  }

  /** Runs the bundled command as the victim, in the project. */
  async drover(
    args: readonly string[],
    { umask = '022', env = {} }: { readonly umask?: string; readonly env?: NodeJS.ProcessEnv } = {},
  ): Promise<Ended> {
    const cli = join(repository, 'dist/cli.cjs');
    return run(victimUid, ['sh', '-c', `umask ${umask}; exec "$0" "$@"`, process.execPath, cli, ...args], {
      cwd: this.project,
      env: { PATH: process.env['PATH'] ?? '', HOME: this.home, TMPDIR: this.tmp, SHELL: '/bin/sh', ...env },
    });
  }

  /** Runs JavaScript as the attacker, who is asked for one JSON value; a refusal of the system is its code. */
  async attack(source: string): Promise<unknown> {
    const whole = `const fs = require('node:fs'), net = require('node:net'), path = require('node:path');
      const told = (act) => { try { return act() ?? 'done'; } catch (error) { return error.code; } };
      Promise.resolve((async () => { ${source} })()).then((value) => process.stdout.write(JSON.stringify(value ?? null)));`;
    const { code, out, err } = await run(attackerUid, [process.execPath, '-e', whole], { cwd: '/', env: {} });
    if (code !== 0) throw new Error(`the attack itself failed: ${err}`);
    return JSON.parse(out);
  }

  /** Gives a path to the attacker or the victim, as if they had made it. */
  give(path: string, to: 'attacker' | 'victim'): void {
    const uid = to === 'attacker' ? attackerUid : victimUid;
    chownSync(path, uid, uid);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function run(
  uid: number,
  [file = '', ...args]: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(file, args, { ...options, uid, gid: uid, timeout: 60_000 }, (_error, out, err) => {
      resolve({ code: child.exitCode, out, err });
    });
  });
}
