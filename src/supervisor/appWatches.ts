import { isAbsolute, resolve } from 'node:path';
import type { AppPlan } from '../ecosystem/appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import type { App } from './app.ts';
import { rollOut } from './operations/rollOut.ts';
import type { Waiters } from './waitFor.ts';
import { Watches } from './watch/watches.ts';
import { WatchLoops } from './watchLoops.ts';

interface Watched {
  /** What it is watched by; null while nobody wants it to run. */
  plan: AppPlan | null;
  /** Files that the app itself writes at each start, absolute. */
  readonly excluded: Set<string>;
  readonly loops: WatchLoops;
  /** Its instances are being replaced; `again`: for older files than there are now. */
  rollOut: { again: boolean } | undefined;
}

/** Watches the files of apps that are to run, and has those restarted or replaced whose files change. */
export class AppWatches {
  readonly #watches = new Watches();
  readonly #watched = new WeakMap<App, Watched>();
  readonly #waiters: Waiters;
  readonly #notice: (problem: Problem) => void;

  constructor(waiters: Waiters, notice: (problem: Problem) => void) {
    this.#waiters = waiters;
    this.#notice = notice;
  }

  /** To be called when an app may have got another plan, or may be wanted now or no more. Cheap. */
  update(app: App): void {
    const known = this.#watched.get(app);
    const plan = app.wanted ? app.plan : null;
    if ((known?.plan ?? null) === plan) return;
    const watched = known ?? { plan, excluded: new Set(), loops: new WatchLoops(), rollOut: undefined };
    watched.plan = plan;
    this.#watched.set(app, watched);
    this.#set(app, watched);
  }

  /** Resolves when nothing is watched any more. */
  dispose(): Promise<void> {
    return this.#watches.dispose();
  }

  #set(app: App, watched: Watched): void {
    const { plan } = watched;
    const spec = plan?.spec ?? app.spec;
    this.#watches.set(app.id, plan?.spec.watch ?? null, {
      cwd: spec.cwd,
      script: plan !== null && isAbsolute(plan.script) ? plan.script : null,
      outputs: [
        ...app.instances.flatMap(({ log }) => log.files),
        ...(spec.pidFile === null ? [] : [spec.pidFile]),
      ],
      excluded: [...watched.excluded],
      onChange: (files) => this.#changed(app, watched, files),
      onDegraded: (problem) => this.#notice({ ...problem, app: app.name }),
    });
  }

  #changed(app: App, watched: Watched, files: readonly string[]): void {
    const loop = watched.loops.changed(app, files);
    if (loop.length > 0) {
      for (const file of loop) watched.excluded.add(resolve(app.spec.cwd, file));
      this.#set(app, watched);
      const data = { app: app.name, file: loop.join(', ') };
      this.#notice({ code: 'watch-loop', severity: 'warning', app: app.name, data });
      return;
    }
    app.setChangedFile(files[0] ?? null);
    const { sharing } = app.plan;
    if ((sharing === 'cluster' || sharing === 'socket') && app.isUp) this.#replace(app, watched);
    else for (const instance of app.planned) instance.send({ type: 'restart', reason: 'watch' });
  }

  /** One round after the other; files that change during one make it begin anew. */
  #replace(app: App, watched: Watched): void {
    if (watched.rollOut !== undefined) {
      watched.rollOut.again = true;
      for (const instance of app.planned) {
        if (instance.status === 'reloading') instance.send({ type: 'reload', reason: 'watch' });
      }
      return;
    }
    const round = { again: false };
    watched.rollOut = round;
    const rounds = async (): Promise<void> => {
      do {
        round.again = false;
        await rollOut({ app, instance: undefined }, this.#waiters, 'watch');
      } while (round.again && app.wanted);
    };
    rounds()
      .catch((error: unknown) => console.error(`watch ${app.id}: ${String(error)}`))
      .finally(() => (watched.rollOut = undefined));
  }
}
