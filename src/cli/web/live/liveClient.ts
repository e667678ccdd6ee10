import type { Disposable } from '../../../client/emitter.ts';
import type { Machine } from '../machine.ts';
import type { SupervisorLink } from '../supervisorLink.ts';
import type { UsageWatch } from '../usageWatch.ts';
import type { Channel } from './channel.ts';
import type { LogWish } from './logFollow.ts';
import { LogFollow } from './logFollow.ts';
import type { LiveMessage } from './liveMessage.ts';
import type { StateFeed } from './stateFeed.ts';

/** A client that has not taken so many bytes is sent no more log lines and measurements, only the number of lines. */
export const slowBytes = 256 * 1024;
/** One that has not taken so many is sent away: a state with holes would be worth nothing. */
export const stuckBytes = 4 * 1024 * 1024;
export const heartbeatMs = 15_000;

/** What live clients are told of. */
export interface LiveSources {
  readonly link: SupervisorLink;
  readonly state: Pick<StateFeed, 'from' | 'onDidAdd'>;
  readonly usage: Pick<UsageWatch, 'hold' | 'onDidMeasure'>;
  readonly machine: Machine;
  /** The token of this moment: who came with another one may not stay. */
  readonly token: () => string | undefined;
}

export interface LiveWishes {
  /** Whose logs to follow; undefined for nobody's. */
  readonly logs: LogWish | undefined;
  readonly metrics: boolean;
  /** The last message that the client has seen, if it comes back. */
  readonly after: string | undefined;
}

/** One live client: sends it the state, and what it has asked for besides, and no more than it reads. */
export class LiveClient implements Disposable {
  readonly #channel: Channel;
  readonly #subscriptions: Disposable[] = [];
  #dropped = 0;
  #ended = false;

  constructor(channel: Channel, { link, state, usage, machine, token }: LiveSources, wishes: LiveWishes) {
    this.#channel = channel;
    for (const entry of state.from(wishes.after)) this.#sendState(entry);
    const own = token();
    const heartbeat = setInterval(() => {
      if (token() !== own) {
        this.end('The token counts no more. Connect again with the new one.');
        return;
      }
      this.#sendIfRead({ type: 'Heartbeat', timestamp: seconds(), dropped: this.#takeDropped() });
    }, heartbeatMs);
    this.#subscriptions.push(
      state.onDidAdd((entry) => this.#sendState(entry)),
      { dispose: () => clearInterval(heartbeat) },
    );
    if (wishes.metrics) {
      this.#subscriptions.push(
        usage.hold(),
        usage.onDidMeasure(({ rows }) => {
          const measured = rows.map(({ instance, cpu, memory }) => ({ pm_id: instance, cpu, memory }));
          this.#sendIfRead({ type: 'SystemUpdate', metrics: machine.read(), usage: measured });
        }),
      );
    }
    if (wishes.logs !== undefined) {
      this.#subscriptions.push(new LogFollow(link, wishes.logs, (batches) => this.#sendLogs(link, batches)));
    }
    if (this.#ended) this.dispose();
  }

  /** Says why, and ends it. */
  end(reason: string): void {
    if (this.#ended) return;
    this.dispose();
    this.#channel.end(reason);
  }

  /** Nothing more is sent. */
  dispose(): void {
    this.#ended = true;
    for (const one of this.#subscriptions.splice(0)) one.dispose();
  }

  #sendState(entry: { readonly id: string; readonly type: string; readonly text: string }): void {
    if (this.#ended) return;
    if (this.#channel.backlog() > stuckBytes) {
      this.end(`${stuckBytes} bytes wait that were not read. Connect again, and read as they come.`);
      return;
    }
    this.#channel.write(entry);
  }

  #sendLogs(
    link: SupervisorLink,
    batches: readonly { instance: string; lines: LogLines; dropped: number }[],
  ): void {
    this.#dropped += batches.reduce((sum, { dropped }) => sum + dropped, 0);
    const names = new Map(link.client?.snapshot.instances.map(({ id, name }) => [id, name]) ?? []);
    if (this.#isSlow) {
      this.#dropped += batches.reduce((sum, { lines }) => sum + lines.length, 0);
      return;
    }
    this.#write({
      type: 'Logs',
      batches: batches.map(({ instance, lines }) => ({
        pm_id: instance,
        name: names.get(instance) ?? instance,
        lines,
      })),
      dropped: this.#takeDropped(),
    });
  }

  #sendIfRead(message: LiveMessage): void {
    if (!this.#isSlow) this.#write(message);
  }

  get #isSlow(): boolean {
    return this.#ended || this.#channel.backlog() > slowBytes;
  }

  #takeDropped(): number {
    const dropped = this.#dropped;
    if (!this.#isSlow) this.#dropped = 0;
    return dropped;
  }

  #write(message: LiveMessage): void {
    this.#channel.write({ type: message.type, text: JSON.stringify(message) });
  }
}

type LogLines = Extract<LiveMessage, { readonly type: 'Logs' }>['batches'][number]['lines'];

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
