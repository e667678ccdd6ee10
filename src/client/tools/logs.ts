import type { InstanceInfo } from '../../protocol/model.ts';
import { chooseApp } from './chooseApp.ts';
import { appInput, folderInput } from './inputs.ts';
import type { NamedLine } from './logText.ts';
import { cleanLine, logText } from './logText.ts';
import type { SupervisorClient } from '../supervisorClient.ts';
import type { Tool, ToolInput } from './tool.ts';

/** The supervisor keeps no more than this many lines of an instance. */
const ringLines = 5000;
const defaultLines = 50;
/** Characters of log lines in an answer. */
const textLimit = 16_000;

export const logsTool: Tool = {
  name: 'drover_logs',
  title: 'Read Logs',
  description:
    'Reads the last lines that an app of Drover has written to standard output and standard error, also of one that has crashed or was stopped. Use it to see why an app fails or what it did for a request, instead of starting the app in a terminal to see its output. Narrow it down by "grep", "stderrOnly" and "sinceSeconds"; what was left out is said.',
  inputSchema: {
    type: 'object',
    properties: {
      app: appInput,
      folder: folderInput,
      lines: {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        default: defaultLines,
        description: 'At most so many lines, the newest.',
      },
      grep: {
        type: 'string',
        description:
          'Only lines with this text, upper and lower case being the same. Several texts are separated by "|", as in "error|warn". Not a regular expression.',
      },
      stderrOnly: { type: 'boolean', description: 'Only standard error.' },
      sinceSeconds: {
        type: 'integer',
        minimum: 1,
        maximum: 86_400,
        default: 86_400,
        description: 'Only lines that were written within the last so many seconds.',
      },
    },
    required: ['app'],
    additionalProperties: false,
  },
  effect: 'reads',
  run: async (input, host) => {
    const { client, instances, name } = await chooseApp(input, host);
    const limit = input.lines ?? defaultLines;
    // What fits may lie anywhere among the lines that are kept.
    const { lines, files } = await readLines(client, instances, isNarrowed(input) ? ringLines : limit);
    const fitting = lines.filter(lineFilter(input));
    const wanted = fitting.slice(-limit);
    const { text, shown } = logText(wanted, textLimit);
    const of = instances.length > 1 ? `${name} (${instances.length} instances)` : name;
    const head =
      shown === 0
        ? `${of} has no lines${isNarrowed(input) ? ' that fit' : ''}.`
        : `The last ${shown}${isNarrowed(input) ? ` of ${fitting.length} lines that fit` : ' lines'} of ${of}, oldest first, times in UTC:`;
    const cut =
      shown < wanted.length
        ? [`${wanted.length - shown} older lines were left out, because the answer would be too long.`]
        : [];
    const whereabouts = files.length === 0 ? [] : [`Everything is in ${files.join(', ')}.`];
    return {
      isError: false,
      text: [head, ...cut, text, ...whereabouts].filter((part) => part !== '').join('\n'),
      data: null,
    };
  },
};

async function readLines(
  client: SupervisorClient,
  instances: readonly InstanceInfo[],
  count: number,
): Promise<{ readonly lines: readonly NamedLine[]; readonly files: readonly string[] }> {
  const tails = await Promise.all(
    instances.map(async ({ id, name }) => {
      const tail = await client.request('logs/read', { instance: id, lines: count });
      return { lines: tail.lines.map((line): NamedLine => ({ ...line, name })), files: tail.files };
    }),
  );
  return {
    lines: tails.flatMap(({ lines }) => lines).toSorted((a, b) => a.at - b.at),
    files: [...new Set(tails.flatMap(({ files }) => files))],
  };
}

function isNarrowed({ grep, stderrOnly, sinceSeconds }: ToolInput): boolean {
  return grep !== undefined || stderrOnly === true || sinceSeconds !== undefined;
}

function lineFilter({ grep, stderrOnly, sinceSeconds }: ToolInput): (line: NamedLine) => boolean {
  const since = sinceSeconds === undefined ? 0 : Date.now() - sinceSeconds * 1000;
  const texts = (grep ?? '')
    .toLowerCase()
    .split('|')
    .filter((text) => text !== '');
  return ({ at, stream, text }) => {
    if (at < since || (stderrOnly === true && stream !== 'err')) return false;
    // By what is told, so that nobody finds out a secret by asking for its letters; that costs more, so it comes last.
    return texts.length === 0 || (hasOneOf(text, texts) && hasOneOf(cleanLine(text), texts));
  };
}

function hasOneOf(line: string, texts: readonly string[]): boolean {
  const lower = line.toLowerCase();
  return texts.some((text) => lower.includes(text));
}
