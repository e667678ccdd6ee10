import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { root } from '../../scripts/install/paths.ts';

interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
}

const lock = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
/** Without the project itself. */
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

/** Those that need no more than to be named, which the file of licences does. */
const licences = /^(?:MIT|ISC|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|\(MIT AND Zlib\))$/;

/** What is in the bundles, as esbuild told it when they were made. */
function bundled(): { readonly name: string; readonly version: string; readonly licence: string }[] {
  const text = readFileSync(`${root}/dist/licenses.txt`, 'utf8');
  return [...text.matchAll(/^(\S+) (\d+\.\d+\.\d+\S*) \((.+)\)$/gm)].map(
    ([, name = '', version = '', licence = '']) => ({ name, version, licence }),
  );
}

test('the bundles hold the packages of bundled.txt, and no others slip in', () => {
  const expected = readFileSync(new URL('bundled.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const found = [...new Set(bundled().map(({ name, licence }) => `${name} ${licence}`))];
  assert.deepEqual(found.sort(), expected.sort());
});

test('every bundled package has a licence that lets it be bundled', () => {
  assert.deepEqual(
    bundled().filter(({ licence }) => !licences.test(licence)),
    [],
  );
});

test('every bundled package is one that the lock file knows by its content, that runs nothing when it is installed and is not given up', () => {
  for (const { name, version } of bundled()) {
    const found = locked.filter(
      ([path, one]) => path.endsWith(`node_modules/${name}`) && one.version === version,
    );
    assert.ok(found.length > 0, `${name} ${version}`);
    for (const [path, one] of found) {
      assert.match(one.integrity ?? '', /^sha512-/, path);
      assert.notEqual(one.hasInstallScript, true, path);
      assert.equal(one.deprecated, undefined, path);
    }
  }
});

test('every package of the lock file is held to its content, and comes from the registry', () => {
  for (const [path, one] of locked) {
    if (one.link === true) continue;
    assert.match(one.integrity ?? '', /^sha512-/, path);
    assert.match(one.resolved ?? 'https://registry.npmjs.org/', /^https:\/\/registry\.npmjs\.org\//, path);
  }
});

test('only tools of developers run something when they are installed', () => {
  const running = locked.filter(([, one]) => one.hasInstallScript === true);
  assert.deepEqual(
    running.filter(([, one]) => one.dev !== true).map(([path]) => path),
    [],
  );
});

test('no bundle fetches code, has a key in it, or its own source', () => {
  const files = readdirSync(`${root}/dist`, { recursive: true, encoding: 'utf8' });
  const shipped = files.filter((name) => /\.(?:cjs|js|css|py)$/.test(name));
  assert.ok(shipped.length > 10);
  for (const name of shipped) {
    const text = readFileSync(`${root}/dist/${name}`, 'utf8');
    assert.doesNotMatch(text, /sourceMappingURL=data:/, `${name} has a source map in it`);
    assert.doesNotMatch(
      text,
      /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bghp_\w{30}|\bnpm_\w{36}|\bAKIA[0-9A-Z]{16}\b/,
      name,
    );
    assert.doesNotMatch(text, /\bimport\(["']https?:|importScripts\(/, name);
  }
});
