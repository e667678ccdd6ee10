import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { isAlive } from '../editor/isAlive.ts';
import type { Prove } from '../faults/fault.ts';
import { fault } from '../faults/fault.ts';
import { Editor } from './harness/editor.ts';
import { expectSoon } from './harness/expectSoon.ts';
import { extensionHosts } from './harness/extensionHosts.ts';
import { pidsIn } from './harness/inspect.ts';
import type { Workbench } from './harness/workbench.ts';

/** Says that it is ready once there is a file. */
const late = `const { existsSync } = require('node:fs');
const look = () => (existsSync(__dirname + '/go') ? process.send('ready') : setTimeout(look, 10));
look();
setInterval(() => undefined, 60_000);
`;
const file = `module.exports = { apps: [
  { name: 'steady', script: 'steady.js', exec_mode: 'fork', instances: 2 },
  { name: 'late', script: 'late.js', wait_ready: true, listen_timeout: '1h' },
] };
`;

let editor: Editor;
let workbench: Workbench;
/** The processes of the app that no fault is about. */
let steady: readonly (number | null | undefined)[];

before(async () => {
  editor = await Editor.start({ folder: 'test/fixtures/workspaces/none' });
  write('late.js', late);
  write('steady.js', 'setInterval(() => undefined, 60_000);');
  write('ecosystem.config.js', file);
  workbench = await editor.openWindow();
  await workbench.openDrover();
  await workbench.tree.row('steady,').clickButton('Start');
  await shows(/^steady, online, 2 of 2 instances/);
  steady = steadyOf(await pidsIn(editor));
});

after(() => editor.dispose());

/** Keeps what the window showed when a fault was not survived. */
function windowFault(id: Parameters<typeof fault>[0], inject: (prove: Prove) => Promise<void>): void {
  fault(id, async (prove) => {
    try {
      await inject(prove);
    } catch (error) {
      console.log(`Screenshots and logs: ${await editor.keepEvidence(id)}`);
      throw error;
    }
  });
}

windowFault('extension host killed', async (prove) => {
  const pid = await startLate();
  const [host] = extensionHosts(editor);
  assert.ok(host !== undefined);
  process.kill(host, 'SIGKILL');
  await expectSoon(() => Promise.resolve(extensionHosts(editor).join()), new RegExp(`^(?!${host}$)\\d+$`));
  await lateGoesOn(pid, prove);
});

windowFault('window killed', async (prove) => {
  const pid = await startLate();
  await editor.crashWindows();
  await openAgain();
  await lateGoesOn(pid, prove);
});

windowFault('window and extension host killed', async (prove) => {
  const pid = await startLate();
  const hosts = extensionHosts(editor);
  assert.ok(hosts.length > 0);
  for (const host of hosts) process.kill(host, 'SIGKILL');
  await editor.crashWindows();
  await openAgain();
  await lateGoesOn(pid, prove);
});

windowFault('window reloaded during a start', async (prove) => {
  const pid = await startLate();
  await workbench.reload();
  await workbench.openDrover();
  await lateGoesOn(pid, prove);
});

function steadyOf(pids: Readonly<Record<string, number | null>>): readonly (number | null | undefined)[] {
  return [pids['steady-0'], pids['steady-1']];
}

function write(name: string, text: string): void {
  writeFileSync(join(editor.folder, name), text);
}

async function shows(name: RegExp): Promise<void> {
  const [app = ''] = /\w+,/.exec(name.source) ?? [];
  await workbench.tree.row(app).waitForName(name);
}

async function openAgain(): Promise<void> {
  workbench = await editor.openWindow();
  await workbench.openDrover();
}

/** Has the app started by the window, and leaves it there. */
async function startLate(): Promise<number> {
  rmSync(join(editor.folder, 'go'), { force: true });
  await shows(/^late, stopped/);
  await workbench.tree.row('late,').clickButton('Start');
  await shows(/^late, launching/);
  const { late: pid } = await pidsIn(editor);
  assert.ok(typeof pid === 'number');
  return pid;
}

/** The app that was being started is the process that it was, comes online, and can be stopped from the window. */
async function lateGoesOn(pid: number, prove: Prove): Promise<void> {
  await shows(/^late, launching/);
  await shows(/^steady, online, 2 of 2 instances/);
  const shown = await pidsIn(editor);
  assert.equal(shown['late'], pid);
  assert.deepEqual(steadyOf(shown), steady);
  prove('guarantee', 'siblings');
  write('go', '');
  await shows(/^late, online/);
  assert.deepEqual(await pidsIn(editor), shown);
  prove('state', 'start');
  await workbench.tree.row('late,').clickButton('Stop');
  await shows(/^late, stopped/);
  assert.equal(isAlive(pid), false);
  prove('orphans');
}
