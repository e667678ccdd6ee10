import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { waitFor } from '../waitFor.ts';
import type { DevKind } from './devProject.ts';
import {
  DevProject,
  nodeCluster,
  nodeInPlace,
  nodeWaitReady,
  uvicorn,
  withoutUvicorn,
} from './devProject.ts';

const tries = Number(process.env['DROVER_TRIES'] ?? 15);
const bootMs = 500;

const kinds: readonly [string, DevKind, string | false][] = [
  ['a node cluster, ready when it listens,', nodeCluster, false],
  ['a node app that is restarted in place', nodeInPlace, false],
  ['a node cluster that says when it is ready', nodeWaitReady, false],
  ['uvicorn', uvicorn, withoutUvicorn],
];
/** A file that changes as soon as the app has started, so many times in a row, would be taken for the app's own. */
async function changeAnother(project: DevProject): Promise<void> {
  const { length } = project.boots;
  project.workspace.write('another.js', String(length));
  await waitFor('the restart for another file', () => project.boots.length > length);
}

describe('a save at any moment of the start is never lost', { concurrency: true }, () => {
  for (const [what, kind, skip] of kinds) {
    test(`of ${what}`, { skip }, async () => {
      await using project = await DevProject.start(kind, { env: { BOOT_MS: String(bootMs) } });
      for (let version = 1; version < 2 * tries; version += 2) {
        if (version % 20 === 19) await changeAnother(project);
        project.save(version);
        await waitFor(`the start of version ${version}`, () => project.boots.at(-1) === version);
        await delay(((version * 7919) % 100) * (bootMs / 100));
        project.save(version + 1);
        await project.served(version + 1);
      }
      assert.equal(project.boots.at(-1), 2 * tries);
    });
  }
});
