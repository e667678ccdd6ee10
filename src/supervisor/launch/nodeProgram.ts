import { basename } from 'node:path';
import type { AppPlan } from '../../ecosystem/appSpec.ts';
import { LaunchFailure } from './launchProblem.ts';
import type { NodeVersions } from './node/nodeVersion.ts';
import type { Program } from './resolveProgram.ts';
import { isJsx, needsTypeScript, typeScriptFlags } from './typeScriptFlags.ts';

export interface NodeContext {
  readonly env: Readonly<Record<string, string>>;
  readonly versions: NodeVersions;
  /** Absolute path of the preload shim. */
  readonly preload: string;
}

/** How this Node runs the app's script. Throws a `LaunchFailure` when it cannot run files of that kind. */
export async function nodeProgram(
  { script, args, nodeArgs, spec: { cwd, sourceMaps } }: AppPlan,
  node: string,
  { env, versions, preload }: NodeContext,
): Promise<Extract<Program, { kind: 'node' }>> {
  // Before the user's own flags, so that theirs have the last word.
  const execArgv = ['--require', preload, ...(sourceMaps ? ['--enable-source-maps'] : []), ...nodeArgs];
  if (needsTypeScript(script, nodeArgs)) {
    const version = await versions.of(node, { cwd, env });
    const flags = version === undefined ? [] : typeScriptFlags(version, { script, cwd });
    if (flags === undefined) {
      const name = basename(script);
      if (isJsx(script)) throw new LaunchFailure('jsx-unsupported', { script: name });
      throw new LaunchFailure('typescript-unsupported', {
        script: name,
        node: `Node ${version?.text.slice(1) ?? ''}`,
      });
    }
    execArgv.push(...flags);
  }
  return { kind: 'node', node, execArgv, script, args };
}
