import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { parseJson } from '../../../src/ecosystem/parse/parseJson.ts';
import type { Problem } from '../../../src/protocol/model.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';

function read(options: Readonly<Record<string, unknown>>): { spec: AppSpec; problems: readonly Problem[] } {
  const path = '/srv/ecosystem.json';
  const app = { name: 'web', script: 'server.js', ...options };
  const { apps, problems } = normaliseEcosystem({ apps: [app] }, { path, dialect: 'pm2' });
  const [spec] = apps;
  assert.ok(spec);
  return { spec, problems };
}

const wrong: [options: Readonly<Record<string, unknown>>, sentence: string][] = [
  [
    { watch_options: { interval: 0 } },
    '"watch_options.interval" must be a number of milliseconds above 0, but it is 0.',
  ],
  [
    { watch_options: { usePolling: 'yes' } },
    '"watch_options.usePolling" must be true or false, but it is "yes".',
  ],
  [
    { watch_options: { depth: 1.5 } },
    '"watch_options.depth" must be a whole number of folders, but it is 1.5.',
  ],
  [
    { watch_options: { awaitWriteFinish: { pollInterval: 0 } } },
    '"watch_options.awaitWriteFinish" must be true, false or { "stabilityThreshold": 200, "pollInterval": 50 }, but it is {"pollInterval":0}.',
  ],
  [
    { watch_options: { ignored: [{}] } },
    '"watch_options.ignored" must be a pattern or a list of patterns, but it is [{}].',
  ],
  [
    { watch_options: { gitignore: 'no' } },
    '"watch_options.gitignore" must be true or false, but it is "no".',
  ],
  [
    { watch_options: { usePoling: true } },
    'Unknown option "watch_options.usePoling". Did you mean "usePolling"?',
  ],
  [
    { watch_options: { ignored: ['re:/(/'] } },
    '"watch_options.ignored" has the expression /(/, which cannot be read: Unterminated group. Correct it; until then it leaves nothing out.',
  ],
  [
    { ignore_watch: 're:/[z-a]/' },
    '"ignore_watch" has the expression /[z-a]/, which cannot be read: Range out of order in character class. Correct it; until then it leaves nothing out.',
  ],
];

for (const [options, sentence] of wrong) {
  test(`${JSON.stringify(options)} is a problem of the app`, () => {
    const { spec, problems } = read({ watch: true, ...options });
    assert.deepEqual(
      problems.map((problem) => [problem.app, problem.severity, describeProblem(problem)]),
      [['web', 'warning', sentence]],
    );
    assert.deepEqual([spec.watch?.ignore, Object.values(spec.watch?.options ?? {}).flat()], [[], []]);
  });
}

test('what is right beside what is wrong stays', () => {
  const { spec } = read({
    watch: true,
    ignore_watch: ['tmp', 're:/(/', 're:/b/i'],
    watch_options: { interval: 'x', depth: 0, ignored: ['re:/(/', 'c'], gitignore: false },
  });
  assert.deepEqual(spec.watch?.ignore, ['tmp', 're:/b/i']);
  assert.deepEqual(spec.watch.options, { depth: 0, ignored: ['c'], gitignore: false });
});

test('options of chokidar that Drover decides by itself are no mistake', () => {
  const options = { persistent: true, cwd: '/x', ignoreInitial: true, useFsEvents: false, atomic: true };
  const { spec, problems } = read({ watch: true, watch_options: options });
  assert.deepEqual(problems, []);
  assert.deepEqual(spec.watch?.options, {});
});

test('what is wrong is told on its own line', () => {
  const text = `{ "apps": [{
  "script": "a.js",
  "ignore_watch": ["a",
    "re:/(/"],
  "watch_options": {
    "interval": -1 } }] }`;
  const parsed = parseJson(text);
  assert.ok(parsed.kind === 'value');
  const { problems } = normaliseEcosystem(parsed.value, {
    path: '/srv/ecosystem.json',
    dialect: 'pm2',
    locate: parsed.locate,
  });
  assert.deepEqual(
    problems.map(({ code, line }) => [code, line]),
    [
      ['expression-invalid', 4],
      ['option-type', 6],
    ],
  );
});

test('the other options about watching are kept while nothing is watched', () => {
  const { spec } = read({ ignore_watch: ['tmp'], watch_delay: '1s' });
  assert.equal(spec.watch, null);
  assert.deepEqual(spec.watchRules, { ignore: ['tmp'], delayMs: 1000, options: {} });
});
