import type { AppInfo, ChildProcessInfo, FileInfo } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { canApply } from '../changes/fileChanges.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import type { Presentation } from './presentation.ts';
import { contextValue, icons, joined, joinedSpoken } from './presentation.ts';

/** The row of an ecosystem file that could not be read; undefined for a file without errors of its own. */
export function presentFile(
  file: FileInfo,
  { shownPath, apps, t }: { shownPath: string; apps: readonly AppInfo[]; t: Translate },
): Presentation | undefined {
  const problem = fileProblem(file);
  if (problem === undefined) return undefined;
  const sentence = describeProblem(problem, t);
  const where = problem.line === undefined ? '' : t('line {0}', problem.line);
  return {
    label: shownPath,
    description: joined(where, sentence),
    icon: icons.file,
    accessibilityLabel: [shownPath, t('cannot be read'), ...(where === '' ? [] : [where]), sentence].join(
      ', ',
    ),
    contextValue: contextValue('file', {
      ...groupCapabilities(apps),
      canApply: apps.some(canApply),
      canOpenFile: true,
    }),
  };
}

/** The problem that keeps a file from being read, as opposed to a problem of one of its apps. */
export function fileProblem(file: FileInfo): FileInfo['problems'][number] | undefined {
  return file.problems.find((problem) => problem.severity === 'error' && problem.app === undefined);
}

/** The row of a workspace folder, shown only when there are several. */
export function presentFolder(
  name: string,
  {
    apps,
    state,
    t,
  }: { apps: readonly AppInfo[]; state: 'ready' | 'loading' | 'lost' | 'idle'; t: Translate },
): Presentation {
  const online = apps.reduce((sum, app) => sum + app.online, 0);
  const total = apps.reduce((sum, app) => sum + app.instances, 0);
  const detail = {
    ready: apps.length === 0 ? t('no apps') : `${online}/${total}`,
    loading: t('loading…'),
    lost: t('supervisor lost'),
    idle: '',
  }[state];
  const spoken = state === 'ready' && apps.length > 0 ? t('{0} of {1} instances', online, total) : detail;
  return {
    label: name,
    description: detail,
    icon: state === 'lost' ? icons.errored : icons.folder,
    accessibilityLabel: joinedSpoken(name, spoken),
    contextValue: contextValue('folder', {
      ...groupCapabilities(apps),
      canRetry: state === 'lost',
    }),
  };
}

/** What can be done with all apps of a file or folder at once. */
function groupCapabilities(apps: readonly AppInfo[]): Record<string, boolean> {
  const isUp = apps.some((app) => app.online > 0 || app.wanted);
  return {
    canStart: apps.some((app) => app.online < app.instances && (app.autostart || app.wanted)),
    canStop: isUp,
    canRestart: isUp,
  };
}

/** The row of a process below an instance. */
export function presentProcess({ pid, command }: ChildProcessInfo, t: Translate): Presentation {
  return {
    label: t('pid {0}', pid),
    description: shortCommand(command),
    icon: icons.process,
    accessibilityLabel: joinedSpoken(shortCommand(command), t('pid {0}', pid)),
    contextValue: contextValue('process', {}),
  };
}

/** `/usr/bin/python3 -m http.server` as `python3 -m http.server`. */
function shortCommand(command: string): string {
  const [program = '', ...args] = command.split(' ');
  return [program.slice(program.lastIndexOf('/') + 1), ...args].join(' ').slice(0, 80);
}
