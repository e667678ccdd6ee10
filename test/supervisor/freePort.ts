import { isPortFree } from '../../src/supervisor/ports.ts';

/** Below those that the system gives to outgoing connections, and apart from those that fixtures name. */
const range = { from: 10_000, count: 8_000 };
/** Test files run beside each other, by processes whose ids are close. Each begins this far from the next. */
const stride = 61;

let next = process.pid * stride;

/** A TCP port that nobody listens on, and that no other test file is given at the same time. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = range.from + (next % range.count);
    next += 1;
    if (await isPortFree(port)) return port;
  }
}
