import { basename } from 'node:path';
import type { Problem } from '../protocol/model.ts';

/** Why the instances of a program cannot have one port; `reason` is the end of a sentence. */
export function portUnshared(script: string, reason: string): Problem {
  return { code: 'port-unshared', data: { script: basename(script), reason }, severity: 'error' };
}
