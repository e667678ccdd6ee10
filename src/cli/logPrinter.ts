import type { InstanceInfo, LogLine } from '../protocol/model.ts';
import type { Colour, Paint } from './colours.ts';
import type { Output } from './world.ts';

export interface LoggedLine extends LogLine {
  /** Instance id. */
  readonly instance: string;
}

const prefixColours: readonly Colour[] = ['cyan', 'magenta', 'green', 'yellow', 'blue'];

/** Writes log lines, each behind the name of its instance in a colour of its own. */
export class LogPrinter {
  #output: Output;
  #paint: Paint;
  #names = new Map<string, { readonly padded: string; readonly colour: Colour }>();

  constructor(output: Output, paint: Paint) {
    this.#output = output;
    this.#paint = paint;
  }

  /** Makes instances known; names are padded to the longest one known so far. */
  add(instances: readonly InstanceInfo[]): void {
    const longest = Math.max(0, ...instances.map(({ name }) => name.length));
    for (const { id, name } of instances) {
      if (this.#names.has(id)) continue;
      const colour = prefixColours[this.#names.size % prefixColours.length] ?? 'cyan';
      this.#names.set(id, { padded: name.padEnd(longest), colour });
    }
  }

  print(lines: readonly LoggedLine[]): void {
    const text = lines.map(({ instance, stream, text: line }) => {
      const { padded, colour } = this.#names.get(instance) ?? { padded: instance, colour: 'brightBlack' };
      // Standard error is marked at the bar alone: many programs write all they say to it.
      const prefix = `${this.#paint(colour, padded)} ${this.#paint(stream === 'err' ? 'red' : colour, '|')}`;
      // A program may leave a colour open at the end of a line; it must not run into the next prefix.
      const end = line.includes('\u001b') ? '\u001b[0m' : '';
      return `${prefix} ${line}${end}\n`;
    });
    if (text.length > 0) this.#output.write(text.join(''));
  }
}

/** Lines of several instances in the order of their times. */
export function inOrder(lines: readonly LoggedLine[]): LoggedLine[] {
  return lines.toSorted((a, b) => a.at - b.at);
}
