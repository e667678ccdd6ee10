import os from 'node:os';

/** A shorter time says little of the share that was used in it. */
const shortestMs = 500;

interface Times {
  readonly at: number;
  readonly busy: number;
  readonly all: number;
}

/** What the machine is used, in the shape of PMDaemon. CPU is the share since the last look, of all cores together. */
export class Machine {
  #before: Times = times();
  #cpu = 0;

  read() {
    const now = times();
    if (now.at - this.#before.at >= shortestMs) {
      const all = now.all - this.#before.all;
      this.#cpu = all === 0 ? 0 : round(((now.busy - this.#before.busy) / all) * 100);
      this.#before = now;
    }
    const total = os.totalmem();
    const used = total - os.freemem();
    return {
      cpu: this.#cpu,
      memory: { used, total, percentage: round((used / total) * 100) },
      load_average: os.loadavg(),
      uptime: Math.floor(os.uptime()),
      timestamp: Math.floor(Date.now() / 1000),
    };
  }
}

export type MachineDocument = ReturnType<Machine['read']>;

function times(): Times {
  const cores = os.cpus().map(({ times: { user, nice, sys, idle, irq } }) => ({
    busy: user + nice + sys + irq,
    all: user + nice + sys + irq + idle,
  }));
  return {
    at: performance.now(),
    busy: cores.reduce((sum, { busy }) => sum + busy, 0),
    all: cores.reduce((sum, { all }) => sum + all, 0),
  };
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}
