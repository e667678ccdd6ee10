import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeFinding } from '../../../../src/ecosystem/rules/describeFinding.ts';
import { codes, factsWith, findings, fixed } from './checking.ts';

const duplicate = '{ "apps": [{ "name": "a", "script": "a.js" }, { "name": "a", "script": "b.js" }] }';

test('a setting turns a rule off, and gives it another severity', () => {
  assert.deepEqual(codes('ecosystem.json', duplicate), ['name-duplicate']);
  assert.deepEqual(codes('ecosystem.json', duplicate, { rules: { 'name-duplicate': 'off' } }), []);
  const [milder] = findings('ecosystem.json', duplicate, { rules: { 'name-duplicate': 'hint' } });
  assert.equal(milder?.severity, 'hint');
});

test('the file is that of the tool that the setting names', () => {
  const text = '{ "apps": [{ "name": "a", "script": "a.js", "port": 3000 }] }';
  assert.deepEqual(codes('ecosystem.json', text, { dialect: 'pm2' }), []);
  assert.deepEqual(codes('ecosystem.json', text, { dialect: 'pmdaemon' }), ['pmdaemon-refuses']);
});

test('findings stand where they are about, in all languages', () => {
  const at = (file: string, text: string, code: string): string | undefined => {
    const found = findings(file, text).find((finding) => finding.code === code);
    return found && text.slice(found.start, found.end);
  };
  assert.equal(at('ecosystem.json', duplicate, 'name-duplicate'), '"a"');
  const yaml = 'apps:\n  - name: web\n    script: a.js\n    instnces: 2\n    kill_timeout: soon\n';
  assert.equal(at('pm2.yaml', yaml, 'option-unknown'), 'instnces');
  assert.equal(at('pm2.yaml', yaml, 'option-type'), 'soon');
  const toml = '[[apps]]\nname = "web"\n\n[apps.watch_options]\nintervall = 5\n';
  assert.equal(at('ecosystem.toml', toml, 'script-required'), '"web"');
  const nested = toml.replace('"web"', '"web"\nscript = "a.js"');
  assert.equal(at('ecosystem.toml', nested, 'option-unknown'), 'intervall');
  const js =
    'const common = { script: "a.js", max_restarts: "x" };\nmodule.exports = [{ ...common, name: "b" }, { ...common, name: "c" }];';
  assert.equal(at('pm2.config.js', js, 'option-type'), '"x"');
  assert.deepEqual(codes('pm2.config.js', js), ['option-type'], 'what two apps share is told once');
  const dependent =
    '[[apps]]\nname = "web"\nscript = "a.js"\ndepends_on = ["db", "cache"]\n\n[[apps]]\nname = "db"\nscript = "b.js"\n';
  assert.equal(at('ecosystem.toml', dependent, 'dependency-unknown'), '"cache"');
  assert.equal(at('ecosystem.json', '{ "apps": [] }', 'file-no-apps'), '"apps"');
});

test('a circle is told with its apps, and one app that waits for itself too', () => {
  const text = 'apps:\n  - name: a\n    script: a.js\n    depends_on: [a]\n';
  const found = findings('pm2.yaml', text).find(({ code }) => code === 'dependency-circle');
  assert.equal(
    found && describeFinding(found),
    'These apps wait for each other: a -> a. Remove one of the "depends_on".',
  );
});

const withEnv = (name: string, value: string): string =>
  JSON.stringify({ apps: [{ name: 'a', script: 'a.js', env: { [name]: value } }] });

for (const [name, value, severity] of [
  ['DATABASE_PASSWORD', 'hunter2-Xk9', 'hint'],
  // Put together, so that no scanner takes this file for a leak.
  ['STRIPE_KEY', ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_'), 'warning'],
  ['AWS_ACCESS_KEY_ID', ['AKIA', 'IOSFODNN7ABCDEFG'].join(''), 'warning'],
  ['DATABASE_URL', 'postgres://shop:kJ8-qqL2@db.internal/shop', 'hint'],
  ['API_TOKEN', 'changeme', undefined],
  ['API_TOKEN', '${API_TOKEN}', undefined],
  ['API_TOKEN', '<your token>', undefined],
  ['API_TOKEN', '', undefined],
  ['DATABASE_URL', 'postgres://postgres:postgres@localhost/shop', undefined],
  ['SECRET_FILE', '/run/secrets/api', undefined],
  ['TOKEN_URL', 'https://login.example.com/oauth2/token', undefined],
  ['NODE_ENV', 'production', undefined],
] as const) {
  test(`a value of ${value.length} characters in ${name} is ${severity === undefined ? 'no secret' : `a secret (${severity}), which is not shown`}`, () => {
    const [found, ...others] = findings('ecosystem.json', withEnv(name, value));
    assert.deepEqual([found?.severity, others.length], [severity, 0]);
    if (found !== undefined) assert.ok(!`${describeFinding(found)}${JSON.stringify(found)}`.includes(value));
  });
}

test('a script that a build makes is missing as a warning only', () => {
  const facts = factsWith({ files: ['/shop/package.json'] });
  const severity = (script: string): unknown =>
    findings('ecosystem.json', JSON.stringify({ apps: [{ name: 'a', script }] }), { facts })[0]?.severity;
  assert.equal(severity('./server.js'), 'error');
  assert.equal(severity('./dist/server.js'), 'warning');
});

test('scripts are found as Drover finds them', () => {
  const facts = factsWith({
    files: ['/shop/server.js', '/shop/api/main.py', '/shop/node_modules/.bin/next', '/usr/bin/tool'],
  });
  const check = (app: object): readonly string[] =>
    codes('ecosystem.json', JSON.stringify({ apps: [{ name: 'a', ...app }] }), { facts });
  assert.deepEqual(check({ script: 'server.js' }), []);
  assert.deepEqual(check({ script: './server' }), []);
  assert.deepEqual(check({ script: 'node server.js --port 3000', dummy: undefined }), []);
  assert.deepEqual(check({ script: 'main.py', cwd: 'api' }), []);
  assert.deepEqual(check({ script: 'next', args: 'dev' }), []);
  assert.deepEqual(check({ script: '/usr/bin/tool' }), []);
  assert.deepEqual(check({ script: 'echo a | cat' }), []);
  assert.deepEqual(check({ script: 'main.py' }), ['script-missing']);
  assert.deepEqual(check({ script: 'nxt dev' }), ['program-missing']);
  assert.deepEqual(check({ script: 'server.js', interpreter: 'deno' }), ['program-missing']);
  assert.deepEqual(check({ script: 'server.js', interpreter: 'node@20' }), []);
});

test('fixes keep quotes, commas, lines and indentation', () => {
  const apply = (file: string, text: string, code: string, index = 0): string | undefined => {
    const fix = findings(file, text).find((finding) => finding.code === code)?.fixes[index];
    return fix && fixed(text, fix);
  };
  const js =
    "module.exports = {\n  watch: true,\n  apps: [\n    {\n      name: 'a',\n      script: 'a.js',\n    },\n    { name: 'b', script: 'b.js' }\n  ]\n};\n";
  assert.equal(
    apply('pm2.config.js', js, 'option-at-root'),
    "module.exports = {\n  apps: [\n    {\n      name: 'a',\n      script: 'a.js',\n      watch: true,\n    },\n    { name: 'b', script: 'b.js', watch: true }\n  ]\n};\n",
  );
  const yaml = 'env:\n  A: 1\n  B: 2\napps:\n  - name: a\n    script: a.js\n';
  assert.equal(
    apply('pm2.yaml', yaml, 'option-at-root'),
    'apps:\n  - name: a\n    script: a.js\n    env:\n      A: 1\n      B: 2\n',
  );
  const flow = 'apps: [{ name: a, exec: a.js }]\n';
  assert.equal(apply('pm2.yaml', flow, 'option-alias'), 'apps: [{ name: a, script: a.js }]\n');
  const shorthand = 'const exec = "a.js";\nmodule.exports = { apps: [{ name: "a", exec }] };\n';
  assert.equal(
    apply('pm2.config.js', shorthand, 'option-alias'),
    'const exec = "a.js";\nmodule.exports = { apps: [{ name: "a", script: exec }] };\n',
  );
  const last = '{ "apps": [{ "name": "a", "script": "a.js", "pmx": false }] }';
  assert.equal(
    apply('ecosystem.json', last, 'option-ignored'),
    '{ "apps": [{ "name": "a", "script": "a.js" }] }',
  );
  const single = "module.exports = { apps: [{ name: 'a', script: 'a.js', instances: 'all' }] };";
  assert.equal(apply('pm2.config.js', single, 'option-type'), single.replace('all', 'max'));
  const toml = '[[apps]]\nname = "a"\nscript = "a.js"\nNODE_ENV = "test"\n';
  assert.equal(
    apply('ecosystem.toml', toml, 'variable-outside-env'),
    toml.replace('NODE_ENV', 'env.NODE_ENV'),
  );
  const windows = 'apps:\r\n  - name: a\r\n    script: a.js\r\n    env:\r\n      A: 1\r\n    BB: 2\r\n';
  assert.equal(
    apply('pm2.yaml', windows, 'variable-outside-env'),
    'apps:\r\n  - name: a\r\n    script: a.js\r\n    env:\r\n      A: 1\r\n      BB: 2\r\n',
  );
});

test('any damage of a file leaves no exception, and every span inside of the text', () => {
  const texts = {
    'pm2.config.js':
      "module.exports = {\n  apps: [{ name: 'a', exec: 'a.js', depends_on: ['b'], port: '1-2', instances: 4, env: { K: 'v' }, FOO: 1 }],\n  watch: true };\n",
    'ecosystem.json':
      '{ "instances": 2, "apps": [{ "name": "a", "script": "npm start", "instances": "all", "watch": ["x"], "max_restarts": 0 }] }',
    'pm2.yaml':
      'kill_timeout: 5\napps:\n  - &a\n    name: a\n    script: a.js\n    cron: */5 * * * *\n  - <<: *a\n    name: a\n    FOO: 1\n',
    'ecosystem.toml':
      'watch = true\n[[apps]]\nname = "a"\nscript = "a.js"\nport = 3000\nretries = 2\n[apps.env]\nA = 1\n[[apps]]\nname = "a"\n',
  };
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 300; round++) {
    for (const [file, text] of Object.entries(texts)) {
      const at = random(text.length);
      const junk = ['', '{', '}', '"', ':', ',', '[', '\n', '- ', 'null'][random(10)] ?? '';
      const damaged = text.slice(0, at) + junk + text.slice(at + random(6));
      for (const finding of findings(file, damaged, {
        facts: factsWith({ files: ['/shop/a.js'], cpus: 2 }),
      })) {
        const { start, end, fixes } = finding;
        assert.ok(start >= 0 && start <= end && end <= damaged.length, damaged);
        for (const fix of fixes) fixed(damaged, fix);
        describeFinding(finding);
      }
    }
  }
});

test('a fix puts an option behind the comment of the line before it, and a comma before that', () => {
  const text = [
    'module.exports = {',
    '  max_restarts: 3,',
    '  apps: [',
    '    {',
    "      script: 'a.js', // serves",
    '    },',
    "    { script: 'b.js' }, {",
    "      script: 'c.js' // no comma",
    '    },',
    '  ],',
    '};',
    '',
  ].join('\n');
  const finding = findings('ecosystem.config.js', text).find(({ code }) => code === 'option-at-root');
  const [fix] = finding?.fixes ?? [];
  assert.ok(fix !== undefined);
  assert.equal(
    fixed(text, fix),
    [
      'module.exports = {',
      '  apps: [',
      '    {',
      "      script: 'a.js', // serves",
      '      max_restarts: 3,',
      '    },',
      "    { script: 'b.js', max_restarts: 3 }, {",
      "      script: 'c.js', // no comma",
      '      max_restarts: 3',
      '    },',
      '  ],',
      '};',
      '',
    ].join('\n'),
  );
});
