import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../scripts/install/paths.ts';
import { npmPackagePath } from '../../scripts/packNpm.ts';
import { freePort } from '../supervisor/freePort.ts';
import { CleanMachine } from './cleanMachine.ts';

const page = readFileSync(`${root}/docs/node-api.md`, 'utf8');
const examples = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code);

let port: number;
before(async () => {
  port = await freePort();
});

/** A machine on which the package is installed in the project, with an app to run. */
function machineWithPackage(node: 22 | 24): CleanMachine {
  const machine = new CleanMachine(node);
  const folder = path.join(machine.project, 'node_modules', 'drover');
  mkdirSync(folder, { recursive: true });
  // As npm does: it has no dependencies.
  execFileSync('tar', ['xzf', npmPackagePath, '--strip-components=1', '-C', folder]);
  machine.write(
    'server.js',
    `require('node:http').createServer((request, response) => response.end('yes'))
      .listen(process.env.PORT, () => console.log('listening'));`,
  );
  machine.write(
    'ecosystem.config.js',
    `module.exports = { apps: [{ name: 'web', script: 'server.js', instances: 2, port: ${port} }] };`,
  );
  return machine;
}

const machine = (() => {
  let made: CleanMachine | undefined;
  after(() => made?.[Symbol.dispose]());
  return () => (made ??= machineWithPackage(22));
})();

for (const node of [22, 24] as const) {
  test(`the examples of docs/node-api.md run as they are on Node ${node}`, async () => {
    using own = machineWithPackage(node);
    own.write('script.mjs', examples[0] ?? '');
    const script = await own.run('node', ['script.mjs']);
    assert.deepEqual([script.code, script.err], [0, '']);
    assert.match(script.out, /name: 'web-1'/);
    assert.match(script.out, /^web-2: \d+\.\d %, \d+ MiB$/m);
    assert.match(script.out, /^web-\d out: listening$/m);
    own.write('server.test.mjs', examples[1] ?? '');
    const tested = await own.run('node', ['--test', 'server.test.mjs']);
    assert.equal(tested.code, 0, tested.out);
    assert.match(tested.out, /pass 1/);
  });
}

test('it can be required, and its command is the command line', async () => {
  machine().write(
    'script.cjs',
    `const { connect } = require('drover');
     connect({ start: false }).then((drover) => console.log(drover));`,
  );
  assert.deepEqual(await machine().run('node', ['script.cjs']), { code: 0, out: 'null\n', err: '' });
  const { version, bin } = JSON.parse(
    readFileSync(`${machine().project}/node_modules/drover/package.json`, 'utf8'),
  ) as { version: string; bin: { drover: string } };
  const printed = await machine().run('node', [`node_modules/drover/${bin.drover}`, '--version']);
  assert.equal(printed.out, `${version}\n`);
});

const typed = `
import { connect, DroverError, type Drover, type DroverApp, type LoggedLine } from 'drover';

const drover: Drover = await connect({ folder: '/shop', env: { PORT: '1', NONE: undefined } });
const maybe: Drover | null = await connect({ start: false });
const apps: readonly DroverApp[] = await drover.start(['web', 'api'], { profile: null, wait: false });
const pid: number | null | undefined = apps[0]?.instances[0]?.pid;
const lines: AsyncIterable<LoggedLine> = drover.logs('web', { lines: 5 });
for await (const { at, dropped } of lines) { const sum: number = at + dropped; void sum; }
const listening = drover.onDidChange((snapshot, changes) => { void [snapshot.apps.length, changes.length]; });
listening.dispose();
const { timelines } = await drover.request('instances/timeline', { targets: ['web'] });
try { await drover.waitFor('web', 'online', { timeoutMs: 1 }); }
catch (error) { if (error instanceof DroverError) { const first: string | undefined = error.outcomes[0]?.app; void first; } }
await using other = await connect({ start: { leaseSeconds: 5 } });
void [maybe, pid, timelines, other];
// What follows is wrong, line by line.
// @ts-expect-error may be null
(await connect({ start: false })).list();
// @ts-expect-error no such status
await drover.waitFor('web', 'onlin');
// @ts-expect-error no such method
await drover.request('apps/strat', { targets: [] });
// @ts-expect-error targets are missing
await drover.request('apps/stop', {});
// @ts-expect-error no such option
await connect({ floder: '/shop' });
// @ts-expect-error the status of an app is not any text
apps[0]?.status === 'onlin';
`;

for (const [name, compilerOptions] of [
  ['ES modules', { module: 'nodenext', target: 'es2022' }],
  ['a bundler', { module: 'preserve', moduleResolution: 'bundler', target: 'es2022' }],
] as const) {
  test(`its types stand alone and tell right from wrong, for ${name}`, async () => {
    machine().write('typed.mts', typed);
    // `AbortSignal` comes from here or from @types/node.
    const lib = ['es2023', 'esnext.disposable', 'dom'];
    const options = { ...compilerOptions, lib, strict: true, noEmit: true, types: [], skipLibCheck: false };
    machine().write('tsconfig.json', JSON.stringify({ compilerOptions: options, files: ['typed.mts'] }));
    const checked = await machine().run('node', [`${root}/node_modules/typescript/bin/tsc`, '-p', '.']);
    assert.deepEqual([checked.code, checked.out], [0, '']);
  });
}
