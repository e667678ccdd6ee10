import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process of this machine, as Linux tells of it. */
export interface FoundProcess {
  readonly pid: number;
  readonly command: string;
}

/** Processes whose command fits, and whose command or working folder is about a folder. Linux only. */
export async function processesNaming(folder: string, command: RegExp): Promise<FoundProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const text = (await orNothing(readFile(`/proc/${pid}/cmdline`, 'utf8'))).replaceAll('\0', ' ');
      if (!command.test(text)) return [];
      const cwd = await orNothing(readlink(`/proc/${pid}/cwd`));
      return text.includes(folder) || cwd.startsWith(folder) ? [{ pid, command: text }] : [];
    }),
  );
  return found.flat();
}

/** A process that has ended meanwhile has nothing to say. */
async function orNothing(reading: Promise<string>): Promise<string> {
  try {
    return await reading;
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'ESRCH', 'EACCES'].includes(String(error.code))
    )
      return '';
    throw error;
  }
}
