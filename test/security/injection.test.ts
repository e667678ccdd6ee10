import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { waitFor } from '../supervisor/waitFor.ts';
import { freePort } from '../supervisor/freePort.ts';
import { instancesOf, TestWorkspace, until } from '../supervisor/testWorkspace.ts';

/** What a shell, cmd.exe, or a careless `split` would take for more than text. */
const hostile = [
  '$(touch pwned)',
  '`touch pwned`',
  '; touch pwned #',
  '&& touch pwned',
  '| touch pwned',
  '\ntouch pwned\n',
  `'; touch pwned; '`,
  '"; touch pwned; "',
  '> pwned',
  '${IFS}',
  '$HOME',
  '%PATH%',
  '*',
  '~',
  '\\',
  '!!',
  '',
  '{PORTS}',
  '-n',
  'ü 日本 \u202e',
];

const nodeProgram = `
  require('node:fs').writeFileSync(process.env.REPORT, JSON.stringify({
    args: process.argv.slice(2), hostile: process.env.HOSTILE, name: process.env.name ?? null, cwd: process.cwd(),
  }));
  require('node:net').createServer().listen(Number(process.env.PORT ?? 0), '127.0.0.1');`;
const pythonProgram = `
import json, os, sys, time
with open(os.environ['REPORT'], 'w') as file:
    json.dump({'args': sys.argv[1:], 'hostile': os.environ['HOSTILE']}, file)
time.sleep(1000)
`;
const shellProgram = 'exec node program.cjs "$@"\n';

/** The ways in which a program is started, each with the options of its app. */
const paths: readonly { readonly name: string; readonly options: (port: number) => object }[] = [
  { name: 'Node, one instance', options: () => ({ script: 'program.cjs' }) },
  { name: 'Node, a cluster', options: (port) => ({ script: 'program.cjs', instances: 2, port }) },
  { name: 'Node in the style of PMDaemon', options: () => ({ script: 'node', lead: ['program.cjs'] }) },
  { name: 'Python by its interpreter', options: () => ({ script: 'program.py' }) },
  {
    name: 'Python with a shared socket',
    options: (port) => ({ script: 'program.py', instances: 2, port }),
  },
  { name: 'a shell script', options: () => ({ script: 'program.sh' }) },
  { name: 'a program on PATH', options: () => ({ script: 'python3', lead: ['program.py'] }) },
  { name: 'a line for the shell', options: () => ({ script: 'true && exec python3 program.py' }) },
];

interface Report {
  readonly args: readonly string[];
  readonly hostile: string;
}

/** Undefined until it is written to its end. */
function readReport(path: string): Report | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  return text.endsWith('}') ? (JSON.parse(text) as Report) : undefined;
}

const files = { 'program.cjs': nodeProgram, 'program.py': pythonProgram, 'program.sh': shellProgram };

describe('what an ecosystem file says is text for the program and nothing for a shell', () => {
  for (const { name, options } of paths) {
    it(`${name}: arguments and variables arrive as they are`, async () => {
      await using workspace = new TestWorkspace({ files });
      const { lead = [], ...own } = options(await freePort()) as { lead?: string[] };
      const env = { REPORT: join(workspace.folder, 'report.json'), HOSTILE: hostile.join('') };
      const app = { name: 'api', args: [...lead, ...hostile], env, min_uptime: 100, ...own };
      workspace.write('ecosystem.json', JSON.stringify({ apps: [app] }));
      const client = await workspace.load();
      await client.request('apps/start', { targets: ['api'], env: workspace.env });
      const report = await waitFor('the report of the program', () => readReport(env.REPORT));
      assert.deepEqual(report.args, hostile);
      assert.equal(report.hostile, env.HOSTILE);
      assert.ok(!existsSync(join(workspace.folder, 'pwned')));
    });
  }

  it('names of apps, namespaces and profiles name things, and lead out of no folder', async () => {
    await using workspace = new TestWorkspace({
      files: { 'say.js': 'console.log("said"); setInterval(() => {}, 1000);' },
    });
    const names = [
      '../../../out',
      '$(touch pwned)',
      'a\nb',
      '/etc/out',
      '__proto__',
      'constructor',
      '..',
      'a#b/0',
    ];
    const apps = names.map((name) => ({ name, namespace: name, script: 'say.js', min_uptime: 100 }));
    workspace.write('ecosystem.json', JSON.stringify({ apps }));
    const client = await workspace.load();
    await client.request('apps/start', { targets: ['all'], env: workspace.env });
    const snapshot = await until(client, ({ instances }) =>
      instances.every(({ status }) => status === 'online'),
    );
    assert.deepEqual(snapshot.apps.map((app) => app.name).sort(), [...names].sort());
    const logs = new Set<string>();
    for (const { id } of snapshot.instances) {
      const read = await client.request('logs/read', { instance: id, lines: 10 });
      for (const file of read.files) logs.add(file);
    }
    const logFolder = join(workspace.location.stateDir, 'logs');
    assert.equal(logs.size, names.length * 2, 'each app has its own');
    for (const file of logs) assert.match(relative(logFolder, file), /^ecosystem\.json\/(?!\.\.?$)[\w.-]+$/);
    assert.deepEqual(readdirSync(workspace.folder).sort(), ['ecosystem.json', 'say.js']);
    assert.equal(({} as Record<string, unknown>)['script'], undefined);
    assert.equal(instancesOf(snapshot, 'constructor').length, 1);
  });

  it('keys that JavaScript gives a meaning change nothing but their own app', async () => {
    await using workspace = new TestWorkspace({ files: { 'say.js': 'setInterval(() => {}, 1000);' } });
    workspace.write(
      'ecosystem.json',
      '{ "apps": [{ "name": "web", "script": "say.js", "min_uptime": 100, "__proto__": { "instances": 7 }, "env": { "__proto__": "x", "constructor": "y" }, "dev": { "__proto__": { "watch": false } } }] }',
    );
    const client = await workspace.load();
    await client.request('apps/start', { targets: ['all'], env: workspace.env });
    const { apps, instances } = await until(client, (now) =>
      now.instances.every(({ status }) => status === 'online'),
    );
    assert.equal(apps.length, 1);
    assert.equal(instances.length, 1);
    const { env } = await client.request('instances/environment', { instance: instances[0]?.id ?? '' });
    assert.equal(env['constructor'], 'y');
    // The supervisor itself is as before: what it makes next has no such options.
    await client.request('apps/start', { targets: ['all'], env: workspace.env });
    assert.equal(client.snapshot.instances.length, 1);
  });
});
