import { packageVsix } from '../../../scripts/packageVsix.ts';
import { Editor } from '../../ui/harness/editor.ts';
import { median, quantile } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';

const limitMs = 60;

export const activation: Row = {
  name: 'editor-activation',
  title: 'Activation',
  about:
    'How long VS Code itself says that the activation of the packaged extension took ("Developer: Show Running Extensions"), in a window that is opened anew on a folder with an ecosystem file. The built-in extensions beside it show how busy the machine was.',
  rounds: 10,
  run,
};

/** What VS Code lists: `Activation: 12ms`, also of those that it started with the window. */
const figure = /Activation: (\d+)ms/;

async function run({ rounds }: RunOptions): Promise<Outcome> {
  await packageVsix();
  const samples = new Map<string, number[]>();
  const editor = await Editor.start({ folder: 'test/fixtures/workspaces/many' });
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, ms] of await readFigures(editor)) {
        // The first window fills the caches of the server.
        if (round > 0) samples.set(name, [...(samples.get(name) ?? []), ms]);
      }
    }
  } finally {
    await editor.dispose();
  }
  const own = samples.get('Drover') ?? [];
  if (own.length < rounds) throw new Error('VS Code did not list Drover among its running extensions.');
  const others = [...samples].filter(([name, all]) => name !== 'Drover' && all.length === rounds);
  const line = ([name, all]: readonly [string, readonly number[]]): string[] => [
    name,
    String(median(all)),
    `${quantile(all, 0.1)} to ${quantile(all, 0.9)}`,
    String(Math.max(...all)),
  ];
  return {
    table: {
      header: ['', 'median ms', '10 % to 90 %', 'worst ms'],
      rows: [line(['Drover', own]), ...others.map(line)],
    },
    exceeded: median(own) > limitMs ? [`Activation takes ${median(own)} ms, more than ${limitMs}.`] : [],
    absent: [],
    raw: Object.fromEntries(samples),
  };
}

/** The figures of a new window: milliseconds by the name of the extension. */
async function readFigures(editor: Editor): Promise<ReadonlyMap<string, number>> {
  const workbench = await editor.openWindow();
  try {
    await workbench.runCommand('Developer: Show Running Extensions');
    const rows = workbench.page.locator('.runtime-extensions-editor .monaco-list-row');
    await rows.filter({ hasText: 'Drover' }).filter({ hasText: figure }).first().waitFor();
    const figures = new Map<string, number>();
    for (const row of await rows.all()) {
      const name = await row.locator('.name').first().innerText();
      const ms = figure.exec(await row.innerText())?.[1];
      if (ms !== undefined) figures.set(name.startsWith('Drover') ? 'Drover' : name.trim(), Number(ms));
    }
    return figures;
  } finally {
    await workbench.close();
  }
}
