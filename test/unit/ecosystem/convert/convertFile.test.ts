import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convertFile } from '../../../../src/ecosystem/convert/convertFile.ts';
import { english } from '../../../../src/ecosystem/translate.ts';
import { parseSource } from '../../../../src/ecosystem/tree/parseTree.ts';
import type { SourceLanguage } from '../../../../src/ecosystem/tree/sourceTree.ts';

const script = `// The shop,
// all of it
/**
 * @type {Config}
 */
const base = { cwd: '/srv' /* where */ };
module.exports = {
  // what runs
  apps: [
    {
      name: 'web', // the front
      script: 'server.js',
      ...base,
      args: ['--port', '3000'],
      // watch: true,
    },
    // the back
    {
      name: 'db', script: 'db.js',
      env: { // variables
        A: 1, B: 'yes', // of b
      },
      ignore_watch: [
        'a', // one
        'b',
      ],
    },
  ],
  // the end
};
// below
`;

const expected: Readonly<Record<Exclude<SourceLanguage, 'javascript' | 'typescript'>, string>> = {
  json: `// The shop,
// all of it
// @type {Config}
{
  // what runs
  "apps": [
    {
      "name": "web", // the front
      "script": "server.js",
      "cwd": "/srv", // where
      "args": ["--port", "3000"]
      // watch: true,
    },
    // the back
    {
      "name": "db",
      "script": "db.js",
      // variables
      "env": {
        "A": 1,
        "B": "yes" // of b
      },
      "ignore_watch": [
        "a", // one
        "b"
      ]
    }
  ]
  // the end
}
// below
`,
  yaml: `# The shop,
# all of it
# @type {Config}

# what runs
apps:
  - name: web # the front
    script: server.js
    cwd: /srv # where
    args: [--port, "3000"]
    # watch: true,
  # the back
  - name: db
    script: db.js
    # variables
    env:
      A: 1
      B: "yes" # of b
    ignore_watch:
      - a # one
      - b
# the end
# below
`,
  toml: `# The shop,
# all of it
# @type {Config}

# what runs
[[apps]]
name = "web" # the front
script = "server.js"
cwd = "/srv" # where
args = ["--port", "3000"]
# watch: true,

# the back
[[apps]]
name = "db"
script = "db.js"
ignore_watch = [
  "a", # one
  "b",
]

# variables
[apps.env]
A = 1
B = "yes" # of b

# the end
# below
`,
};

for (const [language, text] of Object.entries(expected) as [keyof typeof expected, string][])
  test(`comments come over from JavaScript to ${language}, and stay where they are on the way back`, () => {
    const there = convertFile(parseSource(script, 'javascript'), { language, keepsComments: true }, english);
    assert.deepEqual(there, { text, notes: ['Constants and expressions are replaced by their values.'] });
    const back = convertFile(
      parseSource(text, language),
      { language: 'javascript', keepsComments: true },
      english,
    );
    assert.ok('text' in back);
    const comments = (source: string): string[] =>
      [...source.matchAll(/(?:\/\/|#) (.*)/g)].map(([, words]) => words ?? '');
    // In TOML what is no table comes first.
    assert.deepEqual(comments(back.text).sort(), comments(text).sort());
    const again = convertFile(
      parseSource(back.text, 'javascript'),
      { language, keepsComments: true },
      english,
    );
    assert.equal('text' in again && again.text, text);
  });

const table: readonly (readonly [SourceLanguage, string, SourceLanguage, string, readonly string[]])[] = [
  [
    'yaml',
    `apps:\n  - &a {script: x.js}\n  - <<: *a\n    name: y\n`,
    'json',
    `{\n  "apps": [\n    {\n      "script": "x.js"\n    },\n    {\n      "script": "x.js",\n      "name": "y"\n    }\n  ]\n}\n`,
    ['Anchors and aliases are replaced by what they stand for.'],
  ],
  [
    'json',
    `[{"script":"a","cwd":null}]`,
    'toml',
    `[[apps]]\nscript = "a"\n`,
    ['Options that are null are left out: TOML knows no null.'],
  ],
  [
    'javascript',
    `module.exports = () => ({ script: 'a' })`,
    'yaml',
    `script: a\n`,
    ['The function is replaced by what it returns.'],
  ],
  [
    'javascript',
    `module.exports = { script: 'a' /* */, args: '-- # x' } // y`,
    'yaml',
    'script: a\nargs: "-- # x" # y\n',
    [],
  ],
  ['toml', `a = 1 # x # y\n`, 'yaml', 'a: 1 # x # y\n', []],
  ['yaml', `# */ x\napps: []\n`, 'javascript', 'module.exports = {\n  // */ x\n  apps: [],\n};\n', []],
];

for (const [from, text, language, result, notes] of table)
  test(`${from} to ${language}: ${text.replaceAll('\n', '⏎')}`, () => {
    const converted = convertFile(parseSource(text, from), { language, keepsComments: true }, english);
    assert.deepEqual(converted, { text: result, notes });
  });

test('modules hand out their apps by name', () => {
  const tree = parseSource('apps: [{ script: a }]\ndeploy: { live: { host: h } }\n', 'yaml');
  const result = convertFile(
    tree,
    { language: 'javascript', scriptExport: 'export const apps', keepsComments: true },
    english,
  );
  assert.ok('text' in result);
  assert.equal(
    result.text,
    `export const apps = [\n  {\n    script: 'a',\n  },\n];\n\nexport const deploy = {\n  live: {\n    host: 'h',\n  },\n};\n`,
  );
});

test('comments are left out where the format has none, and that is said', () => {
  const result = convertFile(
    parseSource('# a\napps:\n  - script: x # y\n', 'yaml'),
    { language: 'json', keepsComments: false },
    english,
  );
  assert.deepEqual(result, {
    text: '{\n  "apps": [\n    {\n      "script": "x"\n    }\n  ]\n}\n',
    notes: ['The comments are left out: the format has none.'],
  });
});

const refused: readonly (readonly [SourceLanguage, string, string])[] = [
  [
    'javascript',
    `\nmodule.exports = { script: process.env.X }`,
    'Line 2 is known only when the file runs: process.env.X',
  ],
  ['javascript', `module.exports = [...list]`, 'Line 1 is known only when the file runs: [...list]'],
  [
    'javascript',
    `module.exports = require('./other')`,
    `Line 1 is known only when the file runs: require('./other')`,
  ],
  [
    'javascript',
    `module.exports = xs.map((x) => ({ script: 'a' }))`,
    `Line 1 is known only when the file runs:`,
  ],
  ['javascript', `const a = 1;`, 'The file has no apps that could be converted.'],
  [
    'javascript',
    `const a = 1;\nmodule.exports = { apps: [{ script: 'a' }`,
    'Line 2 has to be corrected first: What begins here is not closed.',
  ],
  [
    'typescript',
    `export default { script: 'a }`,
    'Line 1 has to be corrected first: What begins here is not closed.',
  ],
  ['json', `{"script":"a"`, 'Line 1 has to be corrected first:'],
  ['yaml', `a: [b`, 'Line 1 has to be corrected first:'],
  ['toml', `a = `, 'Line 1 has to be corrected first:'],
  ['yaml', ``, 'The file has no apps that could be converted.'],
];

for (const [language, text, reason] of refused)
  test(`it says why it cannot convert ${language}: ${text.trim()}`, () => {
    const result = convertFile(
      parseSource(text, language),
      { language: 'json', keepsComments: true },
      english,
    );
    assert.ok('refused' in result && result.refused.startsWith(reason), JSON.stringify(result));
  });
