import { InvalidArgumentError } from 'commander';
import { compileDateFormat } from '../../ecosystem/dateFormat.ts';
import { compileDateReader } from '../../ecosystem/dateReader.ts';
import { painterFor } from '../colours.ts';
import type { CommandLine } from '../commandLine.ts';
import { LogPrinter } from '../logPrinter.ts';
import type { LineFilter } from '../logs/lineFilter.ts';
import { parseGrep } from '../logs/lineFilter.ts';
import { parseMoment } from '../logs/parseMoment.ts';
import type { LogsView } from '../logs/showLogs.ts';
import { checkTargets, follow, showTail } from '../logs/showLogs.ts';
import { targetsHelp, wholeNumber } from '../options.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';

/** Commander hands over what is absent as absent. */
export interface LogsFlags {
  /** Lines of each instance that are shown first. */
  readonly lines?: number;
  readonly nostream: boolean;
  readonly out: boolean;
  readonly err: boolean;
  readonly raw: boolean;
  readonly json: boolean;
  /** A format; true is the usual one. */
  readonly timestamp?: string | true;
  readonly since?: string;
  readonly until?: string;
  readonly grep?: RegExp;
  readonly invert: boolean;
  readonly highlight?: string;
}

const usualLines = 15;
const usualTimestamp = 'YYYY-MM-DD HH:mm:ss';

/**
 * Shows the last lines of the named instances, then follows them and those that appear later. As JSON: one array
 * without following, else one object on each line. Ctrl+C is left to end it as it ends `tail -f`: by the signal, so
 * that a script does not take it for the end of the output and go on.
 */
export function logs(world: World, targets: readonly string[], flags: LogsFlags): Promise<0 | 1> {
  const filter = filterOf(flags, world.now());
  const style = { raw: flags.raw, timestamp: timestampOf(flags), highlight: flags.highlight };
  return withSupervisor(world, async (client) => {
    const printer = new LogPrinter(world.stdout, painterFor(world.stdout, world.env), style);
    const { json, raw, lines = filter.since === null ? usualLines : Infinity } = flags;
    const isUsual = flags.lines === undefined && filter.since === null;
    const view: LogsView = { world, client, targets, filter, limit: lines, isUsual, json, raw, printer };
    checkTargets(view);
    const isPast = filter.until !== null && filter.until <= world.now();
    return flags.nostream || isPast ? showTail(view) : follow(view);
  });
}

function filterOf({ out, err, since, until, grep, invert }: LogsFlags, now: number): LineFilter {
  const moment = (option: string, text: string | undefined): number | null => {
    if (text === undefined) return null;
    const at = parseMoment(text, now);
    if (at !== undefined) return at;
    throw new UserError(`${option} "${text}" is no time. Write 10m, 14:05 or 2026-11-21T14:05.`, 2);
  };
  return {
    stream: out === err ? null : out ? 'out' : 'err',
    since: moment('--since', since),
    until: moment('--until', until),
    grep: grep ?? null,
    invert,
  };
}

function timestampOf({ timestamp }: LogsFlags): ((at: number) => string) | undefined {
  if (timestamp === undefined) return undefined;
  if (timestamp === true) return compileDateFormat(usualTimestamp);
  const hasTime = compileDateReader(timestamp) !== undefined || /[Hh]+.?m/.test(timestamp);
  if (hasTime) return compileDateFormat(timestamp);
  throw new UserError(
    `--timestamp "${timestamp}" is no format such as "HH:mm:ss". Write apps before it: drover logs ${timestamp} --timestamp`,
    2,
  );
}

function regularExpression(text: string): RegExp {
  const grep = parseGrep(text);
  if (grep === undefined) throw new InvalidArgumentError('It must be a regular expression.');
  return grep;
}

export function addLogs({ program, world, run }: CommandLine): void {
  program
    .command('logs')
    .description('show the last lines of output and follow it')
    .argument('[target...]', targetsHelp)
    .option('--lines <n>', `lines of each instance to begin with (default: ${usualLines})`, wholeNumber)
    .option('--nostream', 'end after these lines', false)
    .option('--out', 'standard output only', false)
    .option('--err', 'standard error only', false)
    .option('--since <time>', 'lines since then: 10m, 1h30m, 14:05 or 2026-11-21T14:05')
    .option('--until <time>', 'lines until then')
    .option('--grep <regex>', 'lines that fit: timeout, or /timeout/i', regularExpression)
    .option('--invert', 'lines that do not fit --grep', false)
    .option('--highlight <text>', 'show this text reversed')
    .option('--timestamp [format]', `the time of each line (default: ${usualTimestamp})`)
    .option('--raw', 'the lines without names', false)
    .option('--json', 'print JSON: one array with --nostream, else an object on each line', false)
    .action((targets: string[], options: LogsFlags) =>
      run(logs(world, targets.length === 0 ? ['all'] : targets, options)),
    );
}
