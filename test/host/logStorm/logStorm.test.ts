import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { after, before, describe, it } from 'mocha';
import { commands, window } from 'vscode';
import { rotatedFiles } from '../../../src/extension/logs/logSearch.ts';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import { eventually, instancesIn, shownFolder } from '../harness/drover.ts';
import { outputEnding } from '../harness/output.ts';

const everyMs = 100;
/** A busy machine takes its time for half a million lines. */
const stormMs = 150_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that this extension host holds, less what it could let go of. */
function heldMemory(): number {
  collectGarbage();
  return process.memoryUsage().rss;
}

/** How long a command takes to the window and back, every 100 ms until `work` is done; in milliseconds. */
async function roundTrips(work: Promise<unknown>): Promise<readonly number[]> {
  let isOver = false;
  const over = work.finally(() => (isOver = true));
  const trips: number[] = [];
  while (!isOver) {
    const start = performance.now();
    await commands.executeCommand('setContext', 'drover.test.storm', trips.length);
    const took = performance.now() - start;
    trips.push(took);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, everyMs - took)));
  }
  await over;
  return trips.toSorted((a, b) => a - b);
}

/** Resolves when a line has come to this window. */
function received(folder: FolderModel, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`"${text}" never came`)), stormMs);
    const subscription = folder.onDidReceiveLogs(({ batches }) => {
      if (!batches.some(({ lines }) => lines.some((line) => line.text === text))) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
  });
}

describe('a storm of log lines', () => {
  let folder: FolderModel;
  let instance: string;
  let lines = 0;

  before(async () => {
    folder = await shownFolder();
    await commands.executeCommand('drover.start', 'storm');
    const online = await eventually(folder, () => instancesIn(folder, 'storm', 'online'), 'storm online');
    instance = online[0]?.id ?? '';
    await commands.executeCommand('drover.showLogs', 'storm');
    await outputEnding(/^waiting$/m);
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
  });

  /** Orders lines, and prints how quick the window was meanwhile. */
  async function storm(what: string, order: string, count: number): Promise<void> {
    lines += count;
    const memory = heldMemory();
    const client = await folder.connected();
    const { problem } = await client.request('instances/input', { instance, text: `${order}\n` });
    assert.equal(problem, null);
    const trips = await roundTrips(received(folder, `the end of ${order.split(' ')[0] ?? ''}`));
    const grown = (heldMemory() - memory) / 2 ** 20;
    const median = trips[Math.floor(trips.length / 2)] ?? 0;
    console.log(
      `figure: ${what}: command median ${median.toFixed(1)} ms, ` +
        `max ${(trips.at(-1) ?? 0).toFixed(1)} ms of ${trips.length}, host grew by ${grown.toFixed(1)} MB`,
    );
    // A limit that only a leak reaches, and no busy machine: all lines are far more than that.
    assert.ok(grown < 150, `the extension host has grown by ${grown} MB`);
  }

  it('is shown in a channel as far as that can be read, and says what is left out', async function () {
    this.timeout(2 * stormMs);
    await storm('200,000 lines at once, channel', 'burst 200000', 200_000);
    const channel = await outputEnding(/^the end of burst$/m);
    assert.match(channel.getText(), /^… [\d,]+ lines skipped, full log: .*storm-0-out\.log/m);
    await storm('20,000 lines/s for 20 s, channel', 'stream 20000 20', 400_000);
    await outputEnding(/^the end of stream$/m);
    assert.ok(channel.lineCount < 100_000, `${channel.lineCount} lines`);
  });

  it('has every line in the log files', async () => {
    const client = await folder.connected();
    const { files } = await client.request('logs/read', { instance, lines: 0 });
    const kept = await rotatedFiles(files.find((path) => path.endsWith('-out.log')) ?? '');
    assert.ok(kept.length > 1, 'the files were not rotated');
    const text = kept.map((path) => readFileSync(path, 'utf8')).join('');
    const numbers = text.split('\n').filter((line) => line.endsWith('x'));
    assert.equal(numbers.length, lines);
    numbers.forEach((line, index) => assert.ok(line.startsWith(`${index + 1} `), line));
  });

  it('is shown in a terminal as well', async function () {
    this.timeout(2 * stormMs);
    await commands.executeCommand('drover.followInTerminal', 'storm');
    const terminal = window.terminals.find(({ name }) => name === 'Drover: storm');
    assert.ok(terminal !== undefined);
    // Resolves when the terminal is there, which takes the window a while.
    await terminal.processId;
    await commands.executeCommand('drover.clearLogs', 'storm');
    await storm('200,000 lines at once, channel and terminal', 'burst 200000', 200_000);
    await commands.executeCommand('drover.clearLogs', 'storm');
    await storm('20,000 lines/s for 5 s, channel and terminal', 'stream 20000 5', 100_000);
  });
});
