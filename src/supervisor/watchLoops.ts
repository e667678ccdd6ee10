import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { isNode } from '../ecosystem/interpreterFor.ts';
import type { App } from './app.ts';
import { LoopDetector } from './watch/loopDetector.ts';
import { LoopTrial } from './watch/loopTrial.ts';

/** Times as many restarts before a file that somebody may well be editing is taken for the app's own. */
const patience = 12;

const sources =
  /^\.(?:[cm]?[jt]s|[jt]sx|py|rb|php|pl|go|rs|java|kt|cs|ex|exs|lua|sh|sql|html?|css|s[ac]ss|less|vue|svelte|astro|md|graphql|proto|tmpl|ejs|hbs|pug)$/i;

/** What a change comes to: a restart at once, one later on, or none, because the app wrote these files itself. */
export type LoopVerdict =
  { readonly kind: 'restart' | 'wait' } | { readonly kind: 'own'; readonly files: readonly string[] };

/**
 * Recognises files that an app writes at each start, and so would be restarted for without end. A file that was
 * written before the app was ready, or that is no source code, is suspected after a few rounds; one that is saved
 * as soon as the app serves looks the same as a quick hand, and gets more of them. A trial tells which it is.
 */
export class WatchLoops {
  readonly #quick = new LoopDetector();
  readonly #patient = new LoopDetector(patience);
  readonly #trial: LoopTrial;

  /** `restart` is called for changes that had to wait. */
  constructor(restart: (files: readonly string[]) => void) {
    this.#trial = new LoopTrial({ restart });
  }

  /** To be told of each change, by file names relative to the app's `cwd`. */
  changed(app: App, files: readonly string[]): LoopVerdict {
    const isSource = files.some((file) => sources.test(extname(file)));
    if (this.#trial.isWaiting) return { kind: this.#trial.goesOn(files) ? 'wait' : 'restart' };
    const startedAt = Math.max(0, ...app.planned.map(({ info }) => info.startedAt ?? 0));
    const changedAt = Date.now();
    const tried = this.#trial.verdict(files, changedAt - startedAt);
    if (tried.kind !== 'other') return tried;
    const restart = { files, startedAt, changedAt };
    const patient = this.#patient.restarted(restart);
    const isOwn = files.every((file) => !sources.test(extname(file)) || isBeforeReady(app, file));
    if (!isOwn) this.#quick.reset();
    const loop = isOwn ? (this.#quick.restarted(restart) ?? patient) : patient;
    if (loop === undefined) return { kind: 'restart' };
    this.#trial.begin(loop, isSource);
    return { kind: 'wait' };
  }

  /** Nothing is waited for any more. */
  dispose(): void {
    this.#trial.end();
  }
}

/** Only programs that tell when they are ready have a time before it. */
function isBeforeReady(app: App, file: string): boolean {
  const { spec, interpreter } = app.plan;
  if (!spec.waitReady && spec.healthCheck?.enabled !== true && !isNode(interpreter)) return false;
  const written = statSync(resolve(spec.cwd, file), { throwIfNoEntry: false })?.mtimeMs;
  return (
    written !== undefined &&
    app.planned.every(({ readyAt, info }) => {
      const { startedAt } = info;
      return startedAt !== null && written >= startedAt && (readyAt === null || written < readyAt);
    })
  );
}
