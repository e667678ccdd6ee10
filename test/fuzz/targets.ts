import { commandLineTarget } from './commandLine/commandLineTarget.ts';
import { conversionTarget } from './ecosystem/conversionTarget.ts';
import { editorTarget } from './ecosystem/editorTarget.ts';
import { fixTarget } from './ecosystem/fixTarget.ts';
import { plainTarget } from './ecosystem/plainTarget.ts';
import { readerTarget } from './ecosystem/readerTarget.ts';
import type { FuzzTarget } from './fuzzTarget.ts';
import { lockTarget } from './lock/lockTarget.ts';
import { framerTarget } from './logs/framerTarget.ts';
import { rolloutTarget } from './rollout/rolloutTarget.ts';
import { framesTarget } from './rpc/framesTarget.ts';
import { slotTarget } from './slot/slotTarget.ts';
import { envFileTarget, textsTarget } from './texts/textsTarget.ts';
import { webTarget } from './web/webTarget.ts';

/** Everything that `npm run fuzz` looks at. */
export const targets: readonly FuzzTarget[] = [
  slotTarget,
  rolloutTarget,
  lockTarget,
  framesTarget,
  framerTarget,
  editorTarget,
  readerTarget,
  plainTarget,
  fixTarget,
  conversionTarget,
  textsTarget,
  envFileTarget,
  commandLineTarget,
  webTarget,
];
