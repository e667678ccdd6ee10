import { framerTarget } from '../../fuzz/logs/framerTarget.ts';
import { testTarget } from '../../fuzz/testTarget.ts';

testTarget(framerTarget);
