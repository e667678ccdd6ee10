import type { AppPlan } from './appSpec.ts';

/**
 * Whether an instance can serve beside the one that it replaces: they share their port, and in DEV_MODE nobody said
 * `dev: { swap: false }`.
 */
export function canSwap({ sharing, dev, spec }: Pick<AppPlan, 'sharing' | 'dev' | 'spec'>): boolean {
  const isShared = sharing === 'cluster' || sharing === 'socket';
  return isShared && !(dev && spec.dev?.['swap'] === false);
}
