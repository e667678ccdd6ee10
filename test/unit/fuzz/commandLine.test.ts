import { commandLineTarget } from '../../fuzz/commandLine/commandLineTarget.ts';
import { testTarget } from '../../fuzz/testTarget.ts';

testTarget(commandLineTarget);
