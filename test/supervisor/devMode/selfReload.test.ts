import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DevKind } from './devProject.ts';
import { DevProject, nodePlain } from './devProject.ts';

const commands: readonly [string, object][] = [
  ['node --watch', { script: 'node --watch server.js' }],
  ['node_args: --watch', { node_args: '--watch' }],
];
for (const [what, options] of commands) {
  const kind: DevKind = { ...nodePlain, options: (port) => ({ ...nodePlain.options(port), ...options }) };
  test(`${what} restarts its program by itself, and Drover leaves that to it`, async () => {
    await using project = await DevProject.start(kind);
    const before = await project.served(0);
    const { pid } = project.instance;
    project.save(1);
    const after = await project.served(1);
    assert.notEqual(after, before);
    assert.deepEqual([project.app.runMode, project.app.watch], ['dev', false]);
    assert.deepEqual([project.instance.pid, project.instance.restarts], [pid, 0]);
    assert.deepEqual(project.boots, [0, 1]);
  });
}

test('dev: { watch: false } leaves an app alone', async () => {
  const options = { dev: { watch: false } };
  await using project = await DevProject.start(nodePlain, { options });
  project.save(1);
  assert.deepEqual([project.app.runMode, project.app.watch], ['dev', false]);
  await project.client.request('apps/restart', { targets: ['web'], wait: true });
  await project.served(1);
  assert.deepEqual(project.boots, [0, 1]);
});
