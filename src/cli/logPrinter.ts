import type { InstanceInfo, LogLine } from '../protocol/model.ts';
import { visibleLine } from '../protocol/visibleText.ts';
import type { Colour, Paint } from './colours.ts';
import type { Output } from './world.ts';

export interface LoggedLine extends Omit<LogLine, 'at'> {
  /** Instance id. */
  readonly instance: string;
  /** Epoch milliseconds; null where nothing tells it. */
  readonly at: number | null;
}

export interface LogStyle {
  /** The lines as they were written, and nothing else. */
  readonly raw?: boolean;
  /** Makes the time that stands first; absent for none. */
  readonly timestamp?: ((at: number) => string) | undefined;
  /** Shown reversed wherever it stands. */
  readonly highlight?: string | undefined;
}

const prefixColours: readonly Colour[] = [
  ...(['cyan', 'magenta', 'green', 'yellow', 'blue'] as const),
  ...(['brightCyan', 'brightMagenta', 'brightGreen', 'brightYellow', 'brightBlue'] as const),
];

/** The colour of an instance, the same in every run; instances next to each other differ. */
export function instanceColour({ app, index }: Pick<InstanceInfo, 'app' | 'index'>): Colour {
  let hash = 0;
  for (const character of app) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return prefixColours[(hash + index) % prefixColours.length] ?? 'cyan';
}

/** Writes log lines, each behind the name of its instance in a colour of its own. */
export class LogPrinter {
  #output: Output;
  #paint: Paint;
  #style: LogStyle;
  #names = new Map<string, { readonly name: string; readonly colour: Colour }>();
  #longest = 0;

  constructor(output: Output, paint: Paint, style: LogStyle = {}) {
    this.#output = output;
    this.#paint = paint;
    this.#style = style;
  }

  /** Makes instances known; names are padded to the longest one known so far. */
  add(instances: readonly InstanceInfo[]): void {
    for (const one of instances) {
      const name = visibleLine(one.name);
      this.#names.set(one.id, { name, colour: instanceColour(one) });
      this.#longest = Math.max(this.#longest, name.length);
    }
  }

  print(lines: readonly LoggedLine[]): void {
    const text = lines.map((line) => `${this.#head(line)}${this.#body(line.text)}\n`);
    if (text.length > 0) this.#output.write(text.join(''));
  }

  /** What is said about an instance between its lines: dim, and without a bar. */
  note(instance: string, text: string): string {
    const name = this.#names.get(instance)?.name ?? instance;
    return this.#paint('brightBlack', `${name.padEnd(this.#longest)} - ${text}`);
  }

  #head({ instance, stream, at }: LoggedLine): string {
    const { raw = false, timestamp } = this.#style;
    const time = timestamp === undefined ? '' : `${this.#paint('brightBlack', timeOr(timestamp, at))} `;
    if (raw) return time;
    const { name, colour } = this.#names.get(instance) ?? { name: instance, colour: 'brightBlack' };
    const padded = name.padEnd(this.#longest);
    // Standard error is marked at the bar alone: many programs write all they say to it.
    return `${time}${this.#paint(colour, padded)} ${this.#paint(stream === 'err' ? 'red' : colour, '|')} `;
  }

  #body(text: string): string {
    const { raw = false, highlight } = this.#style;
    const hasMark = highlight !== undefined && text.includes(highlight) && this.#paint('bold', '') !== '';
    // Reversed and back, so that a colour the program has set goes on behind it.
    const marked = hasMark ? text.replaceAll(highlight, () => `\u001b[7m${highlight}\u001b[27m`) : text;
    // A program may leave a colour open at the end of a line; it must not run into the next prefix.
    return !raw && text.includes('\u001b') ? `${marked}\u001b[0m` : marked;
  }
}

/** A time, or as much space where it is not known. */
function timeOr(timestamp: (at: number) => string, at: number | null): string {
  return at === null ? '-'.padEnd(timestamp(0).length) : timestamp(at);
}
