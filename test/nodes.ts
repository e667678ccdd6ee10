import { fileURLToPath } from 'node:url';

/** The Node versions that runtime code must run on; 22 is 22.15, the floor of the extension host. */
export const nodeMajors = [18, 20, 22, 24, 26] as const;
export type NodeMajor = (typeof nodeMajors)[number];

/** Absolute path of that Node's binary, installed by `scripts/installNodes.mjs`. */
export function nodeBinary(major: NodeMajor): string {
  const packageName = `node-${process.platform}-${process.arch}`;
  return fileURLToPath(new URL(`../.cache/nodes/${major}/node_modules/${packageName}/bin/node`, import.meta.url));
}
