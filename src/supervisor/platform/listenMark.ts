/** Between two looks at the tables, however still it is. */
const callsBetween = 12;

/**
 * A mark of the TCP sockets that listen, for somebody who asks every few seconds. The kernel takes milliseconds to go
 * through its tables of connections, and counts the sockets in them for nothing: the tables are read when the counts
 * are others, and now and then nevertheless, since one socket may have taken the place of another. `readCounts` is the
 * text of `/proc/net/sockstat` and `sockstat6`, `readListening` what tells one listening socket from another.
 */
export function createListenMark(readCounts: () => string, readListening: () => string): () => string {
  let last = { counts: '', mark: '', calls: callsBetween };
  return () => {
    const counts = [...readCounts().matchAll(/^TCP6?: inuse \d+/gm)].join();
    const isSame = counts !== '' && counts === last.counts && last.calls < callsBetween;
    last = isSame ? { ...last, calls: last.calls + 1 } : { counts, mark: readListening(), calls: 1 };
    return last.mark;
  };
}
