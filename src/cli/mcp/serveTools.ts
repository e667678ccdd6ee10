import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { CallToolResult, Tool as ToolDefinition } from '@modelcontextprotocol/sdk/types.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import type { Tool, ToolAnswer } from '../../client/tools/tool.ts';

export interface ServedTools {
  readonly version: string;
  readonly tools: readonly Tool[];
  readonly call: (tool: Tool, input: unknown, signal: AbortSignal) => Promise<ToolAnswer>;
  /** Something went wrong that no answer tells; standard output belongs to the protocol. */
  readonly log: (line: string) => void;
}

const instructions =
  'Drover runs the development servers of this project. Before you start one in a terminal, see drover_list: what is online there is to be used, and what is stopped is to be started by drover_start.';

/** Serves the tools as an MCP server on standard input and output. Resolves when the input has ended. */
export async function serveTools({ version, tools, call, log }: ServedTools): Promise<void> {
  // The class it is deprecated for takes zod schemas only; ours are JSON, as the editor's manifest wants them.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const server = new Server(
    { name: 'drover', title: 'Drover', version },
    { capabilities: { tools: {} }, instructions },
  );
  server.onerror = (error) => log(error.message);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(definitionOf) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }): Promise<CallToolResult> => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no tool "${params.name}".`);
    const { isError, text, data } = await call(tool, params.arguments ?? {}, signal);
    return {
      isError,
      content: [{ type: 'text', text }],
      ...(data === null ? {} : { structuredContent: data }),
    };
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  const transport = new StdioServerTransport();
  // The transport itself does not take the end of the input for an end; whoever started us has gone then.
  process.stdin.once('end', () => void transport.close());
  await server.connect(transport);
  await closed;
}

function definitionOf({ name, title, description, inputSchema, effect }: Tool): ToolDefinition {
  return {
    name,
    title,
    description,
    inputSchema: { ...inputSchema, required: [...(inputSchema.required ?? [])] },
    annotations: {
      title,
      readOnlyHint: effect === 'reads',
      destructiveHint: effect === 'ends',
      idempotentHint: name !== 'drover_restart',
      openWorldHint: false,
    },
  };
}
