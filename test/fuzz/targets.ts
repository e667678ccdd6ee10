import { conversionTarget } from './ecosystem/conversionTarget.ts';
import { editorTarget } from './ecosystem/editorTarget.ts';
import { fixTarget } from './ecosystem/fixTarget.ts';
import { readerTarget } from './ecosystem/readerTarget.ts';
import type { FuzzTarget } from './fuzzTarget.ts';
import { lockTarget } from './lock/lockTarget.ts';
import { framerTarget } from './logs/framerTarget.ts';
import { rolloutTarget } from './rollout/rolloutTarget.ts';
import { slotTarget } from './slot/slotTarget.ts';

/** Everything that `npm run fuzz` looks at. */
export const targets: readonly FuzzTarget[] = [
  slotTarget,
  rolloutTarget,
  lockTarget,
  framerTarget,
  editorTarget,
  readerTarget,
  fixTarget,
  conversionTarget,
];
