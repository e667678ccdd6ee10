import { isIP } from 'node:net';
import { basename, extname } from 'node:path';
import type { AppPlan, AppSpec, PortSpec } from './appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import { isNode } from './interpreterFor.ts';
import { portUnshared } from './portUnshared.ts';

export interface SharingFacts {
  readonly port: PortSpec | null;
  readonly cpus: number;
  /** In DEV_MODE: whether a new instance may stand beside the one it replaces. */
  readonly dev: { readonly swaps: boolean } | null;
  readonly script: string;
  readonly interpreter: string | null;
}

export type SharingPlan = Pick<AppPlan, 'instances' | 'sharing' | 'socket' | 'problems'>;

/** How many instances an app gets and what they share, by the table "Which kind of cluster an app gets". */
export function planSharing(spec: AppSpec, facts: SharingFacts): SharingPlan {
  const { port, dev } = facts;
  const usual = countInstances(spec, facts.cpus);
  const instances = dev === null ? usual : 1;
  const plain: SharingPlan = { instances, sharing: 'none', socket: null, problems: [] };
  if (port !== null && port.kind !== 'single') return { ...plain, sharing: 'ports' };
  if (isNode(facts.interpreter) && !spec.shell) {
    const clusters =
      spec.execMode === 'cluster' || (spec.execMode === null && spec.instances.kind !== 'unset');
    return clusters && dev?.swaps !== false ? { ...plain, sharing: 'cluster' } : plain;
  }
  const wrapper = wrapperOf(spec, facts);
  if (wrapper !== null) {
    if (dev !== null) return plain;
    // Several copies of a script that shares nothing are what PM2 makes of a number of instances.
    const mayServe = port !== null || wrapper.startsNode;
    const wantsCluster = spec.execMode === 'cluster' || (spec.execMode === null && instances > 1 && mayServe);
    if (!wantsCluster) return plain;
    const data = { script: shownCommand(spec, facts.script), reason: wrapper.reason };
    return instances > 1
      ? { ...plain, problems: [{ code: 'cluster-unsupported', data, severity: 'error' }] }
      : { ...plain, problems: [{ code: 'cluster-single', data, severity: 'warning' }] };
  }
  // Also for the one of DEV_MODE: the program knows no other way to its port.
  if (port !== null && (usual > 1 || takesSocket(spec))) {
    if (port.port !== 0)
      return { ...plain, sharing: 'socket', socket: { host: hostOf(spec), port: port.port } };
    if (instances > 1)
      return { ...plain, problems: [portUnshared(facts.script, 'port 0 leaves the choice to the system')] };
  }
  return instances > 1 && spec.execMode === 'cluster'
    ? { ...plain, problems: [nothingToShare(facts.script)] }
    : plain;
}

/** Written for the socket that is handed down, however few there are. */
function takesSocket({ execMode, args }: AppSpec): boolean {
  return execMode === 'cluster' || args.some((word) => word.includes('{FD}'));
}

/** By convention a program's HOST. That of a shell is the name of the machine. */
function hostOf({ env }: AppSpec): string {
  const host = env['HOST'] ?? '';
  return isIP(host) !== 0 || host === 'localhost' ? host : '127.0.0.1';
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

interface Wrapper {
  readonly reason: string;
  /** It is plain to see that what it starts is a Node program, most likely a server. */
  readonly startsNode: boolean;
}

/** Why a program cannot share a port although something below it may well be a Node server; null when it may. */
function wrapperOf({ shell }: AppSpec, { script, interpreter }: SharingFacts): Wrapper | null {
  if (shell) {
    const words = script.split(/[\s;&|()]+/).map((word) => basename(word));
    const startsNode = words.some((word) => word === 'node' || packageManagers.has(word));
    return { reason: 'it is a shell command', startsNode };
  }
  const name = basename(script).replace(/\.(?:cmd|exe|ps1|bat)$/i, '');
  if (packageManagers.has(name)) {
    return { reason: `${name} starts the program in a process of its own`, startsNode: true };
  }
  const isShell =
    shells.has(name) ||
    shells.has(basename(interpreter ?? '')) ||
    /^\.(?:bat|cmd|ps1)$/i.test(extname(script));
  return isShell ? { reason: 'it is a shell script', startsNode: false } : null;
}

function shownCommand(spec: AppSpec, script: string): string {
  return spec.shell ? script : [basename(script), ...spec.args].join(' ');
}

function nothingToShare(script: string): Problem {
  const reason = 'it is not a Node program and has no "port" that its instances could share';
  return { code: 'cluster-unsupported', data: { script: basename(script), reason }, severity: 'warning' };
}
