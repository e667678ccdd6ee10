import path from 'node:path';
import type { Snapshot } from '../protocol/model.ts';

/** Arguments as the supervisor takes them: an ecosystem file stands for all its apps, the rest stays. */
export function targetsOf(targets: readonly string[], snapshot: Snapshot, cwd: string): string[] {
  return targets.flatMap((argument) => {
    const file = snapshot.files.find((one) => one.path === path.resolve(cwd, argument));
    return file === undefined ? [argument] : file.apps;
  });
}
