import { posix } from 'node:path';
import type { ExportedApp, ExportedFile } from './exporter.ts';
import { systemdCalendar } from './systemdCalendar.ts';
import { execStart, listenStream, ownVariables, unitShape, unitVariables } from './systemdProgram.ts';
import { lifecycle, ordering, outputs, startLimit } from './systemdService.ts';
import type { Waits } from './systemdService.ts';
import { commandWord, plain, timeSpan, unitText } from './systemdText.ts';
import type { Section } from './systemdText.ts';

export interface UnitFacts {
  readonly app: ExportedApp;
  /** Where Drover runs it: all apps that its service runs, itself included. */
  readonly together: readonly ExportedApp[];
  /** What its units are called, without the suffix. */
  readonly name: string;
  readonly comment: readonly string[];
  readonly waits: Waits;
  /** Units of a user's own manager. */
  readonly isUsers: boolean;
  /** The user of a system service where the app names none. */
  readonly runAs: string | null;
  /** Folders that programs are looked for in, separated by colons; null for systemd's own. */
  readonly searchPath: string | null;
  readonly profile: string | null;
  /** Where the units will be, for the file of secrets. */
  readonly folder: string;
  readonly hidesSecrets: boolean;
}

/** The unit that stands for the whole app. */
export function mainUnit(app: ExportedApp, name: string): string {
  return `${name}.${unitShape(app) === 'template' ? 'target' : 'service'}`;
}

/** All unit files of an app, each of which begins with a comment that names it. */
export function systemdUnits(facts: UnitFacts): readonly ExportedFile[] {
  const { app, name } = facts;
  const shape = unitShape(app);
  if (shape === 'supervised') {
    return facts.together[0] === app ? [file(`${name}.service`, facts, supervised(facts))] : [];
  }
  const { secrets } = unitVariables(app);
  return [
    file(shape === 'template' ? `${name}@.service` : `${name}.service`, facts, service(facts)),
    ...(shape === 'template' ? [file(`${name}.target`, facts, target(facts)), ...dropIns(facts)] : []),
    ...(app.sharing === 'socket' ? [file(`${name}.socket`, facts, socket(facts))] : []),
    ...timers(facts),
    ...(secrets === null || facts.hidesSecrets
      ? []
      : [{ path: `${name}.env`, text: `# ${name}.env: for its owner alone.\n${secrets}`, isSecret: true }]),
  ];
}

function file(
  path: string,
  { comment }: UnitFacts,
  sections: Readonly<Record<string, Section>>,
): ExportedFile {
  return { path, text: unitText([`${path}: written by drover export.`, ...comment], sections) };
}

function service(facts: UnitFacts): Readonly<Record<string, Section>> {
  const { app, name, waits } = facts;
  const { spec } = app;
  const isTemplate = unitShape(app) === 'template';
  const sockets = app.sharing === 'socket' ? [`${name}.socket`] : [];
  const { assignments, secrets } = unitVariables(app);
  return {
    Unit: [
      ['Description', plain(isTemplate ? `${spec.name} ` : spec.name) + (isTemplate ? '%i' : '')],
      ...ordering({ ...waits, requires: [...waits.requires, ...sockets] }),
      ['PartOf', isTemplate ? `${name}.target` : null],
      ...startLimit(app),
    ],
    Service: [
      ['ExecStart', execStart(app)],
      ['WorkingDirectory', plain(spec.cwd)],
      ...identity(facts),
      ['Sockets', sockets],
      ...lifecycle(app),
      ...outputs(app),
      ['Environment', [...searchVariables(facts), ...assignments]],
      ['EnvironmentFile', secrets === null ? null : plain(posix.join(facts.folder, `${name}.env`))],
    ],
    Install: isTemplate ? [] : install(facts),
  };
}

/** Drover runs the instances: what the file says of the app goes on to be what decides. */
function supervised(facts: UnitFacts): Readonly<Record<string, Section>> {
  const { app, together, profile, waits } = facts;
  const { spec } = app;
  const names = together.map((one) => one.spec.name).join(',');
  const instances = together.map((one) => `${one.spec.name} (${one.instances})`).join(', ');
  const slowest = Math.max(...together.map((one) => one.spec.killTimeoutMs));
  const words = [
    'drover',
    'up',
    spec.file ?? '',
    '--only',
    names,
    ...(profile === null ? [] : ['--env', profile]),
  ];
  return {
    Unit: [['Description', plain(`${instances}, run by Drover`)], ...ordering(waits)],
    Service: [
      ['ExecStart', words.map(commandWord).join(' ')],
      ['WorkingDirectory', plain(spec.cwd)],
      ...identity(facts),
      ['Type', 'exec'],
      ['Restart', 'on-failure'],
      ['KillMode', 'mixed'],
      // Drover itself needs a moment beyond that of the app.
      ['TimeoutStopSec', timeSpan(slowest + 5000)],
      ['Environment', searchVariables(facts)],
    ],
    Install: install(facts),
  };
}

function identity({ app: { spec }, isUsers, runAs, searchPath }: UnitFacts): Section {
  const user = spec.uid === null ? runAs : String(spec.uid);
  return [
    ['ExecSearchPath', searchPath === null ? null : plain(searchPath)],
    ['User', isUsers ? null : user],
    ['Group', isUsers || spec.gid === null ? null : String(spec.gid)],
  ];
}

function searchVariables({ searchPath }: UnitFacts): readonly string[] {
  return searchPath === null ? [] : [`PATH=${plain(searchPath)}`];
}

function install({ app, isUsers }: UnitFacts): Section {
  return app.spec.autostart ? [['WantedBy', isUsers ? 'default.target' : 'multi-user.target']] : [];
}

function target(facts: UnitFacts): Readonly<Record<string, Section>> {
  const { app, name } = facts;
  const instances = Array.from({ length: app.instances }, (_, index) => `${name}@${index}.service`);
  return {
    Unit: [
      ['Description', plain(`All instances of ${app.spec.name}`)],
      ['Wants', instances.join(' ')],
    ],
    Install: install(facts),
  };
}

/** Each service requires it, so that it is there before them. */
function socket({ app, name }: UnitFacts): Readonly<Record<string, Section>> {
  const first = unitShape(app) === 'template' ? `${name}@0.service` : `${name}.service`;
  return {
    Unit: [['Description', plain(`The port that the instances of ${app.spec.name} share`)]],
    Socket: [
      ['ListenStream', listenStream(app)],
      ['FileDescriptorName', name],
      ['Service', first],
    ],
  };
}

/** What an instance has of its own is added to the template by a file for it. */
function dropIns(facts: UnitFacts): readonly ExportedFile[] {
  return (ownVariables(facts.app) ?? []).map((variables, index) => ({
    path: `${facts.name}@${index}.service.d/instance.conf`,
    text: unitText([`${facts.name}@${index}.service.d/instance.conf`], {
      Service: [['Environment', variables]],
    }),
  }));
}

/** A task is started by the clock, anything else restarted if it runs. */
function timers(facts: UnitFacts): readonly ExportedFile[] {
  const { app, name, isUsers } = facts;
  const { spec } = app;
  const calendar = spec.cron === null ? null : systemdCalendar(spec.cron);
  const isTask = spec.oneShot || !spec.autorestart;
  // The target of several that have ended is still active, and nothing would start them.
  if (calendar === null || (isTask && unitShape(app) === 'template')) return [];
  const timer = (path: string, unit: string): ExportedFile =>
    file(path, facts, {
      Unit: [['Description', plain(`${isTask ? 'Starts' : 'Restarts'} ${spec.name} by the clock`)]],
      Timer: [
        ['OnCalendar', calendar],
        ['Unit', unit],
      ],
      Install: [['WantedBy', 'timers.target']],
    });
  if (isTask) return [timer(`${name}.timer`, mainUnit(app, name))];
  const restart = `${name}-restart.service`;
  const command = ['systemctl', ...(isUsers ? ['--user'] : []), 'try-restart', mainUnit(app, name)];
  return [
    timer(`${name}-restart.timer`, restart),
    file(restart, facts, {
      Unit: [['Description', plain(`Restarts ${spec.name} if it runs`)]],
      Service: [
        ['Type', 'oneshot'],
        ['ExecStart', command.join(' ')],
      ],
    }),
  ];
}
