import { Cron } from 'croner';
import { cronOptions, parseCron } from '../parseCron.ts';
import type { Translate } from '../translate.ts';

/** `536,870,912`. */
export function grouped(number: number): string {
  return number.toLocaleString('en');
}

/** Bytes in the largest unit in which they are a short number: `512 MB`, `1.5 GB`; steps of 1024. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${trimmed(bytes / 1024 ** power)} ${units[power] ?? ''}`;
}

/** `250 ms`, `1.5 s`, `2 min`, `36 h`: a time as it is said. */
export function timeText(ms: number): string {
  if (ms < 1000) return `${trimmed(ms)} ms`;
  if (ms < 120_000) return `${trimmed(ms / 1000)} s`;
  return ms < 7_200_000 ? `${trimmed(ms / 60_000)} min` : `${trimmed(ms / 3_600_000)} h`;
}

/** The next runs of a pattern in local time; none for one that cannot be read or is never due. */
export function nextRuns(pattern: string, count: number, now: Date): readonly Date[] {
  if (!parseCron(pattern).ok) return [];
  return new Cron(pattern, { ...cronOptions, paused: true }).nextRuns(count, now);
}

/** `today 04:00`, `Mon 2026-11-23 04:00`; with seconds where there are any. */
export function momentText(at: Date, now: Date, t: Translate): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const seconds = at.getSeconds() === 0 ? '' : `:${two(at.getSeconds())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}${seconds}`;
  if (at.toDateString() === now.toDateString()) return t('today {0}', time);
  const day = [t('Sun'), t('Mon'), t('Tue'), t('Wed'), t('Thu'), t('Fri'), t('Sat')][at.getDay()] ?? '';
  return `${day} ${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}

function trimmed(number: number): string {
  return String(Number(number.toFixed(2)));
}
