import { stripVTControlCharacters } from 'node:util';
import { describeProblem } from '../../protocol/problems.ts';
import { visibleLine } from '../../protocol/visibleText.ts';
import { formatBytes, formatCpu } from '../amounts.ts';
import type { Paint } from '../colours.ts';
import { renderTable } from '../table.ts';
import { fillText, fitText } from '../fitText.ts';
import { monitColumns, monitRows } from './instanceRows.ts';
import type { MonitState } from './monitState.ts';
import { selectedInstance, shownInstances } from './monitState.ts';

export interface FrameStyle {
  readonly rows: number;
  readonly columns: number;
  readonly paint: Paint;
}

/** Lines that are no row of the list: the summary, the head of the table, the name of the logs, the keys. */
const frameLines = 4;
const fewestLogs = 3;

const help = [
  'arrows, j k   choose an instance, or scroll the logs',
  'tab           go to the logs and back',
  'enter         the logs alone, and back',
  '/             show only what has a text in its name, app, namespace or status',
  'r             restart the instance',
  's             stop or start the instance',
  'l             reload its app',
  '+ -           one instance of its app more or less',
  'S             stop all apps',
  'esc           leave the logs and the filter',
  'q, ctrl+c     quit; the apps run on',
];

/** How many rows the list of instances has, and how many lines the logs. */
export function layOut(state: MonitState, rows: number): { readonly list: number; readonly logs: number } {
  if (state.isLogsOnly) return { list: 0, logs: Math.max(0, rows - 2) };
  const room = rows - frameLines;
  const wanted = Math.max(1, shownInstances(state).length);
  if (room < 1 + fewestLogs) return { list: Math.max(1, rows - 2), logs: 0 };
  const list = Math.min(wanted, room - fewestLogs, Math.ceil(room * 0.7));
  return { list, logs: room - list };
}

/** The lines of the screen, exactly as many as it has, none wider than it is. */
export function frame(state: MonitState, style: FrameStyle): string[] {
  const { rows, columns, paint } = style;
  const { list, logs } = layOut(state, rows);
  const lines = state.mode === 'help' ? helpLines(style) : body();
  // Of a screen with hardly any lines, the list is worth more than the keys.
  const footer = rows >= 3 ? [footerLine(state, style)] : [];
  const above = lines.slice(0, rows - footer.length);
  return [...above, ...Array<string>(Math.max(0, rows - footer.length - above.length)).fill(''), ...footer];

  function body(): string[] {
    if (state.isLogsOnly) return [logTitle(state, style), ...logLines(state, logs, style)];
    const summary = paint('bold', fitText(summaryText(state), columns));
    const table = tableLines(state, list, style);
    if (logs === 0) return rows >= list + 3 ? [summary, ...table] : table;
    return [summary, ...table, logTitle(state, style), ...logLines(state, logs, style)];
  }
}

function summaryText({ folder, snapshot, usage }: MonitState): string {
  const { instances } = snapshot;
  const online = instances.filter(({ status }) => status === 'online').length;
  const sum = (
    pick: (history: { cpu: readonly number[]; memory: readonly number[] }) => number | undefined,
  ) => [...usage.values()].reduce((total, history) => total + (pick(history) ?? 0), 0);
  const cpu = formatCpu(sum((history) => history.cpu.at(-1)));
  const memory = formatBytes(sum((history) => history.memory.at(-1)));
  return `${online} of ${instances.length} online  cpu ${cpu}  memory ${memory}  ${visibleLine(folder)}`;
}

/** The head and the rows around the selected one, which is reversed and marked for terminals that cannot. */
function tableLines(state: MonitState, height: number, { columns, paint }: FrameStyle): string[] {
  const instances = shownInstances(state);
  const [head = '', ...all] = renderTable(monitColumns, monitRows(instances, state), {
    width: columns - 2,
    paint,
  });
  if (instances.length === 0) {
    return [
      `  ${head}`,
      fitText(state.filter === '' ? '  There are no instances.' : '  Nothing fits.', columns),
    ];
  }
  const at = Math.max(
    0,
    instances.findIndex(({ id }) => id === state.selected),
  );
  const from = Math.max(0, Math.min(at - Math.floor(height / 2), instances.length - height));
  const rows = all.slice(from, from + height).map((line, index) => {
    const isSelected = from + index === at;
    const plain = stripVTControlCharacters(line);
    const isWide = fitText(plain, columns - 2) !== plain;
    if (isSelected) return reverse(fillText(`> ${plain}`, columns), paint);
    return isWide ? fitText(`  ${plain}`, columns) : `  ${line}`;
  });
  return [`  ${fits(head, columns - 2)}`, ...rows];
}

function fits(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return fitText(plain, columns) === plain ? line : fitText(plain, columns);
}

function logTitle(state: MonitState, { columns, paint }: FrameStyle): string {
  const instance = selectedInstance(state);
  if (instance === undefined) return '';
  const { name, problem } = instance;
  const above = state.scrolledBack > 0 ? `, ${state.scrolledBack} lines back` : '';
  const reason = problem === null ? '' : `: ${visibleLine(describeProblem(problem))}`;
  const title = fillText(`── ${visibleLine(name)}${above}${reason} ${'─'.repeat(columns)}`, columns);
  return paint(state.focus === 'logs' ? 'cyan' : 'brightBlack', title.replace(/…$/, '─'));
}

function logLines(
  { logs, scrolledBack }: MonitState,
  height: number,
  { columns, paint }: FrameStyle,
): string[] {
  // Scrolled back as far as it goes, the first line is at the top.
  const end = Math.max(Math.min(height, logs.length), logs.length - scrolledBack);
  const shown = logs.slice(Math.max(0, end - height), end);
  return shown.map(({ stream, text }) => {
    const bar = stream === 'err' ? paint('red', '|') : paint('brightBlack', '|');
    return `${bar} ${fitText(printable(text), columns - 2)}`;
  });
}

/** What would move the cursor is left out. */
function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll('\t', '    ')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
}

function helpLines({ columns, paint }: FrameStyle): string[] {
  return [paint('bold', fitText('Keys', columns)), ...help.map((line) => fitText(line, columns))];
}

function footerLine(state: MonitState, { columns, paint }: FrameStyle): string {
  const { mode, filter, message, snapshot, focus } = state;
  switch (mode) {
    case 'filter':
      return fitText(`/${filter}_`, columns);
    case 'help':
      return fitText('Any key goes back.', columns);
    case 'stopAll':
      return paint(
        'yellow',
        fitText(`Stop all ${snapshot.apps.length} apps? y stops them, any other key does not.`, columns),
      );
    case 'list': {
      if (message !== null) return paint('yellow', fitText(visibleLine(message), columns));
      const hints = [
        filter === '' ? '/ filter' : `/ ${filter}`,
        'r restart',
        's stop/start',
        'l reload',
        '+ - scale',
        focus === 'logs' ? 'tab list' : 'tab logs',
      ];
      return paint('brightBlack', keysThatFit([...hints, 'enter full height'], columns));
    }
  }
}

/** Help and quit always; of the others as many as there is room for. */
function keysThatFit(hints: readonly string[], columns: number): string {
  const always = '? help  q quit';
  let text = always;
  for (const count of hints.keys()) {
    const longer = `${hints.slice(0, count + 1).join('  ')}  ${always}`;
    if (longer.length > columns) break;
    text = longer;
  }
  return fitText(text, columns);
}

function reverse(text: string, paint: Paint): string {
  // No colour, but no plain text either.
  return paint('bold', '') === '' ? text : `\u001b[7m${text}\u001b[27m`;
}
