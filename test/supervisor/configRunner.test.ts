import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { EcosystemFile } from '../../src/ecosystem/appSpec.ts';
import { readEcosystemFile } from '../../src/ecosystem/readEcosystemFile.ts';
import type { ConfigRunner } from '../../src/ecosystem/runConfig.ts';
import { describeProblem } from '../../src/protocol/problems.ts';
import { builtConfigRunner } from '../builtConfigRunner.ts';
import { nodeBinary, nodeMajors } from '../nodes.ts';
import type { NodeMajor } from '../nodes.ts';

let root = '';
let count = 0;
before(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'drover-config-')));
});
after(() => rmSync(root, { recursive: true, force: true }));

/** Reads `text` as a file of that name, in a folder of its own together with `others`. */
async function read(
  major: NodeMajor,
  name: string,
  text: string,
  others: Readonly<Record<string, string>> = {},
): Promise<EcosystemFile> {
  const folder = join(root, String(count++));
  for (const [path, content] of Object.entries({ ...others, [name]: text })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const runner = {
    node: nodeBinary(major),
    script: builtConfigRunner(),
    fallbackNode: process.execPath,
    env: process.env,
  };
  return readWith(runner, join(folder, name));
}

function readWith(runner: ConfigRunner, path: string): Promise<EcosystemFile> {
  return readEcosystemFile(path, {
    dialect: 'auto',
    findRunner: () => Promise.resolve({ runner, problems: [] }),
  });
}

function names(file: EcosystemFile): readonly string[] {
  return file.apps.map((app) => app.name);
}

const app = "{ name: 'web', script: 'server.js' }";
const moduleType = { 'package.json': '{"type": "module"}' };

const forms: readonly [name: string, file: string, text: string, others?: Record<string, string>][] = [
  ['module.exports', 'ecosystem.config.js', `module.exports = { apps: [${app}] };`],
  ['exports.apps', 'ecosystem.config.cjs', `exports.apps = [${app}];`],
  ['a list', 'ecosystem.config.js', `module.exports = [${app}];`],
  ['one app', 'ecosystem.config.js', `module.exports = ${app};`],
  ['a function', 'ecosystem.config.js', `module.exports = () => ({ apps: [${app}] });`],
  ['an async function', 'ecosystem.config.js', `module.exports = async () => ({ apps: [${app}] });`],
  ['a promise', 'ecosystem.config.js', `module.exports = Promise.resolve({ apps: [${app}] });`],
  ['a promise of apps', 'ecosystem.config.js', `module.exports = { apps: Promise.resolve([${app}]) };`],
  ['export default', 'ecosystem.config.mjs', `export default { apps: [${app}] };`],
  ['a default async function', 'ecosystem.config.mjs', `export default async () => ({ apps: [${app}] });`],
  ['named apps', 'ecosystem.config.mjs', `export const apps = [${app}];`],
  ['named pm2', 'ecosystem.config.mjs', `export const pm2 = [${app}];`],
  [
    'module.exports by name',
    'ecosystem.config.mjs',
    `const c = { apps: [${app}] }; export { c as 'module.exports' };`,
  ],
  [
    'top-level await',
    'ecosystem.config.mjs',
    `const apps = await Promise.resolve([${app}]); export default { apps };`,
  ],
  [
    'a module by type',
    'ecosystem.config.js',
    `import 'node:fs'; export default { apps: [${app}] };`,
    moduleType,
  ],
  ['a module by syntax', 'ecosystem.config.js', `import 'node:fs'; export default { apps: [${app}] };`],
  [
    'top-level await by syntax',
    'ecosystem.config.js',
    `export default { apps: await Promise.resolve([${app}]) };`,
  ],
  ['CommonJS in a module package', 'ecosystem.config.js', `module.exports = { apps: [${app}] };`, moduleType],
  ['transpiled', 'ecosystem.config.cjs', `exports.__esModule = true; exports.default = { apps: [${app}] };`],
  [
    'TypeScript',
    'ecosystem.config.ts',
    `const a: object[] = [${app}];\nexport default { apps: a } satisfies object;`,
  ],
  ['a typed module', 'ecosystem.config.mts', `type A = object; export const apps: A[] = [${app}];`],
  ['typed CommonJS', 'ecosystem.config.cts', `const a: object = { apps: [${app}] };\nmodule.exports = a;`],
  [
    'TypeScript with require',
    'ecosystem.config.ts',
    `const a: object = { apps: [${app}] };\nmodule.exports = a;`,
  ],
  [
    'a required neighbour',
    'ecosystem.config.js',
    "module.exports = { apps: require('./apps') };",
    { 'apps.js': `module.exports = [${app}];` },
  ],
];

for (const major of nodeMajors) {
  describe(`on Node ${major}`, { concurrency: 2 }, () => {
    for (const [form, file, text, others] of forms) {
      test(`an ecosystem file of ${form} is read`, async () => {
        const result = await read(major, file, text, others);
        assert.deepEqual(names(result), ['web'], JSON.stringify(result.problems));
        assert.deepEqual(
          result.problems.filter(({ severity }) => severity !== 'info'),
          [],
        );
      });
    }

    const failures: readonly [
      name: string,
      file: string,
      text: string,
      code: string,
      line?: number,
      column?: number,
    ][] = [
      [
        'a syntax error in CommonJS',
        'ecosystem.config.cjs',
        'module.exports = {\n  apps: [}\n};',
        'file-syntax',
        2,
        10,
      ],
      [
        'a syntax error in a module',
        'ecosystem.config.mjs',
        'export default {\n  apps: [}\n};',
        'file-syntax',
        2,
        10,
      ],
      [
        'a throw in CommonJS',
        'ecosystem.config.cjs',
        "\n\n  throw new Error('no database');",
        'file-threw',
        3,
        9,
      ],
      [
        'a throw in a module',
        'ecosystem.config.mjs',
        "\n\n  throw new Error('no database');",
        'file-threw',
        3,
        9,
      ],
      [
        'a rejected promise',
        'ecosystem.config.mjs',
        "export default (async () => {\n  await null;\n  throw new TypeError('x');\n})();",
        'file-threw',
        3,
        9,
      ],
      [
        'a throw in a function',
        'ecosystem.config.js',
        'module.exports = () => {\n  return nothing.here;\n};',
        'file-threw',
        2,
        3,
      ],
      [
        'a later throw',
        'ecosystem.config.mjs',
        "setTimeout(() => {\n  throw new Error('late');\n});\nexport default new Promise((done) => setTimeout(done, 1000));",
        'file-threw',
        2,
        9,
      ],
      [
        'a package that is missing',
        'ecosystem.config.cjs',
        "'use strict';\nrequire('not-there/sub');",
        'file-module-missing',
        2,
        10,
      ],
      [
        'an imported package that is missing',
        'ecosystem.config.mjs',
        "import x from 'not-there/sub';\nexport default x;",
        'file-module-missing',
        1,
        16,
      ],
      [
        'a file that is missing',
        'ecosystem.config.mjs',
        "\nimport x from './gone.mjs';\nexport default x;",
        'file-module-missing',
        2,
        16,
      ],
      ['an early exit', 'ecosystem.config.js', 'process.exit(3);', 'file-ended'],
      [
        'a promise that never settles',
        'ecosystem.config.js',
        'module.exports = new Promise(() => {});',
        'file-ended',
      ],
      ['an await that never settles', 'ecosystem.config.mjs', 'await new Promise(() => {});', 'file-ended'],
      ['no export', 'ecosystem.config.js', 'const apps = 1;', 'file-no-apps'],
      ['no text', 'ecosystem.config.mjs', '\n// nothing\n', 'file-empty', 1, 1],
      [
        'a syntax error in TypeScript',
        'ecosystem.config.ts',
        'const a: string = ;\nexport default a;',
        'file-syntax',
      ],
    ];
    for (const [fault, file, text, code, line, column] of failures) {
      test(`${fault} is a problem with its place`, async () => {
        const { apps, problems } = await read(major, file, text);
        assert.deepEqual(apps, []);
        const shown = JSON.stringify(problems);
        assert.equal(problems.length, 1, shown);
        assert.ok(
          problems[0]?.code === code || (file.endsWith('.ts') && problems[0]?.code === 'file-typescript'),
          shown,
        );
        if (line !== undefined)
          assert.deepEqual([problems[0]?.line, problems[0]?.column], [line, column], shown);
      });
    }

    test('an enum, which cannot be stripped, is transformed or named as the reason', async () => {
      const { apps, problems } = await read(
        major,
        'ecosystem.config.ts',
        `enum Port { web = 3000 }\nexport default { apps: [{ ...${app}, port: Port.web }] };`,
      );
      if (apps.length === 0)
        assert.deepEqual(
          problems.map(({ code, line }) => [code, line]),
          [['file-typescript', 1]],
        );
      else assert.deepEqual(apps[0]?.port, { kind: 'single', port: 3000 });
    });

    test('functions, cycles and expressions in apps are dropped, named or kept', async () => {
      const text = `const web = { name: 'web', script: 's.js', cron: () => 1, ignore_watch: [/logs\\/.*/i], watch: true, env: { A: undefined, B: null, C: 3n } };
web.env.self = web;
module.exports = { apps: [web] };`;
      const { apps, problems } = await read(major, 'ecosystem.config.js', text);
      assert.deepEqual(
        problems.map(({ code, data }) => [code, data['path'], data['type']]),
        [
          ['value-dropped', 'apps[0].cron', 'function'],
          ['value-dropped', 'apps[0].env.self', 'circular reference'],
        ],
      );
      assert.deepEqual(apps[0]?.watch?.ignore, ['re:/logs\\/.*/i']);
      assert.deepEqual(apps[0]?.env, { B: 'null', C: '3' });
    });
  });
}

test('a file that prints, fills its stderr and leaves processes and timers behind is read all the same', async () => {
  const text = `process.stdout.write('x'.repeat(1e6)); console.error('y'.repeat(1e6));
require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
setInterval(() => {}, 1000);
module.exports = [${app}];`;
  assert.deepEqual(names(await read(24, 'ecosystem.config.js', text)), ['web']);
});

test('an answer larger than a pipe arrives whole', async () => {
  const text = `module.exports = Array.from({ length: 3000 }, (_, i) => ({ name: 'app' + i, script: 's.js', env: { BIG: 'x'.repeat(500) } }));`;
  assert.equal((await read(24, 'ecosystem.config.js', text)).apps.length, 3000);
});

test('a file that never ends is stopped after five seconds', async () => {
  const { problems } = await read(24, 'ecosystem.config.js', 'while (true) {}');
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['file-timeout'],
  );
});

test('a file that eats memory is ended without harm', async () => {
  const { problems } = await read(
    24,
    'ecosystem.config.js',
    "const all = []; while (true) all.push(new Array(1e5).fill('x' + all.length));",
  );
  assert.ok(['file-ended', 'file-timeout'].includes(problems[0]?.code ?? ''), JSON.stringify(problems));
});

test('the file sees its own path, its folder and the given environment, and none of the runner', async () => {
  const text = `module.exports = [{ name: 'x', script: 's.js', env: { CWD: process.cwd(), MAIN: process.argv[1], O: String(process.env.NODE_OPTIONS), E: String(process.env.ELECTRON_RUN_AS_NODE) } }];`;
  const { apps, path } = await read(24, 'ecosystem.config.js', text);
  assert.deepEqual(apps[0]?.env, { CWD: dirname(path), MAIN: path, O: 'undefined', E: 'undefined' });
});

test('a Node that does not exist, or cannot be started, is named', async () => {
  const path = join(root, 'ecosystem.config.js');
  writeFileSync(path, 'module.exports = []');
  const file = join(root, 'no-program');
  writeFileSync(file, '');
  const told: string[] = [];
  for (const node of ['/nowhere/node', file]) {
    const runner = { node, script: builtConfigRunner(), fallbackNode: null, env: { PATH: '/bin' } };
    const { problems } = await readWith(runner, path);
    told.push(...problems.map((problem) => describeProblem(problem)));
  }
  assert.deepEqual(told, [
    'The interpreter "/nowhere/node" was not found. Install it, or set "interpreter" to its full path. PATH is /bin.',
    `"${file}" could not be started: spawn ${file} EACCES.`,
  ]);
});

test("the project's tsx is used where Node cannot read TypeScript, whatever the file imports", async () => {
  // Does what tsx does to Node: a loader for .ts files.
  const hook = `export async function load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(new URL(url), 'utf8');
    return { format: 'module', source: text.replaceAll(': string', ''), shortCircuit: true };
  }`;
  const register = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));`;
  const result = await read(
    18,
    'ecosystem.config.ts',
    "import { script } from './names.ts';\nconst name: string = 'web';\nexport default { name, script };",
    {
      'names.ts': "export const script: string = 'server.js';",
      'node_modules/tsx/package.json': '{"name": "tsx", "exports": "./index.mjs"}',
      'node_modules/tsx/index.mjs': register,
    },
  );
  assert.deepEqual([names(result), result.problems], [['web'], []]);
});
