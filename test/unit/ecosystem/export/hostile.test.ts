import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { specsOf, exportTo } from './exporting.ts';

/** What would be a line, a directive, a variable or a command of its own where it is written as it stands. */
const hostile = [
  '$(touch pwned)',
  '${HOME}',
  '`touch pwned`',
  '"; touch pwned; "',
  "'; touch pwned; '",
  'a\nExecStartPre=/bin/touch pwned\n[Service]',
  'x; } server { listen 1; }',
  'a\n  evil: true\n- &a',
  '%n %h %%',
  '# no comment',
  '\\',
  '{{ .Values }}',
  'true',
  '../../out',
];

function appOf(text: string) {
  const health_check = { check_type: 'http', url: `http://localhost:3000/${text}` };
  const env = { SHOWN: text, API_TOKEN: text };
  return {
    name: text,
    namespace: text,
    script: 'server.js',
    args: [text],
    env,
    port: 3000,
    instances: 2,
    health_check,
  };
}

const unsafePath = /(?:^|\/)\.\.(?:\/|$)|^\/|[\n\\]/;

for (const text of hostile) {
  const apps = [appOf(text)];
  const shown = JSON.stringify(text);

  for (const format of ['compose', 'kubernetes', 'systemd', 'nginx', 'haproxy', 'pm2', 'pmdaemon']) {
    test(`${format}: no file leaves the folder for ${shown}`, () => {
      for (const { path } of exportTo(format, { apps }).files) assert.doesNotMatch(path, unsafePath);
    });
  }

  for (const format of ['compose', 'kubernetes']) {
    test(`${format}: ${shown} is a value and nothing else`, () => {
      for (const file of exportTo(format, { apps }).files) {
        if (!/\.ya?ml$/.test(file.path)) continue;
        for (const document of parseAllDocuments(file.text)) {
          assert.deepEqual('errors' in document ? document.errors : [], []);
          const keys = keysOf('toJS' in document ? document.toJS() : null);
          assert.ok(!keys.includes('evil'), keys.join());
        }
      }
      const whole = exportTo(format, { apps }).files.map((file) => file.text);
      const values = whole.flatMap((file) =>
        parseAllDocuments(file).flatMap((document) => ('toJS' in document ? textsOf(document.toJS()) : [])),
      );
      // Compose has `$$` for a dollar; in Kubernetes a reference is escaped the same way.
      assert.ok(values.includes(text) || values.includes(text.replaceAll('$', '$$$$')), values.join('\n'));
    });
  }

  test(`systemd: ${shown} makes no line of its own`, () => {
    const [spec] = specsOf(apps);
    assert.ok(spec !== undefined);
    for (const file of exportTo('systemd', { apps }).files) {
      if (!/\.(?:service|socket|target|timer)$/.test(file.path)) continue;
      const lines = file.text.split('\n');
      assert.ok(!lines.some((line) => /^ExecStartPre=.*touch/.test(line)), file.text);
      assert.ok(lines.filter((line) => line === '[Service]').length <= 1, file.text);
      // A lone quote would take the rest of the line, and a percent sign is the beginning of a specifier.
      for (const line of lines.filter((one) => /^(?:Environment|ExecStart)=/.test(one))) {
        assert.doesNotMatch(line.replaceAll('%%', ''), /%[nh]/, line);
        if (line.startsWith('ExecStart=')) assert.doesNotMatch(line.replaceAll('$$', ''), /\$[({A-Z]/, line);
      }
    }
  });

  for (const format of ['nginx', 'haproxy']) {
    test(`${format}: ${shown} makes no directive of its own`, () => {
      const plain = exportTo(format, { apps: [{ ...appOf('web') }] });
      const lines = (files: readonly { readonly text: string }[]): string[] =>
        files.flatMap((file) => file.text.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line)));
      const given = exportTo(format, { apps });
      assert.equal(
        lines(given.files).length,
        lines(plain.files).length,
        given.files.map((file) => file.text).join(),
      );
      // Names have lost what acts; the path of a health check is within quotes.
      for (const line of lines(given.files)) {
        assert.doesNotMatch(
          line.replace(/ uri '(?:[^'\\ ]|'\\'')*' ver /, ''),
          /touch pwned|listen 1;|^\s*ExecStartPre|["'`$]\(/,
          line,
        );
      }
    });
  }
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
