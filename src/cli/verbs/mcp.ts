import { statSync } from 'node:fs';
import path from 'node:path';
import { runTool, tools } from '../../client/tools/runTool.ts';
import type { Tool, ToolAnswer } from '../../client/tools/tool.ts';
import { CurrentFolder } from '../mcp/currentFolder.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import { shellEnvironment } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';

/**
 * Serves the tools to an agent through MCP on standard input and output, until the input ends. `folder` instead of
 * the current one, for agents that start their servers elsewhere. Each call reaches the supervisor anew, so that it
 * may come and go meanwhile.
 */
export async function mcp(outer: World, { folder }: { readonly folder?: string }): Promise<0> {
  const world = folder === undefined ? outer : inFolder(outer, path.resolve(outer.cwd, folder));
  // The SDK is evaluated for this verb alone.
  const { serveTools } = await import('../mcp/serveTools.ts');
  const log = (line: string): void => void world.stderr.write(`drover mcp: ${line}\n`);
  const call = async (tool: Tool, input: unknown, signal: AbortSignal): Promise<ToolAnswer> => {
    try {
      return await callTool(world, tool, { input, signal });
    } catch (error) {
      if (error instanceof UserError) return { isError: true, text: error.message, data: null };
      if (!signal.aborted) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      throw error;
    }
  };
  await serveTools({ version: world.version, tools, call, log });
  return 0;
}

async function callTool(
  world: World,
  tool: Tool,
  { input, signal }: { readonly input: unknown; readonly signal: AbortSignal },
): Promise<ToolAnswer> {
  const folder = await CurrentFolder.find(world);
  try {
    const host = { folders: [folder], environment: () => shellEnvironment(world.env) };
    return await runTool(tool, input, host, signal);
  } finally {
    folder.dispose();
  }
}

function inFolder(world: World, folder: string): World {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UserError(`"${folder}" is not a folder.`, 2);
  }
  return { ...world, cwd: folder, env: { ...world.env, DROVER_HOME: '' } };
}

export function addMcp({ program, world, run }: CommandLine): void {
  program
    .command('mcp')
    .description('let an agent see and run the apps: an MCP server on standard input and output')
    .option('--folder <path>', 'the project, where the agent starts its servers elsewhere')
    .action((options: { folder?: string }) => run(mcp(world, options)));
}
