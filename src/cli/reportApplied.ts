import type { Result } from '../protocol/contract.ts';
import { describeChanges } from '../protocol/pendingChanges.ts';
import type { World } from './world.ts';

type Answer = Result<'apps/apply'>;

/** Says in words what applying the files changed, and which apps they name no more. */
export function reportApplied(world: World, { applied, outcomes }: Answer): void {
  for (const line of applied.flatMap(lineOf)) world.stdout.write(`${line}\n`);
  if (outcomes.length === 0) {
    world.stdout.write('Every app here has "autostart": false. Name one to start it.\n');
  } else if (
    applied.length > 0 &&
    outcomes.every(({ ok }) => ok) &&
    applied.every(({ action }) => action === 'unchanged')
  ) {
    world.stdout.write('There is nothing to start or to change.\n');
  }
}

function lineOf({ name, action, changes }: Answer['applied'][number]): string[] {
  switch (action) {
    case 'restarted':
      return changes.length === 0 ? [] : [`${describeChanges(name, changes)} (restarted)`];
    case 'scaled':
    case 'updated':
      return changes.length === 0 ? [] : [describeChanges(name, changes)];
    case 'stopped':
      return [`${name} is stopped: its file does not name it any more.`];
    case 'unlisted':
      return [
        `${name} runs on, but its file does not name it any more. "drover stop ${name}" or --prune stops it.`,
      ];
    case 'started':
    case 'unchanged':
      return [];
  }
}
