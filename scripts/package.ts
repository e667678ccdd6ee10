import { buildAll } from './buildAll.ts';
import { progress } from './install/progress.ts';
import { packageVsix, vsixPath } from './packageVsix.ts';

await progress('Building', buildAll);
await progress('Packaging', packageVsix);
console.log(vsixPath);
