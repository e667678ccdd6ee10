import type { AppInfo } from '../protocol/model.ts';

/** What a list says of the watching of an app: DEV_MODE watches anyway, and not watching is worth a word by hand only. */
export function watchMark({
  watch,
  watchByHand,
  runMode,
}: Pick<AppInfo, 'watch' | 'watchByHand' | 'runMode'>): 'watching' | 'not watching' | null {
  if (watch) return runMode === 'dev' ? null : 'watching';
  return watchByHand ? 'not watching' : null;
}
