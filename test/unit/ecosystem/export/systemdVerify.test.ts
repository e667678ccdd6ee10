import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { systemdCalendar } from '../../../../src/ecosystem/export/systemdCalendar.ts';
import type { ExportCase } from './exporting.ts';
import { exportTo, manyApps, textOf } from './exporting.ts';

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const options = { skip: hasSystemd ? false : 'systemd-analyze is not installed' };

/** `verify` looks for them. */
const programs = ['drover', 'node', 'uvicorn', 'python3'];

/** What systemd has to say about the units of an export; an instance is looked at for each template. */
function verify(given: ExportCase): string {
  const folder = mkdtempSync(join(tmpdir(), 'drover-units-'));
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const name of programs) writeFileSync(join(bin, name), '#!/bin/sh\n', { mode: 0o755 });
    const { files } = exportTo('systemd', { ...given, values: { ...given.values, 'search-path': bin } });
    for (const { path, text } of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      // The folder of the project is not on this machine.
      const there = text
        .replaceAll(/^WorkingDirectory=.*$/gm, 'WorkingDirectory=/')
        // It does not look where `ExecSearchPath=` says.
        .replaceAll(/^ExecStart=(?=(?:drover|node|uvicorn|python3) )/gm, `ExecStart=${bin}/`);
      writeFileSync(file, there);
    }
    const units = files
      .map(({ path }) => path)
      .filter((path) => /^[^/]+\.(?:service|socket|target|timer)$/.test(path));
    const named = units.map((unit) => join(folder, unit.replace('@.', '@0.')));
    // An instance is a link to its template.
    for (const unit of units.filter((one) => one.includes('@.'))) {
      copyFileSync(join(folder, unit), join(folder, unit.replace('@.', '@0.')));
    }
    const { stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', ...named], {
      encoding: 'utf8',
    });
    const own = stderr
      .split('\n')
      .filter((line) => line.includes(folder) || units.some((unit) => line.startsWith(unit)));
    return status === 0 ? own.join('\n') : stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('systemd takes every unit as it is', options, () => {
  assert.equal(verify({ apps: manyApps }), '');
  assert.equal(verify({ apps: manyApps, values: { user: true, 'no-secrets': true } }), '');
  assert.equal(verify({ apps: manyApps, values: { 'run-as': 'daemon' } }), '');
});

test('systemd complains about what is wrong', options, () => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-units-'));
  const unit = join(folder, 'wrong.service');
  writeFileSync(unit, '[Service]\nExecStart=/no/such/program\nRestart=sometimes\n');
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  assert.match(stderr, /sometimes/);
});

test('one app becomes a service, a template with its target, or a service that Drover runs', () => {
  const result = exportTo('systemd', { apps: manyApps });
  const paths = result.files.map(({ path }) => path);
  for (const path of [
    'web.service',
    'api-range@.service',
    'api-range.target',
    'api-range@2.service.d/instance.conf',
    'api@.service',
    'api.socket',
    'migrate.service',
    'migrate.env',
    'nightly.timer',
  ])
    assert.ok(paths.includes(path), `${path} of ${paths.join(', ')}`);
  assert.match(
    textOf(result, 'web.service'),
    /^ExecStart=drover up \/srv\/shop\/ecosystem\.json --only web$/m,
  );
  assert.match(
    textOf(result, 'api-range@.service'),
    /^ExecStart=node \/srv\/shop\/server\.js --port "\$\{PORT\}" --index "%i"$/m,
  );
  assert.match(textOf(result, 'api-range@2.service.d/instance.conf'), /^Environment=PORT=5102$/m);
  assert.match(textOf(result, 'api.socket'), /^ListenStream=127\.0\.0\.1:8010$/m);
  assert.match(textOf(result, 'api@.service'), /^ExecStart=uvicorn app:app --fd 3$/m);
  assert.match(textOf(result, 'migrate.service'), /^Type=oneshot$/m);
  assert.match(textOf(result, 'queue@.service'), /^Environment=NODE_APP_INSTANCE=%i$/m);
  const secrets = result.files.filter(({ isSecret }) => isSecret === true).map(({ path }) => path);
  assert.deepEqual(secrets, ['migrate.env']);
});

test('apps of one file that Drover runs are one service', () => {
  const apps = ['a', 'b'].map((name) => ({ name, script: `${name}.js`, instances: 2 }));
  const { files } = exportTo('systemd', { apps, profile: 'live' });
  assert.deepEqual(
    files.map(({ path }) => path),
    ['shop.service'],
  );
  assert.match(
    files[0]?.text ?? '',
    /^ExecStart=drover up \/srv\/shop\/ecosystem\.json --only a,b --env live$/m,
  );
});

test('words of a command line and values of variables are what they were', options, () => {
  const env = { PLAIN: 'a b', QUOTED: '"\\', DOLLAR: '$HOME', PERCENT: '100%', LINES: 'a\nb' };
  const words = ['a b', '$HOME', '100%', '"', '\\', ';', 'a\nb'];
  const text = textOf(
    exportTo('systemd', {
      apps: [{ name: 'x', script: '/bin/true', interpreter: 'none', args: words, env }],
    }),
  );
  assert.match(text, /^ExecStart=\/bin\/true "a b" \$\$HOME 100%% "\\"" "\\\\" ";" "a\\nb"$/m);
  for (const line of ['"PLAIN=a b"', '"QUOTED=\\"\\\\"', 'DOLLAR=$HOME', 'PERCENT=100%%', '"LINES=a\\nb"'])
    assert.ok(text.includes(`\nEnvironment=${line}\n`), `${line} in ${text}`);
});

const times: Readonly<Record<string, readonly string[] | null>> = {
  '*/15 * * * *': ['*-*-* *:0/15:0'],
  '15 3 * * 1-5': ['Mon,Tue,Wed,Thu,Fri *-*-* 3:15:0'],
  '0 0 1 JAN *': ['*-1-1 0:0:0'],
  '0 9-17/2 * * *': ['*-*-* 9..17/2:0:0'],
  '30 0 12 1,15 * *': ['*-*-1,15 12:0:30'],
  // Either of the days.
  '0 4 1 * MON': ['Mon *-*-* 4:0:0', '*-*-1 4:0:0'],
  '@daily': ['daily'],
  '0 0 L * *': null,
};
for (const [pattern, calendar] of Object.entries(times)) {
  test(`${pattern} as a calendar of systemd`, options, () => {
    assert.deepEqual(systemdCalendar(pattern), calendar);
    for (const time of calendar ?? []) execFileSync('systemd-analyze', ['calendar', time], { stdio: 'pipe' });
  });
}
