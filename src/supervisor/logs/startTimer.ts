/** Calls back once after `ms` milliseconds, unless the returned function is called before. */
export type StartTimer = (callback: () => void, ms: number) => () => void;

/** Keeps no process alive. After 0 ms means when what has come by then is done; a timer of Node takes 1 ms at least. */
export const startTimer: StartTimer = (callback, ms) => {
  if (ms === 0) {
    const immediate = setImmediate(callback);
    immediate.unref();
    return () => {
      clearImmediate(immediate);
    };
  }
  const timer = setTimeout(callback, ms);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
};
