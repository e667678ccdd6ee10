import { basename, extname } from 'node:path';
import type { AppPlan, AppSpec, PortSpec } from './appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import { isNode } from './interpreterFor.ts';

export interface SharingFacts {
  readonly port: PortSpec | null;
  readonly cpus: number;
  readonly dev: boolean;
  readonly script: string;
  readonly interpreter: string | null;
}

export type SharingPlan = Pick<AppPlan, 'instances' | 'sharing' | 'socket' | 'problems'>;

/** How many instances an app gets and what they share, by the table "Which kind of cluster an app gets". */
export function planSharing(spec: AppSpec, facts: SharingFacts): SharingPlan {
  const { port, dev } = facts;
  const instances = dev ? 1 : countInstances(spec, facts.cpus);
  const plain: SharingPlan = { instances, sharing: 'none', socket: null, problems: [] };
  if (port !== null && port.kind !== 'single') return { ...plain, sharing: 'ports' };
  if (dev) return plain;
  if (isNode(facts.interpreter) && !spec.shell) {
    const clusters =
      spec.execMode === 'cluster' || (spec.execMode === null && spec.instances.kind !== 'unset');
    return clusters ? { ...plain, sharing: 'cluster' } : plain;
  }
  const wrapper = wrapperReason(spec, facts);
  const wantsCluster = spec.execMode === 'cluster' || (spec.execMode === null && instances > 1);
  if (wrapper !== null) {
    if (!wantsCluster) return plain;
    const data = { script: shownCommand(spec, facts.script), reason: wrapper };
    return instances > 1
      ? { ...plain, problems: [{ code: 'cluster-unsupported', data, severity: 'error' }] }
      : { ...plain, problems: [{ code: 'cluster-single', data, severity: 'warning' }] };
  }
  if (instances > 1 && port !== null) {
    return { ...plain, sharing: 'socket', socket: { host: '127.0.0.1', port: port.port } };
  }
  return instances > 1 && spec.execMode === 'cluster'
    ? { ...plain, problems: [nothingToShare(facts.script)] }
    : plain;
}

function countInstances({ instances }: AppSpec, cpus: number): number {
  switch (instances.kind) {
    case 'unset':
      return 1;
    case 'count':
      return instances.count;
    case 'max':
      return Math.max(1, cpus);
    case 'less':
      return Math.max(1, cpus - instances.less);
  }
}

const packageManagers = new Set(['npm', 'npx', 'yarn', 'yarnpkg', 'pnpm', 'pnpx', 'bunx', 'corepack']);
const shells = new Set(['bash', 'sh', 'zsh', 'dash', 'fish', 'ksh', 'cmd', 'powershell', 'pwsh']);

/** Why a program cannot share a port although something below it may well be a Node server; null when it may. */
function wrapperReason({ shell }: AppSpec, { script, interpreter }: SharingFacts): string | null {
  if (shell) return 'it is a shell command';
  const name = basename(script).replace(/\.(?:cmd|exe|ps1|bat)$/i, '');
  if (packageManagers.has(name)) return `${name} starts the program in a process of its own`;
  if (
    shells.has(name) ||
    shells.has(basename(interpreter ?? '')) ||
    /^\.(?:bat|cmd|ps1)$/i.test(extname(script))
  ) {
    return 'it is a shell script';
  }
  return null;
}

function shownCommand(spec: AppSpec, script: string): string {
  return spec.shell ? script : [basename(script), ...spec.args].join(' ');
}

function nothingToShare(script: string): Problem {
  const reason = 'it is not a Node program and has no "port" that its instances could share';
  return { code: 'cluster-unsupported', data: { script: basename(script), reason }, severity: 'warning' };
}
