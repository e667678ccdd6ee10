import type { AppSpec } from '../appSpec.ts';
import { defaultApp } from '../defaultApp.ts';
import { printText } from '../write/printScalar.ts';
import { usualStyle } from '../write/style.ts';
import type { WrittenApp } from '../write/writtenApp.ts';
import { writtenApp } from '../write/writtenApp.ts';
import { byDependencies } from './byDependencies.ts';
import { clearSecrets } from './clearSecrets.ts';
import { ecosystemDocument } from './ecosystemDocument.ts';
import type { Exported, ExportedApp } from './exporter.ts';
import type { ExportFormat, ExportPlace, ExportValues } from './formats.ts';
import { ExportValueError, textOf } from './optionValues.ts';
import { plainProgram } from './plainProgram.ts';
import { cronNames, pm2Fates } from './pm2Fates.ts';
import { lostOptions } from './setOptions.ts';

const languages = new Map([
  ['js', 'javascript'],
  // Where package.json makes .js files ES modules.
  ['cjs', 'javascript'],
  ['json', 'json'],
  ['yaml', 'yaml'],
] as const);

/** An ecosystem file with nothing in it that PM2 would not know. */
export const pm2Format: ExportFormat = {
  name: 'pm2',
  title: 'PM2',
  description: 'an ecosystem file with what PM2 knows',
  options: [{ name: 'type', value: 'js|cjs|json|yaml', description: 'the kind of file (default: js)' }],
  separator: null,
  export: exportPm2,
};

function exportPm2(apps: readonly ExportedApp[], values: ExportValues, place: ExportPlace): Exported {
  const type = textOf(values, 'type') ?? 'js';
  const language = languages.get(type as 'js');
  if (language === undefined)
    throw new ExportValueError(`"--type" is "${type}"; it must be js, cjs, json or yaml.`);
  const document = ecosystemDocument(
    byDependencies(apps).map((app) => ({
      name: app.spec.name,
      written: pm2App(app),
      notes: [...lostOptions(app, pm2Fates), ...clearSecrets(app)],
    })),
    { dialect: 'pm2', language, heading: 'For PM2, written by drover export.' },
  );
  const isSecret = apps.some((app) => clearSecrets(app).length > 0);
  const text = language === 'javascript' ? fromItsFolder(document.text, place.folder) : document.text;
  return { files: [{ path: `ecosystem.config.${type}`, text, isSecret }], notes: document.notes };
}

/** The options of an app as PM2 has them; their values are put into its units afterwards. */
function pm2App(app: ExportedApp): WrittenApp {
  const { spec, sharing } = app;
  const { source_map_support: maps, ...options } = writtenApp(pm2Spec(app));
  return {
    ...options,
    ...plainProgram(app),
    // PM2 would make a cluster of instances that have a port each.
    ...(sharing === 'none' || sharing === 'cluster' ? {} : { exec_mode: 'fork' }),
    ...(maps === false ? { disable_source_map_support: true } : {}),
    ...(spec.script.includes(' ') && !spec.shell ? { script: `"${spec.script}"` } : {}),
  };
}

/** The app with nothing in it that PM2 does not know. */
function pm2Spec({ spec, instances, sharing, port, env }: ExportedApp): AppSpec {
  const { PORT: _, ...withoutPort } = env;
  const { watchRules, cron, filterEnv } = spec;
  const patterns = watchRules.ignore.filter((pattern) => !pattern.startsWith('re:'));
  const isApart = sharing === 'ports' || sharing === 'socket';
  return {
    ...spec,
    execMode: sharing === 'cluster' ? 'cluster' : spec.execMode,
    instances:
      isApart && instances > 1
        ? { kind: 'count', count: sharing === 'ports' ? instances : 1 }
        : spec.instances,
    port: port === null || port.kind === 'single' ? port : { kind: 'single', port: port.from },
    incrementVar: sharing === 'ports' && instances > 1 ? 'PORT' : spec.incrementVar,
    schedulingPolicy: null,
    env: port === null ? env : withoutPort,
    envFiles: [],
    filterEnv: filterEnv === 'all' ? [] : filterEnv,
    dev: null,
    dependsOn: {},
    healthCheck: null,
    autorestart: spec.autorestart && !spec.oneShot,
    oneShot: false,
    minUptimeMs: Math.max(100, spec.minUptimeMs),
    // PM2 would take -1 for having had enough before the first one.
    maxRestarts: Math.min(2 ** 32 - 1, Math.max(1, spec.maxRestarts)),
    cron: cron?.startsWith('@') === true ? (cronNames[cron] ?? null) : cron,
    killSignal: defaultApp.killSignal,
    watchRules:
      watchRules.ignore.length === 0
        ? watchRules
        : { ...watchRules, ignore: [...patterns, '**/node_modules/**'] },
  };
}

/** Absolute paths at and below the folder that a script is to lie in, written so that both may be moved. */
function fromItsFolder(text: string, folder: string): string {
  const literal = printText(folder, usualStyle('javascript')).slice(1, -1);
  return text
    .split('\n')
    .map((line) => {
      const [, start = '', path = ''] = /^(\s*cwd: )'(.*)',$/.exec(line) ?? [];
      if (path === literal) return `${start}__dirname,`;
      const isBelow = path.startsWith(`${literal}/`) && !/[`\\]|\$\{/.test(path);
      return isBelow ? `${start}\`\${__dirname}${path.slice(literal.length)}\`,` : line;
    })
    .join('\n');
}
