import { window } from 'vscode';
import type { OutputChannel } from 'vscode';
import type { LogLine } from '../../protocol/model.ts';
import type { Disposable } from '../disposableStore.ts';
import { t } from '../localise.ts';
import { LinePacer } from './linePacer.ts';

const flushMs = 100;
/** 2,000 lines a second; above about that, an output channel stalls the window. */
const linesPerFlush = 200;
/** VS Code never shortens a channel, so it starts anew after this many lines. */
const channelLines = 50_000;

/** The output channel of one instance, filled no faster than VS Code can show it. */
export class InstanceChannel implements Disposable {
  readonly #channel: OutputChannel;
  readonly #pacer = new LinePacer(linesPerFlush);
  #files: readonly string[] = [];
  #written = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(name: string) {
    this.#channel = window.createOutputChannel(name, 'log');
  }

  show(): void {
    this.#channel.show(true);
  }

  /** Begins anew with the last lines that the supervisor holds. */
  reset(lines: readonly LogLine[], files: readonly string[]): void {
    this.#files = files;
    this.#pacer.take();
    this.#written = lines.length;
    const kept = new LinePacer(lines.length);
    kept.add(lines.map((line) => line.text));
    this.#channel.replace(text(kept.take().lines));
  }

  append(lines: readonly LogLine[], dropped: number): void {
    this.#pacer.add(
      lines.map((line) => line.text),
      dropped,
    );
    this.#timer ??= setTimeout(() => this.#flush(), flushMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#channel.dispose();
  }

  #flush(): void {
    this.#timer = undefined;
    const { lines, skipped } = this.#pacer.take();
    const count = skipped.toLocaleString('en');
    const where = this.#files.join(', ');
    const note =
      skipped === 0
        ? []
        : [
            where === ''
              ? t('… {0} lines skipped', count)
              : t('… {0} lines skipped, full log: {1}', count, where),
          ];
    if (this.#written > channelLines) {
      this.#written = 0;
      const earlier = where === '' ? [] : [t('… earlier lines: {0}', where)];
      this.#channel.replace(text([...earlier, ...note, ...lines]));
    } else {
      this.#channel.append(text([...note, ...lines]));
    }
    this.#written += lines.length;
  }
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
