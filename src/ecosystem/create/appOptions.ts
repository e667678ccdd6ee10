import type { Dialect } from '../appSpec.ts';
import type { PlainValue } from '../write/style.ts';
import type { SettledApp } from './settlePorts.ts';

export interface WrittenOption {
  readonly key: string;
  readonly value: PlainValue;
  /** What stands above it. English, as the names of options are. */
  readonly comment?: string;
}

/** The options of an app in the order people write them in, in the spellings of a dialect. */
export function appOptions(app: SettledApp, dialect: Dialect): readonly WrittenOption[] {
  const port = app.port === null ? '' : String(app.port);
  const args = app.args.map((word) => word.replaceAll('{PORT}', port));
  const options: (WrittenOption | null)[] = [
    { key: 'name', value: app.name },
    ...programOptions({ ...app, args }, dialect),
    option('cwd', app.cwd === '' ? null : app.cwd),
    option('instances', app.instances, comments.instances),
    option('exec_mode', app.execMode, app.makesCluster ? comments.ownCluster : undefined),
    option('port', app.port === null ? null : dialect === 'pmdaemon' ? port : app.port, comments.port),
    app.sharesPortWith === null
      ? null
      : {
          key: 'autostart',
          value: false,
          comment: `It wants the port of "${app.sharesPortWith}": run one of them at a time.`,
        },
    option('env_file', app.envFile, comments.envFile),
    Object.keys(app.env).length === 0 ? null : { key: 'env', value: app.env },
    option('watch', false, comments.watch),
  ];
  // In TOML a table ends the options of the app it belongs to.
  return options
    .filter((written) => written !== null)
    .sort((a, b) => Number(isTable(a.value)) - Number(isTable(b.value)));
}

const comments = {
  instances: 'Copies that share one port; "max" is one for each CPU core.',
  ownCluster: 'It forks its own instances, so it is one app here.',
  port: 'Set as PORT; a range such as "3000-3002" gives each instance its own.',
  envFile: 'Variables for the app; those in "env" go before them.',
  watch: 'true restarts the app when its files change.',
};

/** PMDaemon knows no interpreter: there it is what is run, with the script as its first argument. */
function programOptions(
  { script, args, interpreter, nodeArgs }: Pick<SettledApp, 'script' | 'args' | 'interpreter' | 'nodeArgs'>,
  dialect: Dialect,
): readonly (WrittenOption | null)[] {
  const runner = interpreter ?? (/\.[cm]?js$/.test(script) && !/\s/.test(script) ? 'node' : null);
  if (dialect === 'pmdaemon' && runner !== null)
    return [option('script', runner), option('args', [...nodeArgs, script, ...args])];
  return [
    option('script', script),
    option('args', args.length === 0 ? null : args),
    option('interpreter', interpreter),
    option('node_args', nodeArgs.length === 0 ? null : nodeArgs),
  ];
}

function option(key: string, value: PlainValue, comment?: string): WrittenOption | null {
  if (value === null) return null;
  return comment === undefined ? { key, value } : { key, value, comment };
}

function isTable(value: PlainValue): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
