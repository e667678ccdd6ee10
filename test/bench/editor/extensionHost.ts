import { readFileSync } from 'node:fs';
import type { Editor } from '../../ui/harness/editor.ts';
import { expectSoon } from '../../ui/harness/expectSoon.ts';
import { processesNaming } from '../../ui/harness/processes.ts';

/** What the extension host of a window has come to: resident memory, and CPU time since its start. */
export interface HostUsage {
  readonly residentMb: number;
  readonly cpuMs: number;
}

/** Linux counts CPU time in these, whatever the clock of the kernel is. */
const ticksPerSecond = 100;
const pageBytes = 4096;

/** The process id of the only extension host of an editor; a window has it some time after it is shown. */
export async function extensionHost(editor: Editor): Promise<number> {
  const find = async (): Promise<readonly number[]> =>
    (await processesNaming('/', /--type=extensionHost/))
      .map(({ pid }) => pid)
      // Only its environment names the sandbox.
      .filter((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').includes(editor.sandbox.folder));
  await expectSoon(async () => String((await find()).length), /^1$/);
  const [only] = await find();
  if (only === undefined) throw new Error('The extension host has ended.');
  return only;
}

export function usageOf(pid: number): HostUsage {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpuMs: (ticks * 1000) / ticksPerSecond, residentMb: (Number(fields[21]) * pageBytes) / 2 ** 20 };
}
