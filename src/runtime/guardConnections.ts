import type { ChildProcess } from 'node:child_process';
import type { Worker } from 'node:cluster';

/** What `node:cluster` says between primary and instance about a connection; the same in Node 18 to 26. */
interface ClusterMessage {
  readonly cmd?: string;
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

interface Connection {
  close(): void;
}

type Send = (message: ClusterMessage, connection?: Connection, ...rest: unknown[]) => boolean;

const clusterCommand = 'NODE_CLUSTER';
/** How long Node waits before it offers a connection anew that nobody else could take at once. */
const offerAgainMs = 1;

/**
 * Sees to it that a connection which round-robin gives to an instance is answered by somebody.
 *
 * An instance that ends before it has taken a connection leaves it open in the primary for ever: Node forgets it,
 * and its client waits. And one on probation may end at once. In both cases Node is told that the instance has
 * refused the connection, upon which it gives it to another.
 *
 * @param probationMs from its listening on, milliseconds without a connection that others can take; 0 for none.
 * @param anyListens whether some instance listens, `worker` included.
 */
export function guardConnections(worker: Worker, probationMs: number, anyListens: () => boolean): void {
  const child = worker.process;
  const offered = new Map<number, Connection>();
  let isOnProbation = probationMs > 0;
  if (isOnProbation) {
    worker.once('listening', () => setTimeout(() => (isOnProbation = false), probationMs).unref());
  }

  const refuse = (seq: number): void => {
    if (!offered.delete(seq)) return;
    child.emit('internalMessage', { cmd: clusterCommand, ack: seq, accepted: false }, undefined);
  };

  const send = child.send.bind(child) as Send;
  const guarded: Send = (message, connection, ...rest) => {
    const { cmd, act, seq } = message;
    if (cmd === clusterCommand && act === 'newconn' && seq !== undefined && connection !== undefined) {
      offered.set(seq, connection);
      if (isOnProbation) {
        setTimeout(refuse, offerAgainMs, seq);
        return true;
      }
    }
    return send(message, connection, ...rest);
  };
  child.send = guarded as ChildProcess['send'];

  child.on('internalMessage', ({ cmd, ack }: ClusterMessage) => {
    if (cmd === clusterCommand && ack !== undefined) offered.delete(ack);
  });

  let isDisconnected = false;
  child.once('disconnect', () => (isDisconnected = true));
  // It has ended, and everything it has said has been read.
  child.once('close', () => {
    // Node waits for ever for the word that the last connection has arrived, and would still hand over to it.
    if (!isDisconnected) child.emit('disconnect');
    for (const [seq, connection] of offered) {
      if (anyListens()) refuse(seq);
      else connection.close();
    }
  });
}
