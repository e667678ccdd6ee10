import { EventEmitter } from 'vscode';
import type { Pseudoterminal, Terminal, TerminalDimensions } from 'vscode';
import { colouredText } from '../../client/colouredText.ts';
import type { LogLine } from '../../protocol/model.ts';
import type { Disposable } from '../disposableStore.ts';
import { t } from '../localise.ts';
import { LineEditor } from './lineEditor.ts';
import { LinePacer } from './linePacer.ts';
import type { InstanceLine, LogFollower, LogReceiver } from './logFollower.ts';
import { dimmed, TerminalScreen } from './terminalScreen.ts';

/** Lines shown of what was printed before the terminal was opened. */
const tailLines = 1000;
const flushMs = 50;
/** 8,000 lines a second, which a terminal shows without holding up the window. */
const linesPerFlush = 400;

export interface FollowTerminalOptions {
  readonly follower: (receiver: LogReceiver, tail: number) => LogFollower;
  /** Gives the instance a line to read; resolves with a sentence when it does not take it. */
  readonly send: (line: string) => Promise<string | undefined>;
  readonly onDidClose: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** A terminal that shows what one instance writes, in its colours, and gives it the lines that are typed. */
export class FollowTerminal implements Pseudoterminal, LogReceiver, Disposable {
  readonly #options: FollowTerminalOptions;
  readonly #writes = new EventEmitter<string>();
  readonly #closes = new EventEmitter<void>();
  readonly #screen = new TerminalScreen();
  readonly #editor = new LineEditor();
  readonly #pacer = new LinePacer<string>(linesPerFlush);
  readonly #follower: LogFollower;
  readonly onDidWrite = this.#writes.event;
  readonly onDidClose = this.#closes.event;
  #terminal: Terminal | undefined;
  /** Epoch milliseconds of the newest line shown. */
  #shownUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FollowTerminalOptions) {
    this.#options = options;
    this.#follower = options.follower(this, tailLines);
  }

  /** To be called once, with the terminal that shows this. */
  attach(terminal: Terminal): void {
    this.#terminal = terminal;
  }

  show(): void {
    this.#terminal?.show();
  }

  open(dimensions: TerminalDimensions | undefined): void {
    if (dimensions !== undefined) this.setDimensions(dimensions);
    this.#print([dimmed(t('What you type goes to the program when you press Enter.'))]);
    this.#follower.start().catch(this.#options.onFailure);
  }

  setDimensions({ columns }: TerminalDimensions): void {
    this.#screen.resize(columns);
  }

  /** The user has closed it. */
  close(): void {
    this.#end();
    this.#options.onDidClose();
  }

  /** The instance is gone. */
  dispose(): void {
    this.#end();
    this.#closes.fire();
    this.#terminal?.dispose();
  }

  begin(lines: readonly InstanceLine[]): void {
    // After a new connection, what was shown before is not shown again.
    const shownUntil = this.#shownUntil;
    const fresh = lines.filter(({ at }) => at > shownUntil);
    for (const { at } of fresh) this.#shownUntil = Math.max(this.#shownUntil, at);
    this.#print(fresh.map(({ text }) => colouredText(text)));
  }

  append(_instance: string, lines: readonly LogLine[], dropped: number): void {
    this.#shownUntil = lines.at(-1)?.at ?? this.#shownUntil;
    this.#pacer.add(lines, ({ text }) => colouredText(text), dropped);
    this.#timer ??= setTimeout(() => this.#flush(), flushMs);
  }

  /** A line of Drover's own, after what has been read so far. */
  note(text: string): void {
    this.#flush();
    this.#print([dimmed(`── ${text}`)]);
  }

  clear(): void {
    this.#pacer.take();
    this.#writes.fire(this.#screen.clear());
  }

  handleInput(data: string): void {
    const { lines, interrupted } = this.#editor.type(data);
    this.#writes.fire(this.#screen.type(this.#editor.text));
    if (interrupted) {
      this.#print([
        dimmed(t('Nothing is ended from here. Use Stop in the Drover view, or close the terminal.')),
      ]);
    }
    for (const line of lines) {
      this.#print([`\u001b[36m> ${line}`]);
      this.#options
        .send(line)
        .then((refusal) => refusal !== undefined && this.#print([`\u001b[33m${refusal}`]))
        .catch(this.#options.onFailure);
    }
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { lines, skipped } = this.#pacer.take();
    const note = skipped === 0 ? [] : [dimmed(t('… {0} lines skipped', skipped.toLocaleString('en')))];
    if (lines.length + note.length > 0) this.#print([...note, ...lines]);
  }

  #print(lines: readonly string[]): void {
    this.#writes.fire(this.#screen.print(lines));
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#follower.dispose();
  }
}
