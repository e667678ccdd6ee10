import type { Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { FeatureFacts } from './featureFacts.ts';
import { pathsOf } from './pathsOf.ts';

export interface DocumentLink extends Span {
  /** An absolute path, or an address that begins with `http`. */
  readonly target: string;
  readonly kind: 'file' | 'folder' | 'address';
  /** Whether it is there; null when nobody has looked, and for addresses. */
  readonly exists: boolean | null;
  readonly tooltip: string;
}

/** A link for each script, folder, env_file, log file, interpreter and health check that a text names. */
export function documentLinks(tree: SourceTree, facts: FeatureFacts): readonly DocumentLink[] {
  const { kindOf, t } = facts;
  return pathsOf(tree, facts).map(({ span, target, kind }) => {
    const there = kind === 'address' ? undefined : kindOf(target);
    const exists = there === undefined ? null : there !== null;
    const tooltip = exists === false ? t('{0} does not exist', target) : target;
    return { ...span, target, kind, exists, tooltip };
  });
}
