import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { root } from '../../../scripts/install/paths.ts';
import { LanguageConnection } from '../../package/languageConnection.ts';
import { median } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';
import type { LanguageName } from './sampleText.ts';
import { languages, sampleText } from './sampleText.ts';

const sizes = [10, 100, 1000] as const;
/** At 100 apps. */
const limits = { problems: 10, completion: 20 };

export const answers: Row = {
  name: 'language',
  title: 'Answers of the language server',
  about:
    'The bundled server in a process of its own, asked over IPC; times are medians in milliseconds with the way there and back. "Problems": from opening a file until they are told. "After a key": a changed text is parsed anew and the values at a place in the last app are completed. The others are asked of a text that has been read.',
  rounds: 15,
  run,
};

interface Times {
  readonly problems: number[];
  readonly completion: number[];
  readonly hover: number[];
  readonly lenses: number[];
  readonly symbols: number[];
}

async function run({ rounds }: RunOptions): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-'));
  const server = await LanguageConnection.start();
  try {
    writeFileSync(join(folder, 'server.js'), '');
    const measured: { language: LanguageName; apps: number; times: Times }[] = [];
    for (const apps of sizes) {
      for (const language of languages) {
        const times: Times = { problems: [], completion: [], hover: [], lenses: [], symbols: [] };
        const uri = pathToFileURL(join(folder, language.file)).href;
        const file = { uri, id: language.id, text: sampleText(language.name, apps) };
        // The first two rounds let the engine compile what it runs.
        for (let round = -2; round < rounds; round += 1) {
          const one = await ask(server, file);
          if (round >= 0) for (const key of keys) times[key].push(one[key]);
        }
        measured.push({ language: language.name, apps, times });
      }
    }
    const bundle = readFileSync(`${root}/dist/languageServer.cjs`);
    const kib = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`;
    return {
      table: {
        header: ['', 'problems', 'after a key', 'hover', 'lenses', 'symbols'],
        rows: [
          ...measured.map(({ language, apps, times }) => [
            `${language}, ${apps} apps`,
            ...keys.map((key) => ms(median(times[key]))),
          ]),
          [`bundle: ${kib(bundle.length)}, ${kib(gzipSync(bundle).length)} compressed`, '', '', '', '', ''],
        ],
      },
      exceeded: measured
        .filter(({ apps }) => apps === 100)
        .flatMap(({ language, times }) => exceededBy(language, times)),
      absent: [],
      raw: measured,
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

const keys = ['problems', 'completion', 'hover', 'lenses', 'symbols'] as const;

function exceededBy(language: string, { problems, completion }: Times): string[] {
  return [
    ...(median(problems) > limits.problems
      ? [`Problems of 100 apps in ${language} take ${ms(median(problems))} ms, more than ${limits.problems}.`]
      : []),
    ...(median(completion) > limits.completion
      ? [
          `Completion among 100 apps in ${language} takes ${ms(median(completion))} ms, more than ${limits.completion}.`,
        ]
      : []),
  ];
}

async function ask(
  server: LanguageConnection,
  { uri, id, text }: { readonly uri: string; readonly id: string; readonly text: string },
): Promise<Record<(typeof keys)[number], number>> {
  const textDocument = { uri };
  const offset = text.lastIndexOf('cluster') + 3;
  const position = positionAt(text, offset);
  const problems = await timed(async () => {
    await server.open(uri, text, id);
    await server.diagnostics(uri);
  });
  const hover = await timed(() => server.request('textDocument/hover', { textDocument, position }));
  const lenses = await timed(() => server.request('textDocument/codeLens', { textDocument }));
  const symbols = await timed(() => server.request('textDocument/documentSymbol', { textDocument }));
  const completion = await timed(async () => {
    await server.change(uri, 2, `${text} `);
    const items = await server.request<readonly unknown[]>('textDocument/completion', {
      textDocument,
      position,
    });
    if (items.length === 0) throw new Error(`Nothing was completed in ${uri}.`);
  });
  await server.close(uri);
  return { problems, completion, hover, lenses, symbols };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(1) : Math.round(value).toString();
}
