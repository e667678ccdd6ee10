import type { InstanceInfo } from '../../protocol/model.ts';
import { painterFor } from '../colours.ts';
import type { LoggedLine } from '../logPrinter.ts';
import { LogPrinter } from '../logPrinter.ts';
import type { World } from '../world.ts';

/** `text`: behind the name of the instance; `raw`: as written; `json`: an object on each line. */
export type UpFormat = 'text' | 'raw' | 'json';

/**
 * Where the lines of the instances go: standard output and standard error stay apart, and what Drover itself says goes
 * to standard error. As JSON everything is on standard output, since each line says where it comes from.
 */
export class UpOutput {
  readonly #world: World;
  readonly #format: UpFormat;
  readonly #printers: Readonly<Record<'out' | 'err', LogPrinter>>;
  readonly #instances = new Map<string, InstanceInfo>();

  constructor(world: World, format: UpFormat) {
    this.#world = world;
    this.#format = format;
    const style = { raw: format === 'raw' };
    const { stdout, stderr, env } = world;
    this.#printers = {
      out: new LogPrinter(stdout, painterFor(stdout, env), style),
      err: new LogPrinter(stderr, painterFor(stderr, env), style),
    };
  }

  /** Makes instances known, which is how lines get their names. */
  add(instances: readonly InstanceInfo[]): void {
    for (const instance of instances) this.#instances.set(instance.id, instance);
    for (const printer of Object.values(this.#printers)) printer.add(instances);
  }

  show(lines: readonly LoggedLine[]): void {
    if (this.#format === 'json') {
      const text = lines.map(({ at, instance, stream, text }) =>
        this.#record({ at, instance, stream, text }),
      );
      if (text.length > 0) this.#world.stdout.write(text.join(''));
      return;
    }
    // Runs of one stream at a time, so that a terminal shows both in their order.
    let from = 0;
    for (let to = 1; to <= lines.length; to += 1) {
      const stream = lines[from]?.stream ?? 'out';
      if (to < lines.length && lines[to]?.stream === stream) continue;
      this.#printers[stream].print(lines.slice(from, to));
      from = to;
    }
  }

  /** Something of Drover's own, about an instance or about everything. */
  say(text: string, instance: string | null = null): void {
    if (this.#format === 'json') {
      this.#world.stdout.write(this.#record({ at: this.#world.now(), instance, stream: 'drover', text }));
      return;
    }
    const name = instance === null ? '' : `${this.#instances.get(instance)?.name ?? instance}: `;
    const paint = painterFor(this.#world.stderr, this.#world.env);
    this.#world.stderr.write(`${paint('brightBlack', `drover: ${name}${text}`)}\n`);
  }

  #record(line: {
    readonly at: number | null;
    readonly instance: string | null;
    readonly stream: 'out' | 'err' | 'drover';
    readonly text: string;
  }): string {
    const { at, instance: id, stream, text } = line;
    const known = id === null ? undefined : this.#instances.get(id);
    const app = known?.app.slice(known.app.lastIndexOf('#') + 1) ?? null;
    return `${JSON.stringify({ at, app, instance: known?.name ?? id, stream, text })}\n`;
  }
}
