import { basename } from 'node:path';
import { isEcosystemFileName } from '../ecosystem/fileNames.ts';
import { findOption } from '../ecosystem/optionTable.ts';
import type { Node } from '../ecosystem/tree/node.ts';
import { propertyOf } from '../ecosystem/tree/node.ts';
import type { SourceTree } from '../ecosystem/tree/sourceTree.ts';

const sections = ['apps', 'pm2', 'deploy', 'static'];
const scripts = ['script', 'exec', 'cmd', 'command'];

/**
 * Whether an open text with an ecosystem file's name is one: other tools use `ecosystem.json`, `process.yaml` and the
 * like too. What is not written yet counts as ours, except for `process.*`. A name that only a setting knows is ours.
 */
export function isEcosystemText(path: string, { text, root, language }: SourceTree): boolean {
  const name = basename(path);
  if (name.includes('.config.') || !isEcosystemFileName(name)) return true;
  if (language === 'javascript' || language === 'typescript') return true;
  // Hardly begun.
  if (text.trim().length < 10 && root?.kind !== 'array') return !name.startsWith('process.');
  if (root?.kind === 'array') return root.items.length === 0 || root.items.some(isAppLike);
  if (root?.kind !== 'object') return /\b(?:apps|script)\b/.test(text);
  const written = root.properties.filter(({ value }) => value !== null);
  if (written.length === 0) return !name.startsWith('process.');
  return isAppLike(root) || sections.some((key) => isSection(propertyOf(root, key)?.value));
}

function isSection(node: Node | null | undefined): boolean {
  if (node === undefined) return false;
  if (node?.kind === 'array') return node.items.length === 0 || node.items.some(isAppLike);
  if (node?.kind !== 'object') return node === null || node.kind === 'unknown' || node.kind === 'null';
  return isAppLike(node) || node.properties.some(({ value }) => value !== null && isAppLike(value));
}

/** An app needs a script; while that is not written yet, two options of ours are enough of a sign. */
function isAppLike(node: Node): boolean {
  if (node.kind === 'unknown') return true;
  if (node.kind !== 'object') return false;
  if (node.isOpen || scripts.some((key) => propertyOf(node, key) !== undefined)) return true;
  return node.properties.filter(({ key }) => findOption(key.value) !== undefined).length >= 2;
}
