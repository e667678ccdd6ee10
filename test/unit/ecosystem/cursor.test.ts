import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cursor } from '../../../src/ecosystem/complete/cursor.ts';
import { cursorAt } from '../../../src/ecosystem/complete/cursorAt.ts';
import { plainValue } from '../../../src/ecosystem/tree/plainValue.ts';
import type { SourceLanguage } from '../../../src/ecosystem/tree/sourceTree.ts';

/** `|` is the cursor. «» is around what an item replaces, before the half-typed word. */
const cases: readonly [language: SourceLanguage, text: string, expected: string][] = [
  ['yaml', '|', 'value; or block'],
  ['yaml', 'ap|', 'value; «ap» ap; or block'],
  ['yaml', 'apps:\n  |', 'value apps; or block'],
  ['yaml', 'apps:\n  - |', 'value apps.0; or block'],
  ['yaml', 'apps:\n  -|', 'value apps.0; or block; after " "'],
  ['yaml', 'apps:\n  - na|', 'value apps.0; «na» na; or block'],
  ['yaml', 'apps:\n  - name: web\n    |', 'key apps.0; has name'],
  ['yaml', 'apps:\n  - name: web\n    inst|', 'key apps.0; «inst» inst; has name'],
  ['yaml', 'apps:\n  - name: web\n    inst|\n    script: x\n', 'key apps.0; «inst» inst; has name,script'],
  ['yaml', 'apps:\n  - name: web\n    |\n    script: x\n', 'key apps.0; has name,script'],
  [
    'yaml',
    'apps:\n  - name: web\n    inst|ances: 4\n    script: x\n',
    'key apps.0; «instances» inst; has name,script; with value',
  ],
  ['yaml', 'apps:\n  - name: web\n    exec_mode: |\n    script: x\n', 'value apps.0.exec_mode'],
  ['yaml', 'apps:\n  - name: web\n    exec_mode:|\n    script: x\n', 'value apps.0.exec_mode; after " "'],
  ['yaml', 'apps:\n  - name: web\n    exec_mode: cl|\n    script: x\n', 'value apps.0.exec_mode; «cl» cl'],
  [
    'yaml',
    'apps:\n  - name: web\n    exec_mode: "cl|"\n    script: x\n',
    'value apps.0.exec_mode; «"cl"» cl',
  ],
  ['yaml', 'apps:\n  - name: web\n    exec_mode: "cl|\n    script: x\n', 'value apps.0.exec_mode; «"cl» cl'],
  ['yaml', "apps:\n  - name: web\n    exec_mode: '|\n    script: x\n", "value apps.0.exec_mode; «'»"],
  ['yaml', 'apps:\n  - name: web\n    env:\n      |\n  - name: b\n', 'value apps.0.env; or block'],
  ['yaml', 'apps:\n  - name: web\n    env:\n      A: 1\n      B|\n', 'key apps.0.env; «B» B; has A'],
  ['yaml', 'apps:\n  - name: web\n    env:\n      A: 1\n    |\n', 'key apps.0; has name,env'],
  ['yaml', 'apps:\n  - name: web\n  |\n', 'value apps.1; or block; after "- "'],
  ['yaml', 'apps:\n  - name: web\n|\n', 'key; has apps'],
  ['yaml', 'apps:\n  - name: web\n    args: [a, |]\n', 'value apps.0.args.1; has a'],
  ['yaml', 'apps:\n  - name: web\n    args: [a, |\n    script: x\n', 'value apps.0.args.1; has a'],
  ['yaml', 'apps:\n  - {name: web, |}\n', 'key apps.0; has name'],
  ['yaml', 'apps:\n  - {name: web, scr|ipt: x}\n', 'key apps.0; «script» scr; has name; with value'],
  ['yaml', 'apps:\n  - {name: web, exec_mode: |}\n', 'value apps.0.exec_mode'],
  ['yaml', 'apps:\n  - {name: web |}\n', 'nothing'],
  ['yaml', 'apps:\n  - name: web\n    args:\n      - --port\n      - |\n', 'value apps.0.args.1; or block'],
  ['yaml', 'apps:\n  - name: web # comm|ent\n', 'nothing'],
  ['yaml', '# comm|ent\napps: []\n', 'nothing'],
  ['yaml', 'apps:\n  - name: web\n    text: >\n      some te|xt\n', 'nothing'],
  ['yaml', 'x: &b\n  watch: true\n  |\napps:\n  - <<: *b\n    name: a\n', 'key x; has watch'],
  ['yaml', 'x: &b\n  watch: true\napps:\n  - <<: *b\n    name: a\n    |\n', 'key apps.0; has watch,name'],
  [
    'yaml',
    'apps:\n  - name: web\n    script: ./src/ma|in.js\n',
    'value apps.0.script; «./src/main.js» ./src/ma',
  ],
  ['yaml', 'apps:\n- name: web\n- |\n', 'value apps.1; or block'],
  ['yaml', '- name: web\n|', 'value 1; or block; after "- "'],
  [
    'yaml',
    'apps:\n  - name: web\n    script: x\n\n  |\n\n  - name: b\n    script: y\n',
    'value apps.1; or block; after "- "',
  ],
  [
    'yaml',
    'apps:\r\n  - name: web\r\n    inst|\r\n    script: x\r\n',
    'key apps.0; «inst» inst; has name,script',
  ],
  ['yaml', 'deploy:\n  production:\n    ho|\n', 'value deploy.production; «ho» ho; or block'],
  ['toml', '|', 'key; has; or table'],
  ['toml', '[[ap|', 'header; «[[ap» ap; has; in [['],
  ['toml', '[[ap|]]\n', 'header; «[[ap]]» ap; has; in [['],
  [
    'toml',
    '[[apps]]\nname = "a"\n[apps.e|\n[[apps]]\nname = "b"\n',
    'header apps.0; «[apps.e» e; has name; in [apps.',
  ],
  [
    'toml',
    '[[apps]]\nname = "a"\n[apps.env]\nA = "1"\n[[apps]]\nname = "b"\n[apps.|]\n',
    'header apps.1; «[apps.]»; has name; in [apps.',
  ],
  ['toml', '[[apps]]\nname = "a"\n|\n', 'key apps.0; has name; or table'],
  [
    'toml',
    '[[apps]]\nname = "a"\ninst|\nscript = "x"\n',
    'key apps.0; «inst» inst; has name,script; or table',
  ],
  ['toml', '[[apps]]\nname = "a"\ninst| = 4\n', 'key apps.0; «inst» inst; has name; with value'],
  ['toml', '[[apps]]\nname = "a"\nexec_mode = |\nscript = "x"\n', 'value apps.0.exec_mode'],
  ['toml', '[[apps]]\nname = "a"\nexec_mode =|\n', 'value apps.0.exec_mode; after " "'],
  ['toml', '[[apps]]\nname = "a"\nexec_mode = cl|\n', 'value apps.0.exec_mode; «cl»'],
  ['toml', '[[apps]]\nname = "a"\nexec_mode = "cl|"\n', 'value apps.0.exec_mode; «"cl"» cl'],
  ['toml', '[[apps]]\nname = "a"\nexec_mode = "cl|\nscript = "x"\n', 'value apps.0.exec_mode; «"cl» cl'],
  ['toml', '[[apps]]\nname = "a"\n[apps.env]\nA = "1"\n|\n', 'key apps.0.env; has A; or table'],
  ['toml', '[[apps]]\nname = "a"\nenv = { A = "1", | }\n', 'key apps.0.env; has A'],
  ['toml', '[[apps]]\nname = "a"\nenv = { A = "1" | }\n', 'key apps.0.env; has A; comma 1 back'],
  ['toml', '[[apps]]\nname = "a"\nenv = { A = |\nscript = "x"\n', 'value apps.0.env.A'],
  ['toml', '[[apps]]\nname = "a"\nenv = { B|\nscript = "x"\n', 'key apps.0.env; «B» B; has'],
  ['toml', '[[apps]]\nname = "a"\nargs = ["a", |]\n', 'value apps.0.args.1; has a'],
  ['toml', '[[apps]]\nname = "a"\nargs = ["a", "b|]\n', 'value apps.0.args.1; «"b» b; has a'],
  ['toml', '[[apps]]\nname = "a"\nargs = [\n  "a",\n  |\n]\n', 'value apps.0.args.1; has a'],
  ['toml', '[[apps]]\nname = "a"\nenv.A|\n', 'key apps.0.env; «A» A; has'],
  ['toml', '[[apps]]\nname = "a" # co|m\n', 'nothing'],
  ['toml', '# co|m\n', 'nothing'],
  ['toml', '[[apps]]\nname = "a"\nx = """\nfoo |\n"""\n', 'nothing'],
  ['toml', '[[apps]]\nname = "a"\ninstances = 4|\n', 'value apps.0.instances; «4»'],
  ['json', '|', 'value'],
  ['json', '{|}', 'key; has'],
  ['json', '{"apps": [|]}', 'value apps.0'],
  ['json', '{"apps": [{"name": "a", |}]}', 'key apps.0; has name'],
  ['json', '{"apps": [{"name": "a" |}]}', 'key apps.0; has name; comma 1 back'],
  ['json', '{"apps": [{"name": "a", "inst|}]}', 'key apps.0; «"inst» inst; has name'],
  ['json', '{"apps": [{"name": "a", "inst|"}]}', 'key apps.0; «"inst"» inst; has name'],
  ['json', '{"apps": [{"name": "a", inst|}]}', 'key apps.0; «inst» inst; has name'],
  [
    'json',
    '{\n  "apps": [\n    {\n      "name": "a",\n      |\n      "script": "x"\n    }\n  ]\n}',
    'key apps.0; has name,script; before ","',
  ],
  [
    'json',
    '{\n  "apps": [\n    {\n      "name": "a"\n      |\n    }\n  ]\n}',
    'key apps.0; has name; comma 7 back',
  ],
  [
    'json',
    '{\n  "apps": [\n    {\n      "exec_mode": |\n      "script": "x"\n    }\n  ]\n}',
    'value apps.0.exec_mode; before ","',
  ],
  [
    'json',
    '{\n  "apps": [\n    {\n      "exec_mode": "|",\n      "script": "x"\n    }\n  ]\n}',
    'value apps.0.exec_mode; «""»',
  ],
  [
    'json',
    '{\n  "apps": [\n    {\n      "exec_mode": "cl|\n      "script": "x"\n    }\n  ]\n}',
    'value apps.0.exec_mode; «"cl» cl; before ","',
  ],
  ['json', '{\n  // co|m\n  "apps": []\n}', 'nothing'],
  ['json', '{"apps": [{"inst|ances": 4}]}', 'key apps.0; «"instances"» inst; has; with value'],
  ['json', '{"apps": [{"watch": tr|}]}', 'value apps.0.watch; «tr» tr'],
  ['json', '{"apps": [{"name": "a"}, |]}', 'value apps.1'],
  ['json', '{"apps": [{"name": "a"} |]}', 'value apps.1; comma 1 back'],
  ['json', '{"apps": [{"instances": 4|}]}', 'value apps.0.instances; «4» 4'],
  ['javascript', '|', 'nothing'],
  ['javascript', 'module.exports = {\n  |\n};\n', 'key; has; before ","'],
  [
    'javascript',
    "module.exports = {\n  apps: [\n    {\n      name: 'a',\n      |\n    },\n  ],\n};\n",
    'key apps.0; has name; before ","',
  ],
  [
    'javascript',
    "module.exports = {\n  apps: [\n    {\n      name: 'a'\n      inst|\n    }\n  ]\n};\n",
    'key apps.0; «inst» inst; has name; comma 7 back',
  ],
  [
    'javascript',
    "module.exports = {\n  apps: [\n    {\n      name: 'a',\n      inst|\n      script: 'x',\n    },\n  ],\n};\n",
    'key apps.0; «inst» inst; has name,script; before ","',
  ],
  ['javascript', "module.exports = { apps: [{ name: 'a', exec_mode: | }] }", 'value apps.0.exec_mode'],
  [
    'javascript',
    "module.exports = { apps: [{ name: 'a', exec_mode:|\n script: 'x' }] }",
    'value apps.0.exec_mode; after " "; before ","',
  ],
  [
    'javascript',
    "module.exports = { apps: [{ name: 'a', exec_mode: 'cl|' }] }",
    "value apps.0.exec_mode; «'cl'» cl",
  ],
  [
    'javascript',
    "module.exports = {\n  apps: [{\n    name: 'a',\n    exec_mode: 'cl|\n    script: 'x',\n  }],\n}",
    'value apps.0.exec_mode; «\'cl» cl; before ","',
  ],
  ['javascript', "module.exports = { apps: [{ name: 'a', watch: tr| }] }", 'value apps.0.watch; «tr» tr'],
  [
    'javascript',
    "module.exports = { apps: [{ name: 'a', watch: ['b', |] }] }",
    'value apps.0.watch.1; has b',
  ],
  [
    'javascript',
    "module.exports = { apps: [{ name: 'a', watch: ['b', '|] }] }",
    "value apps.0.watch.1; «'»; has b",
  ],
  ['javascript', '// comm|ent\nmodule.exports = { apps: [] }', 'nothing'],
  ['javascript', 'const x = { a: | };\nmodule.exports = { apps: [] }', 'nothing'],
  [
    'javascript',
    "const base = {\n  watch: true,\n  |\n};\nmodule.exports = { apps: [{ ...base, name: 'a' }] }",
    'key apps.0; has watch,name; before ","',
  ],
  [
    'javascript',
    "module.exports = { apps: ['a'].map((name) => ({\n  name,\n  |\n})) }",
    'key apps.0; has name; before ","',
  ],
  ['javascript', "module.exports = { apps: [{ name: 'a', env: { A: '1', | } }] }", 'key apps.0.env; has A'],
  ['javascript', "module.exports = { apps: [{ name: 'a', env: { PORT: process.env.P| } }] }", 'nothing'],
  ['javascript', "module.exports = { apps: [{ name: 'a', script: path.join(__dirname, 'x|') }] }", 'nothing'],
  ['javascript', 'module.exports = { apps: [{ name: `a|` }] }', 'value apps.0.name; «`a`» a'],
  ['javascript', 'export default {\n  apps: [{ |\n', 'key apps.0; has'],
  [
    'javascript',
    'module.exports = {\n  apps: [{\n    "name": "a",\n    "scr|": "x"\n  }]\n}',
    'key apps.0; «"scr"» scr; has name; with value',
  ],
  ['javascript', 'export const apps = [\n  { name: "a" },\n  |\n];\n', 'value apps.1; before ","'],
  [
    'javascript',
    "module.exports = {\n  apps: [\n    {\n      name: 'a', // it's\n      |\n    },\n  ],\n};\n",
    'key apps.0; has name; before ","',
  ],
  [
    'javascript',
    'module.exports = {\n  apps: [{\n    ...base\n    |\n  }],\n};\n',
    'key apps.0; has; before ","; comma 5 back',
  ],
  [
    'typescript',
    "const config: Config = {\n  apps: [{ name: 'a', | }],\n};\nexport default config;\n",
    'key apps.0; has name',
  ],
  [
    'typescript',
    "export default defineConfig({\n  apps: [\n    { name: 'a', exec_mode: '|' },\n  ],\n} satisfies Config);\n",
    "value apps.0.exec_mode; «''»",
  ],
  ['javascript', 'module.exports = |', 'value'],
  ['javascript', 'module.exports = {\n  apps: |\n};', 'value apps'],
  ['javascript', 'module.exports = {\n  // co|m\n  apps: [],\n};', 'nothing'],
  ['javascript', 'module.exports = {\n  apps: [{ name: "a, |" }],\n};', 'value apps.0.name; «"a, "» a,'],
  ['yaml', 'apps: [\n  {\n    name: web,\n    |\n  }\n]\n', 'key apps.0; has name'],
  ['yaml', 'apps:\n  - "na|me": x\n', 'key apps.0; «"name"» na; has; with value'],
  ['yaml', 'apps:\n  - cron_restart: *|\n    name: x\n', 'value apps.0.cron_restart; «*» *'],
  ['yaml', 'apps:\n  - name: my app|\n', 'value apps.0.name; «my app» my app'],
  ['toml', '[[apps]]\nargs = [\n  "a"\n  |\n]\n', 'value apps.0.args.1; has a; comma 3 back'],
  ['toml', '[[apps]]\nargs = [\n  "a|"\n]\n', 'value apps.0.args.0; «"a"» a'],
  ['toml', 'name|\n[[apps]]\n', 'key; «name» name; has apps; or table'],
  ['toml', '[[apps]]\n"na|me" = "x"\n', 'key apps.0; «"name"» na; has; with value'],
];
for (const [language, marked, expected] of cases) {
  test(`${language} ${JSON.stringify(marked)}: ${expected}`, () => {
    const { text, cursor } = at(language, marked);
    assert.equal(shown(text, cursor), expected);
  });
}

function at(
  language: SourceLanguage,
  marked: string,
): { readonly text: string; readonly cursor: Cursor | null } {
  const offset = marked.lastIndexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, cursor: cursorAt(text, language, offset) };
}

function shown(text: string, cursor: Cursor | null): string {
  if (cursor === null) return 'nothing';
  const { kind, path, replace, word, prefix, suffix, commaAt } = cursor;
  const written = text.slice(replace.start, replace.end);
  return [
    `${kind} ${path.join('.')}`.trimEnd(),
    written === '' ? '' : `«${written}» ${word}`.trimEnd(),
    kind === 'value' ? '' : `has ${cursor.keys.join()}`.trimEnd(),
    kind === 'value' && cursor.items.length > 0 ? `has ${cursor.items.join()}` : '',
    kind === 'key' && cursor.hasValue ? 'with value' : '',
    kind === 'key' && cursor.mayStartTable ? 'or table' : '',
    kind === 'value' && cursor.mayStartBlock ? 'or block' : '',
    kind === 'header' ? `in ${cursor.isList ? '[[' : '['}${cursor.base}` : '',
    prefix === '' ? '' : `after "${prefix}"`,
    suffix === '' ? '' : `before "${suffix}"`,
    commaAt === null ? '' : `comma ${String(replace.start - commaAt)} back`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}

const rest: readonly [language: SourceLanguage, text: string, expected: unknown][] = [
  ['yaml', 'apps:\n  - name: web\n    inst|\n  - name: api\n', { apps: [{ name: 'web' }, { name: 'api' }] }],
  ['yaml', 'apps:\n  - name: web\n    env:\n      |\n', { apps: [{ name: 'web', env: undefined }] }],
  [
    'toml',
    '[[apps]]\nname = "web"\ncwd = |\n[[apps]]\nname = "api"\n',
    { apps: [{ name: 'web', cwd: undefined }, { name: 'api' }] },
  ],
  ['toml', '[[apps]]\nname = "web"\n[apps.|\n[[apps]]\n', { apps: [{ name: 'web' }, {}] }],
  ['json', '{"apps": [{"name": "web", "inst|}]}', { apps: [{ name: 'web' }] }],
  [
    'javascript',
    "module.exports = { apps: [{ name: 'web', watch: ['a', |] }] }",
    { apps: [{ name: 'web', watch: ['a'] }] },
  ],
];
for (const [language, marked, expected] of rest) {
  test(`${language} ${JSON.stringify(marked)} is read without the word at the cursor`, () => {
    assert.deepEqual(plainValue(at(language, marked).cursor?.root ?? null), expected);
  });
}

const styles: readonly [language: SourceLanguage, text: string, expected: Partial<Cursor['style']>][] = [
  [
    'yaml',
    'apps:\n  - name: web\n    |',
    { quote: '', indentUnit: '  ', indentation: '    ', isFlow: false },
  ],
  ['yaml', 'apps:\n- name: "web"\n  cwd: "/a"\n  |', { quote: '"', indentsLists: false, indentation: '  ' }],
  ['yaml', 'apps:\n    - name: web\n      |', { indentUnit: '    ', indentsLists: true }],
  ['yaml', 'apps: [{name: web, |}]', { isFlow: true, isMultiLine: false }],
  ['toml', "[[apps]]\nname = 'web'\n|", { quote: "'", isFlow: false, isMultiLine: true }],
  [
    'json',
    '{\r\n\t"apps": [\r\n\t\t|\r\n\t]\r\n}',
    { newline: '\r\n', indentUnit: '\t', indentation: '\t\t' },
  ],
  ['json', '{"apps": [{|}]}', { quote: '"', quotesKeys: true, trailingComma: false }],
  [
    'javascript',
    'module.exports = {\n    apps: [\n        { name: "a" },\n        |\n    ]\n}',
    { quote: '"', quotesKeys: false, trailingComma: false, indentUnit: '    ' },
  ],
  ['javascript', 'module.exports = {\n  "apps": [{ "name": "a", | }]\n}', { quotesKeys: true }],
];
for (const [language, marked, expected] of styles) {
  test(`${language} ${JSON.stringify(marked)} shows its style`, () => {
    const style = at(language, marked).cursor?.style;
    assert.ok(style !== undefined);
    for (const [key, value] of Object.entries(expected))
      assert.equal(style[key as keyof typeof style], value, key);
  });
}
