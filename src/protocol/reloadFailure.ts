import type { Problem } from './model.ts';

/** Whether a successor has failed, and what ran before serves on: by a reload, or for a file that was saved. */
export function isReloadFailure(problem: Problem | null): problem is Problem {
  return problem?.code === 'reload-failed' || problem?.code === 'watch-reload-failed';
}
