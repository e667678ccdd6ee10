/** One app of the soak, as its ecosystem file has it at first. */
export interface SoakApp {
  readonly name: string;
  /** null: it is defined without one. */
  readonly file: 'ecosystem.json' | 'ecosystem.config.js' | null;
  readonly instances: number;
  /** It is scaled to no more; without it, it is not scaled at all. */
  readonly most?: number;
  /** What becomes of an instance that is started. */
  readonly end: 'online' | 'completed' | 'errored';
  /** Reload replaces its instances one by one, by what the file says. */
  readonly sharesPort: boolean;
  /** It answers requests with its version on the port of each instance. */
  readonly serves: boolean;
  readonly watched: boolean;
  /** What it runs is Node, for which a debugger can be opened. */
  readonly isNode: boolean;
  /** Apps with the same group are acted on together. */
  readonly group?: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** How many ports, from the first one on, the apps have to themselves. */
export const portCount = 32;

type Given = Pick<SoakApp, 'name' | 'options'> & Partial<SoakApp>;

function app(given: Given): SoakApp {
  const usual = {
    instances: 1,
    end: 'online',
    sharesPort: false,
    serves: false,
    watched: false,
    isNode: false,
  } as const;
  return { file: 'ecosystem.json', ...usual, ...given };
}

const server = { script: 'server.js' };
const sleep = { script: '/bin/sleep', args: ['100000'] };

function shell(script: string): Given['options'] {
  return { script: '/bin/sh', args: ['-c', script] };
}

/** All ways to share a port, and what else an app can be: 64 instances by files, and apps without one. `port` is the first of `portCount`. */
export function soakApps(port: number): readonly SoakApp[] {
  const evaluated = { file: 'ecosystem.config.js' } as const;
  const cluster = { sharesPort: true, serves: true, isNode: true };
  return [
    app({ name: 'cluster', instances: 8, most: 10, ...cluster, options: { ...server, port } }),
    app({
      name: 'ready',
      instances: 4,
      most: 6,
      ...cluster,
      options: { ...server, port: port + 1, wait_ready: true, listen_timeout: 30_000 },
    }),
    app({
      name: 'ranged',
      instances: 6,
      most: 8,
      serves: true,
      isNode: true,
      options: { ...server, port: `${port + 2}-${port + 9}` },
    }),
    app({
      name: 'auto',
      instances: 4,
      most: 6,
      options: { ...sleep, port: `auto:${port + 10}-${port + 19}` },
    }),
    app({
      name: 'socket',
      instances: 4,
      most: 6,
      sharesPort: true,
      options: { ...sleep, port: port + 20, exec_mode: 'cluster' },
    }),
    app({
      name: 'ticker',
      instances: 8,
      most: 10,
      options: shell('seq 5000; while :; do echo tick; sleep 1; done'),
    }),
    app({
      name: 'watched',
      instances: 4,
      most: 6,
      ...evaluated,
      ...cluster,
      watched: true,
      options: { ...server, cwd: 'watched', port: port + 21, watch: true },
    }),
    app({
      name: 'alone',
      ...evaluated,
      serves: true,
      watched: true,
      isNode: true,
      options: { ...server, cwd: 'alone', port: port + 22, watch: true, exec_mode: 'fork' },
    }),
    app({ name: 'sleeper', instances: 8, most: 12, ...evaluated, options: sleep }),
    app({
      name: 'writer',
      instances: 2,
      most: 3,
      ...evaluated,
      isNode: true,
      options: { script: 'writer.js', exec_mode: 'fork' },
    }),
    app({
      name: 'family',
      instances: 4,
      most: 6,
      ...evaluated,
      options: shell('setsid sleep 100000 & sleep 100000 & exec sleep 100000'),
    }),
    app({
      name: 'stubborn',
      instances: 2,
      most: 3,
      ...evaluated,
      options: { ...shell("trap '' INT TERM; while :; do sleep 100000; done"), kill_timeout: 200 },
    }),
    app({
      name: 'checked',
      instances: 2,
      most: 3,
      ...evaluated,
      options: {
        ...sleep,
        health_check: { check_type: 'script', script: 'exit 0', interval: '2s', retries: 5 },
      },
    }),
    app({
      name: 'limited',
      instances: 2,
      most: 3,
      ...evaluated,
      options: { ...sleep, max_memory_restart: '512M', cron_restart: '* * * * *' },
    }),
    app({ name: 'base', ...evaluated, group: 'pair', options: { ...sleep, namespace: 'pair' } }),
    app({
      name: 'dependent',
      instances: 2,
      ...evaluated,
      group: 'pair',
      options: { ...sleep, namespace: 'pair', depends_on: ['base'] },
    }),
    app({ name: 'job', end: 'completed', ...evaluated, options: { ...shell('sleep 0.2'), one_shot: true } }),
    ...['adhoc-1', 'adhoc-2'].map((name) => app({ name, file: null, instances: 2, most: 4, options: sleep })),
    app({
      name: 'broken',
      end: 'errored',
      ...evaluated,
      options: { ...shell('echo boom; exit 1'), max_restarts: 2 },
    }),
  ];
}
