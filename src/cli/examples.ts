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
    { line: 'drover start server.js -i 4 --name web', what: 'a script that no file has, on one port' },
    { line: 'drover start "node server.js" --max-memory 256M', what: 'a command line' },
    { line: 'drover start app.py --interpreter python3 -- --port 3000', what: 'arguments for the script' },
    { line: 'drover start npm --name site -- run dev', what: 'a command' },
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
  delete: [
    { line: 'drover delete web', what: 'an app that was started without a file' },
    { line: 'drover del all', what: 'everything; what files list stays listed as stopped' },
  ],
  up: [
    { line: 'drover up', what: 'every ecosystem file of this folder, as the command of a container' },
    { line: 'drover up ecosystem.config.js --only web --env production', what: 'one app of a file' },
    { line: 'drover up server.js -i max --name web', what: 'a script that no file has' },
    { line: 'drover up --json --exit-on-failure', what: 'lines as JSON, until one app gives up' },
  ],
  scale: [
    { line: 'drover scale web 4', what: 'four instances' },
    { line: 'drover scale web +2', what: 'two more' },
    { line: 'drover scale web -1 --wait', what: 'one less, until the others are online' },
  ],
  startOrRestart: [
    { line: 'drover startOrRestart ecosystem.json', what: 'after a deploy' },
    { line: 'drover startOrRestart ecosystem.json --env production', what: 'with env_production' },
  ],
  startOrReload: [
    { line: 'drover startOrReload ecosystem.json', what: 'after a deploy, with no request lost' },
    { line: 'drover startOrReload ecosystem.json --only api', what: 'one app of the file' },
  ],
  reset: [
    { line: 'drover reset web', what: 'an app' },
    { line: 'drover reset all', what: 'everything' },
  ],
  send: [
    { line: 'drover send repl-0 .exit', what: 'a line' },
    { line: 'drover send console reload cache', what: 'a line of several words' },
    { line: 'drover send console -- --verbose', what: 'a line that begins with a dash' },
  ],
  attach: [
    { line: 'drover attach repl-0', what: 'Ctrl+C leaves it running' },
    { line: 'echo status | drover attach console --lines 0', what: 'a script may type, too' },
  ],
  inspect: [
    { line: 'drover inspect web-0', what: 'while it runs on' },
    { line: 'drover inspect web-0 --close', what: 'and closed again' },
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
  env: [
    { line: 'drover env web-0', what: 'secrets are left out' },
    { line: 'drover env web-0 --show-secrets', what: 'with them' },
    { line: 'drover env web-0 --json | jq -r .PORT', what: 'one of them' },
  ],
  pid: [
    { line: 'drover pid', what: 'of everything that runs' },
    { line: 'drover pid web', what: 'of an app' },
  ],
  id: [{ line: 'drover id web', what: 'which "drover restart 0" takes as well' }],
  jlist: [{ line: "drover jlist | jq '.[].pm2_env.status'", what: 'as scripts for PM2 do' }],
  prettylist: [{ line: 'drover prettylist', what: 'every instance' }],
  logs: [
    { line: 'drover logs', what: 'follow every app' },
    {
      line: 'drover logs web api --lines 100',
      what: 'two apps, from the last 100 lines of each instance on',
    },
    { line: 'drover logs web --err --nostream', what: 'what it wrote to standard error, and end' },
    { line: 'drover logs --since 10m --grep /timeout/i', what: 'lines of the last ten minutes that fit' },
    { line: 'drover logs web --json --nostream', what: 'for a program' },
  ],
  monit: [
    { line: 'drover monit', what: 'everything, in the whole terminal' },
    { line: 'drover monit --interval 5', what: 'with new values every five seconds' },
  ],
  flush: [
    { line: 'drover flush', what: 'the logs of everything' },
    { line: 'drover flush web', what: 'those of an app' },
  ],
  reloadLogs: [{ line: 'drover reloadLogs', what: 'in the postrotate script of logrotate' }],
  init: [
    { line: 'drover init', what: 'ecosystem.config.js' },
    { line: 'drover init --format yaml', what: 'ecosystem.config.yaml' },
    { line: 'drover init simple', what: 'with an example to change' },
  ],
  check: [
    { line: 'drover check', what: 'every ecosystem file here and below' },
    { line: 'drover check ecosystem.config.js --max-warnings 0', what: 'in CI: warnings fail too' },
  ],
  export: [
    { line: 'drover export compose > compose.yaml', what: 'every app of the folder as a service' },
    { line: 'drover export kubernetes web --env production --output k8s', what: 'a file for each app' },
    { line: 'drover export systemd --output units', what: 'to be looked at, then copied to /etc' },
    { line: 'drover export nginx --help', what: 'the options of one format' },
  ],
  save: [{ line: 'drover save', what: '"drover resurrect" starts it again' }],
  resurrect: [{ line: 'drover resurrect --wait', what: 'until everything is online or has failed' }],
  cleardump: [{ line: 'drover cleardump', what: 'what "drover save" has kept' }],
  report: [
    { line: 'drover report', what: 'nothing in it is secret' },
    { line: 'drover report --json', what: 'for scripts' },
  ],
  import: [
    { line: 'drover import pm2', what: 'prints what "pm2 save" kept as an ecosystem file' },
    { line: 'drover import Procfile --output ecosystem.config.js', what: 'with the .env beside it' },
    { line: 'drover import compose.yaml --only web,api --format yaml', what: 'two of its services' },
  ],
  sysinfos: [{ line: 'drover sysinfos', what: 'cores, load and memory' }],
  update: [{ line: 'drover update', what: 'after a new version was installed' }],
  completion: [
    { line: 'drover completion bash >> ~/.bashrc', what: 'for bash' },
    { line: 'drover completion zsh >> ~/.zshrc', what: 'for zsh, after compinit' },
    { line: 'drover completion fish > ~/.config/fish/completions/drover.fish', what: 'for fish' },
  ],
  ping: [
    { line: 'drover ping', what: 'exit code 0 when one runs, else 1' },
    { line: 'drover ping --json', what: 'its process, version and folder' },
  ],
  web: [
    { line: 'drover web', what: 'on port 9615; says where the token is' },
    { line: 'drover web --port 0 --json', what: 'on a free port, which a script reads' },
    { line: 'drover web --show-token', what: 'to be sent as "Authorization: Bearer …"' },
  ],
  load: [
    { line: 'drover load web', what: 'with 1, 2, 4 … instances, up to one per core' },
    { line: 'drover load web --instances 1,max -c 100 -d 5', what: '100 connections, 5 s each' },
    { line: `drover load api --path /orders --body '{"item":3}'`, what: 'POST requests' },
    { line: 'drover load web --json', what: 'for a program' },
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
