import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { TimelineEvent } from '../../src/protocol/timeline.ts';
import { describeTimelineEvent } from '../../src/protocol/timeline.ts';
import { nodeBinary } from '../nodes.ts';
import { droverIn } from './droverIn.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

/** Says hello once it listens; `/exit` ends it with code 7. */
const server = `
require('node:http').createServer((request, response) => {
  if (request.url === '/exit') process.exit(7);
  response.end('ok');
}).listen(Number(process.env.LISTEN), '127.0.0.1', () => process.send({ hello: 1, token: 'hunter2' }));
`;
const up = ['fork', 'online', 'listening', 'ready', 'message'];

/** A client's live copy of the timeline of one instance. */
class Followed {
  readonly events: TimelineEvent[] = [];
  readonly #client: SupervisorClient;
  #changed: () => void = () => undefined;

  constructor(client: SupervisorClient, id: string) {
    this.#client = client;
    client.onTimeline(({ batches }) => {
      for (const { instance, events } of batches) if (instance === id) this.events.push(...events);
      this.#changed();
    });
    client.onDidClose(() => this.#changed());
  }

  static async of(client: SupervisorClient, id: string): Promise<Followed> {
    const followed = new Followed(client, id);
    const { timelines } = await client.request('timeline/subscribe', { instances: [id] });
    followed.events.unshift(...timelines.flatMap(({ events }) => events));
    return followed;
  }

  /** Resolves when the process has had the event; the test's own timeout ends what never comes. */
  async until(launch: number, event: TimelineEvent['event']): Promise<void> {
    while (!this.events.some((one) => one.launch === launch && one.event === event)) {
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }

  namesOf(launch: number | null): string[] {
    return this.events.filter((one) => one.launch === launch).map(({ event }) => event);
  }

  get pid(): number {
    return instancesOf(this.#client.snapshot, 'web')[0]?.pid ?? 0;
  }
}

async function start(
  app: object,
): Promise<{ workspace: TestWorkspace; client: SupervisorClient; port: number }> {
  const port = await freePort();
  const full = { name: 'web', script: 'server.js', env: { LISTEN: port }, ...app };
  const workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [full] }), 'server.js': server },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  return { workspace, client, port };
}

/** `ends` in any order. */
function assertBeginsAndEnds(
  names: readonly string[],
  begins: readonly string[],
  ends: readonly string[],
): void {
  const [first, last] = [names.slice(0, begins.length), names.slice(begins.length)];
  assert.deepEqual([...first, ...last.toSorted()], [...begins, ...ends]);
}

for (const major of [18, 24] as const) {
  test(
    `a cluster on Node ${major}: its events are told by launch, through a crash, a restart and a reload`,
    {
      timeout: 60_000,
    },
    async () => {
      const { workspace, client, port } = await start({ instances: 2, interpreter: nodeBinary(major) });
      await using _workspace = workspace;
      const web = await Followed.of(client, 'ecosystem.json#web/0');
      const other = await Followed.of(client, 'ecosystem.json#web/1');
      await Promise.all([web, other].map((one) => one.until(1, 'message')));
      process.kill(web.pid, 'SIGKILL');
      await web.until(2, 'message');
      await client.request('apps/restart', { targets: ['web'], env: workspace.env, wait: true });
      await web.until(3, 'message');
      await client.request('apps/reload', { targets: ['web'], env: workspace.env });
      await Promise.all([web.until(4, 'message'), other.until(2, 'exit')]);

      // Which of both ends of a process is seen first is up to the system.
      const ends = ['disconnect', 'exit'];
      assertBeginsAndEnds(web.namesOf(1), up, ends);
      assertBeginsAndEnds(web.namesOf(2), up, ends);
      assertBeginsAndEnds(web.namesOf(3), [...up, 'drain'], ends);
      assert.deepEqual(web.namesOf(4), up);
      assertBeginsAndEnds(other.namesOf(1), up, ends);
      assertBeginsAndEnds(other.namesOf(2), [...up, 'drain'], ends);
      const said = (followed: Followed, event: string): string[] =>
        followed.events.filter((one) => one.event === event).map(describeTimelineEvent);
      assert.deepEqual(web.namesOf(null), ['start', 'restart', 'restart', 'reload']);
      assert.deepEqual([...said(web, 'restart'), ...said(web, 'reload')], ['crash', 'manual', 'manual']);
      assert.equal(said(web, 'exit')[0], 'SIGKILL');
      assert.equal(said(web, 'listening')[0], `127.0.0.1:${port}`);
      assert.equal(said(web, 'message')[0], '{"hello":1,"token":"***"}');
      // A process has one pid all along, and no other has it.
      const pids = [1, 2, 3, 4].map((launch) => [
        ...new Set(web.events.filter((one) => one.launch === launch).map(({ pid }) => pid)),
      ]);
      assert.deepEqual([pids.map(({ length }) => length), new Set(pids.flat()).size], [[1, 1, 1, 1], 4]);
      const times = web.events.map(({ at }) => at);
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
      const { timelines } = await client.request('instances/timeline', { targets: ['web'] });
      assert.deepEqual(
        timelines.map(({ instance, events }) => [instance, events]),
        [
          ['ecosystem.json#web/0', web.events],
          ['ecosystem.json#web/1', other.events],
        ],
      );
    },
  );
}

test('two listens of one cluster instance are told, and the first one is its port', async () => {
  const second = await freePort();
  const { workspace, client, port } = await start({ instances: 2 });
  await using _workspace = workspace;
  const listenAgain = `require('node:net').createServer().listen(${second}, '127.0.0.1', () => setImmediate(say))`;
  workspace.write(
    'server.js',
    `const say = () => process.send('both');
     require('node:net').createServer().listen(${port}, '127.0.0.1', () => ${listenAgain});`,
  );
  const web = await Followed.of(client, 'ecosystem.json#web/0');
  await client.request('apps/reload', { targets: ['web'], env: workspace.env });
  await web.until(2, 'message');
  const listens = web.events.filter(({ launch, event }) => launch === 2 && event === 'listening');
  assert.deepEqual(listens.map(describeTimelineEvent), [`127.0.0.1:${port}`, `127.0.0.1:${second}`]);
  assert.equal(instancesOf(client.snapshot, 'web')[0]?.port, port);
});

test('a plain Node app, and a program without a channel, have what can be known', async () => {
  const { workspace, client, port } = await start({ exec_mode: 'fork' });
  await using _workspace = workspace;
  const web = await Followed.of(client, 'ecosystem.json#web/0');
  await web.until(1, 'message');
  await fetch(`http://127.0.0.1:${port}/exit`).catch(() => undefined);
  await web.until(2, 'message');
  const plain = up.filter((name) => name !== 'online');
  assert.deepEqual(web.namesOf(1), [...plain, 'disconnect', 'exit']);
  assert.deepEqual(web.namesOf(2), plain);
  assert.equal(
    describeTimelineEvent(web.events.find(({ event }) => event === 'exit') ?? assert.fail()),
    'code 7',
  );

  const sh = { name: 'sh', script: 'run.sh', interpreter: 'sh', autorestart: false, min_uptime: 1 };
  workspace.write('more/ecosystem.json', JSON.stringify({ apps: [sh] }));
  workspace.write('more/run.sh', 'exit 3');
  await client.request('files/load', { env: workspace.env });
  await client.request('apps/start', { targets: ['sh'], env: workspace.env });
  await until(client, (snapshot) => instancesOf(snapshot, 'sh')[0]?.exit?.code === 3);
  const { timelines } = await client.request('instances/timeline', { targets: ['sh'] });
  assert.deepEqual(
    timelines[0]?.events.map(({ event, launch }) => [event, launch]).filter(([event]) => event !== 'ready'),
    [
      ['start', null],
      ['fork', 1],
      ['exit', 1],
      ['errored', null],
    ],
  );
});

test('drover describe shows the sheet and the events, and --json one document', async () => {
  const { workspace, client } = await start({ instances: 2, watch: false });
  await using _workspace = workspace;
  const web = await Followed.of(client, 'ecosystem.json#web/0');
  await web.until(1, 'message');
  const drover = droverIn(workspace);
  const sheet = await drover.run(['describe', 'web-0']);
  assert.deepEqual([sheet.code, sheet.err], [0, '']);
  assert.match(sheet.out, /^web-0\n {2}status +online\n/);
  assert.match(sheet.out, new RegExp(`^ {2}pid +${web.pid}$`, 'm'));
  assert.match(sheet.out, /^ {2}watch +off$/m);
  assert.match(sheet.out, /^ {2}log +\/.*web-0/m);
  assert.match(sheet.out, new RegExp(`^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} +fork +1 +${web.pid}$`, 'm'));
  assert.doesNotMatch(sheet.out, /hunter2|web-1\n/);

  const json = await drover.run(['show', 'web', '--json']);
  assert.equal(json.code, 0);
  const [app] = JSON.parse(json.out) as {
    name: string;
    instances: { name: string; logFiles: string[]; events: TimelineEvent[] }[];
  }[];
  assert.deepEqual(
    app?.instances.map(({ name }) => name),
    ['web-0', 'web-1'],
  );
  assert.deepEqual(
    app.instances[0]?.events.map(({ event }) => event),
    ['start', ...up],
  );
  assert.ok((app.instances[0]?.logFiles.length ?? 0) > 0);

  const nobody = await drover.run(['desc', 'nobody']);
  assert.deepEqual([nobody.code, nobody.out, nobody.err], [1, '', 'Nothing is named "nobody".\n']);
});
