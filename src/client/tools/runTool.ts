import { ClientError } from '../clientError.ts';
import { describeError } from '../describeError.ts';
import { RpcError } from '../rpcError.ts';
import { checkInput } from './checkInput.ts';
import { describeTool } from './describe.ts';
import { listTool } from './list.ts';
import { logsTool } from './logs.ts';
import { restartTool } from './restart.ts';
import { startTool } from './start.ts';
import { stopTool } from './stop.ts';
import type { Tool, ToolAnswer, ToolHost, ToolInput } from './tool.ts';
import { ToolRefusal } from './tool.ts';

/** What language models can do with apps, in a window and through MCP alike. */
export const tools: readonly Tool[] = [listTool, logsTool, startTool, stopTool, restartTool, describeTool];

/**
 * Runs a tool with whatever a model gives it. What the model can act on becomes an answer with `isError`; rejects
 * only for defects, and with the signal's reason when it aborts: what was asked of the supervisor by then goes on.
 */
export async function runTool(
  tool: Tool,
  input: unknown,
  host: ToolHost,
  signal: AbortSignal,
): Promise<ToolAnswer> {
  const wrong = checkInput(tool.inputSchema, input);
  if (wrong !== undefined) return { isError: true, text: wrong, data: null };
  try {
    // `checkInput` has held it to the schema of the tool.
    return await untilAborted(tool.run(input as ToolInput, host, signal), signal);
  } catch (error) {
    if (error instanceof ToolRefusal) return { isError: true, text: error.message, data: null };
    if (!(error instanceof ClientError) && !(error instanceof RpcError)) throw error;
    return { isError: true, text: describeError(error), data: null };
  }
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
