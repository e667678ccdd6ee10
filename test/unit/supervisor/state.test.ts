import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock, test } from 'node:test';
import type { TestContext } from 'node:test';
import { readState, writeState } from '../../../src/supervisor/state.ts';
import type { SavedState } from '../../../src/supervisor/state.ts';
import { StateSaver } from '../../../src/supervisor/stateSaver.ts';

function folder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'drover-state-'));
  t.after(() => rmSync(dir, { recursive: true }));
  // Damage is logged.
  t.mock.method(console, 'error', () => undefined);
  return dir;
}

function state(name: string): SavedState {
  const app = { id: `#${name}`, file: null, name, wanted: true, stopped: [], profile: null, env: {} };
  return { version: 1, boot: 'boot', apps: [app], processes: [] };
}

const nameIn = ({ apps }: SavedState): string | undefined => apps[0]?.name;

const damagedIn = (dir: string): string[] => readdirSync(dir).filter((name) => name.includes('damaged'));

test('a folder without a state has none', (t) => {
  assert.deepEqual(readState(folder(t)), { state: undefined, damaged: undefined, usedPrevious: false });
});

test('the last state is read back, readable by its owner only, and the one before it is kept', (t) => {
  const dir = folder(t);
  for (const name of ['a', 'b', 'c']) writeState(dir, state(name));
  assert.deepEqual(readState(dir), { state: state('c'), damaged: undefined, usedPrevious: false });
  assert.deepEqual(readdirSync(dir).sort(), ['state.json', 'state.previous.json']);
  for (const name of readdirSync(dir)) assert.equal(statSync(join(dir, name)).mode & 0o777, 0o600);
  assert.match(readFileSync(join(dir, 'state.previous.json'), 'utf8'), /"#b"/);
});

test('how many instances were set by hand is kept, and may be absent', (t) => {
  const dir = folder(t);
  const [app] = state('a').apps;
  assert.ok(app);
  writeState(dir, { ...state('a'), apps: [app, { ...app, scaled: 3 }, { ...app, scaled: null }] });
  assert.deepEqual(
    readState(dir).state?.apps.map(({ scaled }) => scaled),
    [undefined, 3, null],
  );
});

const damages: readonly [what: string, text: string][] = [
  ['nothing', ''],
  ['half of it', '{"version":1,"boot":"b","apps":[{"id'],
  ['zeros', '\0\0\0\0'],
  ['another shape', '{"version":1,"boot":"b","apps":"none","processes":[]}'],
  ['another version', '{"version":2,"boot":"b","apps":[],"processes":[]}'],
  ['null', 'null'],
];
for (const [what, text] of damages) {
  test(`a state file that holds ${what} is set aside, and the state before it is used`, (t) => {
    const dir = folder(t);
    writeState(dir, state('old'));
    writeState(dir, state('new'));
    writeFileSync(join(dir, 'state.json'), text);
    const read = readState(dir);
    assert.deepEqual([read.state, read.usedPrevious], [state('old'), true]);
    assert.ok(read.damaged);
    assert.match(read.damaged, /state\.damaged-\d+\.json$/);
    assert.equal(readFileSync(read.damaged, 'utf8'), text);
    // It is told once.
    assert.deepEqual(readState(dir), { state: state('old'), damaged: undefined, usedPrevious: true });
    writeState(dir, state('next'));
    assert.deepEqual(readState(dir), { state: state('next'), damaged: undefined, usedPrevious: false });
    assert.match(readFileSync(join(dir, 'state.previous.json'), 'utf8'), /"#old"/);
  });
}

test('a state file that cannot be read at all is set aside too', (t) => {
  const dir = folder(t);
  writeState(dir, state('old'));
  writeState(dir, state('new'));
  rmSync(join(dir, 'state.json'));
  mkdirSync(join(dir, 'state.json'));
  const { state: found, damaged } = readState(dir);
  assert.equal(found && nameIn(found), 'old');
  assert.ok(damaged !== undefined && statSync(damaged).isDirectory());
});

test('both damaged: both are set aside, the newer one is told', (t) => {
  const dir = folder(t);
  writeFileSync(join(dir, 'state.json'), 'newer');
  writeFileSync(join(dir, 'state.previous.json'), 'older');
  // So that both would get the same name.
  mock.timers.enable({ apis: ['Date'], now: 1_700_000_000_000 });
  t.after(() => mock.timers.reset());
  const { state: found, damaged, usedPrevious } = readState(dir);
  assert.deepEqual([found, usedPrevious], [undefined, false]);
  assert.equal(readFileSync(damaged ?? '', 'utf8'), 'newer');
  assert.deepEqual(
    damagedIn(dir).map((name) => readFileSync(join(dir, name), 'utf8')),
    ['newer', 'older'],
  );
  assert.equal(existsSync(join(dir, 'state.json')), false);
});

test('five damaged files are kept, the newest ones', (t) => {
  const dir = folder(t);
  writeFileSync(join(dir, 'saved.damaged-1.json'), 'of another file');
  const texts = Array.from({ length: 8 }, (_, round) => `damage ${round}`);
  for (const text of texts) {
    writeFileSync(join(dir, 'state.json'), text);
    readState(dir);
  }
  const kept = damagedIn(dir).filter((name) => name.startsWith('state.'));
  assert.deepEqual(kept.map((name) => readFileSync(join(dir, name), 'utf8')).sort(), texts.slice(3));
  assert.ok(existsSync(join(dir, 'saved.damaged-1.json')));
});

test('a supervisor that died between the two steps of a write leaves the state before', (t) => {
  const dir = folder(t);
  writeState(dir, state('old'));
  writeFileSync(join(dir, 'state.json.tmp4711'), '{"half');
  renameSync(join(dir, 'state.json'), join(dir, 'state.previous.json'));
  assert.deepEqual(readState(dir), { state: state('old'), damaged: undefined, usedPrevious: true });
  assert.deepEqual(readdirSync(dir), ['state.previous.json']);
});

test('at any moment of a write the file is complete or away, and then the one before it is complete', async (t) => {
  const dir = folder(t);
  const source = new URL('../../../src/supervisor/state.ts', import.meta.url).href;
  const script = `
    import { writeState } from ${JSON.stringify(source)};
    const env = Object.fromEntries(Array.from({ length: 500 }, (_, n) => ['NAME_' + n, 'x'.repeat(50)]));
    const app = { id: '#a', file: null, name: 'a', wanted: true, stopped: [], profile: null, env };
    const write = () => writeState(${JSON.stringify(dir)}, { version: 1, boot: 'b', apps: [app], processes: [] });
    write();
    write();
    console.log('ready');
    for (;;) write();
  `;
  const writer = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const contentOf = (name: string): string | undefined => {
    try {
      return readFileSync(join(dir, name), 'utf8');
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOENT');
      return undefined;
    }
  };
  const exited = once(writer, 'exit');
  try {
    await once(writer.stdout, 'data');
    for (let look = 0; look < 3000; look++) {
      const content = contentOf('state.json') ?? contentOf('state.previous.json') ?? '';
      assert.ok(content.endsWith('"processes":[]}'), `look ${look} found ${content.length} bytes`);
    }
  } finally {
    writer.kill('SIGKILL');
    await exited;
  }
});

test('a state is saved when it has changed, and again after a failure, which is told once', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const dir = folder(t);
  let current = state('a');
  const told: string[] = [];
  const saver = new StateSaver(
    join(dir, 'sub'),
    () => current,
    (error) => told.push(error.message),
  );
  saver.saveNow();
  saver.saveNow();
  assert.equal(told.length, 1);
  assert.match(told[0] ?? '', /ENOENT/);
  mkdirSync(join(dir, 'sub'));
  t.mock.timers.tick(5_000);
  assert.equal(readState(join(dir, 'sub')).state?.apps[0]?.name, 'a');
  saver.saveNow();
  assert.deepEqual(readdirSync(join(dir, 'sub')), ['state.json'], 'nothing new, nothing written');
  current = state('b');
  saver.saveNow();
  assert.deepEqual(readState(join(dir, 'sub')).state, state('b'));
});

test('what is to be saved soon is on disk in a moment, or when somebody is to be told that it is done', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const dir = folder(t);
  let current = state('a');
  const saver = new StateSaver(
    dir,
    () => current,
    () => undefined,
  );
  const nameOnDisk = (): string | undefined => readState(dir).state?.apps[0]?.name;
  // What is written at leisure does not keep this waiting.
  saver.schedule();
  saver.saveSoon();
  assert.equal(nameOnDisk(), undefined);
  saver.settle();
  assert.equal(nameOnDisk(), 'a');
  current = state('b');
  saver.settle();
  assert.equal(nameOnDisk(), 'a', 'nobody has asked for it');
  saver.saveSoon();
  t.mock.timers.tick(5);
  assert.equal(nameOnDisk(), 'b');
});
