import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CompletionFacts, FolderEntry } from '../ecosystem/complete/completionFacts.ts';
import { diskFacts } from '../ecosystem/rules/diskFacts.ts';
import type { FileFacts } from '../ecosystem/rules/fileFacts.ts';

/** How long an answer is good, in milliseconds, when nobody tells that files changed. */
const freshMs = 2000;

/** Of a larger folder nobody picks from a list. */
const mostEntries = 1000;

type Asked = Pick<FileFacts, 'kindOf' | 'namesIn' | 'isOnPath' | 'isModuleFolder'>;

/**
 * What is on disk. A document asks for the same few places at each key that is pressed, so answers are kept for a
 * moment.
 */
export class DiskFacts implements Asked {
  readonly #answers = new Map<string, unknown>();
  #since = 0;

  readonly kindOf: Asked['kindOf'];
  readonly namesIn: Asked['namesIn'];
  readonly isOnPath: Asked['isOnPath'];
  readonly isModuleFolder: Asked['isModuleFolder'];
  readonly listFolder: CompletionFacts['listFolder'];

  constructor(facts: Asked = diskFacts(process.env)) {
    this.kindOf = this.#remembered('kindOf', facts.kindOf);
    this.namesIn = this.#remembered('namesIn', facts.namesIn);
    this.isOnPath = this.#remembered('isOnPath', facts.isOnPath);
    this.isModuleFolder = this.#remembered('isModuleFolder', facts.isModuleFolder);
    this.listFolder = this.#remembered('listFolder', (folder) =>
      entriesOf(folder).map(({ name, isLink, isFolder }) => ({
        name,
        isFolder: isLink ? facts.kindOf(join(folder, name)) === 'folder' : isFolder,
      })),
    );
  }

  forget(): void {
    this.#answers.clear();
  }

  #remembered<T>(name: string, ask: (about: string) => T): (about: string) => T {
    return (about) => {
      const now = Date.now();
      if (now - this.#since >= freshMs) {
        this.#since = now;
        this.forget();
      }
      const key = `${name} ${about}`;
      if (this.#answers.has(key)) return this.#answers.get(key) as T;
      const answer = ask(about);
      this.#answers.set(key, answer);
      return answer;
    };
  }
}

function entriesOf(folder: string): readonly (FolderEntry & { readonly isLink: boolean })[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .slice(0, mostEntries)
      .map((entry) => ({
        name: entry.name,
        isFolder: entry.isDirectory(),
        isLink: entry.isSymbolicLink(),
      }));
  } catch {
    // Not there, or closed to us: there is nothing to choose from.
    return [];
  }
}
