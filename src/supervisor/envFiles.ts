import type { AppPlan } from '../ecosystem/appSpec.ts';
import { workspaceEnvFiles } from '../ecosystem/workspaceEnv.ts';
import type { App } from './app.ts';
import { Watches } from './watch/watches.ts';

/** Watches the files that the variables of apps, or their run mode, come from. */
export class EnvFiles {
  readonly #watches = new Watches();
  readonly #changed: (app: App, files: readonly string[]) => void;

  /** `changed` gets file names relative to the app's `cwd`, never none. */
  constructor(changed: (app: App, files: readonly string[]) => void) {
    this.#changed = changed;
  }

  /** `plan` is what the app runs by; null for nothing. */
  set(app: App, plan: AppPlan | null): void {
    if (plan === null) {
      this.#watches.remove(app.id);
      return;
    }
    const { spec } = plan;
    const paths = [...new Set([...spec.envFiles, ...workspaceEnvFiles(spec)])];
    const rules = { ignore: [], delayMs: null, options: { gitignore: false } };
    this.#watches.set(
      app.id,
      { paths, ...rules },
      {
        cwd: spec.cwd,
        script: null,
        gitignore: false,
        outputs: [],
        excluded: [],
        onChange: (files) => this.#changed(app, files),
        // Polling serves such a file just as well.
        onDegraded: () => undefined,
      },
    );
  }

  /** Resolves when nothing is watched any more. */
  dispose(): Promise<void> {
    return this.#watches.dispose();
  }
}

/** Whether nothing but variables would be others, if the app took over what its env_files say now. */
export function changesVariablesOnly({ design, plan }: App): boolean {
  const { changes } = design.changes({}, design.spec);
  const isSameMode = design.preview({}, design.spec).dev === plan.dev;
  return isSameMode && changes.length > 0 && changes.every(({ option }) => option.startsWith('env '));
}
