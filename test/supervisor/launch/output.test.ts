import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import type { TestLauncher } from './harness.ts';
import { planFor, testLauncher } from './harness.ts';

const platform = createPlatform();
let withFifos: TestLauncher;
let withFiles: TestLauncher;
before(async () => {
  withFifos = await testLauncher();
  const makeFifos = () => Promise.reject(new Error('this file system has none'));
  withFiles = await testLauncher({ ...platform, makeFifos });
});
after(() => Promise.all([withFifos.dispose(), withFiles.dispose()]));

for (const sharing of ['none', 'cluster'] as const) {
  test(`without FIFOs every byte arrives through files, which are removed, sharing ${sharing}`, async () => {
    const instance = withFiles.start(planFor('flood.cjs', { sharing }));
    await instance.event('outputEnd');
    assert.equal(instance.text('out').split('\n').length, 100_001);
    assert.equal(instance.text('err').split('\n').length, 10_001);
    assert.deepEqual(await readdir(join(withFiles.folder, 'run', 'io')), []);
  });
}

test('a shell program can open /dev/stdout and /dev/stderr', async () => {
  const line = 'echo one > /dev/stdout; echo two > /dev/stderr';
  const instance = withFifos.start(planFor('shell', { script: line, shell: true, interpreter: null }));
  await instance.event('outputEnd');
  assert.deepEqual([instance.text('out'), instance.text('err')], ['one\n', 'two\n']);
});

test('output ends although a child of the instance holds the streams, and their FIFOs go to nobody else', async () => {
  const line = 'echo before; (while sleep 0.02; do echo stray; done) & echo after';
  const plan = planFor('shell', { script: line, shell: true, interpreter: null });
  const first = withFifos.start(plan);
  await first.event('outputEnd');
  assert.match(first.text('out'), /^before\n(stray\n)*after\n/);
  const next = Array.from({ length: 12 }, () =>
    withFifos.start(planFor('shell', { script: 'sleep 0.1; echo own', shell: true, interpreter: null })),
  );
  for (const instance of next) {
    await instance.event('outputEnd');
    assert.equal(instance.text('out'), 'own\n');
  }
  assert.ok(platform.signalGroup(await first.pid(), 'SIGKILL'));
});

test('an instance is held while its output is not taken, and nothing is lost', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const instance = withFifos.start(planFor('flood.cjs'), { hold: held });
  await instance.output(/^0 /);
  release();
  await instance.event('outputEnd');
  assert.equal(instance.text('out').split('\n').length, 100_001);
});
