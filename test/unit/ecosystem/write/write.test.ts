import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { parse } from 'yaml';
import { parseSource } from '../../../../src/ecosystem/tree/parseTree.ts';
import { plainValue } from '../../../../src/ecosystem/tree/plainValue.ts';
import type { SourceLanguage } from '../../../../src/ecosystem/tree/sourceTree.ts';
import { printFile } from '../../../../src/ecosystem/write/printFile.ts';
import type { ScriptExport } from '../../../../src/ecosystem/write/printFile.ts';
import { printKey } from '../../../../src/ecosystem/write/printScalar.ts';
import { printProperty, printValue } from '../../../../src/ecosystem/write/printValue.ts';
import { usualStyle } from '../../../../src/ecosystem/write/style.ts';
import type { PlainValue, WriteStyle } from '../../../../src/ecosystem/write/style.ts';

const languages: readonly SourceLanguage[] = ['json', 'yaml', 'toml', 'javascript', 'typescript'];
const quotes = ['"', "'", '`', ''] as const;

function read(text: string, language: SourceLanguage): unknown {
  const tree = parseSource(text, language);
  assert.deepEqual(tree.syntax, [], text);
  return plainValue(tree.root);
}

const texts = [
  ...[
    '',
    ' ',
    'web',
    'yes',
    'No',
    'on',
    'y',
    'null',
    '~',
    'True',
    '1e3',
    '0o14',
    '0x1f',
    '1_000',
    '-1',
    '+3',
    '.5',
  ],
  ...[
    '12:30:45',
    '2030-01-31',
    '*/5 * * * *',
    '@daily',
    '- a',
    '-',
    '--port',
    '-p 3',
    '--- x',
    '---',
    '...',
    '#',
    'a #b',
  ],
  ...[
    'a: b',
    'a:b',
    'a:',
    ':a',
    '[a]',
    '{a}',
    'a, b',
    '"a"',
    "it's",
    '`a`',
    '${PORT}',
    '{PORT}',
    '\\d+',
    'C:\\temp',
  ],
  ...[
    'a\nb',
    'a\r\nb\n',
    '\ttab',
    'tab\tin',
    ' a',
    'a ',
    'naïve',
    '日本',
    '🐑',
    '\u2028',
    '\u0085',
    '\u007f',
    '\u0000',
  ],
  ...[
    '&a',
    '*a',
    '!a',
    '%a',
    '@a',
    '?',
    '? a',
    '|',
    '> a',
    '=',
    '<<',
    '.inf',
    '.NaN',
    './server.js',
    '~/x',
    '__proto__',
  ],
  ...[
    '$',
    "\\'",
    '\\"',
    '\\`',
    '\ufeffa',
    '512M',
    '3000-3002',
    'auto:8000-8100',
    'http://x:{PORT}/health',
    "''",
    '"',
  ],
];

for (const language of languages) {
  for (const quote of quotes) {
    const style: WriteStyle = { ...usualStyle(language), quote };
    test(`texts, and names that are texts, come back from ${language} with quotes ${quote || 'where needed'}`, () => {
      for (const text of texts) {
        for (const isInline of [false, true]) {
          const value = { [`k${text}`]: [text, { [text]: text }] };
          const printed =
            language === 'yaml' && isInline
              ? printValue(value, style, { indentation: '', isInline })
              : printFile(value, style);
          assert.deepEqual(read(printed, language), value, `${JSON.stringify(text)} in ${printed}`);
          if (language === 'yaml') assert.deepEqual(parse(printed, { version: '1.1' }), value, printed);
        }
      }
    });
  }
}

test('scripts mean what they say when they are run', () => {
  for (const quote of ['"', "'", '`'] as const) {
    const value = { apps: texts.map((text) => ({ [text]: text })) };
    const module = { exports: null as unknown };
    const text = printFile(value, { ...usualStyle('javascript'), quote });
    const run = runInThisContext(`(module) => { ${text} }`) as (into: typeof module) => void;
    run(module);
    assert.deepEqual(module.exports, value);
  }
});

const whole: PlainValue = {
  apps: [
    {
      name: 'web',
      script: './server.js',
      args: ['--port', '{PORT}'],
      instances: 4,
      min_uptime: 1500.5,
      watch: false,
      env: { NODE_ENV: 'production', PORT: 3000, 'with blank': true },
      health_check: { check_type: 'http', url: 'http://127.0.0.1:{PORT}/health', timeout: 5 },
      watch_options: { awaitWriteFinish: { pollInterval: 50 } },
      ignore_watch: [],
      dev: {},
    },
    { name: 'job', script: 'job.py', one_shot: true, stop_exit_codes: [0, 130] },
  ],
  deploy: { production: { host: ['a', 'b'], ref: 'origin/main' } },
};
const exportsOf: readonly ScriptExport[] = ['module.exports', 'export default', 'export const apps'];

for (const language of languages) {
  for (const scriptExport of exportsOf) {
    for (const style of [
      usualStyle(language),
      { ...usualStyle(language), indentUnit: '    ', newline: '\r\n', indentsLists: false, quotesKeys: true },
    ] as const) {
      test(`a whole file comes back from ${language}, ${scriptExport}, ${JSON.stringify(style.newline)}`, () => {
        const text = printFile(whole, style, scriptExport);
        const found = read(text, language);
        const isScript = language === 'javascript' || language === 'typescript';
        const expected = isScript && scriptExport === 'export const apps' ? found : whole;
        assert.deepEqual(found, expected);
        if (style.newline === '\r\n') assert.doesNotMatch(text, /[^\r]\n/);
      });
    }
  }
}

test('a list of apps, a single app and nothing at all can be written in each language', () => {
  const app = { name: 'web', script: 'a.js' };
  for (const language of languages) {
    assert.deepEqual(read(printFile(app, usualStyle(language)), language), app);
    const list = language === 'toml' ? { apps: [app] } : [app];
    assert.deepEqual(read(printFile([app], usualStyle(language)), language), list);
    assert.deepEqual(read(printFile({ apps: [] }, usualStyle(language)), language), { apps: [] });
  }
});

test('null is left out where a language does not know it', () => {
  const app = { name: 'web', cwd: null, args: ['a', null], env: { A: null } };
  assert.deepEqual(read(printFile(app, usualStyle('toml')), 'toml'), { name: 'web', args: ['a'], env: {} });
  for (const language of ['json', 'yaml', 'javascript'] as const) {
    assert.deepEqual(read(printFile(app, usualStyle(language)), language), app);
  }
});

const looks: Readonly<Record<SourceLanguage, string>> = {
  javascript: `module.exports = {
  apps: [
    {
      name: 'web',
      args: ['--port', '{PORT}'],
      env: {
        NODE_ENV: 'it\\'s',
        'a-b': 1,
      },
    },
  ],
};
`,
  typescript: `export default {
  apps: [
    {
      name: 'web',
      args: ['--port', '{PORT}'],
      env: {
        NODE_ENV: 'it\\'s',
        'a-b': 1,
      },
    },
  ],
};
`,
  json: `{
  "apps": [
    {
      "name": "web",
      "args": ["--port", "{PORT}"],
      "env": {
        "NODE_ENV": "it's",
        "a-b": 1
      }
    }
  ]
}
`,
  yaml: `apps:
  - name: web
    args:
      - --port
      - "{PORT}"
    env:
      NODE_ENV: it's
      a-b: 1
`,
  toml: `[[apps]]
name = "web"
args = ["--port", "{PORT}"]

[apps.env]
NODE_ENV = "it's"
a-b = 1
`,
};
for (const language of languages) {
  test(`${language} looks as people write it`, () => {
    const app = { name: 'web', args: ['--port', '{PORT}'], env: { NODE_ENV: "it's", 'a-b': 1 } };
    const scriptExport = language === 'typescript' ? 'export default' : 'module.exports';
    assert.equal(printFile({ apps: [app] }, usualStyle(language), scriptExport), looks[language]);
  });
}

test('single properties can be inserted in the style of a file', () => {
  const value = { check_type: 'tcp', retries: 3 };
  const inline = { indentation: '', isInline: true };
  const indented = { indentation: '    ', isInline: false };
  const print = (language: SourceLanguage, layout: typeof inline, facts: Partial<WriteStyle> = {}): string =>
    printProperty('health_check', value, { ...usualStyle(language), ...facts }, layout);
  assert.equal(print('yaml', indented), 'health_check:\n      check_type: tcp\n      retries: 3');
  assert.equal(print('yaml', inline), 'health_check: { check_type: tcp, retries: 3 }');
  assert.equal(print('toml', indented), 'health_check = { check_type = "tcp", retries = 3 }');
  assert.equal(print('javascript', inline), "health_check: { check_type: 'tcp', retries: 3 }");
  assert.equal(
    print('javascript', indented, { quote: '"', quotesKeys: true, trailingComma: false }),
    '"health_check": {\n      "check_type": "tcp",\n      "retries": 3\n    }',
  );
  assert.equal(printKey('a b', usualStyle('toml')), '"a b"');
});
