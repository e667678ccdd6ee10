import assert from 'node:assert/strict';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import { findOnPath } from '../../../src/ecosystem/findOnPath.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { TestWorkspace, fetchMany, repository } from '../testWorkspace.ts';

// The examples of PMDaemon's page on clustering, as they stand there.

export const basic = `{
  "name": "web-app",
  "script": "node",
  "args": ["server.js"],
  "instances": 4,
  "exec_mode": "cluster"
}`;

export const portDistribution = `{
  "name": "api-cluster",
  "script": "node",
  "args": ["api.js"],
  "instances": 3,
  "port": "3000-3002"
}`;

export const autoPorts = `{
  "name": "worker-cluster",
  "script": "python",
  "args": ["worker.py"],
  "instances": 5,
  "port": "auto:8000-8100"
}`;

export const memoryLimited = `{
  "name": "memory-limited-cluster",
  "script": "node",
  "args": ["app.js"],
  "instances": 4,
  "max_memory_restart": "512M",
  "port": "auto:4000-4100"
}`;

export const healthChecked = `{
  "name": "health-checked-cluster",
  "script": "node",
  "args": ["server.js"],
  "instances": 3,
  "port": "5000-5002",
  "health_check": {
    "check_type": "http",
    "url": "http://localhost:{PORT}/health",
    "timeout": 5,
    "interval": 30,
    "retries": 3,
    "enabled": true
  }
}`;

export const graceful = `{
  "name": "graceful-cluster",
  "script": "node",
  "args": ["app.js"],
  "instances": 4,
  "kill_timeout": 5000,
  "restart_delay": 1000
}`;

export interface Answer {
  readonly pid: number;
  readonly port: string | null;
  readonly PM2_INSTANCE_ID: string;
  readonly NODE_APP_INSTANCE: string;
}

export interface Opened {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
}

/** A folder with the page's programs and this block in its ecosystem.json. */
export async function open(block: string): Promise<Opened> {
  const workspace = new TestWorkspace();
  addPython(workspace);
  cpSync(join(repository, 'test/fixtures/documented'), workspace.folder, { recursive: true });
  workspace.write('ecosystem.json', `{ "apps": [${block}] }`);
  const client = await workspace.load();
  assert.deepEqual(
    client.snapshot.files.flatMap(({ problems }) => problems),
    [],
  );
  return { workspace, client };
}

/** The page calls it by a name that not every system has. */
function addPython({ root, env }: TestWorkspace): void {
  const python = findOnPath('python3', env);
  if (findOnPath('python', env) !== null || python === null) return;
  const folder = join(root, 'bin');
  mkdirSync(folder);
  symlinkSync(python, join(folder, 'python'));
  env['PATH'] = `${env['PATH'] ?? ''}${delimiter}${folder}`;
}

/** Starts the file and gives its instances once all of them are online. */
export async function start({ workspace, client }: Opened): Promise<InstanceInfo[]> {
  const file = join(workspace.folder, 'ecosystem.json');
  const { outcomes } = await client.request('apps/start', {
    targets: [file],
    env: workspace.env,
    wait: true,
  });
  assert.deepEqual(
    outcomes.map(({ ok, problem }) => [ok, problem]),
    [[true, null]],
  );
  return [...client.snapshot.instances];
}

/** Who answers at the port. */
export async function answerAt(port: number): Promise<Answer> {
  const [text = ''] = await fetchMany(port, 1);
  return JSON.parse(text) as Answer;
}
