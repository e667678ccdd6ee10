import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../testWorkspace.ts';
import type { DevKind } from './devProject.ts';
import { DevProject, nodeCluster, nodeInPlace, uvicorn, withoutUvicorn } from './devProject.ts';
import { Poller } from './poller.ts';

const saves = 30;

const kinds: readonly [string, DevKind, { skip?: string | false }][] = [
  ['a node cluster', nodeCluster, {}],
  ['uvicorn', uvicorn, { skip: withoutUvicorn }],
];
for (const [name, kind, options] of kinds) {
  test(
    `a browser that polls ${name} in DEV_MODE is answered all through ${saves} saves`,
    options,
    async (t) => {
      await using project = await DevProject.start(kind);
      assert.deepEqual([project.app.runMode, project.app.instances], ['dev', 1]);
      const poller = new Poller(project.port);
      for (let version = 1; version <= saves; version += 1) {
        project.save(version);
        await project.served(version);
      }
      await poller.end();
      t.diagnostic(`${poller.answers.length} answers, ${poller.errors.length} errors`);
      assert.deepEqual(poller.errors, []);
      const versions = poller.answers.map((answer) => Number(answer.split(' ')[0]));
      assert.ok(versions.every((version) => version <= saves));
      assert.deepEqual(new Set(project.boots).size, saves + 1);
    },
  );
}

const still: DevKind = {
  ...uvicorn,
  options: (port) => ({ ...uvicorn.options(port), dev: { swap: false } }),
};
test(
  'uvicorn with dev: { swap: false } is restarted in place, and its port refuses nobody',
  { skip: withoutUvicorn },
  async () => {
    await using project = await DevProject.start(still);
    const beside: number[] = [];
    project.client.onDidChange(({ instances }) => {
      if (instances[0]?.status === 'reloading') beside.push(instances[0].restarts);
    });
    const poller = new Poller(project.port);
    for (let version = 1; version <= 5; version += 1) {
      const { restarts } = project.instance;
      project.save(version);
      await project.served(version);
      await until(project.client, ({ instances }) => (instances[0]?.restarts ?? 0) > restarts);
    }
    await poller.end();
    assert.deepEqual([poller.errors, beside], [[], []]);
  },
);

test('a node app with dev: { swap: false } never has two instances', async () => {
  await using project = await DevProject.start(nodeInPlace);
  const states = new Set<string>();
  project.client.onDidChange(({ instances }) => states.add(instances[0]?.status ?? ''));
  project.save(1);
  await project.served(1);
  assert.ok(!states.has('reloading'));
});
