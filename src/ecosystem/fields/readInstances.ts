import type { InstanceCount } from '../appSpec.ts';
import { scalarText } from '../optionReader.ts';
import type { OptionReader } from '../optionReader.ts';

/** `instances` as PM2 reads it: numbers also as text, 0 and "max" one per core, negative that many less. */
export function readInstances(read: OptionReader): InstanceCount | undefined {
  const value = read.value('instances');
  if (value === undefined) return undefined;
  const text = scalarText(value)?.trim() ?? '';
  if (text.toLowerCase() === 'max') return { kind: 'max' };
  const number = typeof value === 'boolean' || text === '' ? NaN : Number(text);
  if (Number.isNaN(number)) {
    read.reject('instances', 'a whole number or "max"');
    // PM2 takes any other text for one per core.
    return typeof value === 'string' && text !== '' ? { kind: 'max' } : undefined;
  }
  const count = Math.trunc(number);
  if (count === 0 || !Number.isSafeInteger(count)) return { kind: 'max' };
  return count > 0 ? { kind: 'count', count } : { kind: 'less', less: -count };
}
