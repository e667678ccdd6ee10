import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { until } from '../testWorkspace.ts';
import type { DevKind } from './devProject.ts';
import { DevProject, nodeCluster, nodeInPlace, nodePlain, uvicorn, withoutUvicorn } from './devProject.ts';

const saves = 200;
const mostRestarts = 3;

interface Case {
  readonly what: string;
  readonly kind: DevKind;
  readonly dev?: boolean;
  readonly options?: object;
  readonly skip?: string | false;
}

const cases: readonly Case[] = [
  { what: 'a node cluster in DEV_MODE', kind: nodeCluster },
  { what: 'a node app in DEV_MODE that is restarted in place', kind: nodeInPlace },
  { what: 'uvicorn in DEV_MODE', kind: uvicorn, skip: withoutUvicorn },
  { what: 'a watched node app', kind: nodePlain, dev: false, options: { watch: true } },
  {
    what: 'a watched cluster of one',
    kind: nodeCluster,
    dev: false,
    options: { watch: true, instances: 1 },
  },
];
for (const { what, kind, dev = true, options = {}, skip = false } of cases) {
  test(`${saves} saves in a row of ${what} end with the last one`, { skip }, async () => {
    await using project = await DevProject.start(kind, { dev, options });
    for (let version = 1; version <= saves; version += 1) {
      project.save(version);
      await turn();
    }
    await project.served(saves);
    await until(project.client, ({ instances }) => instances[0]?.status === 'online');
    const restarts = project.boots.slice(1);
    assert.equal(restarts.at(-1), saves);
    assert.ok(restarts.length <= mostRestarts, `restarted for ${restarts.join(', ')}`);
    // A late event may have it started once more.
    await project.served(saves);
  });
}
