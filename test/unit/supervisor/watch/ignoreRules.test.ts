import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import type { IgnoreOptions } from '../../../../src/supervisor/watch/ignoreRules.ts';
import { IgnoreRules } from '../../../../src/supervisor/watch/ignoreRules.ts';

const root = '/home/ada/.work/node_modules/shop';

interface Given extends Partial<IgnoreOptions> {
  readonly root?: string;
  /** Absolute path of a .gitignore to its text. */
  readonly gitignores?: Readonly<Record<string, string>>;
}

/** Of the paths below the root those that are a change; a folder ends in a slash. */
function changes(paths: readonly string[], { root: at = root, gitignores = {}, ...given }: Given = {}) {
  const rules = new IgnoreRules(at, {
    patterns: [],
    cwd: root,
    gitignoresAbove: [],
    readGitignore: (folder) => gitignores[`${folder}/.gitignore`],
    kept: null,
    isExcluded: () => false,
    ...given,
  });
  return paths.filter((path) => !rules.ignores(`${at}/${path.replace(/\/$/, '')}`, path.endsWith('/')));
}

test('the defaults leave out what is no source, and nothing above the root counts', () => {
  const sources = [
    'server.js',
    'src/',
    'src/logs/a.js',
    'dist/a.js',
    'coverage/a.js',
    'a.env',
    'login',
    '4914',
  ];
  const others = [
    '.env',
    '.git/',
    '.git/index',
    'src/.cache/a.js',
    'node_modules/',
    'node_modules/a/b.js',
    'lib/node_modules/a.js',
    'venv/lib/python3.12/site-packages/',
    '__pycache__/',
    'a.pyc',
    'logs/out.log',
    'out.log.3',
    'app.pid',
    '.server.js.swp',
    'server.js.swx',
    'server.js~',
    '.#server.js',
    '#server.js#',
    '4913',
    'a.js___jb_tmp___',
    'a.tmp',
  ];
  assert.deepEqual(changes([...sources, ...others]), sources);
});

test('nothing outside the root is a change, and the root always is one', () => {
  const rules = new IgnoreRules('/p/server.log', {
    patterns: ['*'],
    cwd: '/p',
    gitignoresAbove: [],
    readGitignore: () => undefined,
    kept: null,
    isExcluded: () => false,
  });
  assert.equal(rules.ignores('/p/server.log', false), false);
  assert.equal(rules.ignores('/p/server.js', false), true);
});

const table: readonly { patterns: readonly string[]; of: readonly string[]; changes: readonly string[] }[] = [
  { patterns: ['logs'], of: ['logs/', 'logs/a', 'src/logs/', 'logs.js'], changes: ['logs.js'] },
  { patterns: ['/logs'], of: ['logs/a', 'src/logs/a'], changes: ['src/logs/a'] },
  { patterns: ['./logs'], of: ['logs/a', 'src/logs/a'], changes: ['src/logs/a'] },
  { patterns: ['src/gen'], of: ['src/gen/a', 'lib/src/gen/a'], changes: ['lib/src/gen/a'] },
  { patterns: ['**/gen'], of: ['gen/a', 'src/gen/a', 'gen.js'], changes: ['gen.js'] },
  { patterns: ['data/'], of: ['data/', 'data/a', 'src/data'], changes: ['src/data'] },
  { patterns: ['*.json'], of: ['a.json', 'src/a.json', 'a.json5'], changes: ['a.json5'] },
  { patterns: ['*.{json,md}'], of: ['a.json', 'a.md', 'a.js'], changes: ['a.js'] },
  { patterns: [`${root}/up`], of: ['up/a', 'src/up/a'], changes: ['src/up/a'] },
  { patterns: [`${root}/up/**/*.md`], of: ['up/a/b.md', 'up/a.js'], changes: ['up/a.js'] },
  { patterns: ['/elsewhere/up'], of: ['up/a'], changes: ['up/a'] },
  { patterns: ['../shop/up', '../other'], of: ['up/a', 'other/a'], changes: ['other/a'] },
  { patterns: ['!.env'], of: ['.env', 'src/.env', '.env.local'], changes: ['.env', 'src/.env'] },
  { patterns: ['!node_modules'], of: ['node_modules/a.js'], changes: ['node_modules/a.js'] },
  { patterns: ['*.js', '!keep.js'], of: ['a.js', 'src/keep.js'], changes: ['src/keep.js'] },
  { patterns: ['gen', '!gen/keep.js'], of: ['gen/keep.js'], changes: [] },
  { patterns: ['re:/\\.(md|txt)$/i'], of: ['a.MD', 'src/a.txt', 'a.js'], changes: ['a.js'] },
  { patterns: ['re:/^src\\/gen/'], of: ['src/gen/a', 'lib/src/gen/a'], changes: ['lib/src/gen/a'] },
  { patterns: ['re:/shop\\/up/'], of: ['up/a', 'src/up/a'], changes: ['src/up/a'] },
  { patterns: ['re:/[\\/\\\\]\\./', '!.env'], of: ['a/.x/b', '.env', 'a.js'], changes: ['.env', 'a.js'] },
  { patterns: ['re:/a\\.js/g'], of: ['a.js', 'src/a.js', 'lib/a.js'], changes: [] },
  { patterns: ['re:/md$/', '!README.md'], of: ['README.md', 'a.md'], changes: ['README.md'] },
  { patterns: ['', '  ', '/', '!', '[z-a]', '#a'], of: ['a', 'z', 'b#a'], changes: ['a', 'z', 'b#a'] },
];
for (const { patterns, of, changes: expected } of table) {
  test(`ignore_watch ${JSON.stringify(patterns)}`, () => {
    assert.deepEqual(changes(of, { patterns }), expected);
  });
}

test('expressions are tested on the absolute path, unless it is the project that fits', () => {
  const patterns = ['re:/shop\\/up/', 're:/ada/'];
  assert.deepEqual(changes(['up/a.js', 'a.js'], { patterns, root: '/srv/shop', cwd: '/srv/shop' }), ['a.js']);
  assert.throws(() => changes([], { patterns: ['re:/(/'] }), SyntaxError);
});

test('patterns start at cwd when a folder inside it is watched, at the folder when it lies elsewhere', () => {
  const patterns = ['src/gen', '/tmp'];
  assert.deepEqual(changes(['gen/a.js', 'src/gen/a.js'], { patterns, root: `${root}/src` }), [
    'src/gen/a.js',
  ]);
  assert.deepEqual(changes(['tmp/a.js', 'src/gen/a.js', 'b.js'], { patterns, root: '/shared' }), ['b.js']);
});

test('excluded files are left out whatever the patterns say', () => {
  const isExcluded = (path: string): boolean => path === `${root}/out.txt`;
  assert.deepEqual(changes(['out.txt', 'a.txt'], { patterns: ['!out.txt'], isExcluded }), ['a.txt']);
});

test('.gitignore files count below their folder, and patterns take back what they leave out', () => {
  const gitignores = { [`${root}/.gitignore`]: 'dist\n', [`${root}/src/.gitignore`]: '/gen\n!.hidden\n' };
  const paths = ['dist/a.js', 'gen/a.js', 'src/gen/a.js', 'src/a.js', 'src/.hidden'];
  assert.deepEqual(changes(paths, { gitignores }), ['gen/a.js', 'src/a.js']);
  assert.deepEqual(changes(paths, { gitignores, patterns: ['!dist'] }), [
    'dist/a.js',
    'gen/a.js',
    'src/a.js',
  ]);
});

test('no .gitignore is looked for in a folder that is left out', () => {
  const asked: string[] = [];
  const readGitignore = (folder: string): string | undefined => {
    asked.push(folder);
    return folder === root ? 'dist' : undefined;
  };
  changes(['node_modules/a/b.js', 'dist/a/b.js', 'src/lib/b.js', 'src/lib/c.js'], { readGitignore });
  assert.deepEqual(asked, [root, `${root}/src`, `${root}/src/lib`]);
});

test('a .gitignore above counts, except for what leaves out the watched folder or all in it', () => {
  const above = dirname(root);
  for (const line of ['shop', '/shop/', 'shop/*', 'shop/**', '*', '**']) {
    const gitignores = { [`${above}/.gitignore`]: `${line}\n*.db\n` };
    const given = { gitignores, gitignoresAbove: [above] };
    assert.deepEqual(changes(['a.js', 'a.db', 'src/a.js'], given), ['a.js', 'src/a.js'], line);
  }
});

test('where the script lies is watched although git ignores it', () => {
  const paths = ['dist/server.js', 'dist/lib/a.js', 'dist/x.db', 'out/a.js', 'dist/.x', 'src/dist/a.js'];
  const kept = `${root}/dist/server.js`;
  const whole = { gitignores: { [`${root}/.gitignore`]: 'dist\nout\n*.db\n' }, kept };
  assert.deepEqual(changes(paths, whole), ['dist/server.js', 'dist/lib/a.js', 'dist/x.db']);
  const each = { gitignores: { [`${root}/.gitignore`]: 'dist/*\nout\n' }, kept };
  assert.deepEqual(changes(paths.slice(0, 4), each), ['dist/server.js', 'dist/lib/a.js', 'dist/x.db']);
  const inside = { gitignores: { [`${root}/dist/.gitignore`]: '*\n' }, kept };
  assert.deepEqual(changes(['dist/server.js', 'dist/lib/a.js'], inside), ['dist/server.js', 'dist/lib/a.js']);
  const atRoot = { gitignores: { [`${root}/.gitignore`]: '*.js\n' }, kept: `${root}/server.js` };
  assert.deepEqual(changes(['server.js', 'other.js', 'a.ts'], atRoot), ['server.js', 'a.ts']);
});
