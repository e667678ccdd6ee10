import { buildAll } from './buildAll.ts';
import { progress } from './install/progress.ts';
import { packCommand } from './packCommand.ts';
import { npmPackagePath } from './packNpm.ts';
import { singleFilePath } from './packSingleFile.ts';
import { packageVsix, vsixPath } from './packageVsix.ts';

await progress('Building', buildAll);
await progress('Packaging', packageVsix);
await progress('Packing the command line and the Node API', packCommand);
for (const path of [vsixPath, singleFilePath, npmPackagePath]) console.log(path);
