import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { commands } from 'vscode';
import type { DroverTestApi } from '../../../src/extension/api/testApi.ts';
import type { Change } from '../../../src/protocol/changes.ts';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import { drover, eventually, instancesIn, shownFolder } from '../harness/drover.ts';

/** An instance with another status, from when the supervisor told of it until VS Code has read its row. */
interface Step {
  readonly instance: string;
  readonly app: string;
  readonly at: number;
  shownAt?: number;
}

/** Follows the instances of a folder on their way into the view. */
class Watch {
  readonly steps: Step[] = [];
  /** How often VS Code was told to draw something. */
  messages = 0;
  readonly #api: DroverTestApi;
  readonly #statuses = new Map<string, string>();
  readonly #subscriptions: readonly { dispose(): void }[];

  constructor(api: DroverTestApi, folder: FolderModel) {
    this.#api = api;
    for (const { id, status } of folder.view.snapshot.instances) this.#statuses.set(id, status);
    this.#subscriptions = [
      folder.onDidChange((changes) => this.#take(changes ?? [])),
      api.onDidChangeRows(() => (this.messages += 1)),
      api.onDidReadRow((id) => this.#show(id)),
    ];
  }

  /** Resolves when each step that was told is in the view. */
  async allShown(): Promise<void> {
    const isDone = (): boolean => this.steps.every(({ shownAt }) => shownAt !== undefined);
    if (isDone()) return;
    await new Promise<void>((resolve) => {
      const subscription = this.#api.onDidReadRow(() => {
        if (!isDone()) return;
        subscription.dispose();
        resolve();
      });
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #take(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind !== 'instance') continue;
      const { id, app, status } = change.instance;
      if (this.#statuses.get(id) !== status) this.steps.push({ instance: id, app, at: performance.now() });
      this.#statuses.set(id, status);
    }
  }

  /** Of instances that are not on screen the row of their app tells. */
  #show(id: string): void {
    const now = performance.now();
    for (const step of this.steps) {
      const isShown = id.endsWith(`:${step.instance}`) || id.endsWith(`:${step.app}`);
      if (step.shownAt === undefined && isShown) step.shownAt = now;
    }
  }
}

function figures({ steps, messages }: Watch): string {
  const ms = steps.map(({ at, shownAt = NaN }) => shownAt - at).sort((a, b) => a - b);
  const share = (part: number): string => (ms[Math.ceil(part * ms.length) - 1] ?? NaN).toFixed(0);
  return `${steps.length} changes in ${messages} messages, median ${share(0.5)} ms, worst ${share(1)} ms`;
}

describe('the way of a change from the supervisor to its row', () => {
  let api: DroverTestApi;
  let folder: FolderModel;

  before(async () => {
    api = await drover();
    folder = await shownFolder();
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
  });

  for (const [app, instances] of [
    ['one', 1],
    ['many', 64],
  ] as const) {
    it(`ends in the view for each of ${instances} and is shared by what comes together`, async function () {
      const watch = new Watch(api, folder);
      await commands.executeCommand('drover.start', app);
      await eventually(folder, () => instancesIn(folder, app, 'online'), `${app} online`);
      await commands.executeCommand('drover.stop', app);
      await eventually(folder, () => instancesIn(folder, app, 'stopped'), `${app} stopped`);
      await watch.allShown();
      watch.dispose();
      assert.ok(watch.steps.length >= 2 * instances, figures(watch));
      assert.ok(instances === 1 || watch.messages < watch.steps.length, figures(watch));
      // The report is the place where somebody reads them.
      if (this.test) this.test.title += `: ${figures(watch)}`;
    });
  }
});
