import { testTarget } from '../../fuzz/testTarget.ts';
import { webTarget } from '../../fuzz/web/webTarget.ts';

testTarget(webTarget);
