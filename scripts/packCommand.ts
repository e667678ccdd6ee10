import { packNpm } from './packNpm.ts';
import { packSingleFile } from './packSingleFile.ts';

/** Packs what `npm run build` made for machines without an editor: as one file, and as an npm package. */
export async function packCommand(): Promise<void> {
  await Promise.all([packSingleFile(), packNpm()]);
}
