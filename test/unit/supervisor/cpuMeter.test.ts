import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CpuMeter } from '../../../src/supervisor/metrics/cpuMeter.ts';
import { ProcessTrees } from '../../../src/supervisor/metrics/processTrees.ts';
import type { Platform, ProcessRow, ProcessUsage } from '../../../src/supervisor/platform/platform.ts';
import { ProcUsages, parsePageSize, parseProcUsage } from '../../../src/supervisor/platform/procUsage.ts';
import { ManualTimer } from './manualTimer.ts';

describe('the CPU meter', () => {
  const processes = new Map<number, ProcessUsage>();
  let now = 0;
  const meter = new CpuMeter(
    (pid) => processes.get(pid),
    () => now,
  );
  const use = (pid: number, cpuMs: number, start = 'a'): void => {
    processes.set(pid, { cpuMs, memory: 5, start });
  };

  it('counts from the last look, and from no other process with the same pid', () => {
    use(1, 1000);
    use(2, 1000);
    assert.deepEqual(meter.measure([1, 2, 3]), { 1: { cpu: 0, memory: 5 }, 2: { cpu: 0, memory: 5 } });
    now = 2000;
    use(1, 1500);
    use(2, 1500, 'b');
    assert.deepEqual(meter.measure([1, 2]), { 1: { cpu: 25, memory: 5 }, 2: { cpu: 0, memory: 5 } });
    now = 3000;
    use(1, 1400);
    assert.equal(meter.measure([1])[1]?.cpu, 0);
  });
});

describe('what /proc tells of a process', () => {
  const before = 'S 1 40 40 0 -1 4194560 100 0 0 0';

  it('is read behind any command', () => {
    const text = `42 (a ) S 9) ${before} 12 34 0 0 20 0 11 0 7777 1000000 50 18446744073709551615`;
    assert.deepEqual(parseProcUsage(text, 4096), { cpuMs: 460, memory: 204_800, start: '7777' });
  });

  it('is nothing for a zombie and for half a line', () => {
    const rest = '1 40 40 0 -1 4194560 100 0 0 0 12 34 0 0 20 0 11 0 7777 0 0 0';
    assert.equal(parseProcUsage(`42 (node) Z ${rest}`, 4096), undefined);
    assert.equal(parseProcUsage(`42 (node) ${before}`, 4096), undefined);
  });

  it('comes in pages of the size that the kernel has', () => {
    const auxv = Buffer.alloc(48);
    auxv.writeBigUInt64LE(16n, 0);
    auxv.writeBigUInt64LE(6n, 16);
    auxv.writeBigUInt64LE(16_384n, 24);
    assert.equal(parsePageSize(auxv), 16_384);
    assert.equal(parsePageSize(Buffer.alloc(0)), 4096);
  });
});

describe(
  'the files of processes',
  { skip: process.platform === 'linux' ? false : 'there is no /proc' },
  () => {
    const open = (): readonly string[] =>
      readdirSync('/proc/self/fd').filter((fd) => linkTarget(fd).endsWith('/stat'));

    it('stay open while somebody asks again and again, and no longer', async () => {
      const timer = new ManualTimer();
      const usages = new ProcUsages('/proc', timer.start);
      const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      const pid = child.pid ?? 0;
      const own = usages.read(process.pid);
      assert.ok(own !== undefined && own.memory > 0);
      assert.equal(usages.read(pid)?.start, usages.read(pid)?.start);
      assert.equal(open().length, 2);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      assert.equal(usages.read(pid), undefined);
      assert.equal(open().length, 1);
      timer.fire();
      assert.equal(open().length, 1);
      timer.fire();
      assert.deepEqual([open().length, timer.running], [0, 0]);
      assert.equal(usages.read(process.pid)?.start, own.start);
    });
  },
);

function linkTarget(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The one that the list itself was read by.
    return '';
  }
}

describe('the process table', () => {
  const row = (pid: number): ProcessRow => ({ pid, ppid: 1, pgid: pid, zombie: false, start: `${pid}` });

  function machine() {
    const state = { mark: '10', whole: 0, part: 0 };
    const platform = {
      startMark: () => state.mark,
      listProcesses: () => {
        state.whole += 1;
        return Promise.resolve([row(10)]);
      },
      listNewProcesses: (known: readonly ProcessRow[]) => {
        state.part += 1;
        return [...known, row(11)];
      },
    } as unknown as Platform;
    return { state, trees: new ProcessTrees(platform) };
  }

  it('is read once, and then only whoever is new', async () => {
    const { state, trees } = machine();
    await trees.find([10]);
    await trees.find([10]);
    state.mark = '11';
    assert.deepEqual((await trees.find([11])).get(11), [row(11)]);
    assert.deepEqual([state.whole, state.part], [1, 1]);
  });

  it('is read as a whole when pids have begun anew, and now and then', async () => {
    const { state, trees } = machine();
    await trees.find([10]);
    state.mark = '9';
    await trees.find([10]);
    assert.deepEqual([state.whole, state.part], [2, 0]);
    for (let look = 0; look < 40; look += 1) {
      state.mark = String(Number(state.mark) + 1);
      await trees.find([10]);
    }
    assert.equal(state.whole, 3);
  });
});
