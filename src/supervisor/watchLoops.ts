import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { isNode } from '../ecosystem/interpreterFor.ts';
import type { App } from './app.ts';
import { LoopDetector } from './watch/loopDetector.ts';

/** Times as many restarts before a file that somebody may well be editing is taken for the app's own. */
const patience = 12;

const sources =
  /^\.(?:[cm]?[jt]s|[jt]sx|py|rb|php|pl|go|rs|java|kt|cs|ex|exs|lua|sh|sql|html?|css|s[ac]ss|less|vue|svelte|astro|md|graphql|proto|tmpl|ejs|hbs|pug)$/i;

/**
 * Recognises files that an app writes at each start, and so would be restarted for without end. A file that was
 * written before the app was ready, or that is no source code, is its own after a few rounds; one that is saved
 * as soon as the app serves looks the same as a quick hand, and gets more of them.
 */
export class WatchLoops {
  readonly #quick = new LoopDetector();
  readonly #patient = new LoopDetector(patience);

  /** To be told of each change, by file names relative to the app's `cwd`; the files to leave alone from now on. */
  changed(app: App, files: readonly string[]): readonly string[] {
    const startedAt = Math.max(0, ...app.planned.map(({ info }) => info.startedAt ?? 0));
    const restart = { files, startedAt, changedAt: Date.now() };
    const patient = this.#patient.restarted(restart)?.loop ?? [];
    const isOwn = files.every((file) => !sources.test(extname(file)) || isBeforeReady(app, file));
    if (isOwn) return this.#quick.restarted(restart)?.loop ?? patient;
    this.#quick.reset();
    return patient;
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
