import type { Command } from 'commander';
import { Option } from 'commander';
import { optionGroups } from '../ecosystem/optionTable.ts';

/** A flag of `drover start` that is an option of ecosystem files, for an app that has no file. */
interface StartFlag {
  /** As commander reads it. */
  readonly flags: string;
  /** The option, whose description is the help of the flag. */
  readonly option: string;
  /** The value of the option for what was typed; the text itself, or true or false of a switch, when absent. */
  readonly read?: (typed: string) => unknown;
  /** The value of the option for a switch. */
  readonly value?: unknown;
}

/** Those of PM2 and PMDaemon, under their names, and two of Drover's own. */
export const startFlags: readonly StartFlag[] = [
  { flags: '-n, --name <name>', option: 'name' },
  { flags: '--cwd <folder>', option: 'cwd' },
  { flags: '--namespace <name>', option: 'namespace' },
  { flags: '--interpreter <program>', option: 'interpreter' },
  { flags: '--node-args <args>', option: 'node_args' },
  { flags: '--interpreter-args <args>', option: 'node_args' },
  { flags: '--disable-source-map-support', option: 'source_map_support', value: false },
  { flags: '--uid <user>', option: 'uid' },
  { flags: '--gid <group>', option: 'gid' },
  { flags: '-i, --instances <n>', option: 'instances' },
  { flags: '--exec-mode <mode>', option: 'exec_mode' },
  { flags: '-x, --execute-command', option: 'exec_mode', value: 'fork' },
  { flags: '-p, --port <port>', option: 'port' },
  { flags: '--env-file <path>', option: 'env_file' },
  { flags: '--filter-env <names>', option: 'filter_env', read: words },
  { flags: '--no-autostart', option: 'autostart' },
  { flags: '--wait-ready', option: 'wait_ready' },
  { flags: '--listen-timeout <time>', option: 'listen_timeout' },
  { flags: '--health-check-url <url>', option: 'health_check', read: (url) => ({ url }) },
  { flags: '--no-autorestart', option: 'autorestart' },
  { flags: '--stop-exit-codes <codes...>', option: 'stop_exit_codes' },
  { flags: '--max-restarts <n>', option: 'max_restarts' },
  { flags: '--restart-delay <time>', option: 'restart_delay' },
  { flags: '--exp-backoff-restart-delay <time>', option: 'exp_backoff_restart_delay' },
  { flags: '-c, --cron-restart <pattern>', option: 'cron_restart' },
  { flags: '--cron <pattern>', option: 'cron_restart' },
  { flags: '--max-memory-restart <size>', option: 'max_memory_restart' },
  { flags: '--max-memory <size>', option: 'max_memory_restart' },
  { flags: '-k, --kill-timeout <time>', option: 'kill_timeout' },
  { flags: '--shutdown-with-message', option: 'shutdown_with_message' },
  { flags: '--no-treekill', option: 'treekill' },
  { flags: '--ext <extensions>', option: 'watch', read: (typed) => words(typed).map((one) => `**/*.${one}`) },
  { flags: '--ignore-watch <patterns>', option: 'ignore_watch' },
  { flags: '--watch-delay <time>', option: 'watch_delay', read: inSeconds },
  { flags: '-o, --output <path>', option: 'out_file' },
  { flags: '--error <path>', option: 'error_file' },
  { flags: '-l, --log [path]', option: 'log_file' },
  { flags: '--merge-logs', option: 'merge_logs' },
  { flags: '--time', option: 'time' },
  { flags: '--log-date-format <format>', option: 'log_date_format' },
  { flags: '--log-type <type>', option: 'log_type' },
  { flags: '--disable-logs', option: 'disable_logs' },
  { flags: '--pid <path>', option: 'pid_file' },
];

/** Where the option says too much, or something else, for the help. */
const help: Readonly<Record<string, string>> = {
  '--disable-source-map-support': 'stack traces as they are, without source maps',
  '--exec-mode <mode>': 'cluster: the instances share their port; fork: each is a plain process',
  '-x, --execute-command': 'the same as --exec-mode fork',
  '--env-file <path>': 'a .env file with variables',
  '--filter-env <names>': 'leave out inherited variables whose names hold one of these',
  '--no-autostart': 'add it, and do not start it',
  '--no-autorestart': 'do not start it again when it exits',
  '--no-treekill': 'stop its own process only, not those that it has started',
  '-l, --log [path]': 'one more file, for both; without a path, one beside the others',
  '--merge-logs': 'all instances write to the same files',
  '--cwd <folder>': 'the folder the app runs in (default: this one)',
  '--ext <extensions>': 'watch only files with these extensions: js,ts',
  '--watch-delay <time>': 'how long files must be quiet before the app is restarted: 4 (seconds), 500ms',
  '--health-check-url <url>': 'it is online once this answers, such as http://localhost:{PORT}/health',
};

/** Adds the flags, each below the heading that its option has in the documentation. */
export function addStartFlags(command: Command): void {
  const known = new Set<string>();
  for (const flag of startFlags) {
    const { title, option } = described(flag.option);
    const isAlias = known.has(flag.option) && flag.read === undefined && flag.value === undefined;
    const first = startFlags.find((one) => one.option === flag.option);
    const text = isAlias ? `the same as ${longName(first ?? flag)}` : (help[flag.flags] ?? brief(option));
    command.addOption(new Option(flag.flags, text).helpGroup(`${title}:`));
    known.add(flag.option);
  }
}

/** A flag as it was given, and what it comes to. */
export interface GivenFlag {
  /** As users know it: `--instances`. */
  readonly flag: string;
  readonly option: string;
  readonly value: unknown;
}

/** The flags of the table that were typed, in the order of the table. */
export function givenFlags(command: Command): readonly GivenFlag[] {
  return startFlags.flatMap((flag): GivenFlag[] => {
    const name = new Option(flag.flags).attributeName();
    if (command.getOptionValueSource(name) !== 'cli') return [];
    const typed: unknown = command.getOptionValue(name);
    const value =
      flag.value ?? (flag.read !== undefined && typeof typed === 'string' ? flag.read(typed) : typed);
    return [{ flag: longName(flag), option: flag.option, value }];
  });
}

function described(name: string): { readonly title: string; readonly option: { description: string } } {
  for (const { title, options } of optionGroups) {
    const option = options.find((one) => one.name === name);
    if (option !== undefined) return { title, option };
  }
  throw new Error(`no option is named ${name}`);
}

/** The first sentence of what the option does, as the help writes it. */
function brief({ description }: { readonly description: string }): string {
  const [sentence = ''] = description.split(/\.(?=\s|$)/);
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function longName({ flags }: StartFlag): string {
  return new Option(flags).long ?? flags;
}

function words(typed: string): string[] {
  return typed.split(/[\s,]+/).filter((word) => word !== '');
}

/** PM2 takes a plain number of this one flag for seconds. */
function inSeconds(typed: string): string {
  return /^[\d.]+$/.test(typed) ? `${typed}s` : typed;
}
