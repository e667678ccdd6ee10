import type { Platform, ProcessRow } from '../platform/platform.ts';
import { descendants, indexChildren } from '../stop/descendants.ts';

/** After so many looks at whoever is new, everybody is looked at: parents end, and zombies come about. */
const looksBetween = 30;

/** By root: its row and those below it. */
type Trees = ReadonlyMap<number, readonly ProcessRow[]>;

/** The living processes of each instance, by one look at the process table for all of them. */
export class ProcessTrees {
  readonly #platform: Platform;
  #looks = 0;
  #mark: string | undefined;
  #rows: readonly ProcessRow[] = [];
  /** What was found last; undefined since there are other rows. */
  #found: Trees | undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /**
   * For each root pid its row and those below it, parents first. While no process has been started on the
   * machine the table is not read again, so somebody who has just ended may still be in here.
   */
  async find(roots: Iterable<number>): Promise<Trees> {
    const mark = this.#platform.startMark?.();
    if (mark === undefined || mark !== this.#mark) {
      this.#rows = await this.#look(mark);
      this.#found = undefined;
    }
    this.#mark = mark;
    const wanted = new Set(roots);
    if (this.#found === undefined || !hasSameKeys(this.#found, wanted)) this.#found = this.#select(wanted);
    return this.#found;
  }

  #select(roots: Iterable<number>): Trees {
    const children = indexChildren(this.#rows);
    const rows = new Map(this.#rows.filter((row) => !row.zombie).map((row) => [row.pid, row]));
    const found = new Map<number, readonly ProcessRow[]>();
    for (const root of roots) {
      const tree = [...descendants([root], children)].map((pid) => rows.get(pid));
      found.set(
        root,
        tree.filter((row) => row !== undefined),
      );
    }
    return found;
  }

  /** Pids are given away in order: only after they have begun anew can a known one be somebody else. */
  async #look(mark: string | undefined): Promise<readonly ProcessRow[]> {
    const { listNewProcesses } = this.#platform;
    const isInOrder = Number(mark) > Number(this.#mark);
    const isPart = listNewProcesses !== undefined && isInOrder && this.#looks % looksBetween !== 0;
    this.#looks += 1;
    return isPart ? listNewProcesses(this.#rows) : this.#platform.listProcesses();
  }
}

function hasSameKeys(trees: Trees, roots: ReadonlySet<number>): boolean {
  if (trees.size !== roots.size) return false;
  for (const root of roots) if (!trees.has(root)) return false;
  return true;
}
