import type { Option } from './option.ts';

/** Options that files in the wild have and that mean nothing here: modules, hosted monitoring, internals. */
export const ignoredOptions: readonly Option[] = [
  ignored(
    'name_prefix',
    'pm2',
    'A prefix for the names of apps that belong to a PM2 module; Drover has no modules.',
  ),
  ignored('force', 'pm2', 'Lets PM2 start the same script twice; Drover tells apps apart by name.'),
  ignored('username', 'pm2', 'PM2 overwrites it with the current user; "uid" is what sets one.', 'uid'),
  ignored(
    'execute_command',
    'pm2',
    'Makes PM2 run the script in fork mode; "exec_mode" says so here.',
    'exec_mode',
  ),
  ignored('vizion', 'pm2', "Reads the app's version control data for PM2's list; the editor shows it."),
  ignored('pmx', 'pm2', 'Injects the agent of PM2 Plus.'),
  ignored('automation', 'pm2', 'Injects the agent of PM2 Plus.'),
  ignored('trace', 'pm2', 'Transaction tracing of PM2 Plus.'),
  ignored('disable_trace', 'pm2', 'Transaction tracing of PM2 Plus.'),
  ignored('deep_monitoring', 'pm2', 'Monitoring of PM2 Plus.'),
  ignored('v8', 'pm2', 'Engine metrics of PM2 Plus.'),
  ignored('event_loop_inspector', 'pm2', 'Event loop dumps of PM2 Plus.'),
  ignored('io', 'pm2', 'Settings of the PM2 Plus agent.'),
  ignored('post_update', 'pm2', 'Commands that PM2 runs after pulling a new version; Drover pulls none.'),
  ignored('install_url', 'pm2', 'Where PM2 fetches a module from; Drover has no modules.'),
  ignored('write', 'pm2', 'Internal to PM2.'),
  ignored(
    'health_check_url',
    'pmdaemon',
    'Named in PMDaemon\'s documentation only; use "health_check".',
    'health_check',
  ),
  ignored('max_cpu', 'pmdaemon', "Named in PMDaemon's documentation only; PMDaemon itself does not know it."),
];

function ignored(name: string, origin: 'pm2' | 'pmdaemon', description: string, replacedBy?: string): Option {
  return {
    name,
    aliases: [],
    type: 'any',
    default: null,
    origins: [origin],
    effect: 'accepted and ignored',
    description,
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}
