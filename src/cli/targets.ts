import path from 'node:path';
import type { Snapshot } from '../protocol/model.ts';
import { numbered } from './numbered.ts';

/**
 * Arguments as selectors: the path of an ecosystem file is made absolute, a number that is nobody's name stands for
 * the instance at that place, as PM2's ids do, and the rest stays.
 */
export function targetsOf(targets: readonly string[], snapshot: Snapshot, cwd: string): string[] {
  return targets.map((argument) => {
    const file = snapshot.files.find((one) => one.path === path.resolve(cwd, argument));
    if (file !== undefined) return file.path;
    const isNumber = /^\d+$/.test(argument) && snapshot.apps.every(({ name }) => name !== argument);
    return (isNumber ? numbered(snapshot)[Number(argument)]?.id : undefined) ?? argument;
  });
}
