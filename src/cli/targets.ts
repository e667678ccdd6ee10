import path from 'node:path';
import type { Snapshot } from '../protocol/model.ts';

/** Arguments as selectors: the path of an ecosystem file is made absolute, the rest stays. */
export function targetsOf(targets: readonly string[], snapshot: Snapshot, cwd: string): string[] {
  return targets.map((argument) => {
    const file = snapshot.files.find((one) => one.path === path.resolve(cwd, argument));
    return file === undefined ? argument : file.path;
  });
}
