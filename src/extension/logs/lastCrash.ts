import type { Crash } from '../../protocol/contract.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import { channelText } from './channelText.ts';
import { exitText } from './runNotes.ts';

/** The document about the last crash of an instance: how and when it ended, and its last lines. */
export function crashText(crash: Crash, name: string, t: Translate): string {
  const { problem, lines, uptimeMs } = crash;
  const facts = [
    t('{0} ended with {1}', name, exitText(crash)),
    t('{0}, {1} after its start', localTime(crash.at), duration(uptimeMs)),
    describeProblem(problem, t),
  ];
  const heading =
    lines.length === 0 ? t('It wrote nothing.') : t('The last {0} lines it wrote:', lines.length);
  const head = [...facts, heading].map((line) => `… ${line}`);
  return [...head, '', ...lines.map((line) => channelText(line, null)), ''].join('\n');
}

/** `2026-11-21 10:15:33.123` here. */
export function localTime(at: number): string {
  const date = new Date(at);
  const local = new Date(at - date.getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, -1).replace('T', ' ');
}

function duration(ms: number): string {
  if (ms < 10_000) return `${Math.round(ms)} ms`;
  return ms < 600_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
