import type { Proposal, Reason } from '../../ecosystem/create/proposal.ts';
import type { Translate } from '../../ecosystem/translate.ts';

/** What a list of proposals shows of one. */
export interface DescribedProposal {
  /** What is run, and where. */
  readonly description: string;
  /** How it was found and what is known of it. */
  readonly detail: string;
}

export function describeProposal(proposal: Proposal, t: Translate): DescribedProposal {
  const { interpreter, nodeArgs, script, args, cwd, port, instances } = proposal;
  const words = [...(interpreter === null ? [] : [interpreter]), ...nodeArgs, script, ...args];
  const command = words.join(' ').replaceAll('{PORT}', String(port ?? ''));
  const facts = [
    reasonText(proposal.reason, t),
    port === null ? null : t('port {0}', port),
    instances === null ? null : t('{0} instances', instances),
    proposal.makesCluster ? t('makes its own cluster') : null,
  ];
  return {
    description: cwd === '' ? command : t('{0} in {1}', command, cwd),
    detail: facts.filter((fact) => fact !== null).join(' · '),
  };
}

function reasonText({ code, data }: Reason, t: Translate): string {
  const { file, name = '' } = data;
  switch (code) {
    case 'package-script':
      return t('Script "{0}" of {1}', name, file);
    case 'package-main':
      return t('Main file of {0}', file);
    case 'package-bin':
      return t('Command "{0}" of {1}', name, file);
    case 'procfile':
      return t('Process "{0}" of {1}', name, file);
    case 'compose':
      return t('Service "{0}" of {1}', name, file);
    case 'python-app':
      return t('{0} in {1}', name, file);
    case 'cargo-binary':
      return t('Binary "{0}" of {1}', name, file);
    case 'deno-task':
      return t('Task "{0}" of {1}', name, file);
    case 'pm2-dump':
      return t('Saved by PM2 in {0}', file);
    case 'django':
    case 'go-main':
    case 'deno-file':
    case 'rack':
    case 'rails':
    case 'laravel':
    case 'php-folder':
    case 'server-file':
      return t('Found by {0}', file);
  }
}
