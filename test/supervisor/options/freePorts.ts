import { isPortFree } from '../../../src/supervisor/ports.ts';

/** The first of `count` free ports in a row, below those that systems hand out by themselves. */
export async function freePorts(count: number): Promise<number> {
  const lowest = 20_000;
  for (;;) {
    const from = lowest + Math.floor(Math.random() * 10_000);
    const ports = Array.from({ length: count }, (_, offset) => from + offset);
    const free = await Promise.all(ports.map((port) => isPortFree(port)));
    if (free.every(Boolean)) return from;
  }
}
