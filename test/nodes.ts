import { fileURLToPath } from 'node:url';

/** The Node versions that runtime code must run on; 22 is 22.15, the floor of the extension host. */
export const nodeVersions = {
  18: '18.20.8',
  20: '20.20.2',
  22: '22.15.1',
  24: '24.21.0',
  26: '26.10.0',
} as const;
export type NodeMajor = keyof typeof nodeVersions;
export const nodeMajors = [18, 20, 22, 24, 26] as const satisfies readonly NodeMajor[];

const executable = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';

/** Folder of the npm package that carries that Node: `bin/`, and `include/` for native addons. */
export function nodeFolder(major: NodeMajor): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return fileURLToPath(
    new URL(`../.cache/nodes/${major}/node_modules/node-${platform}-${process.arch}`, import.meta.url),
  );
}

/** Absolute path of that Node's binary, installed by `scripts/install/nodes.ts`. */
export function nodeBinary(major: NodeMajor): string {
  return `${nodeFolder(major)}/${executable}`;
}

/** The loader of tsx, which runs TypeScript on Node 18 to 22: `node --import <this> app.ts`. */
export function tsxLoader(): string {
  return new URL('../.cache/tsx/node_modules/tsx/dist/loader.mjs', import.meta.url).href;
}
