import assert from 'node:assert/strict';
import { parseMoment } from '../../../src/cli/logs/parseMoment.ts';
import { parseScaleAmount } from '../../../src/client/scaleAmount.ts';
import { readCommandLine } from '../../../src/ecosystem/create/commandLine.ts';
import { composeServices } from '../../../src/ecosystem/create/composeApps.ts';
import { readDockerfile } from '../../../src/ecosystem/create/dockerfile.ts';
import { sourceFacts } from '../../../src/ecosystem/create/sourceFacts.ts';
import { compileDateFormat } from '../../../src/ecosystem/dateFormat.ts';
import { compileDateReader } from '../../../src/ecosystem/dateReader.ts';
import { globToRegExp } from '../../../src/ecosystem/globToRegExp.ts';
import { needsShell } from '../../../src/ecosystem/needsShell.ts';
import { parseCron } from '../../../src/ecosystem/parseCron.ts';
import { parseDuration } from '../../../src/ecosystem/parseDuration.ts';
import { parseEnvFile } from '../../../src/ecosystem/parseEnvFile.ts';
import { parseSize } from '../../../src/ecosystem/parseSize.ts';
import { parsePort } from '../../../src/ecosystem/portSpec.ts';
import { splitWords } from '../../../src/ecosystem/splitWords.ts';
import { watchExpression } from '../../../src/ecosystem/watchExpression.ts';
import { generationsIn, parseOwner } from '../../../src/protocol/rendezvous.ts';
import { select } from '../../../src/protocol/selector.ts';
import {
  parseEnvironments,
  parseLsofListeners,
  parsePs,
} from '../../../src/supervisor/platform/darwinOutput.ts';
import { parseListeningSockets } from '../../../src/supervisor/platform/procNet.ts';
import { parseProcStat } from '../../../src/supervisor/platform/procStat.ts';
import { parseNetstat } from '../../../src/supervisor/platform/windowsOutput.ts';
import { gitignoreRules, patternRule } from '../../../src/supervisor/watch/rule.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { Random } from '../random.ts';

interface TextCase {
  readonly reader: string;
  readonly text: string;
}

const app = {
  id: 'e.json#web',
  name: 'web',
  spec: { name: 'web', namespace: 'default', file: '/shop/e.json' },
  instances: [{ id: 'e.json#web/0', index: 0 }],
};

/** Everything small that reads what somebody else has written. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'amount of instances': parseScaleAmount,
  'command line': readCommandLine,
  'compose file': composeServices,
  'cron pattern': parseCron,
  'date format': (text) => compileDateFormat(text)(0),
  'date of a log line': (text) => compileDateReader(text)?.(text),
  Dockerfile: readDockerfile,
  duration: parseDuration,
  'files to ignore': (text) => gitignoreRules(text, '/shop').length,
  'generation files': (text) => generationsIn(text.split('\n')),
  glob: (text) => globToRegExp(text).test('src/a/b.js'),
  lock: parseOwner,
  lsof: parseLsofListeners,
  moment: (text) => parseMoment(text, 0),
  netstat: parseNetstat,
  'pattern to ignore': (text) => patternRule(text, { cwd: '/shop', folder: '/shop' }),
  port: parsePort,
  '/proc/net/tcp': parseListeningSockets,
  '/proc/stat': parseProcStat,
  ps: parsePs,
  'ps with environments': parseEnvironments,
  selector: (text) => select([text], [app]),
  'shell syntax': needsShell,
  size: parseSize,
  source: sourceFacts,
  'watch expression': watchExpression,
  words: splitWords,
};

const pieces = [
  ...[
    '0',
    '1',
    '59',
    '60',
    '99999999999999999999',
    '-1',
    '1.5',
    '1e9',
    '*',
    '*/5',
    '1-5',
    'L',
    '#',
    '?',
    '@daily',
    'MON',
  ],
  ...[
    '5s',
    '500ms',
    '1h',
    'M',
    'GB',
    '1.5G',
    'max',
    '3000',
    '3000-3002',
    'auto:8000-8100',
    ':',
    '-',
    '+',
    '.',
    ',',
  ],
  ...[
    '"',
    "'",
    '\\',
    '\\"',
    '$',
    '${',
    '}',
    '`',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\0',
    '|',
    '&&',
    ';',
    '>',
    '<',
    '(',
    ')',
    '[',
    ']',
  ],
  ...[
    '**',
    '**/',
    '!',
    '/',
    '//',
    '..',
    '{a,b}',
    '[!a]',
    '[^',
    '[a-',
    '(?:',
    '(a+)+',
    'FROM node:24\n',
    'CMD ["node", "a"]\n',
  ],
  ...[
    'CMD node a.js',
    'services:\n',
    '  web:\n',
    '    command: ',
    'YYYY',
    'MM',
    'DD',
    'HH',
    'mm',
    'ss',
    'SSS',
    'Z',
    'Do',
    'x',
  ],
  ...[
    'TCP',
    '127.0.0.1:80',
    '[::]:80',
    'LISTENING',
    '0A',
    '00000000:1F90',
    'p12\n',
    'n*:80\n',
    'DROVER_INSTANCE=',
    '(a) b) S',
  ],
  ...[
    '{"pid":1',
    '"start":"',
    'gen.',
    'web',
    'web-0',
    '/web/',
    '/(/',
    'all',
    '__proto__',
    'é',
    '😀',
    '\ud800',
    'a',
    'b',
    'A=',
  ],
];

export const textsTarget: FuzzTarget<TextCase> = {
  name: 'texts',
  property: 'whoever reads a small text of somebody else comes to an end with it, and to no exception',
  quick: 4_000,
  freeTexts: ['text'],
  make: (random) => ({ reader: random.pick(Object.keys(readers)), text: randomText(random) }),
  check({ reader, text }) {
    readers[reader]?.(text);
  },
};

interface EnvFileCase {
  readonly variables: readonly { readonly name: string; readonly value: string; readonly quote: string }[];
  readonly noise: string;
}

export const envFileTarget: FuzzTarget<EnvFileCase> = {
  name: 'env-file',
  property:
    'a .env file gives each variable that is properly written its very value, whatever stands on the lines between them, and never an error',
  quick: 1_000,
  make: (random) => ({
    variables: random.list(random.between(0, 6), (index) => ({
      name: `${random.pick(['A', 'a_b', 'X.Y', 'W-Z', '_'])}${index}`,
      value: randomText(random),
      quote: random.pick(['"', "'", '`', '']),
    })),
    noise: randomText(random),
  }),
  check({ variables, noise }) {
    const comment = `# ${noise.replaceAll(/[\r\n]/g, ' ')}\n`;
    const lines: string[] = [];
    const expected: Record<string, string> = {};
    for (const { name, value, quote } of variables) {
      const proper = properValue(value, quote);
      lines.push(`${quote === "'" ? 'export ' : ''}${name} = ${quote}${proper}${quote}\n`, comment);
      expected[name] = proper;
    }
    assert.deepEqual(parseEnvFile(lines.join('')), expected);
    const read = parseEnvFile(`${noise}\n${lines.join('')}${noise}`);
    assert.ok(Object.values(read).every((value) => typeof value === 'string'));
  },
};

/** What can stand between such quotes as it is: without them neither a blank around it, nor a quote, nor a comment. */
function properValue(value: string, quote: string): string {
  const text = value.replaceAll(/\r\n?/g, '\n').replaceAll('\\', '/');
  if (quote !== '') return text.replaceAll(quote, '');
  return text.replaceAll(/[\n#"'`]/g, '').trim();
}

function randomText(random: Random): string {
  const text = random.list(random.between(0, 12), () => random.pick(pieces)).join(random.pick(['', '', ' ']));
  return random.chance(0.02) ? text.repeat(random.between(2, 400)) : text;
}
