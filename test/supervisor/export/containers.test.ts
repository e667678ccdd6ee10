import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { droverIn } from '../droverIn.ts';
import { TestWorkspace } from '../testWorkspace.ts';

const server =
  "require('node:http').createServer((_, response) => response.end()).listen(process.env.PORT ?? 0);";

interface Service {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly deploy?: { readonly replicas: number };
}

interface Document {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas?: number };
}

test('apps of a file that do not run, and a running one without a file, are exported as they are', async () => {
  const apps = [{ name: 'web', script: 'server.js', instances: 2, port: '3100-3101', env: { A: 'yes' } }];
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps }), 'server.js': server, 'hand.js': server },
  });
  const { run } = droverIn(workspace);
  const started = await run(['start', 'hand.js', '--name', 'hand', '-i', '3', '--wait']);
  assert.equal(started.code, 0, started.err);

  const compose = await run(['export', 'compose']);
  assert.equal(compose.code, 0, compose.err);
  const { services } = parse(compose.out) as { readonly services: Readonly<Record<string, Service>> };
  assert.deepEqual(Object.keys(services).sort(), ['hand', 'web']);
  assert.deepEqual([services['web']?.deploy?.replicas, services['hand']?.deploy?.replicas], [2, 3]);
  assert.equal(services['web']?.environment?.['A'], 'yes');

  const kubernetes = await run(['export', 'kubernetes', 'hand', '--json']);
  assert.equal(kubernetes.code, 0, kubernetes.err);
  const { files } = JSON.parse(kubernetes.out) as { readonly files: readonly { readonly text: string }[] };
  const documents = files
    .flatMap(({ text }) => parseAllDocuments(text))
    .map((document) => document.toJS() as Document);
  const deployment = documents.find(({ kind }) => kind === 'Deployment');
  assert.equal(deployment?.metadata.name, 'hand');
  assert.equal(deployment.spec.replicas, 3);
  // What was asked for left the others as they were.
  const { instances } = (await workspace.connect()).snapshot;
  assert.deepEqual(
    instances.map(({ name, status }) => [name, status]).filter(([name]) => name?.startsWith('web')),
    [
      ['web-0', 'stopped'],
      ['web-1', 'stopped'],
    ],
  );
});
