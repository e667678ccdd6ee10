import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { ResponseError } from 'vscode-jsonrpc/node';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { Params } from '../../../src/protocol/contract.ts';
import { errorCodes } from '../../../src/protocol/errors.ts';
import type { LogLine } from '../../../src/protocol/model.ts';
import { fakeWorld, supervisorWith, webSnapshot } from './fakeWorld.ts';

const webId = 'ecosystem.config.js#web';

test('list shows a row for each instance', async (t) => {
  const world = await fakeWorld(t, { fake: supervisorWith(webSnapshot()) });
  assert.equal(await runCommandLine(world, ['list']), 0);
  assert.deepEqual(world.out().trimEnd().split('\n'), [
    'name   status   pid  port  restarts  uptime   cpu   memory',
    'web-0  online  4000  3000         0      1m  1.3%  50.0 MB',
    'web-1  online  4001  3000         0      1m  1.3%  50.0 MB',
  ]);
});

test('list --json is one document with apps, their instances and usage', async (t) => {
  const world = await fakeWorld(t, { fake: supervisorWith(webSnapshot()) });
  assert.equal(await runCommandLine(world, ['ls', '--json']), 0);
  const document = JSON.parse(world.out()) as { id: string; instances: Record<string, unknown>[] }[];
  assert.deepEqual(
    document.map(({ id }) => id),
    [webId],
  );
  assert.deepEqual(
    document[0]?.instances.map(({ name, pid, port, uptimeMs, cpu }) => [name, pid, port, uptimeMs, cpu]),
    [
      ['web-0', 4000, 3000, 60_000, 1.25],
      ['web-1', 4001, 3000, 60_000, 1.25],
    ],
  );
  assert.equal(world.err(), '');
});

test('where no supervisor runs, list says so and how to start one', async (t) => {
  const world = await fakeWorld(t);
  assert.equal(await runCommandLine(world, ['list']), 0);
  assert.match(world.out(), /^No supervisor runs for .*"drover start" starts one\.\n$/);
  const asJson = await fakeWorld(t);
  assert.equal(await runCommandLine(asJson, ['list', '--json']), 0);
  assert.equal(asJson.out(), '[]\n');
});

test('verbs that need a supervisor fail without one', async (t) => {
  for (const args of [['stop', 'web'], ['restart', 'web'], ['logs'], ['ping']]) {
    const world = await fakeWorld(t);
    assert.equal(await runCommandLine(world, args), 1, args.join(' '));
    assert.match(world.err(), /^No supervisor runs for/);
    assert.equal(world.out(), '');
  }
});

test('wrong usage ends with 2, help and version with 0', async (t) => {
  for (const args of [['stop'], ['frobnicate'], ['logs', '--lines', 'many'], ['list', '--yaml']]) {
    assert.equal(await runCommandLine(await fakeWorld(t), args), 2, args.join(' '));
  }
  assert.equal(await runCommandLine(await fakeWorld(t), ['start', '--help']), 0);
  const world = await fakeWorld(t);
  assert.equal(await runCommandLine(world, ['--version']), 0);
  assert.equal(world.out(), '1.2.3\n');
});

test('an app that fails to start is named with its reason', async (t) => {
  const problem = { code: 'not-ready', data: { timeout: '3 s' }, severity: 'error' } as const;
  const fake = supervisorWith(webSnapshot(), {
    'apps/restart': () => ({ outcomes: [{ app: webId, instance: `${webId}/1`, ok: false, problem }] }),
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['restart', 'web-1']), 1);
  assert.equal(world.err(), 'web-1: It did not become ready within 3 s.\n');
});

test('restart takes a profile, and the environment of the shell only when it is told to', async (t) => {
  const asked: Params<'apps/restart'>[] = [];
  const fake = supervisorWith(webSnapshot(), {
    'apps/restart': (params) => {
      asked.push(params);
      return { outcomes: [] };
    },
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['restart', 'web', '--env', 'production']), 0);
  assert.equal(await runCommandLine(world, ['restart', 'web', '--update-env', '--wait']), 0);
  assert.deepEqual(asked, [
    { targets: ['web'], wait: false, profile: 'production' },
    { targets: ['web'], wait: true, env: { SHELL_VARIABLE: 'yes' } },
  ]);
});

test('a selector that matches nothing fails with a sentence', async (t) => {
  const fake = supervisorWith(webSnapshot(), {
    'apps/stop': ({ targets }) => {
      throw new ResponseError(errorCodes.noMatch, 'no match', { target: targets[0] });
    },
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['stop', 'wbe']), 1);
  assert.equal(world.err(), 'Nothing is named "wbe".\n');
});

test('an ecosystem file is named to the supervisor by its whole path', async (t) => {
  const asked: unknown[] = [];
  const snapshot = webSnapshot();
  const fake = supervisorWith(snapshot, {
    'apps/stop': ({ targets }) => {
      asked.push(targets);
      return { outcomes: [{ app: webId, instance: null, ok: true, problem: null }] };
    },
  });
  const world = await fakeWorld(t, { fake });
  await writeFile(path.join(world.cwd, 'ecosystem.config.js'), '');
  const file = snapshot.files[0];
  assert.ok(file);
  Object.assign(file, { path: path.join(world.cwd, 'ecosystem.config.js') });
  assert.equal(await runCommandLine(world, ['stop', 'ecosystem.config.js']), 0);
  assert.deepEqual(asked, [[file.path]]);
  assert.equal(world.out(), 'web is stopped.\n');
});

const lines: Record<string, LogLine[]> = {
  [`${webId}/0`]: [
    { at: 1, stream: 'out', text: 'zero up' },
    { at: 4, stream: 'err', text: 'zero complains' },
  ],
  [`${webId}/1`]: [
    { at: 2, stream: 'out', text: 'one up' },
    { at: 3, stream: 'out', text: '\u001b[32mone is green' },
  ],
};

test('logs --nostream prints the lines of all instances in the order of their times', async (t) => {
  const fake = supervisorWith(webSnapshot(), {
    'logs/read': ({ instance }) => ({ lines: lines[instance] ?? [], files: [] }),
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['logs', '--nostream', '--lines', '2']), 0);
  assert.deepEqual(world.out().split('\n'), [
    'web-0 | zero up',
    'web-1 | one up',
    'web-1 | \u001b[32mone is green\u001b[0m',
    'web-0 | zero complains',
    '',
  ]);
});

test('logs --err --json has the last lines of standard error alone', async (t) => {
  const fake = supervisorWith(webSnapshot(), {
    'logs/read': ({ instance, lines: count }) => ({
      lines: (lines[instance] ?? []).slice(-count),
      files: [],
    }),
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(
    await runCommandLine(world, ['logs', 'web', '--nostream', '--err', '--json', '--lines', '1']),
    0,
  );
  assert.deepEqual(JSON.parse(world.out()), [
    { instance: `${webId}/0`, at: 4, stream: 'err', text: 'zero complains' },
  ]);
});

test('logs follows, also instances that appear later, until the supervisor ends', async (t) => {
  const snapshot = webSnapshot();
  const [first, second] = snapshot.instances;
  assert.ok(first && second);
  const fake = supervisorWith(
    { ...snapshot, instances: [first] },
    {
      'logs/read': () => ({ lines: [], files: [] }),
      'logs/subscribe': ({ instances, tail }) => {
        if (instances.includes(first.id)) {
          setImmediate(() =>
            fake.notify('changed', { seq: 1, changes: [{ kind: 'instance', instance: second }] }),
          );
        } else {
          setImmediate(() => {
            const later: LogLine = { at: 9, stream: 'out', text: 'later' };
            fake.notify('logs', { batches: [{ instance: second.id, lines: [later], dropped: 3 }] });
            setImmediate(() => fake.breakOff());
          });
        }
        return {
          batches: instances.map((id) => ({ instance: id, lines: (lines[id] ?? []).slice(-tail || 2) })),
        };
      },
    },
  );
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['logs', 'web', '--lines', '1']), 1);
  assert.match(world.out(), /^web-0 \| zero complains\n(web-1 \| .*\n)*web-1 \| later\n$/);
  assert.match(
    world.err(),
    /^web-1 - 3 lines were left out.*\nweb-1 - started\nThe supervisor has ended\.\n$/,
  );
});

test('kill waits until the supervisor has gone, and is done already when there is none', async (t) => {
  const fake = supervisorWith(webSnapshot(), {
    shutdown: () => {
      setImmediate(() => fake.breakOff());
      return {};
    },
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['kill']), 0);
  assert.match(world.out(), /has ended/);
  assert.equal(await runCommandLine(await fakeWorld(t), ['kill']), 0);
});

test('ping names the process', async (t) => {
  const world = await fakeWorld(t, { fake: supervisorWith(webSnapshot()) });
  assert.equal(await runCommandLine(world, ['ping']), 0);
  assert.equal(world.out(), 'The supervisor for /shop answers: process 77, version 9.9.9, up for 1m.\n');
});
