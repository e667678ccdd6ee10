import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { AppPlan } from '../../../src/ecosystem/appSpec.ts';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import { nodeBinary } from '../../nodes.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { freePort } from '../freePort.ts';
import { planFor, testLauncher } from './harness.ts';

const platform = createPlatform();
let launchers: TestLauncher;
before(async () => (launchers = await testLauncher()));
after(() => launchers.dispose());

function shell(line: string, spec: Partial<AppPlan['spec']> = {}): AppPlan {
  return planFor('shell', { script: line, shell: true, interpreter: null, spec });
}

for (const sharing of ['none', 'cluster'] as const) {
  for (const major of [18, 22, 26] as const) {
    test(`a program on Node ${major} reads what it is given, sharing ${sharing}`, async () => {
      const plan = planFor('reading.cjs', { sharing, interpreter: nodeBinary(major) });
      const instance = launchers.start(plan);
      await instance.output(/waiting/);
      assert.equal(await instance.launched.input('grüß dich\n'), 'taken');
      await instance.output(/read "grüß dich\\n"/);
      assert.equal(await instance.launched.input('again\n'), 'taken');
      await instance.output(/read "again\\n"/);
      assert.doesNotMatch(instance.text('out'), /end of input/);
    });
  }

  test(`texts that do not fit into the pipe arrive whole and in order, sharing ${sharing}`, async () => {
    const instance = launchers.start(planFor('reading.cjs', { sharing }));
    await instance.output(/waiting/);
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(150_000));
    const results = await Promise.all(texts.map((text) => instance.launched.input(text)));
    assert.deepEqual(results, ['taken', 'taken', 'taken']);
    assert.equal(await instance.launched.input('\nthe end\n'), 'taken');
    await instance.output(/the end/);
    const read = [...instance.text('out').matchAll(/read (".*")/g)].map(([, text = '']) =>
      String(JSON.parse(text)),
    );
    assert.equal(read.join(''), `${texts.join('')}\nthe end\n`);
  });
}

test('a program in Python reads what it is given, also where it inherits a socket', async () => {
  const plan = planFor('python3', {
    interpreter: null,
    args: ['-uc', 'import sys\nprint("waiting")\nfor line in sys.stdin: print("read", repr(line))'],
  });
  const port = await freePort();
  const shared: AppPlan = { ...plan, sharing: 'socket', socket: { host: '127.0.0.1', port } };
  for (const one of [plan, shared]) {
    const instance = launchers.start(one);
    await instance.output(/waiting/);
    assert.equal(await instance.launched.input('ein Wort\n'), 'taken');
    await instance.output(/read 'ein Wort\\n'/);
  }
});

test('a program that reads to the end lives on, and a job that runs once finds the end at once', async () => {
  const living = launchers.start(shell('echo waiting; cat; echo over'));
  await living.output(/waiting/);
  assert.equal(await living.launched.input('to cat\n'), 'taken');
  await living.output(/to cat/);
  const once = launchers.start(shell('cat; echo over', { oneShot: true }));
  await once.event('outputEnd');
  assert.equal(once.text('out'), 'over\n');
  assert.doesNotMatch(living.text('out'), /over/);
});

test('a program that never reads goes on, ends by itself, and whoever writes is told', async () => {
  const script =
    'setInterval(() => 0, 1e6); process.once("SIGTERM", () => process.exit(0)); console.log("up")';
  const plan = planFor('node', { interpreter: null, args: ['-e', script] });
  const instance = launchers.start(plan);
  await instance.output(/up/);
  assert.equal(await instance.launched.input('x'.repeat(1_000_000)), 'full');
  assert.equal(await instance.launched.input('x'), 'full');
  instance.kill('SIGTERM');
  const { code } = await instance.event('exit');
  assert.equal(code, 0);
  assert.equal(await instance.launched.input('x'), 'none');
});

test('a program without work ends although its input stays open', async () => {
  const instance = launchers.start(planFor('node', { interpreter: null, args: ['-e', '0'] }));
  const { code } = await instance.event('exit');
  assert.equal(code, 0);
});

test('nothing can be given to a program that has closed its input', async () => {
  const instance = launchers.start(shell('exec 0<&-; echo closed; exec sleep 100'));
  await instance.output(/closed/);
  assert.equal(await instance.launched.input('x\n'), 'none');
});

test('input that a child of an ended instance still has open goes to nobody else', async () => {
  const first = launchers.start(shell('sleep 100 <&0 >/dev/null 2>&1 & echo started'));
  await first.event('outputEnd');
  const plans = Array.from({ length: 12 }, () => shell('read line; echo "got $line"'));
  const next: readonly TestInstance[] = plans.map((plan) => launchers.start(plan));
  for (const [index, instance] of next.entries()) {
    await instance.event('started');
    assert.equal(await instance.launched.input(`${index}\n`), 'taken');
    await instance.event('outputEnd');
    assert.equal(instance.text('out'), `got ${index}\n`);
  }
  assert.ok(platform.signalGroup(await first.pid(), 'SIGKILL'));
});

test(
  'an instance with input holds no more descriptors here than one without',
  { skip: process.platform !== 'linux' },
  async () => {
    const held = async (oneShot: boolean): Promise<number> => {
      const before = readdirSync('/proc/self/fd').length;
      const started = Array.from({ length: 5 }, () =>
        launchers.start(shell('echo up; exec sleep 100', { oneShot })),
      );
      for (const instance of started) await instance.output(/up/);
      return readdirSync('/proc/self/fd').length - before;
    };
    assert.equal(await held(false), await held(true));
  },
);
