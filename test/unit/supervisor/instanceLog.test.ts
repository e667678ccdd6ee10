import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { LogSpec } from '../../../src/ecosystem/appSpec.ts';
import type { Problem } from '../../../src/protocol/model.ts';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import type { InstanceLogOptions } from '../../../src/supervisor/logs/instanceLog.ts';
import { InstanceLog } from '../../../src/supervisor/logs/instanceLog.ts';
import { RotatingFile, retryMs } from '../../../src/supervisor/logs/rotatingFile.ts';

const root = mkdtempSync(join(tmpdir(), 'drover-logs-'));
after(() => rm(root, { recursive: true }));
let folders = 0;
const newFolder = (): string => join(root, `${folders++}`);

const plain: LogSpec = defaultApp.logs;

function open(
  spec: Partial<LogSpec> = {},
  options: Partial<InstanceLogOptions> = {},
): InstanceLog & { dir: string } {
  const dir = options.dir ?? newFolder();
  const log = new InstanceLog({ name: 'web-0', app: 'web', ...options, dir, spec: { ...plain, ...spec } });
  return Object.assign(log, { dir });
}

describe('the log of an instance', () => {
  it('writes bytes as they come, each stream to its file', async () => {
    const log = open();
    const bytes = Buffer.concat([
      Buffer.from('a\r\n€\n\x1b[31mred\x1b[0m\n'),
      Buffer.from([0xff, 0x00, 0x0a, 0x41]),
    ]);
    for (const byte of bytes) void log.write('out', Buffer.from([byte]));
    void log.write('err', Buffer.from('oops\n'));
    log.endLaunch();
    await log.close();
    assert.deepEqual(log.files, [join(log.dir, 'web-0-out.log'), join(log.dir, 'web-0-error.log')]);
    assert.deepEqual(await readFile(join(log.dir, 'web-0-out.log')), bytes);
    assert.equal(await readFile(join(log.dir, 'web-0-error.log'), 'utf8'), 'oops\n');
    assert.deepEqual(
      log.tail(3).map(({ stream, text }) => [stream, text]),
      [
        ['out', '\ufffd\0'],
        ['err', 'oops'],
        ['out', 'A'],
      ],
    );
  });

  it('makes no file before there is something to write', async () => {
    const log = open();
    await log.close();
    await assert.rejects(readdir(log.dir), { code: 'ENOENT' });
  });

  it('keeps no file open for an instance that has ended', async () => {
    const log = open();
    const path = join(log.dir, 'web-0-out.log');
    log.beginLaunch(1);
    void log.write('out', Buffer.from('one\n'), 1);
    await log.flush();
    await rename(path, `${path}.moved`);
    void log.write('out', Buffer.from('two\n'), 1);
    log.endLaunch(1);
    await log.flush();
    void log.write('out', Buffer.from('three\n'), 2);
    await log.flush();
    assert.equal(await readFile(`${path}.moved`, 'utf8'), 'one\ntwo\n');
    assert.equal(await readFile(path, 'utf8'), 'three\n');
    await log.close();
  });

  it('closes the file behind what came while it was being written', async () => {
    const log = open();
    const path = join(log.dir, 'web-0-out.log');
    log.beginLaunch(1);
    void log.write('out', Buffer.from('one\n'), 1);
    // The first line is on its way, and the second one is not with it.
    await Promise.resolve().then(() => undefined);
    void log.write('out', Buffer.from('two\n'), 1);
    log.endLaunch(1);
    await log.flush();
    await rename(path, `${path}.moved`);
    void log.write('out', Buffer.from('three\n'), 2);
    await log.flush();
    assert.equal(await readFile(`${path}.moved`, 'utf8'), 'one\ntwo\n');
    assert.equal(await readFile(path, 'utf8'), 'three\n');
    await log.close();
  });

  it('begins the next launch on a new line', async () => {
    const log = open();
    for (const launch of [1, 2]) {
      void log.write('out', Buffer.from(`launch ${launch}`), launch);
      log.endLaunch(launch);
    }
    await log.close();
    assert.equal(await readFile(join(log.dir, 'web-0-out.log'), 'utf8'), 'launch 1\nlaunch 2');
    assert.equal(log.tail(10).length, 2);
  });

  it('keeps the lines of overlapping launches apart', async () => {
    const log = open();
    void log.write('out', Buffer.from('ol'), 1);
    void log.write('out', Buffer.from('new\n'), 2);
    void log.write('out', Buffer.from('d\n'), 1);
    await log.close();
    assert.equal(await readFile(join(log.dir, 'web-0-out.log'), 'utf8'), 'new\nold\n');
  });

  it('writes both streams to the combined file, or to one file named twice', async () => {
    const dir = newFolder();
    const both = join(dir, 'both.log');
    for (const spec of [
      { combined: both, out: 'off', error: 'off' },
      { out: both, error: both },
    ]) {
      const log = open(spec, { dir });
      void log.write('out', Buffer.from('a1\na2'));
      void log.write('err', Buffer.from('b\n'));
      void log.write('out', Buffer.from('!\n'));
      await log.close();
      assert.deepEqual(log.files, [both]);
      assert.equal(await readFile(both, 'utf8'), 'a1\nb\na2!\n');
      await rm(both);
    }
  });

  it('instances that merge their logs share a file, whole line by whole line', async () => {
    const dir = newFolder();
    const logs = [0, 1].map((index) =>
      open({ merge: true }, { dir, name: `web-${index}`, index, instances: 2 }),
    );
    const [first, second] = logs;
    void first?.write('out', Buffer.from('fir'));
    void second?.write('out', Buffer.from('second\n'));
    void first?.write('out', Buffer.from('st\n'));
    await first?.close();
    void second?.write('out', Buffer.from('more\n'));
    await second?.close();
    assert.equal(await readFile(join(dir, 'web-out.log'), 'utf8'), 'second\nfirst\nmore\n');
  });

  it('dates every line, an unfinished one included', async () => {
    const log = open({ dateFormat: '[D]' });
    void log.write('out', Buffer.from('one\ntwo\nthr'));
    void log.write('out', Buffer.from('ee'));
    await log.close();
    assert.equal(await readFile(join(log.dir, 'web-0-out.log'), 'utf8'), 'D: one\nD: two\nD: three\n');
    assert.equal(log.tail(1)[0]?.text, 'three');
  });

  it('keeps lines in memory when files are disabled', async () => {
    const log = open({ disabled: true });
    void log.write('out', Buffer.from('a\n'));
    await log.close();
    assert.deepEqual(log.files, []);
    assert.equal(log.tail(1)[0]?.text, 'a');
  });

  it('tells its followers every line until they leave', () => {
    const log = open({ disabled: true });
    const seen: string[] = [];
    const subscription = log.subscribe((lines) => seen.push(...lines.map(({ text }) => text)));
    void log.write('out', Buffer.from('a\nb\n'));
    subscription.dispose();
    void log.write('out', Buffer.from('c\n'));
    assert.deepEqual(seen, ['a', 'b']);
  });

  it('says once that a file cannot be written, and keeps lines in memory', async () => {
    const dir = newFolder();
    const problems: Problem[] = [];
    const log = open(
      { out: join(root, 'plain', 'x.log') },
      { dir, onProblem: (problem) => problems.push(problem) },
    );
    writeFileSync(join(root, 'plain'), 'a file where a folder should be');
    for (const text of ['a\n', 'b\n']) {
      void log.write('out', Buffer.from(text));
      await log.flush();
    }
    await log.close();
    assert.deepEqual(
      problems.map(({ code, data }) => [code, data.path]),
      [['log-unwritable', join(root, 'plain', 'x.log')]],
    );
    assert.equal(log.tail(10).length, 2);
  });

  it('slows whoever writes faster than the disk takes it, and loses nothing', async () => {
    const log = open();
    const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(655));
    let written = 0;
    let slowed = 0;
    while (slowed < 2) {
      const full = log.write('out', chunk);
      written += chunk.length;
      if (full === undefined) continue;
      slowed++;
      await full;
    }
    await log.close();
    const names = await readdir(log.dir);
    const sizes = await Promise.all(names.map(async (name) => (await readFile(join(log.dir, name))).length));
    assert.equal(
      sizes.reduce((sum, size) => sum + size),
      written,
    );
  });

  it('goes on in new files once it is told that the old ones were moved away', async () => {
    const log = open();
    const path = join(log.dir, 'web-0-out.log');
    void log.write('out', Buffer.from('one\n'));
    await log.flush();
    await rename(path, `${path}.moved`);
    void log.write('out', Buffer.from('two\n'));
    await log.reopen();
    void log.write('out', Buffer.from('three\n'));
    await log.close();
    assert.equal(await readFile(`${path}.moved`, 'utf8'), 'one\ntwo\n');
    assert.equal(await readFile(path, 'utf8'), 'three\n');
  });

  it('is empty after it was cleared, and goes on', async () => {
    const log = open();
    void log.write('out', Buffer.from('a\n'));
    await log.flush();
    await log.clear();
    assert.deepEqual(log.tail(10), []);
    void log.write('out', Buffer.from('b\n'));
    await log.close();
    assert.equal(await readFile(join(log.dir, 'web-0-out.log'), 'utf8'), 'b\n');
  });
});

describe('a rotating file', () => {
  const fail = (error: Error): void => {
    throw error;
  };

  it('begins a new file between two lines and keeps so many', async () => {
    const dir = newFolder();
    const path = join(dir, 'a.log');
    const file = new RotatingFile(path, { maxBytes: 100, files: 3, onError: fail });
    let all = '';
    for (let index = 0; index < 100; index++) {
      const text = `line ${index}\n`;
      all += text;
      // In pieces, so that files could end within a line.
      for (const piece of [text.slice(0, 3), text.slice(3)]) void file.write(Buffer.from(piece), 1);
      if (index % 7 === 0) await file.flush();
    }
    await file.end();
    assert.deepEqual((await readdir(dir)).sort(), ['a.log', 'a.log.1', 'a.log.2']);
    const texts = await Promise.all(['.2', '.1', ''].map((age) => readFile(path + age, 'utf8')));
    assert.ok(texts.every((text) => text.endsWith('\n') && text.startsWith('line ') && text.length <= 100));
    assert.ok(all.endsWith(texts.join('')));
  });

  it('lets a line that is longer than a file have one of its own', async () => {
    const path = join(newFolder(), 'a.log');
    const file = new RotatingFile(path, { maxBytes: 10, files: 5, onError: fail });
    for (const text of ['short\n', `${'long'.repeat(10)}\n`, 'after\n'])
      void file.write(Buffer.from(text), 1);
    await file.end();
    assert.deepEqual(await Promise.all(['.2', '.1', ''].map((age) => readFile(path + age, 'utf8'))), [
      'short\n',
      `${'long'.repeat(10)}\n`,
      'after\n',
    ]);
  });

  it('goes on where an earlier run ended, after the line that was cut off', async () => {
    const dir = newFolder();
    const path = join(dir, 'a.log');
    const first = new RotatingFile(path, { maxBytes: 12, files: 5, onError: fail });
    void first.write(Buffer.from('cut'), 1);
    await first.end();
    const second = new RotatingFile(path, { maxBytes: 12, files: 5, onError: fail });
    void second.write(Buffer.from('next\n'), 1);
    await second.flush();
    void second.write(Buffer.from('more\n'), 1);
    await second.end();
    assert.equal(await readFile(`${path}.1`, 'utf8'), 'cut\nnext\n');
    assert.equal(await readFile(path, 'utf8'), 'more\n');
  });

  it('is tried again some time after a failure, and says so again when it fails later', async () => {
    const dir = newFolder();
    const path = join(dir, 'a.log');
    const errors: Error[] = [];
    let now = 0;
    const file = new RotatingFile(path, {
      maxBytes: 100,
      files: 2,
      onError: (error) => errors.push(error),
      now: () => now,
    });
    const write = async (text: string): Promise<void> => {
      void file.write(Buffer.from(text), 1);
      await file.flush();
    };
    await mkdir(path, { recursive: true });
    await write('lost\n');
    await rmdir(path);
    await write('too early\n');
    assert.equal(errors.length, 1);
    now += retryMs;
    await write('back\n');
    await file.end();
    assert.equal(await readFile(path, 'utf8'), 'back\n');
    await rm(path);
    await mkdir(path);
    await write('lost\n');
    assert.equal(errors.length, 2);
  });

  it('writes to a device without rotating it', async () => {
    const file = new RotatingFile('/dev/null', { maxBytes: 10, files: 5, onError: fail });
    for (let index = 0; index < 10; index++) void file.write(Buffer.from('some line\n'), 1);
    await file.end();
  });
});
