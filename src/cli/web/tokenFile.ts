import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../userError.ts';

const tokenBytes = 32;

/** The token of a folder's HTTP API, in a file that only its owner may read. It is not the supervisor's own. */
export class TokenFile {
  readonly path: string;
  #known: { readonly token: string; readonly stamp: string } | undefined;

  constructor(stateDir: string) {
    this.path = path.join(stateDir, 'http-token');
  }

  /** The token, made at first need. Throws `UserError` where others could have read or written it. */
  ensure(): string {
    const stats = statSync(this.path, { throwIfNoEntry: false });
    if (stats === undefined) return this.renew();
    const uid = process.getuid?.();
    if (uid !== undefined && (stats.uid !== uid || (stats.mode & 0o077) !== 0)) {
      throw new UserError(
        `The token in ${this.path} may be known to others, because they may read the file. Make a new one with "drover web --new-token".`,
      );
    }
    return this.current() ?? this.renew();
  }

  /** Makes another token. A server that runs takes it from its next request on, and the old one no more. */
  renew(): string {
    const token = randomBytes(tokenBytes).toString('base64url');
    mkdirSync(path.dirname(this.path), { recursive: true, mode: 0o700 });
    const temporary = `${this.path}.${process.pid}`;
    rmSync(temporary, { force: true });
    writeFileSync(temporary, `${token}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(temporary, 0o600);
    renameSync(temporary, this.path);
    return token;
  }

  /** What the file says now; undefined when it is gone or empty. Read anew only when the file is another. */
  current(): string | undefined {
    const stats = statSync(this.path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    const stamp = `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
    if (this.#known?.stamp !== stamp) {
      this.#known = { token: readFileSync(this.path, 'utf8').trim(), stamp };
    }
    return this.#known.token === '' ? undefined : this.#known.token;
  }
}
