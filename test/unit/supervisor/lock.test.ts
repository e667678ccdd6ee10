import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseOwner } from '../../../src/protocol/rendezvous.ts';
import { acquireGeneration, prepareFolder, removeLowerGenerations } from '../../../src/supervisor/lock.ts';
import type { Platform } from '../../../src/supervisor/platform/platform.ts';

type Clock = Pick<Platform, 'bootId' | 'startTime'>;

const thisBoot: Clock = { bootId: () => 'boot-1', startTime: (pid) => (pid === process.pid ? '100' : null) };
const pidReused: Clock = { bootId: () => 'boot-1', startTime: () => '200' };
const nextBoot: Clock = { bootId: () => 'boot-2', startTime: () => '100' };

const root = mkdtempSync(join(tmpdir(), 'drover-lock-'));
after(() => {
  rmSync(root, { recursive: true });
});

function folder(): string {
  return mkdtempSync(join(root, 'run-'));
}

test('the first starter owns generation 1, a second one finds it alive', () => {
  const dir = folder();
  const first = acquireGeneration(dir, thisBoot);
  assert.equal(first?.number, 1);
  assert.match(first.token, /^[0-9a-f]{64}$/);
  assert.equal(acquireGeneration(dir, thisBoot), undefined);
  assert.deepEqual(readdirSync(dir), ['gen.1']);
});

test('the lock file holds the token and is closed to others', () => {
  const dir = folder();
  const generation = acquireGeneration(dir, thisBoot);
  const path = join(dir, 'gen.1');
  assert.equal(parseOwner(readFileSync(path, 'utf8'))?.token, generation?.token);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

for (const [name, platform] of [
  ['a pid that was used again', pidReused],
  ['another boot', nextBoot],
] as const) {
  test(`the lock of ${name} is not alive: the next generation is taken`, () => {
    const dir = folder();
    acquireGeneration(dir, thisBoot);
    assert.equal(acquireGeneration(dir, platform)?.number, 2);
  });
}

test('a damaged lock file is not alive', () => {
  const dir = folder();
  writeFileSync(join(dir, 'gen.7'), '{"pid":');
  assert.equal(acquireGeneration(dir, thisBoot)?.number, 8);
});

test('a starter that was overtaken between its look and its lock drops its generation', () => {
  const dir = folder();
  acquireGeneration(dir, pidReused);
  // While it asks whether generation 1 is alive, another one takes 2, serves and tidies up, and 3 follows.
  let overtaken = false;
  const slow: Clock = {
    bootId: () => 'boot-1',
    startTime: (pid) => {
      if (!overtaken && readdirSync(dir).some((name) => name.startsWith('draft.'))) {
        overtaken = true;
        const owner = { pid, start: '300', boot: 'boot-1', token: 'x', protocol: 1 };
        writeFileSync(join(dir, 'gen.3'), JSON.stringify(owner));
        removeLowerGenerations(dir, 3);
        return '999';
      }
      return '300';
    },
  };
  assert.equal(acquireGeneration(dir, slow), undefined);
  assert.deepEqual(readdirSync(dir), ['gen.3']);
});

test('a folder that others may enter, or that is a link, is refused with the remedy', () => {
  const open = join(folder(), 'open');
  mkdirSync(open);
  chmodSync(open, 0o755);
  assert.throws(() => prepareFolder(open), /open to other users\. Run: chmod 700/);
  const link = join(folder(), 'link');
  symlinkSync(folder(), link);
  assert.throws(() => prepareFolder(link), /is not a folder/);
});
