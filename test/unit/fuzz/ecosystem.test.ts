import { editorTarget } from '../../fuzz/ecosystem/editorTarget.ts';
import { testTarget } from '../../fuzz/testTarget.ts';

testTarget(editorTarget);
