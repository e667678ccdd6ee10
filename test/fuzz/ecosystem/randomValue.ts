import type { Random } from '../random.ts';

/** Texts that some language reads as something else, or that need care where they are quoted. */
const awkward = [
  ...[
    '',
    ' ',
    ' a',
    'a ',
    '\n',
    'a\nb',
    'a\r\nb\n',
    '\t',
    '"',
    "'",
    '`',
    '\\',
    '\\n',
    '"""',
    "'''",
    '${x}',
    '$',
  ],
  ...[
    '#',
    'a #b',
    'a: b',
    ': ',
    '- a',
    '-',
    '?',
    '|',
    '>',
    '&a',
    '*a',
    '!x',
    '%',
    '@',
    '{',
    '}',
    '[',
    ']',
    ',',
  ],
  ...[
    'true',
    'yes',
    'No',
    'on',
    'null',
    '~',
    '.inf',
    '.nan',
    '0',
    '-1',
    '01',
    '0x1F',
    '1e3',
    '1_000',
    '0o7',
    '1:30',
  ],
  ...[
    '2020-01-01',
    '=',
    '<<',
    '//',
    '/*',
    '*/',
    '</script>',
    '\0',
    '\u0085',
    '\u2028',
    '\ufeff',
    '😀',
    'é',
    '\u007f',
  ],
  ...[
    '__proto__',
    'constructor',
    'a.b',
    'a b',
    '…',
    'node server.js --x="y z"',
    'C:\\path\\x',
    '---',
    '...',
    '\u001b[31m',
  ],
];

const keys = ['name', 'script', 'args', 'cwd', 'env', 'port', 'instances', 'watch', 'a', 'b', 'A_B', 'x-y'];

export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** A value that every language can hold: no null, no number beyond what is exact everywhere. */
export function randomValue(random: Random, depth = 0): Plain {
  const dice = random.between(0, depth > 3 ? 6 : 9);
  switch (dice) {
    case 0:
      return random.pick([0, 1, -1, 42, 0.5, -2.25, 1e6, 123456789012, 1e-7]);
    case 1:
      return random.chance(0.5);
    case 6:
      return random.list(random.between(0, 4), () => randomValue(random, depth + 1));
    case 7:
    case 8:
      return randomObject(random, depth);
    default:
      return randomText(random);
  }
}

export function randomObject(random: Random, depth: number): Record<string, Plain> {
  const entries = random.list(random.between(0, 5), () => {
    const key = random.chance(0.7) ? random.pick(keys) : randomText(random);
    return [key, randomValue(random, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

export function randomText(random: Random): string {
  if (random.chance(0.3)) return random.pick(keys);
  return random.list(random.between(1, 4), () => random.pick(awkward)).join(random.pick(['', '', ' ', '\n']));
}
