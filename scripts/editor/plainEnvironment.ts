import { delimiter } from 'node:path';

/**
 * The environment without what npm, an editor's terminal or a test runner added to it: an editor started from here
 * must look like one that the user started.
 */
export function plainEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const plain: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(env)) {
    if (!/^(VSCODE_|ELECTRON_|DROVER|npm_|NODE_TEST_CONTEXT$|INIT_CWD$)/.test(name)) plain[name] = value;
  }
  const folders = (plain['PATH'] ?? '').split(delimiter);
  plain['PATH'] = folders
    .filter((folder) => !/node_modules[/\\]\.bin|node-gyp-bin/.test(folder))
    .join(delimiter);
  return plain;
}
