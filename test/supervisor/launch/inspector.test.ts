import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { freePort } from '../freePort.ts';
import { planFor, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

/** Where the inspector listens by the answer to the `count`th `inspect`. */
async function answer(instance: TestInstance, count = 1): Promise<string | null> {
  const answers = (): (string | null)[] =>
    instance.events.flatMap((event) => (event.kind === 'inspector' ? [event.url] : []));
  await instance.eventThat(() => answers().length >= count);
  return answers()[count - 1] ?? null;
}

for (const major of nodeMajors) {
  for (const sharing of ['none', 'cluster'] as const) {
    const about = `sharing ${sharing} on Node ${major}`;

    test(`nothing listens before an inspector is asked for, and after it was closed, ${about}`, async () => {
      const plan = planFor('slow.cjs', {
        sharing,
        interpreter: nodeBinary(major),
        spec: { name: `asked-${major}` },
      });
      const env = { TEST_PORT: String(await freePort()) };
      for (const port of [await freePort(), await freePort()]) {
        const instance = launchers.start(plan, { inspect: { port, breaks: false }, env });
        await instance.event('listening');
        const address = `http://127.0.0.1:${port}/json/version`;
        await assert.rejects(fetch(address));
        assert.equal(await instance.launched.inspect(port), true);
        assert.match((await answer(instance)) ?? '', new RegExp(`^ws://127\\.0\\.0\\.1:${port}/`));
        assert.equal((await fetch(address, { headers: { connection: 'close' } })).status, 200);
        await instance.launched.inspect(null);
        assert.equal(await answer(instance, 2), null);
        await assert.rejects(fetch(address));
        assert.doesNotMatch(instance.text('err'), /Debugger listening/);
        if (sharing === 'none') instance.kill();
      }
    });

    test(`SIGUSR1 opens the inspector on the port given, ${about}`, async () => {
      const script = join(launchers.folder, `busy-${major}-${sharing}.cjs`);
      writeFileSync(
        script,
        `require('node:net').createServer().listen(0, '127.0.0.1', () => setImmediate(() => {
           process.stdout.write('busy\\n'); for (;;);
         }));`,
      );
      const plan = planFor(script, {
        sharing,
        interpreter: nodeBinary(major),
        spec: { name: `signal-${major}` },
      });
      const port = await freePort();
      const instance = launchers.start(plan, { inspect: { port, breaks: false } });
      await instance.output(/busy/);
      process.kill(await instance.pid(), 'SIGUSR1');
      while (
        !(await fetch(`http://127.0.0.1:${port}/json/version`).then(
          ({ ok }) => ok,
          () => false,
        ))
      );
      instance.kill();
    });

    test(`what the program starts has none of its flags for the inspector, ${about}`, async () => {
      const script = join(launchers.folder, `flags-${major}-${sharing}.cjs`);
      writeFileSync(
        script,
        `const { fork } = require('node:child_process');
         console.log('flags ' + JSON.stringify(process.execArgv.filter((flag) => flag.includes('inspect'))));
         if (process.argv[2] === undefined) fork(__filename, ['child']).on('exit', (code) => console.log('forked ' + code));`,
      );
      const spec = { name: `flags-${major}` };
      const plan = planFor(script, { sharing, interpreter: nodeBinary(major), spec });
      const instance = launchers.start(plan, { inspect: { port: await freePort(), breaks: false } });
      await instance.output(/forked 0/);
      assert.deepEqual(instance.text('out').match(/flags .*/g), ['flags []', 'flags []']);
      instance.kill();
    });
  }
}

test('flags of the user win', async () => {
  const [port, other] = [await freePort(), await freePort()];
  const plan = planFor('slow.cjs', { nodeArgs: [`--inspect=127.0.0.1:${port}`], spec: { name: 'own-flag' } });
  const env = { TEST_PORT: String(await freePort()) };
  const instance = launchers.start(plan, { inspect: { port: other, breaks: false }, env });
  await instance.event('listening');
  await instance.launched.inspect(other);
  assert.match((await answer(instance)) ?? '', new RegExp(`^ws://127\\.0\\.0\\.1:${port}/`));
  await instance.launched.inspect(null);
  assert.match((await answer(instance, 2)) ?? '', new RegExp(`^ws://127\\.0\\.0\\.1:${port}/`));
});
