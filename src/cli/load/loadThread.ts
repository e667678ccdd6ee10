import { createHistogram, performance } from 'node:perf_hooks';
import type { RecordableHistogram } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import run from 'autocannon/lib/run.js';
import type { Client } from 'autocannon/lib/run.js';

/*
 * Sends requests from a thread of its own, so that neither what measures nor what is measured waits for it. Told for
 * how many seconds, it answers with what came of it.
 */

export interface ThreadTask {
  /** Connections go to these in turn. Loopback only. */
  readonly urls: readonly string[];
  readonly connections: number;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface ThreadResult {
  /** Answered within the time. */
  readonly inTime: number;
  /** Answered also after it, where they had been sent within. */
  readonly answered: number;
  readonly sent: number;
  readonly non2xx: number;
  readonly seconds: number;
  /** In microseconds. */
  readonly latencies: RecordableHistogram;
  /** The part of its time in which it had something to do. */
  readonly busy: number;
}

/** As autocannon's own default, in seconds. */
const answerWithin = 10;
/** A server that has gone is not asked again and again meanwhile. */
const reconnectMs = 50;

const task = workerData as ThreadTask;
parentPort?.on('message', (seconds: number) => {
  void measure(seconds).then((result) => parentPort?.postMessage(result));
});

async function measure(seconds: number): Promise<ThreadResult> {
  const clients: Client[] = [];
  const latencies = createHistogram();
  const counts = { sent: 0, answered: 0, non2xx: 0 };
  const begun = performance.now();
  const idle = performance.eventLoopUtilization();
  const done = new Promise<void>((resolve, reject) => {
    run(
      {
        url: task.urls,
        connections: task.connections,
        // It is ended from here, when what is under way has been answered.
        duration: seconds * 10 + 3600,
        timeout: answerWithin,
        sampleInt: 100,
        pipelining: 1,
        method: task.method,
        headers: task.headers,
        body: task.body ?? undefined,
        requests: [{}],
        setupClient: follow,
      },
      undefined,
      (error) => (error === null ? resolve() : reject(error)),
    );
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const inTime = counts.answered;
  const elapsed = (performance.now() - begun) / 1000;
  const busy = performance.eventLoopUtilization(idle).utilization;
  for (const client of clients) client.responseMax = client.reqsMade;
  const late = setTimeout(() => clients.forEach((client) => client.destroy()), answerWithin * 1000);
  await done;
  clearTimeout(late);
  return { ...counts, inTime, seconds: elapsed, latencies, busy };

  function follow(client: Client): void {
    clients.push(client);
    client.on('request', () => (counts.sent += 1));
    client.on('response', (status: number, _bytes: number, ms: number) => {
      counts.answered += 1;
      if (status < 200 || status > 299) counts.non2xx += 1;
      latencies.record(Math.max(1, Math.round(ms * 1000)));
    });
    keepToConnections(client);
  }
}

/**
 * Three habits of autocannon would spoil the counts: after an answer that says `Connection: close` it writes the next
 * request to that connection, an answer after which it takes another connection is not counted, and where a connection
 * fails it takes the next one at once, with the lost request still in its books.
 */
function keepToConnections(client: Client): void {
  const connect = client._connect.bind(client);
  const reset = client._resetConnection.bind(client);
  let status = 0;
  let sentAt = 0;
  client.on('request', () => (sentAt = performance.now()));
  client.on('headers', (head: { readonly statusCode: number; readonly shouldKeepAlive: boolean }) => {
    status = head.statusCode;
    client.reconnectRate = head.shouldKeepAlive ? undefined : 1;
  });
  client._resetConnection = () => {
    client.emit('response', status, 0, performance.now() - sentAt);
    reset();
  };
  client.on('connError', () => {
    client.pipelinedRequests.clear();
    client._connect = () => {
      client._connect = connect;
      setTimeout(() => {
        if (!client.destroyed) connect();
      }, reconnectMs);
    };
  });
}
