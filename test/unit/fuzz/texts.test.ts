import { testTarget } from '../../fuzz/testTarget.ts';
import { envFileTarget, textsTarget } from '../../fuzz/texts/textsTarget.ts';

for (const target of [textsTarget, envFileTarget]) testTarget(target);
