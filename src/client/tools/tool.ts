import type { MetricsRow } from '../../protocol/model.ts';
import type { SupervisorClient } from '../supervisorClient.ts';

/** A folder whose apps tools may see and act on. */
export interface ToolFolder {
  /** What the input `folder` calls it. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  /**
   * A client of its supervisor, which has read the ecosystem files as they are now; null where nothing runs and no
   * ecosystem file asks for a supervisor.
   */
  readonly connect: () => Promise<SupervisorClient | null>;
  /** What its instances use now, which takes up to two seconds; none where that cannot be told. */
  readonly measure: () => Promise<readonly MetricsRow[]>;
}

/** What tools use of the program they run in: a window, or `drover mcp`. */
export interface ToolHost {
  readonly folders: readonly ToolFolder[];
  /** The environment that a start gives to an app. */
  readonly environment: () => Record<string, string>;
}

interface TextProperty {
  readonly type: 'string' | 'boolean';
  readonly description: string;
}

interface NumberProperty {
  readonly type: 'integer';
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
  readonly description: string;
}

/** The JSON schema of a tool's input, as language models read it; `checkInput` holds inputs to it. */
export interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, TextProperty | NumberProperty>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

export interface ToolAnswer {
  /** The tool did not do what it was asked to; the text says why and what to do. */
  readonly isError: boolean;
  /** All there is to know, for the model. Bounded in length. */
  readonly text: string;
  /** The facts of the text for programs; null where the text is all there is. */
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** What an input that fits the schemas can hold; each tool's schema says what it may and must. */
export interface ToolInput {
  readonly app: string;
  readonly folder?: string;
  readonly lines?: number;
  readonly grep?: string;
  readonly stderrOnly?: boolean;
  readonly sinceSeconds?: number;
  readonly dev?: boolean;
  readonly waitSeconds?: number;
}

export interface Tool {
  readonly name: `drover_${string}`;
  /** For people, in English. */
  readonly title: string;
  /** For models: what it does, and when to use it. */
  readonly description: string;
  readonly inputSchema: InputSchema;
  /** `reads`: changes nothing. `ends`: ends processes that run. */
  readonly effect: 'reads' | 'starts' | 'ends';
  /** Throws `ToolRefusal` where the input asks for what cannot be done. */
  readonly run: (input: ToolInput, host: ToolHost, signal: AbortSignal) => Promise<ToolAnswer>;
}

/** A tool did nothing, for a reason that the model can act on: its sentence says which. */
export class ToolRefusal extends Error {
  override readonly name = 'ToolRefusal';
}
