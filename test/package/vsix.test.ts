import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { root } from '../../scripts/install/paths.ts';
import { vsixPath } from '../../scripts/packageVsix.ts';
import { nodeBinary } from '../nodes.ts';
import { zipNames } from './zipNames.ts';

const maxBytes = 1_500_000;
/** Node takes a millisecond for some 30 KB. */
const maxActivationBytes = 400_000;
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
};

test('the VSIX holds exactly the files of files.txt', () => {
  const expected = readFileSync(new URL('files.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  assert.deepEqual(zipNames(readFileSync(vsixPath)).sort(), expected);
});

test('the VSIX holds no source, source map, test, lock file, setting or secret', () => {
  const names = zipNames(readFileSync(vsixPath));
  const needless =
    /\.(?:ts|map|tsbuildinfo|log|pem|key|env|vsix|tgz)$|(?:^|\/)(?:\.[^/]|node_modules|src|test|scripts|docs|examples|package-lock)|[Tt]est\./;
  assert.deepEqual(
    names.filter((name) => needless.test(name)),
    [],
  );
});

test('the VSIX is smaller than 1.5 MB', () => {
  assert.ok(readFileSync(vsixPath).length < maxBytes);
});

test('what a window loads at activation has no parser and no language client in it', () => {
  const size = (name: string): number => statSync(`${root}/dist/${name}.cjs`).size;
  assert.ok(size('extension') < maxActivationBytes, `${size('extension')} bytes`);
  assert.ok(size('languageClient') > 0 && size('createEcosystemFile') > 0);
});

test('what runs inside the programs of users loads nothing but Node itself', () => {
  for (const file of readdirSync(`${root}/dist/runtime`).filter((name) => name.endsWith('.cjs'))) {
    const code = readFileSync(`${root}/dist/runtime/${file}`, 'utf8');
    for (const [, specifier = ''] of code.matchAll(/\brequire\("([^"]+)"\)/g)) {
      assert.match(specifier, /^node:/, `${file} loads ${specifier}`);
    }
  }
});

test('what runs inside the programs of users parses on Node 18', () => {
  for (const file of readdirSync(`${root}/dist/runtime`).filter((name) => name.endsWith('.cjs'))) {
    execFileSync(nodeBinary(18), ['--check', `${root}/dist/runtime/${file}`]);
  }
});

test('the packaged command line runs without an editor', () => {
  const printed = execFileSync(nodeBinary(22), [`${root}/dist/cli.cjs`, '--version'], { encoding: 'utf8' });
  assert.ok(printed.includes(manifest.version), printed);
});

test('the licence of every bundled package is in the VSIX', () => {
  const text = readFileSync(`${root}/dist/licenses.txt`, 'utf8');
  const missing = Object.keys(manifest.dependencies).filter((name) => !text.includes(`${name} `));
  assert.deepEqual(missing, []);
});
