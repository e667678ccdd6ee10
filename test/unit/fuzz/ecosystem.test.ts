import { conversionTarget } from '../../fuzz/ecosystem/conversionTarget.ts';
import { editorTarget } from '../../fuzz/ecosystem/editorTarget.ts';
import { fixTarget } from '../../fuzz/ecosystem/fixTarget.ts';
import { plainTarget } from '../../fuzz/ecosystem/plainTarget.ts';
import { readerTarget } from '../../fuzz/ecosystem/readerTarget.ts';
import { testTarget } from '../../fuzz/testTarget.ts';

for (const target of [editorTarget, readerTarget, plainTarget, fixTarget, conversionTarget]) {
  testTarget(target);
}
