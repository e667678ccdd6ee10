/** The kinds of apps that are fuzzed; `port` is the first of a block of ten that is theirs. */
export function fuzzApps(port: number): readonly Readonly<Record<string, unknown>>[] {
  const common = { min_uptime: 20, max_restarts: 3, kill_timeout: 60, listen_timeout: 400 };
  return [
    { name: 'brief', script: '/bin/sh', args: ['-c', 'exit 0'], instances: 2, ...common },
    { name: 'crashing', script: '/bin/sh', args: ['-c', 'echo boom; exit 1'], ...common },
    { name: 'delayed', script: '/bin/sh', args: ['-c', 'exit 1'], restart_delay: 15, ...common },
    { name: 'backing', script: '/bin/sh', args: ['-c', 'exit 1'], exp_backoff_restart_delay: 5, ...common },
    { name: 'sleeper', script: '/bin/sleep', args: ['60'], instances: 3, ...common },
    {
      name: 'stubborn',
      script: '/bin/sh',
      args: ['-c', "trap '' INT TERM; sleep 60 & wait; sleep 60"],
      ...common,
    },
    {
      name: 'family',
      script: '/bin/sh',
      args: ['-c', 'setsid sleep 60 & sleep 60 & exec sleep 60'],
      ...common,
    },
    { name: 'task', script: '/bin/sh', args: ['-c', 'sleep 0.01'], one_shot: true, ...common },
    { name: 'after', script: '/bin/sleep', args: ['60'], depends_on: { task: 'completed' }, ...common },
    { name: 'last', script: '/bin/sleep', args: ['60'], depends_on: ['after'], ...common },
    {
      name: 'ranged',
      script: '/bin/sleep',
      args: ['60'],
      port: `${port}-${port + 3}`,
      instances: 2,
      ...common,
    },
    {
      name: 'auto',
      script: '/bin/sleep',
      args: ['60'],
      port: `auto:${port + 4}-${port + 8}`,
      instances: 2,
      ...common,
    },
    {
      name: 'shared',
      script: '/bin/sleep',
      args: ['60'],
      port: port + 9,
      instances: 2,
      exec_mode: 'cluster',
      ...common,
    },
    { name: 'missing', script: 'no-such-program', ...common },
    {
      name: 'checked',
      script: '/bin/sleep',
      args: ['60'],
      health_check: {
        check_type: 'script',
        script: 'exit 0',
        interval: '20ms',
        timeout: '200ms',
        retries: 1,
      },
      ...common,
    },
    { name: 'node', script: 'server.js', instances: 2, exec_mode: 'cluster', ...common },
  ];
}
