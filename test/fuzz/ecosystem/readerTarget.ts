import assert from 'node:assert/strict';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { parseText } from '../../../src/ecosystem/parse/parseText.ts';
import { planApp } from '../../../src/ecosystem/planApp.ts';
import { problemTexts } from '../../../src/protocol/problems.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { corpus } from './corpus.ts';
import { mutate } from './mutate.ts';
import { randomObject } from './randomValue.ts';

interface ReaderCase {
  readonly extension: '.json' | '.yaml' | '.toml';
  readonly text: string;
}

const extensions = { json: '.json', yaml: '.yaml', toml: '.toml' } as const;
const files = corpus.flatMap(({ language, text }) =>
  language === 'json' || language === 'yaml' || language === 'toml' ? [{ language, text }] : [],
);
const texts = files.map(({ text }) => text);

export const readerTarget: FuzzTarget<ReaderCase> = {
  name: 'reader',
  property:
    'the supervisor reads any ecosystem file without falling over it, tells what is wrong at a place that the text has, reads JSON as JSON, and plans what it has read',
  quick: 500,
  freeTexts: ['text'],
  make(random) {
    if (random.chance(0.3)) {
      const apps = random.list(random.between(1, 4), () => ({ script: 'a.js', ...randomObject(random, 1) }));
      const text = JSON.stringify({ apps }, null, random.between(0, 3));
      return { extension: '.json', text: random.chance(0.5) ? text : mutate(text, texts, random) };
    }
    const { language, text } = random.pick(files);
    return { extension: extensions[language], text: mutate(text, texts, random) };
  },
  check({ extension, text }) {
    const parsed = parseText(extension)?.(text);
    assert.ok(parsed !== undefined);
    const lines = text.split(/\r\n|[\r\n]/).length;
    const json = extension === '.json' ? valueOf(text) : undefined;
    if (json !== undefined && json !== null) {
      assert.equal(parsed.kind, 'value', `JSON is ${parsed.kind}`);
      if (parsed.kind === 'value') assert.deepEqual(parsed.value, json);
    }
    if (parsed.kind === 'error') {
      const { line, column } = parsed.position;
      assert.ok(line >= 1 && line <= lines && column >= 1, `${line}:${column} of ${lines} lines`);
      assert.match(parsed.message, /\S/);
    }
    if (parsed.kind !== 'value') return;
    const { apps, problems } = normaliseEcosystem(parsed.value, {
      path: '/nowhere/ecosystem.json',
      dialect: 'pm2',
      locate: parsed.locate,
    });
    for (const { code, line } of problems) {
      assert.ok(code in problemTexts, code);
      assert.ok(line === undefined || (line >= 1 && line <= lines), `${code} in line ${line} of ${lines}`);
    }
    for (const spec of apps) {
      assert.deepEqual(JSON.parse(JSON.stringify(spec)), spec);
      for (const dev of [false, true]) {
        const plan = planApp(spec, { shellEnv: { WORKERS: '2' }, cpus: 4, profile: 'production', dev });
        assert.ok(plan.instances >= 1, `${plan.instances} instances`);
        assert.ok(Object.values(plan.env).every((value) => typeof value === 'string'));
      }
    }
  },
};

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
