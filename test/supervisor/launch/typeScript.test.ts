import assert from 'node:assert/strict';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { NodeMajor } from '../../nodes.ts';
import { nodeBinary, tsxLoader } from '../../nodes.ts';
import type { TestLauncher } from './harness.ts';
import { freePort } from '../freePort.ts';
import { fixtures, planFor, request, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

/** A project folder with `script` in it, and tsx among its packages or not. */
async function project(name: string, script: string, hasTsx: boolean): Promise<string> {
  const folder = join(launchers.folder, name);
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await copyFile(join(fixtures, script), join(folder, script));
  const packages = resolve(fileURLToPath(tsxLoader()), '../../..');
  if (hasTsx) await symlink(packages, join(folder, 'node_modules'));
  return folder;
}

const cases: readonly { major: NodeMajor; script: string; hasTsx: boolean }[] = [
  { major: 18, script: 'enum.ts', hasTsx: true },
  { major: 20, script: 'enum.ts', hasTsx: true },
  { major: 22, script: 'enum.ts', hasTsx: true },
  { major: 22, script: 'listen.ts', hasTsx: false },
  { major: 24, script: 'listen.ts', hasTsx: false },
  { major: 26, script: 'listen.ts', hasTsx: false },
];

for (const { major, script, hasTsx } of cases) {
  test(`four instances of ${script} share a port on Node ${major} ${hasTsx ? 'through tsx' : 'by stripping types'}`, async () => {
    const name = `${script}-${major}`;
    const cwd = await project(name, script, hasTsx);
    const port = await freePort();
    const plan = planFor(join(cwd, script), {
      interpreter: nodeBinary(major),
      sharing: 'cluster',
      spec: { name, cwd },
    });
    const four = [0, 1, 2, 3].map((index) =>
      launchers.start(plan, { index, env: { TEST_PORT: String(port) } }),
    );
    for (const instance of four) assert.equal((await instance.event('listening')).port, port);
    const answers = new Set<string>();
    for (let asked = 0; asked < 4; asked += 1) answers.add(await request(port));
    const expected = await Promise.all(
      four.map(async (instance) => JSON.stringify({ pid: await instance.pid(), main: true, args: [] })),
    );
    assert.deepEqual([...answers].sort(), expected.sort());
    await launchers.launcher.release(name);
  });
}

for (const major of [18, 20] as const) {
  test(`TypeScript without tsx on Node ${major} is a failed start that says what to install`, async () => {
    const cwd = await project(`bare-${major}`, 'listen.ts', false);
    const plan = planFor(join(cwd, 'listen.ts'), { interpreter: nodeBinary(major), spec: { cwd } });
    const { problem } = await launchers.start(plan).event('failed');
    assert.equal(problem.code, 'typescript-unsupported');
    assert.match(problem.data['node'] ?? '', new RegExp(`^Node ${major}\\.`));
  });
}
