/** The generator of autocannon without its command line. What is here is what is used of it. */
declare module 'autocannon/lib/run.js' {
  import type { EventEmitter } from 'node:events';

  /** One connection. */
  export interface Client extends EventEmitter {
    reqsMade: number;
    /** It ends when it has made so many requests and they are answered. */
    responseMax: number | undefined;
    /** After how many requests it takes another connection. */
    reconnectRate: number | undefined;
    readonly destroyed: boolean;
    /** The requests that are under way. */
    readonly pipelinedRequests: { clear(): void };
    destroy(): void;
    _connect(): void;
    _resetConnection(): void;
  }

  export interface Options {
    readonly url: readonly string[];
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly timeout: number;
    /** Milliseconds. */
    readonly sampleInt: number;
    readonly pipelining: number;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | undefined;
    readonly requests: readonly object[];
    readonly setupClient: (client: Client) => void;
  }

  function run(options: Options, tracker: undefined, done: (error: Error | null) => void): { stop(): void };
  export { run as default };
}
