import { basename, dirname } from 'node:path';
import { freeName } from '../freeName.ts';
import { exportNames } from './exportNames.ts';
import type { Exported, ExportedApp, ExportNote } from './exporter.ts';
import type { ExportFormat, ExportPlace, ExportValues } from './formats.ts';
import { noteComments } from './noteComments.ts';
import { isOn, textOf } from './optionValues.ts';
import { lostOptions } from './setOptions.ts';
import { supervisedFates, systemdFates } from './systemdFates.ts';
import { programName, unitShape, unitVariables } from './systemdProgram.ts';
import type { Waits } from './systemdService.ts';
import { mainUnit, systemdUnits } from './systemdUnits.ts';

/** Unit files: a service for each app, or a template and a target where it has several instances. */
export const systemdFormat: ExportFormat = {
  name: 'systemd',
  title: 'systemd',
  description: 'units: a service for each app, a template and a target for several instances',
  options: [
    { name: 'user', value: null, description: 'units for "systemctl --user"' },
    { name: 'run-as', value: 'name', description: 'the user of apps that name none (default: root)' },
    { name: 'search-path', value: 'folders', description: 'where programs are, separated by colons' },
    { name: 'no-secrets', value: null, description: 'write no files with secrets' },
  ],
  separator: '\n',
  export: exportSystemd,
};

function exportSystemd(apps: readonly ExportedApp[], values: ExportValues, place: ExportPlace): Exported {
  const groups = supervisedGroups(apps);
  const names = groupNames(apps, groups);
  const searchPath = textOf(values, 'search-path');
  const runAs = textOf(values, 'run-as');
  const isUsers = isOn(values, 'user');
  const hidesSecrets = isOn(values, 'no-secrets');
  const made = apps.map((app, index) => {
    const name = names[index] ?? '';
    const waits = waitsOf(app, apps, names);
    const isSupervised = unitShape(app) === 'supervised';
    const own = [
      ...(name === app.spec.name ? [] : [`Its unit is called ${name}.`]),
      ...waits.notes,
      ...(isSupervised ? [supervisedNote] : []),
      ...(isSupervised ? [] : secretNotes(app, name, hidesSecrets)),
    ].map((text) => ({ app: app.spec.name, text }));
    const notes = [...lostOptions(app, isSupervised ? supervisedFates : systemdFates), ...own];
    const comment = noteComments(
      `"${app.spec.name}" of ${basename(app.spec.file ?? app.spec.cwd)}`,
      notes,
    ).slice(1);
    const files = systemdUnits({
      ...{
        app,
        together: groups.get(app.spec.file) ?? [app],
        name,
        comment,
        waits,
        isUsers,
        runAs,
        searchPath,
        hidesSecrets,
      },
      profile: place.profile ?? null,
      folder: place.folder,
    });
    return { files, notes };
  });
  const isRoots = !isUsers && runAs === null && apps.some(({ spec }) => spec.uid === null);
  const root: readonly ExportNote[] = isRoots
    ? [{ app: null, text: 'Apps without "uid" run as root. Name a user by "--run-as", or take "--user".' }]
    : [];
  return {
    files: made.flatMap(({ files }) => files),
    notes: [...made.flatMap(({ notes }) => notes), ...searchNotes(apps, searchPath), ...root],
  };
}

/** The apps that Drover runs, by their file: one Drover runs those of a folder. */
function supervisedGroups(apps: readonly ExportedApp[]): ReadonlyMap<string | null, readonly ExportedApp[]> {
  const groups = new Map<string | null, ExportedApp[]>();
  for (const app of apps) {
    if (unitShape(app) !== 'supervised') continue;
    groups.set(app.spec.file, [...(groups.get(app.spec.file) ?? []), app]);
  }
  return groups;
}

/** Each app's own name; that of the folder for several apps of one service. */
function groupNames(
  apps: readonly ExportedApp[],
  groups: ReadonlyMap<string | null, readonly ExportedApp[]>,
): readonly string[] {
  const names = exportNames(apps, unitName);
  const taken = new Set(names);
  const shared = new Map<string | null, string>();
  for (const [file, group] of groups) {
    if (group.length < 2 || file === null) continue;
    const name = freeName(unitName(basename(dirname(file))) || 'apps', taken);
    taken.add(name);
    shared.set(file, name);
  }
  return apps.map((app, index) => {
    const together = unitShape(app) === 'supervised' ? shared.get(app.spec.file) : undefined;
    return together ?? names[index] ?? '';
  });
}

const supervisedNote =
  'systemd cannot share one port among Node programs that listen by themselves: Drover runs them as one service, and "drover" has to be where systemd finds it.';

/** Names of programs that systemd has to find by itself. */
function searchNotes(apps: readonly ExportedApp[], searchPath: string | null): readonly ExportNote[] {
  const commands = apps.map((app) =>
    unitShape(app) === 'supervised' ? 'drover' : app.spec.shell ? '/bin/sh' : programName(app),
  );
  const bare = [...new Set(commands)].filter((command) => !command.startsWith('/'));
  if (bare.length === 0 || searchPath !== null) return [];
  const text = `systemd looks for ${bare.join(', ')} in /usr/local/bin and /usr/bin: what is elsewhere is named by "--search-path".`;
  return [{ app: null, text }];
}

function secretNotes(app: ExportedApp, name: string, hidesSecrets: boolean): readonly string[] {
  const { secretNames } = unitVariables(app);
  if (secretNames.length === 0) return [];
  const listed = secretNames.join(', ');
  return [
    hidesSecrets
      ? `Write the values of ${listed} into ${name}.env, as NAME="value" on a line each.`
      : `The values of ${listed} are in ${name}.env as they are: leave it to its owner alone (chmod 600).`,
  ];
}

/** systemd orders by starts. A task has ended before what requires it is started. */
function waitsOf(
  app: ExportedApp,
  apps: readonly ExportedApp[],
  names: readonly string[],
): Waits & { readonly notes: readonly string[] } {
  const [wants, requires, notes]: [string[], string[], string[]] = [[], [], []];
  for (const [dependency, until] of Object.entries(app.spec.dependsOn)) {
    const index = apps.findIndex(({ spec }) => spec.name === dependency && spec.file === app.spec.file);
    const other = apps[index];
    if (other === undefined) {
      notes.push(
        `"depends_on" names "${dependency}", which is not among the exported apps: it is not waited for.`,
      );
      continue;
    }
    (until === 'completed' ? requires : wants).push(mainUnit(other, names[index] ?? ''));
    if (until === 'online' && !other.spec.oneShot)
      notes.push(
        `"${dependency}" is waited for until it is started: systemd does not know when it is online.`,
      );
    if (until === 'completed' && !other.spec.oneShot)
      notes.push(
        `"${dependency}" is waited for until it is started: only an app with "one_shot" is known to end.`,
      );
  }
  return { wants, requires, notes };
}

/** Letters, digits, `_`, `.`, `:` and `-`. */
function unitName(name: string): string {
  return name.replace(/[^\w.:-]+/g, '-').replace(/^[-.]+/, '');
}
