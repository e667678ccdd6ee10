import { window } from 'vscode';
import type { ScaleAmount } from '../../client/scaleAmount.ts';
import { parseScaleAmount } from '../../client/scaleAmount.ts';
import { t } from '../localise.ts';
import type { SelectedApp } from './selection.ts';

/** Asks how many instances these apps shall have; undefined when the user gives no answer. */
export async function askScaleAmount(apps: readonly SelectedApp[]): Promise<ScaleAmount | undefined> {
  const [first, ...others] = apps;
  if (first === undefined) return undefined;
  const { name, instances } = first.app;
  const text = await window.showInputBox({
    title: others.length === 0 ? t('Scale "{0}"', name) : t('Scale {0} Apps', apps.length),
    prompt: t('A number of instances, or how many more or less: 4, +2 or -1.'),
    value: others.length === 0 ? String(instances) : '',
    validateInput: (answer) =>
      parseScaleAmount(answer) === undefined ? t('Enter a number such as 4, +2 or -1.') : undefined,
  });
  return text === undefined ? undefined : parseScaleAmount(text);
}
