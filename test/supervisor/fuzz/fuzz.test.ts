import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../../../src/supervisor/app.ts';
import { createLauncher } from '../../../src/supervisor/launch/createLauncher.ts';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import { isPortFree } from '../../../src/supervisor/ports.ts';
import { Supervisor } from '../../../src/supervisor/supervisor.ts';
import { randomFrom } from '../../fuzz/random.ts';
import { freePort } from '../freePort.ts';
import { repository } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import type { Dice } from './commands.ts';
import { randomCommand } from './commands.ts';
import { fuzzApps } from './fuzzApps.ts';

/** `DROVER_FUZZ_SEQUENCES=5000` for a long run; `DROVER_FUZZ_SEED` repeats one. */
const sequences = Number(process.env['DROVER_FUZZ_SEQUENCES'] ?? 500);
const seed = Number(process.env['DROVER_FUZZ_SEED'] ?? Date.now() % 1_000_000);

/** Whoever has not been answered by then never will be. */
const patienceMs = 30_000;

const platform = createPlatform();

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

function others(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => /TCP|Pipe|Process|FSEvent|Socket/.test(name))
    .toSorted();
}

/** Random commands to one app, waited for or not; at the end it is stopped. */
async function sequence(supervisor: Supervisor, app: App, dice: Dice): Promise<void> {
  const said: string[] = [];
  const running: Promise<unknown>[] = [];
  for (let count = dice.between(2, 7); count > 0; count -= 1) {
    const command = randomCommand(app, dice);
    const index = said.push(`${command.text} (unanswered)`) - 1;
    const done = command.run(supervisor).finally(() => (said[index] = command.text));
    running.push(done);
    if (dice.chance(0.5)) await Promise.race([done, delay(dice.between(1, 40))]);
  }
  const stop = async (): Promise<unknown> => supervisor.operations.stop([{ app, instance: undefined }]);
  // What is under way when a stop comes may have the last word, so there is one more after everything is done.
  const end = stop()
    .then(() => Promise.all(running))
    .then(stop);
  const isAnswered = await Promise.race([end.then(() => true), delay(patienceMs, false, { ref: false })]);
  const left = app.instances.filter(({ isUp, status, wanted }) => isUp || status !== 'stopped' || wanted);
  const states = left.map(({ id, slot, wanted }) => `${id} ${JSON.stringify(slot.state)} ${String(wanted)}`);
  const story = `seed ${seed}: ${said.join(', ')}`;
  assert.ok(isAnswered, `no answer; ${states.join('; ')}; ${story}`);
  assert.deepEqual(states, [], story);
}

test(`${sequences} random sequences of commands leave nothing behind (seed ${seed})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-fuzz-'));
  const key = `fuzz${process.pid}`;
  const port = await freePort();
  const runtimeDir = join(folder, 'run');
  mkdirSync(runtimeDir, { mode: 0o700 });
  mkdirSync(join(folder, 'state'));
  const dice = randomFrom(seed);
  const toss: Dice = {
    chance: (probability) => dice() < probability,
    between: (low, high) => Math.floor(low + dice() * (high - low)),
  };
  // Several copies of each app, so that sequences run side by side without meeting.
  const lanes = 4;
  const blocks = Array.from({ length: lanes }, (_, lane) => port - lane * 10);
  for (const [lane, first] of blocks.entries()) {
    mkdirSync(join(folder, String(lane)));
    writeFileSync(join(folder, String(lane), 'ecosystem.json'), JSON.stringify({ apps: fuzzApps(first) }));
    writeFileSync(
      join(folder, String(lane), 'server.js'),
      "require('node:http').createServer(() => undefined).listen(0);",
    );
  }
  const supervisor = new Supervisor({
    folder,
    stateDir: join(folder, 'state'),
    key,
    generation: 1,
    runnerScript: join(repository, 'dist/runtime/configRunner.cjs'),
    platform,
    launcher: createLauncher({ platform, runtimeDir, runtimeScripts: join(repository, 'dist/runtime') }),
    env: Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ''])),
    publish: () => undefined,
    notice: () => undefined,
    wantedChanged: () => undefined,
  });
  await supervisor.load({});
  const { apps } = supervisor;
  assert.equal(apps.length, lanes * fuzzApps(0).length);

  // Once round, so that what is kept for good (pooled FIFOs, log files) is there before it is counted.
  for (const app of apps) {
    await supervisor.operations.start([{ app, instance: undefined }], {});
    await supervisor.operations.scale(app, 4, {});
  }
  await supervisor.operations.stop(apps.map((app) => ({ app, instance: undefined })));
  const before = { files: openFiles(), timers: timers(), others: others() };

  const waiting = Array.from({ length: sequences }, (_, index) => index).values();
  await Promise.all(
    blocks.map(async (_, lane) => {
      const own = apps.filter(({ id }) => id.startsWith(`${lane}/`));
      for (const index of waiting) {
        const app = own[index % own.length];
        if (app !== undefined) await sequence(supervisor, app, toss);
      }
    }),
  );
  // Apps that were pulled in by others.
  await supervisor.operations.stop(apps.map((app) => ({ app, instance: undefined })));

  assert.deepEqual(
    supervisor.instances.filter(({ status, isUp }) => status !== 'stopped' || isUp).map(({ id }) => id),
    [],
  );
  const orphans = await platform.findByToken(`${key}:`);
  const rows = await platform.listProcesses();
  assert.deepEqual(
    rows.filter(({ pid }) => orphans.includes(pid)).map(({ pid }) => platform.command(pid)),
    [],
  );
  for (const first of blocks) {
    for (let offset = 0; offset < 10; offset += 1) {
      if (await isPortFree(first + offset)) continue;
      // Strangers may come by such a port at any time.
      const owner = await platform.portOwner(first + offset);
      assert.notEqual(owner?.pid, process.pid, `the port ${first} + ${offset} is held`);
    }
  }
  // What is being closed may take a moment; what leaks never goes.
  await waitFor('files, timers and sockets to be as many as before', () => {
    const scaledDown = openFiles() <= before.files && timers() <= before.timers;
    return scaledDown && others().length <= before.others.length;
  }).catch(() => {
    assert.deepEqual({ files: openFiles(), timers: timers(), others: others() }, before);
  });
  await supervisor.close();
  rmSync(folder, { recursive: true });
});
