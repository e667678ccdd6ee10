import type { AppSpec } from '../appSpec.ts';
import { isRecord, scalarText } from '../optionReader.ts';
import type { OptionReader } from '../optionReader.ts';

const conditions = new Map<string, 'started' | 'online' | 'completed'>([
  ['started', 'started'],
  ['online', 'online'],
  ['completed', 'completed'],
  // As Compose files call them.
  ['service_started', 'started'],
  ['service_healthy', 'online'],
  ['service_completed_successfully', 'completed'],
]);

/** `depends_on`: names, each of which must be online, or names with what they must be. */
export function readDependencies(read: OptionReader): AppSpec['dependsOn'] | undefined {
  const value = read.value('depends_on');
  if (!isRecord(value)) {
    const names = read.strings('depends_on');
    return names === undefined
      ? undefined
      : Object.fromEntries(names.map((name) => [name, 'online'] as const));
  }
  const found = new Map<string, 'started' | 'online' | 'completed'>();
  for (const [name, written] of Object.entries(value)) {
    const condition = conditions.get(scalarText(isRecord(written) ? written['condition'] : written) ?? '');
    if (condition === undefined)
      read.reject('depends_on', 'names, or names with started, online or completed');
    else found.set(name, condition);
  }
  return Object.fromEntries(found);
}
