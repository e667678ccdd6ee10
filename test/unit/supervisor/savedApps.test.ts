import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Problem } from '../../../src/protocol/model.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { forgetSavedApps, missingApp, readSavedApps, saveApps } from '../../../src/supervisor/savedApps.ts';
import type { SavedApp } from '../../../src/supervisor/state.ts';
import { writeState } from '../../../src/supervisor/state.ts';

function folder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'drover-saved-'));
  t.after(() => rmSync(dir, { recursive: true }));
  // Damage is logged.
  t.mock.method(console, 'error', () => undefined);
  return dir;
}

function app(name: string): SavedApp {
  return {
    id: `ecosystem.json#${name}`,
    file: '/srv/ecosystem.json',
    name,
    wanted: true,
    stopped: [1],
    profile: 'production',
    env: { HOME: '/root' },
    scaled: 4,
  };
}

test('nothing saved is nothing read', (t) => {
  assert.deepEqual(readSavedApps(folder(t)), { apps: undefined, damaged: undefined });
});

test('what was saved last is read back as it was, also an empty list', (t) => {
  const dir = folder(t);
  saveApps(dir, [app('web')]);
  saveApps(dir, [app('api'), app('web')]);
  assert.deepEqual(readSavedApps(dir), { apps: [app('api'), app('web')], damaged: undefined });
  assert.deepEqual(readdirSync(dir).sort(), ['saved.json', 'saved.previous.json']);
  assert.equal(statSync(join(dir, 'saved.json')).mode & 0o777, 0o600);
  saveApps(dir, []);
  assert.deepEqual(readSavedApps(dir).apps, []);
});

test('what is forgotten is not read, nor what was saved before it', (t) => {
  const dir = folder(t);
  assert.equal(forgetSavedApps(dir), false);
  saveApps(dir, [app('old')]);
  saveApps(dir, [app('new')]);
  assert.equal(forgetSavedApps(dir), true);
  assert.equal(readSavedApps(dir).apps, undefined);
  assert.deepEqual(readdirSync(dir), []);
});

for (const text of ['', '{"version":1,"apps":[{"id":"x"}]}', '{"version":2,"apps":[]}', '[]']) {
  test(`a damaged file (${text}) is set aside, and what was saved before it is used`, (t) => {
    const dir = folder(t);
    saveApps(dir, [app('old')]);
    saveApps(dir, [app('new')]);
    writeFileSync(join(dir, 'saved.json'), text);
    const { apps, damaged } = readSavedApps(dir);
    assert.deepEqual(apps, [app('old')]);
    assert.match(damaged ?? '', /saved\.damaged-\d+\.json$/);
    assert.equal(readFileSync(damaged ?? '', 'utf8'), text);
  });
}

test('the state is another file, and stays as it is', (t) => {
  const dir = folder(t);
  writeState(dir, { version: 1, boot: 'b', apps: [app('running')], processes: [] });
  const before = readFileSync(join(dir, 'state.json'), 'utf8');
  saveApps(dir, [app('web')]);
  writeFileSync(join(dir, 'saved.json'), 'damage');
  readSavedApps(dir);
  assert.equal(readFileSync(join(dir, 'state.json'), 'utf8'), before);
});

test('an app that is not there any more is told by what is wrong with its file, else as left out of it', () => {
  const web = app('web');
  const error = (data: string, of: Partial<Problem>): Problem => ({
    code: 'script-required',
    severity: 'error',
    data: { app: data },
    file: '/srv/ecosystem.json',
    ...of,
  });
  const others = [
    error('of another app', { app: 'api' }),
    error('of another file', { file: '/srv/pm2.json' }),
    error('a warning', { severity: 'warning' }),
  ];
  const told = (problems: readonly Problem[]): unknown => {
    const { app: id, ok, problem } = missingApp(web, problems);
    return [id, ok, problem && describeProblem(problem)];
  };
  const unlisted = 'It is in no ecosystem file any more: /srv/ecosystem.json.';
  assert.deepEqual(told(others), [web.id, false, unlisted]);
  assert.deepEqual(told([...others, error('web', { app: 'web' })]), [
    web.id,
    false,
    '"web" has no "script". Add the file or command it runs.',
  ]);
  const syntax = error('', { code: 'file-syntax', data: { message: 'Unexpected }' } });
  assert.deepEqual(told([...others, syntax]), [web.id, false, 'Unexpected }']);
});
