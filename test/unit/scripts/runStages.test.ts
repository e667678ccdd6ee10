import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Counts, noCounts } from '../../../scripts/testing/counts.ts';
import { runStages, type Stage } from '../../../scripts/testing/runStages.ts';

const well: Counts = { passed: 1, failed: 0, skipped: 0 };

interface Told {
  readonly stage: Stage;
  /** Ends the stage. */
  readonly end: (counts: Counts, failedUnits?: readonly string[]) => void;
  readonly begun: Promise<void>;
}

/** A promise that is resolved from outside. */
function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** A stage that writes its name in capitals when it is begun, and ends when it is told to. */
function stage(name: string, lane: string, again?: Counts): Told {
  const begun = deferred<undefined>();
  const ended = deferred<Counts & { failedUnits: readonly string[] }>();
  return {
    begun: begun.promise,
    end: (counts, failedUnits = []) => {
      ended.resolve({ ...counts, failedUnits });
    },
    stage: {
      name,
      lane,
      run: (output) => {
        output.write(name.toUpperCase());
        begun.resolve(undefined);
        return ended.promise;
      },
      ...(again === undefined ? {} : { runAgain: () => Promise.resolve(again) }),
    },
  };
}

function run(...told: readonly Told[]) {
  let text = '';
  const write = (part: string | Uint8Array): void => void (text += String(part));
  const stopped = new AbortController();
  const total = runStages(
    told.map((one) => one.stage),
    { write, signal: stopped.signal },
  );
  return { total, text: () => text, stopped };
}

test('lanes run beside each other, and are read one after the other', async () => {
  const [first, second, other] = [stage('first', 'a'), stage('second', 'a'), stage('other', 'b')];
  const { total, text } = run(first, second, other);
  await Promise.all([first.begun, other.begun]);
  assert.match(text(), /FIRST/);
  other.end(well);
  assert.doesNotMatch(text(), /OTHER/);
  first.end(well);
  await second.begun;
  second.end(well);
  assert.deepEqual(await total, { passed: 3, failed: 0, skipped: 0 });
  assert.match(text(), /== first ==\nFIRST== first: ok in .*== other ==\nOTHER== other: ok in .*SECOND/s);
});

test('a stage that fails for good ends the run, and what ran beside it counts too', async () => {
  const [bad, after] = [stage('bad', 'a'), stage('after', 'a')];
  const [beside, last] = [stage('beside', 'b'), stage('last', 'b')];
  const { total, text } = run(bad, after, beside, last);
  bad.end({ ...noCounts, failed: 2 });
  await beside.begun;
  beside.end({ passed: 4, failed: 1, skipped: 0 });
  assert.deepEqual(await total, { passed: 4, failed: 3, skipped: 0 });
  assert.match(text(), /Stage "bad" failed\.\n.*Stage "beside" failed\.\n.*Did not run: after, last\./s);
});

test('what failed a little is run again when all is done', async () => {
  const [shaky, beside] = [stage('shaky', 'a', well), stage('beside', 'b')];
  const { total, text } = run(shaky, beside);
  shaky.end({ passed: 2, failed: 1, skipped: 0 }, ['one.test.ts']);
  await beside.begun;
  assert.doesNotMatch(text(), /Once more/);
  beside.end(well);
  assert.deepEqual(await total, { passed: 4, failed: 0, skipped: 0 });
  assert.match(text(), /BESIDE.*Once more, alone: one\.test\.ts\n.*Unsteady/s);
});

test('what fails again has failed', async () => {
  const shaky = stage('shaky', 'a', { ...noCounts, failed: 1 });
  const { total } = run(shaky);
  shaky.end({ passed: 2, failed: 1, skipped: 0 }, ['one.test.ts']);
  assert.deepEqual(await total, { passed: 2, failed: 1, skipped: 0 });
});

test('a stage that cannot run has failed, and says why', async () => {
  const broken: Stage = { name: 'broken', lane: 'a', run: () => Promise.reject(new Error('no compiler')) };
  const { total, text } = run({ ...stage('x', 'a'), stage: broken });
  assert.deepEqual(await total, { ...noCounts, failed: 1 });
  assert.match(text(), /no compiler\n== broken: failed in /);
});

test('a run that is stopped begins nothing more and has failed', async () => {
  const [first, second] = [stage('first', 'a'), stage('second', 'a', well)];
  const { total, text, stopped } = run(first, second);
  await first.begun;
  stopped.abort();
  first.end(well);
  assert.deepEqual(await total, { passed: 1, failed: 1, skipped: 0 });
  assert.match(text(), /Did not run: second\./);
});
