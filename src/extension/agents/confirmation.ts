import { placeOf } from '../../client/tools/appText.ts';
import type { Match } from '../../client/tools/chooseApp.ts';
import { maskSecrets } from '../../protocol/looksSecret.ts';
import type { Translate } from '../../ecosystem/translate.ts';

/** The tools that change something. */
export type ActingTool = 'drover_start' | 'drover_stop' | 'drover_restart';

export interface Confirmation {
  readonly title: string;
  /** Plain text. */
  readonly message: string;
}

/** An app that a model named, in a folder of the workspace. */
export interface FoundApp {
  readonly folder: string;
  readonly match: Match;
}

const longestName = 80;

/** What a person is asked before an agent changes something: which app it is, and what happens to it. */
export function confirmationOf(
  tool: ActingTool,
  asked: string,
  found: readonly FoundApp[],
  t: Translate,
): Confirmation {
  const name = shownName(asked);
  const titles: Readonly<Record<ActingTool, string>> = {
    drover_start: t('Start "{0}"?', name),
    drover_stop: t('Stop "{0}"?', name),
    drover_restart: t('Restart "{0}"?', name),
  };
  return { title: titles[tool], message: messageOf(tool, name, found, t) };
}

/** What the chat shows while the tool runs. */
export function progressOf(tool: string, asked: string, t: Translate): string {
  const name = shownName(asked);
  switch (tool) {
    case 'drover_start':
      return t('Starting "{0}"', name);
    case 'drover_stop':
      return t('Stopping "{0}"', name);
    case 'drover_restart':
      return t('Restarting "{0}"', name);
    case 'drover_logs':
      return t('Reading the logs of "{0}"', name);
    case 'drover_describe':
      return t('Looking at "{0}"', name);
    default:
      return t('Listing the apps of Drover');
  }
}

/** The name comes from a model: on one line, and not too long. */
function shownName(asked: string): string {
  const line = asked.replace(/\s+/g, ' ');
  return line.length <= longestName ? line : `${line.slice(0, longestName)}…`;
}

function messageOf(tool: ActingTool, name: string, found: readonly FoundApp[], t: Translate): string {
  const apps = found.flatMap(({ folder, match }) => ('app' in match ? [{ folder, ...match }] : []));
  const [only] = apps;
  if (only === undefined || apps.length > 1) {
    return t(
      'It is looked up among the apps of the ecosystem files. Nothing happens unless exactly one fits.',
    );
  }
  const { app, instances, folder } = only;
  const command = maskSecrets([app.script, ...app.args].join(' '));
  const isUp = instances.some(({ pid }) => pid !== null);
  const place = isUp ? placeOf(instances) : '';
  const runs = place === '' ? t('It does not run.') : t('It runs now ({0}).', place);
  const where = t('{0} is an app of the folder {1}.', name, folder);
  switch (tool) {
    case 'drover_start':
      return `${where} ${isUp ? runs : t('This runs {0}', command)}`;
    case 'drover_stop':
      return `${where} ${runs}`;
    case 'drover_restart':
      return `${where} ${runs} ${t('This runs {0}', command)}`;
  }
}
