import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { TimelineEvent } from '../../../src/protocol/timeline.ts';
import { app, fakeWorld, instance, supervisorWith } from './fakeWorld.ts';

const events: TimelineEvent[] = [
  { at: 90_000, event: 'fork', launch: 1, pid: 4000, data: {} },
  { at: 91_000, event: 'exit', launch: 1, pid: 4000, data: { code: '7' } },
  { at: 91_001, event: 'restart', launch: null, pid: null, data: { reason: 'watch', file: 'a.js' } },
];

function supervisor() {
  const web = app('web', { runMode: 'dev', changedFile: 'a.js', sharing: 'ports', dependsOn: ['db'] });
  const crashed = {
    problem: { code: 'crashed', severity: 'error', data: { exit: 'code 7', uptime: '1 s' } },
    exit: { code: 7, signal: null, at: 91_000 },
    health: 'unhealthy',
    children: [{ pid: 4100, ppid: 4000, command: 'node child.js' }],
  } as const;
  const db = app('db');
  return supervisorWith(
    { files: [], apps: [web, db], instances: [instance(web, 0, crashed), instance(web, 1), instance(db, 0)] },
    {
      'logs/read': () => ({ lines: [], files: ['/logs/web-0-out.log'] }),
      'instances/timeline': ({ targets: [id = ''] }) => ({ timelines: [{ instance: id, events }] }),
    },
  );
}

test('describe shows what is to be known about an instance, and its last events', async (t) => {
  const world = await fakeWorld(t, { fake: supervisor() });
  assert.equal(await runCommandLine(world, ['describe', 'web-0', '--events', '2']), 0);
  const lines = world.out().split('\n');
  assert.equal(lines[0], 'web-0');
  const facts = new Map(lines.slice(1).map((line) => [line.slice(2, 16).trim(), line.slice(18)]));
  const shown = (label: string): string | undefined => facts.get(label);
  assert.equal(shown('status'), 'online');
  assert.equal(shown('problem'), 'It exited with code 7 1 s after its start.');
  assert.equal(shown('run mode'), 'DEV_MODE');
  assert.equal(shown('last exit'), 'code 7, 9s ago');
  assert.equal(shown('cluster'), 'a port for each instance');
  assert.equal(shown('children'), '4100 node child.js');
  assert.equal(shown('cpu'), '1.3%');
  assert.equal(shown('memory'), '50.0 MB');
  assert.equal(shown('uptime'), '1m');
  assert.equal(shown('changed file'), 'a.js');
  assert.equal(shown('waits for'), 'db');
  assert.equal(shown('log'), '/logs/web-0-out.log');
  const table = lines.slice(lines.indexOf('') + 1).map((line) => line.replace(/^\d\d:\d\d:\d\d/, 'HH:MM:SS'));
  assert.deepEqual(table, [
    'time          event    launch   pid  details',
    'HH:MM:SS.000  exit          1  4000  code 7',
    'HH:MM:SS.001  restart                watch: a.js',
    '',
    '',
  ]);
});

test('describe --json is one document with every event of the named instances', async (t) => {
  for (const [verb, target, names] of [
    ['desc', 'web', ['web-0', 'web-1']],
    ['info', 'web-1', ['web-1']],
    ['show', 'all', ['web-0', 'web-1', 'db-0']],
  ] as const) {
    const world = await fakeWorld(t, { fake: supervisor() });
    assert.equal(await runCommandLine(world, [verb, target, '--json']), 0);
    const document = JSON.parse(world.out()) as {
      instances: { name: string; logFiles: string[]; events: { event: string; message: string }[] }[];
    }[];
    const instances = document.flatMap((one) => one.instances);
    assert.deepEqual(
      instances.map(({ name }) => name),
      names,
    );
    assert.deepEqual(
      instances[0]?.events.map(({ event, message }) => [event, message]),
      [
        ['fork', ''],
        ['exit', 'code 7'],
        ['restart', 'watch: a.js'],
      ],
    );
    assert.deepEqual(instances[0]?.logFiles, ['/logs/web-0-out.log']);
    assert.equal(world.err(), '');
  }
});

test('describe fails where nothing has the name, and ends with 2 on wrong usage', async (t) => {
  const world = await fakeWorld(t, { fake: supervisor() });
  assert.equal(await runCommandLine(world, ['describe', 'nobody']), 1);
  assert.deepEqual([world.out(), world.err()], ['', 'Nothing is named "nobody".\n']);
  for (const args of [['describe'], ['describe', 'web', '--events', 'few']]) {
    assert.equal(await runCommandLine(await fakeWorld(t, { fake: supervisor() }), args), 2, args.join(' '));
  }
  const alone = await fakeWorld(t);
  assert.equal(await runCommandLine(alone, ['describe', 'web']), 1);
  assert.match(alone.err(), /^No supervisor runs for/);
});
