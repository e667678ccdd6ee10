import { lockTarget } from '../../fuzz/lock/lockTarget.ts';
import { testTarget } from '../../fuzz/testTarget.ts';

testTarget(lockTarget);
