import { fileURLToPath } from 'node:url';

/** The folder of the repository, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** What is downloaded or built once and reused; git ignores it. */
export const cache = `${root}/.cache`;
