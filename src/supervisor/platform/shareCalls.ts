/**
 * Makes callers that ask at about the same time share one run of `work`. A run serves only the calls made
 * before it began, so nobody is told about a moment before they asked. Stopping 64 instances at once thus costs
 * a few passes over the process table and not 64.
 */
export function shareCalls<T>(work: () => T | Promise<T>): () => Promise<T> {
  let waiting: Promise<T> | undefined;
  return () =>
    (waiting ??= new Promise<T>((resolve, reject) => {
      setImmediate(() => {
        waiting = undefined;
        Promise.resolve().then(work).then(resolve, reject);
      });
    }));
}
