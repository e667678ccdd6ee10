import { isAbsolute, resolve } from 'node:path';
import type { AppPlan } from '../ecosystem/appSpec.ts';
import { canSwap } from '../ecosystem/canSwap.ts';
import type { Problem } from '../protocol/model.ts';
import type { App } from './app.ts';
import { EnvFiles, changesVariablesOnly } from './envFiles.ts';
import { rollOut } from './operations/rollOut.ts';
import type { Waiters } from './waitFor.ts';
import { Watches } from './watch/watches.ts';
import { WatchLoops } from './watchLoops.ts';

interface Watched {
  /** What it is watched by; null while nobody wants it to run. */
  plan: AppPlan | null;
  /** The files that this plan writes itself at each start, as the loops told them, and what was said of each loop. */
  loops: WatchLoops;
  excluded: readonly string[];
  loopProblems: readonly Problem[];
  /** Its instances are being replaced; `again`: for older files than there are now. */
  rollOut: { again: boolean } | undefined;
}

/** Watches the files of apps that are to run, and has those restarted or replaced whose files change. */
export class AppWatches {
  readonly #watches = new Watches();
  readonly #envFiles = new EnvFiles((app, files) => this.#envChanged(app, files));
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
    // By another plan it may write other files, or none.
    known?.loops.dispose();
    const loops = new WatchLoops((files) => this.#restart(app, watched, files));
    const fresh = { plan, loops, excluded: [], loopProblems: [] };
    const watched: Watched = Object.assign(known ?? { rollOut: undefined }, fresh);
    this.#watched.set(app, watched);
    this.#set(app, watched);
    this.#envFiles.set(app, plan);
  }

  /** To be called when what an app is watched by may have changed without its plan. */
  refresh(app: App): void {
    const watched = this.#watched.get(app);
    if (watched !== undefined && watched.plan !== null) this.#set(app, watched);
  }

  /** Resolves when nothing is watched any more. */
  async dispose(): Promise<void> {
    this.#envFiles.dispose();
    await this.#watches.dispose();
  }

  #set(app: App, watched: Watched): void {
    const { plan } = watched;
    const spec = plan?.spec ?? app.spec;
    this.#watches.set(app.id, plan?.spec.watch ?? null, {
      cwd: spec.cwd,
      script: plan !== null && isAbsolute(plan.script) ? plan.script : null,
      gitignore: app.respectsGitignore,
      outputs: [
        ...app.instances.flatMap(({ log }) => log.files),
        ...(spec.pidFile === null ? [] : [spec.pidFile]),
      ],
      excluded: watched.excluded,
      onChange: (files) => this.#changed(app, watched, files),
      onDegraded: (problem) => {
        this.#showProblems(app, watched);
        this.#notice({ ...problem, app: app.name });
      },
    });
    this.#showProblems(app, watched);
  }

  #showProblems(app: App, { loopProblems }: Watched): void {
    app.setWatchProblems([...this.#watches.problems(app.id), ...loopProblems]);
  }

  #changed(app: App, watched: Watched, files: readonly string[]): void {
    const verdict = watched.loops.changed(app, files);
    if (verdict.kind === 'wait') return;
    const own = verdict.kind === 'own' ? verdict.files : [];
    if (own.length > 0) this.#endLoop(app, watched, own);
    const others = files.filter((file) => !own.includes(file));
    if (others.length > 0) this.#restart(app, watched, others);
  }

  /** Variables are pending like any other change of what the file says; DEV_MODE follows them at once. */
  #envChanged(app: App, files: readonly string[]): void {
    const watched = this.#watched.get(app);
    if (app.plan.dev && app.plan.spec.watch !== null && watched !== undefined && changesVariablesOnly(app)) {
      app.takeOver({}, app.spec);
      this.#restart(app, watched, files);
    } else {
      app.update(app.design.newest, app.design.wishes.shellEnv);
    }
  }

  #restart(app: App, watched: Watched, files: readonly string[]): void {
    app.setChangedFile(files[0] ?? null);
    if (canSwap(app.plan) && app.isUp) this.#replace(app, watched);
    else for (const instance of app.planned) instance.send({ type: 'restart', reason: 'watch' });
  }

  /** From now on these files are the app's own. */
  #endLoop(app: App, watched: Watched, files: readonly string[]): void {
    const data = { app: app.name, file: files.join(', ') };
    const problem: Problem = { code: 'watch-loop', severity: 'warning', app: app.name, data };
    watched.excluded = [...watched.excluded, ...files.map((file) => resolve(app.spec.cwd, file))];
    watched.loopProblems = [...watched.loopProblems, problem];
    this.#set(app, watched);
    this.#notice(problem);
  }

  /** One round after the other; files that change during one make it begin anew. */
  #replace(app: App, watched: Watched): void {
    if (watched.rollOut !== undefined) {
      for (const instance of app.planned) {
        // One that is being replaced or is coming up begins anew by itself.
        if (instance.status === 'online') watched.rollOut.again = true;
        else instance.send({ type: 'reload', reason: 'watch' });
      }
      return;
    }
    const round = { again: false };
    watched.rollOut = round;
    const rounds = async (): Promise<void> => {
      do {
        round.again = false;
        await rollOut({ app, instance: undefined }, this.#waiters, { reason: 'watch' });
      } while (round.again && app.wanted);
    };
    rounds()
      .catch((error: unknown) => console.error(`watch ${app.id}: ${String(error)}`))
      .finally(() => (watched.rollOut = undefined));
  }
}
