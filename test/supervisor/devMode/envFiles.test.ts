import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeChanges } from '../../../src/protocol/pendingChanges.ts';
import { until } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import type { DevKind } from './devProject.ts';
import { DevProject, nodeCluster } from './devProject.ts';

const withEnvFile: DevKind = {
  ...nodeCluster,
  files: { ...nodeCluster.files, '.env': 'GREETING=hello\n', '.gitignore': '.env\n' },
  options: (port) => ({ ...nodeCluster.options(port), env_file: '.env' }),
};

function greets(project: DevProject, greeting: string): Promise<boolean> {
  return waitFor(`the greeting "${greeting}"`, async () => (await project.ask()).endsWith(` ${greeting}`));
}

test('DEV_MODE follows a saved env_file, also one that git ignores', async () => {
  await using project = await DevProject.start(withEnvFile);
  await greets(project, 'hello');
  project.workspace.write('.env', 'GREETING=welcome\n');
  await greets(project, 'welcome');
  assert.deepEqual([project.app.changedFile, project.app.pending], ['.env', []]);
  project.save(1);
  await project.served(1);
  await greets(project, 'welcome');
});

test('an env_file that ends DEV_MODE is a pending change, which applying takes over', async () => {
  await using project = await DevProject.start(
    { ...withEnvFile, files: { ...withEnvFile.files, '.env': 'DEV_MODE=true\n' } },
    { dev: null },
  );
  assert.deepEqual([project.app.runMode, project.app.instances], ['dev', 1]);
  project.workspace.write('.env', 'GREETING=later\n');
  await until(project.client, ({ apps }) => (apps[0]?.pending.length ?? 0) > 0);
  assert.match(describeChanges('web', project.app.pending), /instances 1 -> 2/);
  assert.deepEqual([project.app.runMode, project.boots.length], ['dev', 1]);
  await project.client.request('apps/apply', { targets: ['web'], wait: true });
  await until(project.client, ({ apps }) => apps[0]?.runMode === 'normal' && apps[0].online === 2);
  await greets(project, 'later');
});

test('outside of DEV_MODE a saved env_file is a pending change', async () => {
  await using project = await DevProject.start(withEnvFile, { dev: false });
  project.workspace.write('.env', 'GREETING=welcome\n');
  await until(project.client, ({ apps }) => (apps[0]?.pending.length ?? 0) > 0);
  assert.equal(describeChanges('web', project.app.pending), 'web: env GREETING changed');
  await greets(project, 'hello');
});
