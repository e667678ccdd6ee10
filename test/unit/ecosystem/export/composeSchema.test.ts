import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { exportTo, manyApps, textOf } from './exporting.ts';

const require = createRequire(import.meta.url);
/** dclint brings the schema of the compose specification. */
const schemaFile = join(dirname(require.resolve('dclint/package.json')), 'schemas/compose.schema.json');
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
// The formats of durations and ports are checked by nobody but Docker.
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile({
  ...schema,
  $schema: 'http://json-schema.org/draft-07/schema#',
});

type Services = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function servicesOf(text: string, version: '1.1' | '1.2' = '1.2'): Services {
  const document: unknown = parse(text, { version });
  assert.equal(validate(document), true, `${JSON.stringify(validate.errors)}\n${text}`);
  return (document as { services: Services }).services;
}

for (const values of [{}, { image: 'registry.example/shop:1' }, { 'no-secrets': true }] as const) {
  test(`a compose file is one by the specification, with ${JSON.stringify(values)}`, () => {
    const text = textOf(exportTo('compose', { apps: manyApps, values }));
    // Readers of both kinds take the same texts for texts.
    assert.deepEqual(servicesOf(text, '1.1'), servicesOf(text));
    assert.equal(Object.keys(servicesOf(text)).length, manyApps.length);
  });
}

test('the schema refuses what is wrong', () => {
  assert.equal(validate({ services: { web: { restart: 1, colour: 'blue' } } }), false);
});

test('a service has what its app has', () => {
  const {
    web,
    api,
    'api-range': range,
    nightly,
    migrate,
  } = servicesOf(textOf(exportTo('compose', { apps: manyApps })));
  assert.deepEqual(web?.['command'], ['node', 'server.js']);
  const { API_KEY: secret, ...env } = web?.['environment'] as Record<string, string>;
  assert.deepEqual(env, {
    YES: 'yes',
    ZIP: '0123',
    BIG: '1e3',
    TEXT: 'a\nb',
    PERCENT: '50%',
    y: 'on',
    PORT: '3000',
  });
  // Compose reads "$$" as "$".
  assert.equal(secret, 's3cr$$et "q" \\');
  assert.deepEqual(web?.['deploy'], { replicas: 4 });
  assert.deepEqual(web?.['depends_on'], {
    api: { condition: 'service_healthy' },
    migrate: { condition: 'service_completed_successfully' },
    queue: { condition: 'service_started' },
  });
  assert.equal(web?.['stop_grace_period'], '5s');
  assert.equal(web?.['mem_limit'], 512 * 1024 ** 2);
  assert.equal(web?.['user'], '1000:1000');
  assert.deepEqual(range?.['ports'], ['5100-5102:5100']);
  assert.deepEqual(range?.['command'], ['node', 'server.js', '--port', '5100', '--index', '0']);
  // It is reachable from outside, and one worker of several containers.
  assert.deepEqual(api?.['command'], ['uvicorn', 'app:app', '--host', '0.0.0.0', '--port', '8010']);
  assert.deepEqual(api?.['environment'], { WORKERS: '1', WEB_CONCURRENCY: '1' });
  assert.equal(api?.['working_dir'], '/app/sub');
  assert.equal(nightly?.['restart'], 'no');
  assert.deepEqual(nightly?.['profiles'], ['manual']);
  assert.equal(migrate?.['restart'], 'on-failure');
});

test('containers get a range of the machine unless another app is on it', () => {
  const apps = (port: number) => [
    { name: 'web', script: 'server.js', instances: 4, port: 3000 },
    { name: 'admin', script: 'admin.js', port },
  ];
  const free = servicesOf(textOf(exportTo('compose', { apps: apps(4000) })));
  assert.deepEqual([free['web']?.['ports'], free['admin']?.['ports']], [['3000-3003:3000'], ['4000:4000']]);
  const result = exportTo('compose', { apps: apps(3002) });
  const taken = servicesOf(textOf(result));
  assert.deepEqual([taken['web']?.['ports'], taken['web']?.['expose']], [undefined, ['3000']]);
  assert.match(result.notes.map(({ text }) => text).join('\n'), /"admin" is on one that follows/);
});

test('secrets are asked for instead of written down', () => {
  const text = textOf(exportTo('compose', { apps: manyApps, values: { 'no-secrets': true } }));
  assert.equal(
    (servicesOf(text)['web']?.['environment'] as Record<string, string>)['API_KEY'],
    '${API_KEY:?}',
  );
  assert.doesNotMatch(text, /s3cr/);
});
