import type { ExitInfo } from '../../protocol/model.ts';
import type { Translate } from '../../ecosystem/translate.ts';

const megabyte = 1024 * 1024;

/** `84 MB`, from 1,024 MB on `1.2 GB`. Rounded, so that a row is not redrawn for every page of memory. */
export function formatMemory(bytes: number): string {
  const megabytes = Math.round(bytes / megabyte);
  return megabytes < 1024 ? `${megabytes} MB` : `${(bytes / megabyte / 1024).toFixed(1)} GB`;
}

/** Whole percent of one core. */
export function formatCpu(percent: number): string {
  return `${Math.round(percent)}%`;
}

/** `4 s`, `12 min`, `3 h`, `2 d`; never below one second. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** `exit 1` or `SIGKILL`. */
export function formatExit({ code, signal }: Pick<ExitInfo, 'code' | 'signal'>, t: Translate): string {
  return signal ?? t('exit {0}', code ?? '?');
}

export function formatRestarts(count: number, t: Translate): string {
  return count === 1 ? t('1 restart') : t('{0} restarts', count);
}

/** Restarts in the little room of a row; nothing for none. */
export function restartMark(count: number): string {
  return count === 0 ? '' : `↻ ${count}`;
}
