import pidusage from 'pidusage';

/** CPU in percent of one core since the last question, memory in bytes. */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

/** By pid; processes that have ended are missing or have nothing. */
export type MeasureProcesses = (
  pids: readonly number[],
) => Promise<Readonly<Record<string, Usage | null | undefined>>>;

/**
 * What pidusage holds open for a process that has ended is given up after this. Whoever lives must be asked for
 * more often than that, or its CPU starts at 0 again: longer than the longest period with room for a late timer.
 */
const maxage = 20_000;

export const measureProcesses: MeasureProcesses = async (pids) => {
  try {
    return await pidusage([...pids], { maxage });
  } catch (error) {
    // All of them ended between being listed and being measured.
    if (isNoProcess(error)) return {};
    throw error;
  }
};

function isNoProcess(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ESRCH' || code === 'ENOENT' || error.message === 'No matching pid found';
}
