import type { Command } from 'commander';

/** A command line as it is typed, and what it does. */
interface Example {
  readonly line: string;
  readonly what: string;
}

/** Of each verb, by its name. A test parses every one of them. */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  start: [
    { line: 'drover start', what: 'every ecosystem file of this folder' },
    { line: 'drover start ecosystem.config.js --only api,worker', what: 'two apps of a file' },
    { line: 'drover start web --env production --wait', what: 'with env_production, until it is online' },
    { line: 'drover start web --dev', what: 'one instance that follows every saved file' },
  ],
  stop: [
    { line: 'drover stop web', what: 'an app' },
    { line: 'drover stop web-1', what: 'one of its instances' },
    { line: "drover stop '/^api-/'", what: 'every app whose name begins so' },
    { line: 'drover stop all', what: 'everything' },
  ],
  restart: [
    { line: 'drover restart web', what: 'as it was started' },
    { line: 'drover restart web --update-env', what: 'with the environment of this shell' },
    { line: 'drover restart all --parallel 1 --wait', what: 'one instance after another' },
  ],
  reload: [
    { line: 'drover reload web', what: 'without an interruption where the port is shared' },
    { line: 'drover reload all --env production', what: 'with env_production from now on' },
  ],
  scale: [
    { line: 'drover scale web 4', what: 'four instances' },
    { line: 'drover scale web +2', what: 'two more' },
    { line: 'drover scale web -1 --wait', what: 'one less, until the others are online' },
  ],
  signal: [
    { line: 'drover signal SIGUSR2 web', what: 'to every instance of an app' },
    { line: 'drover signal HUP web-0', what: 'to one instance' },
  ],
  list: [
    { line: 'drover list', what: 'as a table that fits the terminal' },
    { line: 'drover list --sort memory:desc', what: 'what uses most comes first' },
    { line: "drover list --json | jq '.[].name'", what: 'for scripts' },
  ],
  describe: [
    { line: 'drover describe web-0', what: 'one instance' },
    { line: 'drover describe web --events 50', what: 'with more of what happened to it' },
  ],
  logs: [
    { line: 'drover logs', what: 'follow every app' },
    { line: 'drover logs web --lines 100', what: 'begin with 100 lines' },
    { line: 'drover logs web --err --nostream', what: 'what it wrote to standard error, and end' },
  ],
  check: [
    { line: 'drover check', what: 'every ecosystem file here and below' },
    { line: 'drover check ecosystem.config.js --max-warnings 0', what: 'in CI: warnings fail too' },
  ],
  save: [{ line: 'drover save', what: '"drover resurrect" starts it again' }],
  resurrect: [{ line: 'drover resurrect --wait', what: 'until everything is online or has failed' }],
  ping: [
    { line: 'drover ping', what: 'exit code 0 when one runs, else 1' },
    { line: 'drover ping --json', what: 'its process, version and folder' },
  ],
  mcp: [{ line: 'drover mcp --folder ~/shop', what: 'what an agent is told to start' }],
  kill: [{ line: 'drover kill', what: 'stops everything' }],
};

/** Puts its examples below the help of each verb. */
export function addExamples(program: Command): void {
  for (const verb of program.commands) {
    const own = examples[verb.name()] ?? [];
    if (own.length > 0) verb.addHelpText('after', `\nExamples:\n${exampleLines(own).join('\n')}`);
  }
}

/** Each example with what it does beside it, or below it where that would be wider than 80 columns. */
function exampleLines(own: readonly Example[]): string[] {
  const width = Math.max(...own.map(({ line }) => line.length));
  const isBeside = own.every(({ what }) => width + what.length + 4 <= 80);
  return own.map(({ line, what }) =>
    isBeside ? `  ${line.padEnd(width)}  ${what}` : `  ${line}\n      ${what}`,
  );
}
