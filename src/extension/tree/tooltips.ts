import path from 'node:path';
import type { AppInfo, Health, InstanceInfo, LogLine, Problem } from '../../protocol/model.ts';
import { describeChange } from '../../protocol/pendingChanges.ts';
import { maskArguments } from '../../protocol/looksSecret.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { visibleLine, visibleText } from '../../protocol/visibleText.ts';
import { plainText } from '../logs/plainText.ts';
import { statusText } from '../../ecosystem/features/statusText.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import { formatDuration, formatExit } from './format.ts';
import { watchRows } from './watchDetails.ts';

/** The tooltip of an app, in Markdown; `fileProblems` are those of its ecosystem file that are about it. */
export function appTooltip(
  app: AppInfo,
  { folder, fileProblems, t }: { folder: string; fileProblems: readonly Problem[]; t: Translate },
): string {
  const command = [app.script, ...maskArguments(app.args)].join(' ');
  return paragraphs(
    `**${escaped(app.name)}** · ${statusText(app.status, t)}`,
    problemLines([...app.problems, ...fileProblems], t),
    pendingLines(app, t),
    table([
      [t('Script'), command],
      [t('Folder'), path.relative(folder, app.cwd) || '.'],
      [t('Interpreter'), app.interpreter],
      [t('Instances'), String(app.instances)],
      [t('Profile'), app.profile],
      [t('Depends on'), app.dependsOn.length === 0 ? null : app.dependsOn.join(', ')],
      [t('Starts'), app.autostart ? null : t('only by its name')],
      [t('Port'), app.port],
      [t('Cluster'), sharingText(app.sharing, t)],
      ...watchRows(app, t),
      [t('Namespace'), app.namespace === 'default' ? null : app.namespace],
      [
        t('Ecosystem file'),
        app.file === null ? t('none: it was started by hand') : path.relative(folder, app.file),
      ],
    ]),
  );
}

/** The tooltip of an instance, in Markdown; `changedFile` is its app's, `lastLines` are shown when it did not end well. */
export function instanceTooltip(
  instance: InstanceInfo,
  {
    now,
    changedFile,
    lastLines,
    t,
  }: { now: number; changedFile: string | null; lastLines: readonly LogLine[]; t: Translate },
): string {
  const { exit, startedAt } = instance;
  return paragraphs(
    `**${escaped(instance.name)}** · ${statusText(instance.status, t)}`,
    problemLines(instance.problem === null ? [] : [instance.problem], t),
    table([
      [t('Process'), instance.pid === null ? null : String(instance.pid)],
      [t('Port'), instance.port === null ? null : String(instance.port)],
      [t('Up'), startedAt === null ? null : formatDuration(now - startedAt)],
      [t('Restarts'), String(instance.restarts)],
      [t('Restarted for'), changedFile],
      [t('Health'), instance.health === null ? null : healthText(instance.health, t)],
      [
        t('Last exit'),
        exit === null ? null : t('{0}, {1} ago', formatExit(exit, t), formatDuration(now - exit.at)),
      ],
    ]),
    lastLines.length === 0 ? '' : codeBlock(lastLines.map((line) => plainText(line.text)).join('\n')),
  );
}

/** The tooltip of a file that cannot be read, in Markdown. */
export function fileTooltip(problem: Problem, t: Translate): string {
  const where = problem.line === undefined ? '' : `${t('line {0}', problem.line)}: `;
  return escaped(where + describeProblem(problem, t));
}

/** How the app differs from what its file says now. */
function pendingLines(app: AppInfo, t: Translate): string {
  if (!app.listed) return `$(info) ${t('Its file does not name it any more. It runs until it is stopped.')}`;
  if (app.isNew) return `$(diff-added) ${t('It is new in its file.')}`;
  if (app.pending.length === 0) return '';
  const lines = app.pending.map((change) => `- ${escaped(describeChange(change, t))}`);
  return `$(diff-modified) ${t('Its file has changed:')}\n\n${lines.join('\n')}`;
}

function healthText(health: Health, t: Translate): string {
  return { unknown: t('not known yet'), healthy: t('healthy'), unhealthy: t('unhealthy') }[health];
}

export function sharingText(sharing: AppInfo['sharing'], t: Translate): string | null {
  return {
    none: null,
    cluster: t('one port, shared through node:cluster'),
    ports: t('a port for each instance'),
    socket: t('one port, as an inherited socket'),
  }[sharing];
}

function problemLines(problems: readonly Problem[], t: Translate): string {
  return problems
    .map((problem) => `$(${problem.severity}) ${escaped(describeProblem(problem, t))}`)
    .join('\n\n');
}

function table(rows: readonly (readonly [name: string, value: string | null])[]): string {
  const shown = rows.flatMap(([name, value]) => (value === null ? [] : [`| ${name} | ${escaped(value)} |`]));
  return ['| | |', '|:--|:--|', ...shown].join('\n');
}

function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/**
 * Names and output must not become Markdown: links and images in them stay text, and bare addresses and those of mail,
 * which would be linked without any brackets, do, too.
 */
function escaped(text: string): string {
  return visibleLine(text.replace(/\s*\n\s*/g, ' ')).replace(/[\\`*_{}[\]()#+\-.!|<>~$&:@/]/g, '\\$&');
}

function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${visibleText(text)}\n${fence}`;
}
