import { diskFacts } from '../ecosystem/rules/diskFacts.ts';
import type { FileFacts } from '../ecosystem/rules/fileFacts.ts';

/** How long an answer is good, in milliseconds, when nobody tells that files changed. */
const freshMs = 2000;

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

  constructor(facts: Asked = diskFacts(process.env)) {
    this.kindOf = this.#remembered('kindOf', facts.kindOf);
    this.namesIn = this.#remembered('namesIn', facts.namesIn);
    this.isOnPath = this.#remembered('isOnPath', facts.isOnPath);
    this.isModuleFolder = this.#remembered('isModuleFolder', facts.isModuleFolder);
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
