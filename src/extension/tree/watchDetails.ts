import path from 'node:path';
import type { AppInfo } from '../../protocol/model.ts';
import { watchMark } from '../../client/watchMark.ts';
import type { Translate } from '../../ecosystem/translate.ts';

/** What the row of an app says of its watching, as a list of marks. */
export function watchMarks(app: AppInfo, t: Translate): string[] {
  const mark = watchMark(app);
  if (mark === null) return [];
  return [mark === 'watching' ? t('watching') : t('not watching')];
}

/** `server.js changed`: the cause of the last restart, where it was a file; empty for others. */
export function changeMark({ changedFile }: Pick<AppInfo, 'changedFile'>, t: Translate): string {
  return changedFile === null ? '' : t('{0} changed', path.basename(changedFile));
}

/** Lines of the tooltip of an app: a name, and a value where there is one. */
export function watchRows(app: AppInfo, t: Translate): (readonly [name: string, value: string | null])[] {
  const { watched, watchByHand, changedFile, cwd } = app;
  const cause = [t('Restarted for'), changedFile] as const;
  if (watched === null) return [[t('Watched'), watchByHand ? t('no, switched off by hand') : null], cause];
  const paths = watched.paths.map((one) => path.relative(cwd, one) || t('the whole folder')).join(', ');
  const ignored = [...watched.ignore, ...(watched.gitignore ? [t('what .gitignore names')] : [])];
  return [
    [t('Watched'), watchByHand ? t('{0}, switched on by hand', paths) : paths],
    [t('Not watched'), ignored.length === 0 ? null : ignored.join(', ')],
    [t('Quiet for'), watched.delayMs === null ? t('30 to 150 ms') : `${watched.delayMs} ms`],
    cause,
  ];
}
