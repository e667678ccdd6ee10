import type { Translate } from '../../ecosystem/translate.ts';
import type { FileInfo, Problem, Snapshot } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { isLive } from '../tree/presentation.ts';

/** What is known of an ecosystem file that is open. */
export interface FileFacts {
  readonly isTrusted: boolean;
  /** Whether its folder is open in this window. */
  readonly isInFolder: boolean;
  readonly supervisor: 'idle' | 'connecting' | 'connected' | 'lost';
  /** The supervisor has read the files. */
  readonly isRead: boolean;
  readonly snapshot: Snapshot;
  /** The file as the editor names it, and as the supervisor does. */
  readonly file: string;
  readonly path: string;
}

/** What the language status of the file says. */
export interface EcosystemStatus {
  readonly text: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly isBusy: boolean;
  readonly command: { readonly id: string; readonly title: string; readonly args?: readonly unknown[] };
}

export function ecosystemStatus(facts: FileFacts, t: Translate): EcosystemStatus {
  const calm = { severity: 'information', isBusy: false } as const;
  const show = { id: 'drover.apps.focus', title: t('Show Apps') };
  if (!facts.isTrusted) {
    return {
      ...calm,
      text: t('Restricted Mode'),
      detail: t('Drover reads and runs nothing until this workspace is trusted.'),
      command: { id: 'workbench.trust.manage', title: t('Manage Workspace Trust') },
    };
  }
  if (!facts.isInFolder) {
    return {
      ...calm,
      text: t('Not in this workspace'),
      detail: t('Open its folder to run its apps.'),
      command: show,
    };
  }
  if (facts.supervisor === 'lost') {
    const retry = { id: 'drover.refresh', title: t('Try Again') };
    return { ...calm, text: t('Supervisor lost'), detail: '', severity: 'error', command: retry };
  }
  if (facts.supervisor === 'connecting' || (facts.supervisor === 'connected' && !facts.isRead)) {
    return { ...calm, text: t('Reading…'), detail: '', isBusy: true, command: show };
  }
  const known = facts.snapshot.files.find(({ path }) => path === facts.path);
  if (known !== undefined) return ofFile(known, facts, t);
  return facts.supervisor === 'connected'
    ? { ...calm, text: t('No apps'), detail: supervisorText(facts, t), command: show }
    : { ...calm, text: supervisorText(facts, t), detail: '', command: show };
}

function ofFile({ path, problems }: FileInfo, facts: FileFacts, t: Translate): EcosystemStatus {
  const { apps, instances } = facts.snapshot;
  const own = apps.filter((app) => app.file === path);
  const running = own.filter(({ id }) => instances.some(({ app, status }) => app === id && isLive(status)));
  const startable = own.filter(({ autostart }) => autostart);
  const start = {
    id: 'drover.start',
    title: own.length === 1 ? t('Start') : t('Start All'),
    args: [{ file: facts.file, apps: startable.map(({ name }) => name) }],
  };
  return {
    text:
      own.length === 1
        ? t('1 app, {0} running', running.length)
        : t('{0} apps, {1} running', own.length, running.length),
    detail: detail(problems, supervisorText(facts, t), t),
    isBusy: false,
    severity: worst(problems),
    command:
      running.length === 0 && startable.length > 0
        ? start
        : { id: 'drover.apps.focus', title: t('Show Apps') },
  };
}

function supervisorText({ supervisor }: FileFacts, t: Translate): string {
  return supervisor === 'connected' ? t('Supervisor running') : t('Supervisor not started');
}

function worst(problems: readonly Problem[]): EcosystemStatus['severity'] {
  const order = ['error', 'warning'] as const;
  return order.find((one) => problems.some(({ severity }) => severity === one)) ?? 'information';
}

/** The worst problem in full where there is just that one, else how many; and the supervisor. */
function detail(problems: readonly Problem[], supervisor: string, t: Translate): string {
  const told = problems.filter(({ severity }) => severity !== 'info');
  const [only] = told;
  if (only === undefined) return supervisor;
  if (told.length === 1) return describeProblem(only, t);
  return `${t('{0} problems', told.length)} · ${supervisor}`;
}
