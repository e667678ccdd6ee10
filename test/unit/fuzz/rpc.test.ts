import { framesTarget } from '../../fuzz/rpc/framesTarget.ts';
import { testTarget } from '../../fuzz/testTarget.ts';

testTarget(framesTarget);
