import { ProgressLocation, window } from 'vscode';
import type { ExtensionContext } from 'vscode';
import type { LoadProgress, LoadReport } from '../../protocol/load.ts';
import type { SelectedApp } from '../commands/selection.ts';
import { readEnvironment } from '../environment.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import { askLoad } from './askLoad.ts';
import { runLoad } from './runLoad.ts';
import { showThroughput } from './throughputPanel.ts';

/** What is shown between two steps, in percent of the whole. */
type Told = (report: { readonly message: string; readonly increment?: number }) => void;

/** Measures what apps can do, one after another, and shows what came of it. */
export class Throughputs {
  readonly #context: Pick<ExtensionContext, 'asAbsolutePath' | 'extensionUri' | 'workspaceState'>;

  constructor(context: Pick<ExtensionContext, 'asAbsolutePath' | 'extensionUri' | 'workspaceState'>) {
    this.#context = context;
  }

  async measure({ model, app }: SelectedApp): Promise<void> {
    if (app.runMode === 'dev') {
      throw new UserError(
        t('"{0}" is in DEV_MODE, as one instance. Leave DEV_MODE to measure it.', app.name),
      );
    }
    const wish = await askLoad(app.name, this.#context.workspaceState);
    if (wish === undefined) return;
    // So that the command meets the supervisor of this window, and starts none of its own.
    await model.connected();
    const report = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: t('Measuring {0}', app.name),
        cancellable: true,
      },
      (progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return this.#run({ model, app }, wish, {
          signal: controller.signal,
          onProgress: tellSteps((told) => progress.report(told)),
        });
      },
    );
    if (report.rows.length > 0) showThroughput(report, this.#context.extensionUri);
  }

  #run(
    { model, app }: SelectedApp,
    wish: { readonly connections: number; readonly seconds: number },
    { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: LoadProgress) => void },
  ): Promise<LoadReport> {
    return runLoad({
      ...wish,
      cli: this.#context.asAbsolutePath('dist/cli.cjs'),
      folder: model.folder,
      app: app.id,
      env: readEnvironment(),
      signal,
      onProgress,
    });
  }
}

/** Each step of the measurement is as much of the bar as any other. */
function tellSteps(tell: Told): (progress: LoadProgress) => void {
  let told = 0;
  return ({ phase, instances, step, steps }) => {
    const increment = phase === 'scaling' ? (100 * (step - told)) / steps : 0;
    if (phase === 'scaling') told = step;
    tell({ message: phaseText(phase, instances), increment });
  };
}

function phaseText(phase: LoadProgress['phase'], instances: number): string {
  switch (phase) {
    case 'starting':
      return t('starting it');
    case 'scaling':
      return t('scaling to {0}', instances);
    case 'warming':
      return t('warming up {0}', instances);
    case 'measuring':
      return t('instances: {0}', instances);
    case 'restoring':
      return t('putting it back as it was');
  }
}
