import type { AppInfo, ChildProcessInfo, FileInfo } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { canApply } from '../changes/fileChanges.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import { groupCapabilities } from './presentGroup.ts';
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

/** The row of a process below an instance. */
export function presentProcess({ pid, command }: ChildProcessInfo, t: Translate): Presentation {
  return {
    label: t('pid {0}', pid),
    description: shortCommand(command),
    icon: icons.process,
    accessibilityLabel: joinedSpoken(shortCommand(command), t('pid {0}', pid)),
    contextValue: contextValue('process', { hasPid: true }),
  };
}

/** `/usr/bin/python3 -m http.server` as `python3 -m http.server`. */
function shortCommand(command: string): string {
  const [program = '', ...args] = command.split(' ');
  return [program.slice(program.lastIndexOf('/') + 1), ...args].join(' ').slice(0, 80);
}
