import { looksSecret, mask, maskSecrets } from '../../protocol/looksSecret.ts';
import type { Option } from '../options/option.ts';
import { envProfileOf } from '../optionTable.ts';
import type { Place } from '../tree/locate.ts';
import type { FeatureFacts, RunningApp } from './featureFacts.ts';
import { code } from './markdown.ts';
import { statusText } from './statusText.ts';
import type { Translate } from '../translate.ts';
import { assignedPorts } from './valueMeaning.ts';

/** `online`, or `waiting restart, 2 of 4 online` where the instances are not all alike; with DEV_MODE. */
export function statusLine({ status, runMode, instances }: RunningApp, t: Translate): string {
  const online = instances.filter((instance) => instance.status === 'online').length;
  const count =
    instances.length > 1 && status !== 'stopped' ? [t('{0} of {1} online', online, instances.length)] : [];
  const isDev = runMode === 'dev' && status !== 'stopped';
  // "online, 4 of 4 online" says it twice.
  const word = status === 'online' && count.length > 0 ? [] : [statusText(status, t)];
  return [...word, ...count, ...(isDev ? ['DEV_MODE'] : [])].join(', ');
}

/** The status line, and a line for each of the first instances with its process, port and restarts. */
export function stateText(running: RunningApp, { t }: Pick<FeatureFacts, 't'>): string {
  const shown = running.instances.filter(({ pid }) => pid !== null).slice(0, 8);
  const lines = shown.map(({ name, pid, port, restarts, status }) => {
    const facts = [
      statusText(status, t),
      t('process {0}', pid ?? 0),
      ...(port === null ? [] : [t('port {0}', port)]),
      ...(restarts === 0 ? [] : [restarts === 1 ? t('1 restart') : t('{0} restarts', restarts)]),
    ];
    return `- ${code(name)}: ${facts.join(', ')}`;
  });
  return [statusLine(running, t), ...(lines.length === 0 ? [] : ['', ...lines])].join('\n');
}

/** What holds of an option or a variable in the app that runs; empty when it does not, or nothing is to be said. */
export function currentValue(
  option: Option | null,
  { path }: Place,
  running: RunningApp | undefined,
  { t }: Pick<FeatureFacts, 't'>,
): string {
  if (running === undefined || running.instances.every(({ pid }) => pid === null)) return '';
  const name = path.at(-1);
  if (isVariable(path) && typeof name === 'string') {
    const value = running.env?.[name];
    if (value === undefined) return '';
    return t('Now: {0}', code(shownValue(name, value)));
  }
  switch (option?.name) {
    case 'name':
    case 'script':
      return t('Now: {0}', stateText(running, { t }));
    case 'instances':
    case 'exec_mode':
      return t('Now: {0}', statusLine(running, t));
    case 'interpreter':
      return running.interpreter === null ? '' : t('Now: {0}', code(running.interpreter));
    case 'port': {
      const ports = [...new Set(assignedPorts(running))];
      return ports.length === 0 ? '' : t('Now: {0}', ports.join(', '));
    }
    default:
      return '';
  }
}

/** Values of secrets are left out, and so are passwords in addresses. */
function shownValue(name: string, value: string): string {
  return looksSecret(name) ? mask : maskSecrets(value);
}

/** Whether it leads to a variable: `…/env/PORT`, `…/env_production/PORT`, also below `dev`. */
function isVariable(path: Place['path']): boolean {
  const owner = path.at(-2);
  return typeof owner === 'string' && (owner === 'env' || envProfileOf(owner) !== undefined);
}
