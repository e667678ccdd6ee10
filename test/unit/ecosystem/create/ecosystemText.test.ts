import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendApps, missingApps } from '../../../../src/ecosystem/create/appendApps.ts';
import { ecosystemText } from '../../../../src/ecosystem/create/ecosystemText.ts';
import { exampleApp } from '../../../../src/ecosystem/create/exampleApp.ts';
import { fileChoices } from '../../../../src/ecosystem/create/fileChoices.ts';
import { settlePorts } from '../../../../src/ecosystem/create/settlePorts.ts';
import { propose } from '../../../../src/ecosystem/create/proposal.ts';
import type { Proposal } from '../../../../src/ecosystem/create/proposal.ts';
import { normaliseEcosystem } from '../../../../src/ecosystem/normalise.ts';
import { check, defaultSettings } from '../../../../src/ecosystem/rules/check.ts';
import { noFacts } from '../../../../src/ecosystem/rules/fileFacts.ts';
import { parseTree } from '../../../../src/ecosystem/tree/parseTree.ts';
import { plainValue } from '../../../../src/ecosystem/tree/plainValue.ts';
import { proposalsFor } from './folderOf.ts';

const reason = { code: 'package-main', data: { file: 'package.json' } } as const;
const literal = propose({ name: 'fixed', script: 'fixed.js', cwd: '', reason, port: 3000 });
const movable = propose({
  name: 'moved',
  script: 'go',
  args: ['run', '{PORT}'],
  cwd: '',
  reason,
  port: 3000,
  portSource: 'args',
});

/** One of everything that there are proposals for. */
const everything = {
  'package.json':
    '{"name": "@me/api", "scripts": {"start": "NODE_ENV=production A=\'x y\' node -r ./x.js server.js"}}',
  'server.js': 'app.listen(process.env.PORT || 8000)',
  '.env': 'A=1',
  Procfile: 'web: uvicorn main:app --port $PORT\nclock: while true; do date; sleep 1; done',
  'a/package.json': '{"scripts": {"dev": "vite"}}',
  'b/package.json': '{"main": "x.js"}',
  'b/x.js': "require('cluster').fork()",
  'c/package.json': '{"scripts": {"start": "tsx main.ts"}}',
  'c/main.ts': 'app.listen(8000)',
  'd/artisan': '',
  'e/go.mod': 'module e',
  'e/main.go': 'package main\nfunc main() { http.ListenAndServe(":8000", nil) }',
  'f/manage.py': '("DJANGO_SETTINGS_MODULE", "f.settings")',
};

/** Hints on what PM2 and PMDaemon do not know: "env_file", "autostart", and a TypeScript file that was asked for. */
const unavoidable = new Set(['pm2-env-file', 'pm2-autostart', 'pm2-export', 'option-foreign']);

for (const choice of fileChoices) {
  const { fileName, dialect } = choice;
  for (const isModule of [false, true]) {
    test(`a new ${fileName} has no findings and says what was proposed (module: ${isModule})`, async () => {
      const proposals = await proposalsFor(everything);
      assert.equal(proposals.length, 9);
      const apps = settlePorts(proposals);
      const { text, firstApp } = ecosystemText(apps, {
        ...choice,
        isModule,
        heading: 'The apps of this folder.',
      });
      const path = `/x/${fileName}`;
      const tree = parseTree(path, text);
      assert.deepEqual(tree.syntax, []);
      const facts = { ...noFacts, isModuleFolder: () => isModule };
      const findings = check(tree, { path, facts, settings: defaultSettings });
      assert.deepEqual(
        findings.filter(({ code }) => !unavoidable.has(code)),
        [],
      );
      assert.deepEqual(
        findings.filter(({ severity }) => severity === 'error' || severity === 'warning'),
        [],
      );
      const normalised = normaliseEcosystem(plainValue(tree.root), { path, dialect });
      assert.deepEqual(
        normalised.apps.map(({ name, cwd }) => [name, cwd]),
        apps.map(({ name, cwd }) => [name, cwd === '' ? '/x' : `/x/${cwd}`]),
      );
      const api = normalised.apps.find(({ name }) => name === 'api');
      assert.equal(api?.script, '/x/server.js');
      assert.deepEqual(api.nodeArgs, ['-r', './x.js']);
      assert.deepEqual(api.env, { NODE_ENV: 'production', A: 'x y' });
      assert.deepEqual(api.envFiles, ['/x/.env']);
      assert.equal(api.execMode, 'cluster');
      assert.match(text.slice(firstApp, firstApp + 20), /^(?:- )?"?name"?\s*[:=]\s*['"]?web/);
    });
  }
}

test('for a server without more around it, no language has any finding', () => {
  for (const choice of fileChoices.filter(({ language }) => language !== 'typescript')) {
    const { text } = ecosystemText(settlePorts([exampleApp]), {
      ...choice,
      isModule: false,
      heading: 'An example.',
    });
    const path = `/x/${choice.fileName}`;
    const facts = { ...noFacts, isModuleFolder: () => false };
    assert.deepEqual(check(parseTree(path, text), { path, facts, settings: defaultSettings }), [], path);
  }
});

test('a file of JavaScript reads like one that a person wrote', () => {
  const { text } = ecosystemText(settlePorts([exampleApp]), {
    language: 'javascript',
    dialect: 'pm2',
    isModule: true,
    heading: 'An example.',
  });
  assert.equal(
    text,
    `// An example.
export const apps = [
  {
    name: 'web',
    script: 'server.js',
    // Copies that share one port; "max" is one for each CPU core.
    instances: 2,
    exec_mode: 'cluster',
    // Set as PORT; a range such as "3000-3002" gives each instance its own.
    port: 3000,
    // true restarts the app when its files change.
    watch: false,
    env: {
      NODE_ENV: 'development',
    },
  },
];
`,
  );
});

test('ports are given out once; what says its port itself keeps it or does not start with the others', () => {
  const other = { ...literal, name: 'other' };
  const settled = settlePorts(
    [movable, literal, other, { ...movable, name: 'third' }],
    new Map([[3001, 'old']]),
  );
  assert.deepEqual(
    settled.map(({ name, port, sharesPortWith }) => [name, port, sharesPortWith]),
    [
      ['moved', 3002, null],
      ['fixed', 3000, null],
      ['other', 3000, 'fixed'],
      ['third', 3003, null],
    ],
  );
});

interface AppendRow {
  readonly file: string;
  readonly before: string;
  /** What is put into `before` in the place of `|`; null where nothing can be added. */
  readonly added: string | null;
}

const tail = { js: "script: 'b.js',", json: '"script": "b.js",' };
const appendRows: readonly AppendRow[] = [
  {
    file: 'ecosystem.config.js',
    before: "module.exports = {\n  apps: [\n    { name: 'a', script: 'a.js' },|\n  ],\n};\n",
    added: `\n    {\n      name: 'b',\n      ${tail.js}`,
  },
  {
    file: 'ecosystem.config.js',
    before: "module.exports = {\n  apps: [\n    { name: 'a', script: 'a.js' }|\n  ]\n}\n",
    added: `,\n    {\n      name: 'b',\n      ${tail.js}`,
  },
  {
    file: 'ecosystem.config.mjs',
    before: 'export const apps = [|];\n',
    added: `\n  {\n    name: 'b',\n    ${tail.js}`,
  },
  {
    file: 'ecosystem.json',
    before: '{\n  "apps": [\n    { "name": "a", "script": "a.js" }|\n  ]\n}\n',
    added: `,\n    {\n      "name": "b",\n      ${tail.json}`,
  },
  {
    file: 'ecosystem.yaml',
    before: 'apps:\n- name: a\n  script: a.js|\n# the end\n',
    added: '\n- name: b\n  script: b.js',
  },
  {
    file: 'ecosystem.yaml',
    before: 'apps:\r\n  - script: a.js|\r\ndeploy: {}\r\n',
    added: '\r\n  - name: b\r\n    script: b.js',
  },
  {
    file: 'ecosystem.toml',
    before: '[[apps]]\nname = "a"\nscript = "a.js"\n|',
    added: '\n[[apps]]\nname = "b"\nscript = "node"\nargs = ["b.js"]',
  },
  { file: 'ecosystem.config.js', before: 'module.exports = { apps: make() };', added: null },
  {
    file: 'ecosystem.config.js',
    before: 'module.exports = { apps: [...more, { script: "a.js" }] };',
    added: null,
  },
  {
    file: 'ecosystem.config.js',
    before: "const a = { script: 'a.js' };\nmodule.exports = { apps: [a] };",
    added: null,
  },
  { file: 'ecosystem.yaml', before: 'apps: [{ script: a.js }]', added: null },
  { file: 'ecosystem.toml', before: 'apps = [{ name = "a", script = "a.js" }]', added: null },
  { file: 'ecosystem.json', before: '', added: null },
];

for (const { file, before, added } of appendRows) {
  test(`apps are added to ${file}: ${JSON.stringify(before)}`, () => {
    const text = before.replace('|', '');
    const path = `/x/${file}`;
    const proposal = propose({ name: 'b', script: 'b.js', cwd: '', reason });
    const edit = appendApps([proposal], { path, text });
    if (added === null) {
      assert.equal(edit, null);
      return;
    }
    assert.ok(edit !== null);
    assert.equal(edit.offset, before.indexOf('|'));
    assert.equal(edit.newText.slice(0, added.length), added);
    const after = text.slice(0, edit.offset) + edit.newText + text.slice(edit.offset);
    const tree = parseTree(path, after);
    assert.deepEqual(tree.syntax, []);
    const { apps, problems } = normaliseEcosystem(plainValue(tree.root), { path, dialect: 'pm2' });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      apps.map(({ name }) => name),
      text.includes('a.js') ? ['a', 'b'] : ['b'],
    );
    assert.deepEqual(missingApps([proposal], { path, text: after }), []);
  });
}

test('only apps that run something else are missing, whatever they are called', () => {
  const run = (name: string, more: Partial<Proposal>): Proposal =>
    propose({ name, script: 'a.js', cwd: '', reason, ...more });
  const proposals = [
    run('web', {}),
    run('web', { cwd: 'sub' }),
    run('web', { script: 'b.js' }),
    run('web', { script: 'uvicorn', args: ['main:app'], port: 8000 }),
  ];
  const text =
    "module.exports = [{ script: './a.js', instances: 4 }, { script: 'uvicorn main:app --port 9000' }];";
  assert.deepEqual(
    missingApps(proposals, { path: '/x/ecosystem.config.js', text }).map(({ script, cwd }) => [script, cwd]),
    [
      ['a.js', 'sub'],
      ['b.js', ''],
    ],
  );
});

test('added apps take no name and no port of those that are there', () => {
  const text = '{"apps": [{"name": "moved", "script": "a.js", "port": 3000}]}';
  const edit = appendApps([movable], { path: '/x/ecosystem.json', text });
  assert.match(edit?.newText ?? '', /"moved-2"[^]*"args": \["run", "3001"\][^]*"port": 3001/);
});

test('what an option is for is not said again in a file that says it', () => {
  const text = 'apps:\n  # true restarts the app when its files change.\n  - script: a.js\n';
  const edit = appendApps([movable], { path: '/x/ecosystem.yaml', text });
  assert.doesNotMatch(edit?.newText ?? '', /# true restarts/);
  assert.match(edit?.newText ?? '', /# Set as PORT/);
});
