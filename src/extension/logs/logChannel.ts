import { window } from 'vscode';
import type { OutputChannel } from 'vscode';
import type { LogLine } from '../../protocol/model.ts';
import type { Disposable } from '../disposableStore.ts';
import { t } from '../localise.ts';
import { channelText } from './channelText.ts';
import { LinePacer } from './linePacer.ts';
import type { InstanceLine, LogReceiver } from './logFollower.ts';

/** Of documents and channels with what instances wrote: coloured by our grammar, with links to files. */
export const logLanguage = 'drover-log';

const flushMs = 100;
/** 2,000 lines a second; above about that, an output channel stalls the window. */
const linesPerFlush = 200;
/** VS Code never shortens a channel, so it starts anew after this many lines. */
const channelLines = 50_000;

/** The output channel of one instance or of several, filled no faster than VS Code can show it. */
export class LogChannel implements LogReceiver, Disposable {
  readonly name: string;
  /** Log files that have every line; named where lines are left out. */
  files: readonly string[] = [];
  readonly #channel: OutputChannel;
  readonly #nameOf: ((instance: string) => string) | null;
  readonly #pacer = new LinePacer<InstanceLine>(linesPerFlush);
  #written = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `nameOf` gives the names that lines of several instances begin with; null where there is one. */
  constructor(name: string, nameOf: ((instance: string) => string) | null) {
    this.name = name;
    this.#nameOf = nameOf;
    this.#channel = window.createOutputChannel(name, logLanguage);
  }

  /** Without taking the focus. */
  show(): void {
    this.#channel.show(true);
  }

  begin(lines: readonly InstanceLine[]): void {
    this.#pacer.take();
    this.#written = lines.length;
    this.#channel.replace(this.#text(lines));
  }

  append(instance: string, lines: readonly LogLine[], dropped: number): void {
    this.#pacer.add(lines, (line) => ({ ...line, instance }), dropped);
    this.#timer ??= setTimeout(() => this.#flush(), flushMs);
  }

  clear(): void {
    this.begin([]);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#channel.dispose();
  }

  #flush(): void {
    this.#timer = undefined;
    const { lines, skipped } = this.#pacer.take();
    // What came together from several instances, in the order of its times.
    const text = skippedNote(skipped, this.files) + this.#text(lines.toSorted((a, b) => a.at - b.at));
    if (this.#written > channelLines) {
      this.#written = 0;
      const where = this.files.join(', ');
      this.#channel.replace((where === '' ? '' : `${t('… earlier lines: {0}', where)}\n`) + text);
    } else if (text !== '') {
      this.#channel.append(text);
    }
    this.#written += lines.length;
  }

  #text(lines: readonly InstanceLine[]): string {
    return lines.map((line) => `${channelText(line, this.#nameOf?.(line.instance) ?? null)}\n`).join('');
  }
}

/** A line of its own, or nothing. */
function skippedNote(skipped: number, files: readonly string[]): string {
  if (skipped === 0) return '';
  const count = skipped.toLocaleString('en');
  const note =
    files.length === 0
      ? t('… {0} lines skipped', count)
      : t('… {0} lines skipped, full log: {1}', count, files.join(', '));
  return `${note}\n`;
}
