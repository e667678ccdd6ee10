/** The longest time Node's timers know, in milliseconds; anything longer would fire at once. */
export const longestTimerMs = 2 ** 31 - 1;
