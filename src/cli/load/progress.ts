import type { LoadProgress } from '../../protocol/load.ts';
import type { World } from '../world.ts';

const clearLine = '\r\u001b[K';

/** Says on stderr how far it is: a line that changes on a terminal, one line after another elsewhere. */
export class Progress {
  readonly #world: World;
  readonly #as: 'text' | 'json' | 'none';
  #isShown = false;

  constructor(world: World, as: 'text' | 'json' | 'none') {
    this.#world = world;
    this.#as = as;
  }

  /** `seconds` of each measurement. */
  show(progress: LoadProgress, app: string, seconds: number): void {
    const { stderr } = this.#world;
    if (this.#as === 'none') return;
    if (this.#as === 'json') return void stderr.write(`${JSON.stringify(progress)}\n`);
    const text = progressText(progress, app, seconds);
    if (stderr.isTTY !== true) return void stderr.write(`${text}\n`);
    stderr.write(`${clearLine}${text}`);
    this.#isShown = true;
  }

  /** Leaves the line to others. */
  end(): void {
    if (this.#isShown) this.#world.stderr.write(clearLine);
    this.#isShown = false;
  }
}

export function progressText(
  { phase, instances, step, steps }: LoadProgress,
  app: string,
  seconds: number,
): string {
  const many = instances === 1 ? '1 instance' : `${instances} instances`;
  switch (phase) {
    case 'starting':
      return `Starting ${app} …`;
    case 'scaling':
      return `${step + 1}/${steps}  ${app} gets ${many} …`;
    case 'warming':
      return `${step + 1}/${steps}  ${many}: warming up …`;
    case 'measuring':
      return `${step + 1}/${steps}  ${many}: measuring for ${seconds} s …`;
    case 'restoring':
      return `${app} gets back what it had …`;
  }
}
