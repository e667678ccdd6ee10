import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gitignoresAbove, readGitignore } from '../../../src/supervisor/watch/gitignoreFiles.ts';
import { IgnoreRules } from '../../../src/supervisor/watch/ignoreRules.ts';

const names = ['a', 'b', 'ab', 'c.js', 'a b', '[b]'];
const seed = Number(process.env['DROVER_TEST_SEED'] ?? 7);

/** Numbers below `limit` that are the same in each run. */
function randomNumbers(from: number): (limit: number) => number {
  let state = from;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Folders and files with these names, some levels deep. */
function tree(): { readonly folders: readonly string[]; readonly files: readonly string[] } {
  const folders = ['a', 'b', 'ab'];
  const inner = folders.flatMap((name) => [name, ...folders.map((below) => `${name}/${below}`)]);
  const files = ['', ...inner.map((folder) => `${folder}/`)].flatMap((folder) =>
    names.filter((name) => !folders.includes(name)).map((name) => `${folder}${name}`),
  );
  return { folders: [...inner, 'a/a/b', 'a/b/ab'], files: [...files, 'a/a/b/c.js', 'a/b/ab/ab'] };
}

function randomPattern(random: (limit: number) => number): string {
  const pieces = [
    'a',
    'b',
    'ab',
    '*',
    '?',
    '**',
    'a*',
    '*b',
    '*.js',
    '[ab]',
    '[!a]',
    '[a-c]*',
    'a\\ b',
    '\\[b]',
  ];
  const some = (): string => pieces[random(pieces.length)] ?? '';
  const middle = Array.from({ length: 1 + random(3) }, some).join('/');
  return `${random(4) === 0 ? '!' : ''}${random(4) === 0 ? '/' : ''}${middle}${random(4) === 0 ? '/' : ''}${random(8) === 0 ? '  ' : ''}`;
}

/** What git itself says, of all the paths. */
function askGit(folder: string, paths: readonly string[]): ReadonlySet<string> {
  const options = { cwd: folder, input: paths.join('\0'), encoding: 'utf8' as const };
  try {
    return new Set(execFileSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], options).split('\0'));
  } catch (error) {
    // It exits with 1 when none is ignored.
    if (error instanceof Error && 'status' in error && error.status === 1) return new Set();
    throw error;
  }
}

test('.gitignore files leave out what they leave out in git', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-'));
  t.after(() => rmSync(folder, { recursive: true }));
  execFileSync('git', ['init', '-q', folder]);
  const { folders, files } = tree();
  for (const path of folders) mkdirSync(join(folder, path), { recursive: true });
  for (const path of files) writeFileSync(join(folder, path), '');
  const paths = [...folders, ...files];
  const random = randomNumbers(seed);
  let ignored = 0;
  for (let round = 0; round < 60; round++) {
    const texts: Record<string, string> = {};
    for (const inside of ['', 'a', 'a/b']) {
      const lines = Array.from({ length: 1 + random(4) }, () => randomPattern(random));
      texts[inside] = `# round ${round}\n${lines.join('\n')}\n`;
      writeFileSync(join(folder, inside, '.gitignore'), texts[inside]);
    }
    const rules = new IgnoreRules(folder, {
      cwd: folder,
      patterns: [],
      gitignoresAbove: gitignoresAbove(folder, folder),
      readGitignore,
      kept: null,
      isExcluded: () => false,
    });
    const expected = askGit(folder, paths);
    const found = paths.filter((path) => rules.ignores(join(folder, path), folders.includes(path)));
    assert.deepEqual(
      found,
      paths.filter((path) => expected.has(path)),
      JSON.stringify(texts),
    );
    ignored += found.length;
  }
  assert.ok(ignored > 100);
});
