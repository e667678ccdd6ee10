import { writeFile } from 'node:fs/promises';
import { optionsPage } from './docs/optionsPage.ts';

await writeFile(new URL('../docs/options.md', import.meta.url), optionsPage());
