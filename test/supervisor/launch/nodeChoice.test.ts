import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { createLoginShell } from '../../../src/supervisor/launch/loginShell.ts';
import type { NodeMajor } from '../../nodes.ts';
import { nodeBinary, nodeVersions } from '../../nodes.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { planFor, testLauncher } from './harness.ts';

let launchers: TestLauncher;
let withShell: TestLauncher;
before(async () => {
  launchers = await testLauncher();
  const shell = write('shell', `#!/bin/sh\nPATH="${place('login')}:/usr/bin:/bin"\neval "$4"\n`, 0o755);
  withShell = await testLauncher(undefined, createLoginShell({ file: shell, env: { PATH: '/bin' } }));
  link(24, 'usual/node');
  link(18, 'nvm/versions/node/v18.20.8/bin/node');
  link(20, 'nvm/versions/node/v20.20.2/bin/node');
  link(22, 'nvm/versions/node/v22.15.1/bin/node');
  link(26, 'login/node');
  write('nvm/alias/default', '18');
  // Prints its own version, that of a child, and where it was found.
  write(
    'project/version.js',
    `const { execFileSync } = require('node:child_process');
     const child = execFileSync('node', ['-p', 'process.version']).toString().trim();
     console.log(process.version, child, process.execArgv.length > 1, require.main === module);
     setInterval(() => {}, 1000);`,
  );
});
after(() => Promise.all([launchers.dispose(), withShell.dispose()]));

const place = (path: string): string => join(launchers.folder, path);

function write(path: string, text: string, mode = 0o644): string {
  mkdirSync(dirname(place(path)), { recursive: true });
  writeFileSync(place(path), text);
  chmodSync(place(path), mode);
  return place(path);
}

function link(major: NodeMajor, path: string): void {
  mkdirSync(dirname(place(path)), { recursive: true });
  symlinkSync(nodeBinary(major), place(path));
}

/** Only the folders of this test: a machine may well have version managers of its own. */
function environment(path: string): Record<string, string> {
  const managers = ['FNM_DIR', 'VOLTA_HOME', 'ASDF_DATA_DIR', 'MISE_DATA_DIR', 'NODENV_ROOT', 'N_PREFIX'];
  const none = [...managers, 'HOMEBREW_PREFIX'].map((name) => [name, place('none')]);
  return { ...(Object.fromEntries(none) as Record<string, string>), NVM_DIR: place('nvm'), PATH: path };
}

interface Case {
  readonly nvmrc?: string;
  readonly interpreter?: string;
  readonly path?: string;
  readonly sharing?: 'none' | 'cluster';
  readonly on?: TestLauncher;
}

function start(
  name: string,
  { nvmrc, interpreter = 'node', path, sharing = 'none', on }: Case,
): TestInstance {
  const cwd = place(`project/${name}`);
  mkdirSync(cwd, { recursive: true });
  if (nvmrc !== undefined) write(`project/${name}/.nvmrc`, nvmrc);
  const plan = planFor(place('project/version.js'), { interpreter, sharing, spec: { cwd, name } });
  return (on ?? launchers).start(plan, { env: environment(path ?? place('usual')) });
}

/** On which Node an instance runs, and on which its child. */
async function versions(instance: TestInstance): Promise<string> {
  await instance.output(/^v.*\n/);
  instance.kill();
  return instance.text('out').split(' ').slice(0, 2).join(' ');
}

const twice = (major: NodeMajor): string => `v${nodeVersions[major]} v${nodeVersions[major]}`;

describe('the Node that a project asks for runs the app and its children', () => {
  const cases: readonly [what: string, options: Case, major: NodeMajor][] = [
    ['without .nvmrc it is that of PATH', {}, 24],
    ['.nvmrc', { nvmrc: '20' }, 20],
    ['an exact version', { nvmrc: 'v18.20.8\n' }, 18],
    ['an LTS name', { nvmrc: 'lts/jod' }, 22],
    ["one of nvm's aliases", { nvmrc: 'default' }, 18],
    ['.nvmrc in a cluster', { nvmrc: '20', sharing: 'cluster' }, 20],
    ['node@22', { interpreter: 'node@22' }, 22],
    ['node@lts/iron in a cluster', { interpreter: 'node@lts/iron', sharing: 'cluster' }, 20],
    ['node@18 wins over .nvmrc', { nvmrc: '20', interpreter: 'node@18' }, 18],
    ['what PATH has and fits', { nvmrc: '24' }, 24],
    ['the newest', { interpreter: 'node@latest' }, 24],
  ];
  for (const [index, [what, options, major]] of cases.entries()) {
    test(what, async () => {
      const instance = start(`case-${index}`, options);
      assert.equal(await versions(instance), twice(major));
      const { interpreter, warning } = await instance.event('started');
      assert.equal(warning, undefined);
      const inNvm = place(`nvm/versions/node/v${nodeVersions[major]}/bin/node`);
      assert.equal(interpreter, major === 24 ? place('usual/node') : inNvm);
    });
  }
});

test('a version that nobody has is a warning, and the usual Node runs', async () => {
  const instance = start('unknown', { nvmrc: '19.1' });
  assert.equal(await versions(instance), twice(24));
  const { warning, interpreter } = await instance.event('started');
  assert.equal(interpreter, place('usual/node'));
  assert.ok(warning);
  assert.equal(`${warning.code} ${warning.severity}`, 'node-version-missing warning');
  const text = describeProblem(warning);
  assert.ok(text.startsWith(`${place('project/unknown/.nvmrc')} asks for Node 19.1`), text);
  assert.ok(text.includes(`${place('usual/node')} (v${nodeVersions[24]})`), text);
  assert.match(text, /none of nvm, fnm, volta/);
});

test('an interpreter that nobody has fails, and says what is there', async () => {
  const { problem } = await start('missing', { interpreter: 'node@19' }).event('failed');
  assert.equal(problem.code, 'interpreter-missing');
  const text = describeProblem(problem);
  assert.match(text, /"node@19" was not found/);
  assert.ok(
    text.includes(`PATH is ${place('usual')}. Without a version it is ${place('usual/node')} (v24`),
    text,
  );
  assert.match(text, /nvm has v22\.15\.1, v20\.20\.2, v18\.20\.8; "nvm install 19" adds it\.$/);
});

test('without any Node, the file that asks for one is named', async () => {
  const instance = start('none', { nvmrc: '19', path: place('empty') });
  const { problem } = await instance.event('failed');
  const source = place('project/none/.nvmrc');
  assert.equal(problem.code, 'interpreter-missing');
  assert.equal(problem.data['interpreter'], 'node@19');
  const path = problem.data['path'] ?? '';
  assert.ok(
    path.startsWith(`${place('empty')}. ${source} asks for it. There is no other Node; nvm has`),
    path,
  );
});

test('a .nvmrc that is changed holds from the next start', async () => {
  assert.equal(await versions(start('changing', { nvmrc: '20' })), twice(20));
  assert.equal(await versions(start('changing', { nvmrc: '22' })), twice(22));
});

describe("the login shell's PATH", () => {
  test('has what is not on that of the app, which gets both', async () => {
    const instance = start('login', { path: place('empty'), on: withShell });
    assert.equal(await versions(instance), twice(26));
    assert.equal((await instance.event('started')).interpreter, place('login/node'));
  });

  test('is asked for a version that no manager has', async () => {
    const instance = start('login-version', { nvmrc: '26', on: withShell });
    assert.equal(await versions(instance), twice(26));
  });

  test('comes after what the managers have', async () => {
    const instance = start('managed', { nvmrc: '22', path: place('empty'), on: withShell });
    assert.equal(await versions(instance), twice(22));
  });

  test('is quoted beside the own one when neither has it', async () => {
    const plan = planFor('no-such-command', { interpreter: null });
    const { problem } = await withShell.start(plan, { env: { PATH: '/usual' } }).event('failed');
    assert.equal(problem.code, 'command-missing');
    const shell = `${place('shell')} is ${place('login')}:/usr/bin:/bin`;
    assert.equal(problem.data['path'], `/usual, and that of the login shell ${shell}`);
  });

  test('is appended for a command of its own', async () => {
    write('login/greet', '#!/bin/sh\necho "$PATH"\n', 0o755);
    const instance = withShell.start(planFor('greet', { interpreter: null }), { env: { PATH: '/usual' } });
    await instance.event('outputEnd');
    assert.equal(instance.text('out'), `/usual:${place('login')}:/usr/bin:/bin\n`);
    assert.equal((await instance.event('started')).interpreter, undefined);
  });
});

describe('commands that run on Node', () => {
  const tool = `#!/usr/bin/env node\nconsole.log(process.version, require('node:child_process').execFileSync('node', ['-p', 'process.version']).toString());`;

  test('by their first line get the Node of the project', async () => {
    write('usual/tool', tool, 0o755);
    write('project/tool/.nvmrc', '20');
    const plan = planFor('tool', { interpreter: null, spec: { cwd: place('project/tool') } });
    const env = environment(`${place('usual')}:/usr/bin:/bin`);
    const instance = launchers.start(plan, { env });
    assert.equal(await versions(instance), `${twice(20)}\n\n`);
  });

  test('are taken from that Node where it has its own, as npm', async () => {
    write(
      'nvm/versions/node/v18.20.8/bin/mine',
      '#!/usr/bin/env node\nconsole.log(process.version, "own")',
      0o755,
    );
    write('usual/mine', '#!/usr/bin/env node\nconsole.log(process.version, "other")', 0o755);
    write('project/mine/.nvmrc', '18');
    const plan = planFor('mine', { interpreter: null, spec: { cwd: place('project/mine') } });
    const instance = launchers.start(plan, { env: environment(`${place('usual')}:/usr/bin:/bin`) });
    await instance.event('outputEnd');
    assert.equal(instance.text('out'), `v${nodeVersions[18]} own\n`);
  });

  test('and shell lines that start it do so too', async () => {
    write('project/line/.nvmrc', '22');
    const plan = planFor('line', {
      script: 'cd . && node -p process.version',
      interpreter: null,
      shell: true,
      spec: { cwd: place('project/line') },
    });
    const instance = launchers.start(plan, { env: environment(`${place('usual')}:/usr/bin:/bin`) });
    await instance.event('outputEnd');
    assert.equal(instance.text('out'), `v${nodeVersions[22]}\n`);
  });
});
