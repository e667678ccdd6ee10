import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportedApp } from '../../../../src/ecosystem/export/exportedApp.ts';
import type { Exported } from '../../../../src/ecosystem/export/exporter.ts';
import type { ExportPlace, ExportValues } from '../../../../src/ecosystem/export/formats.ts';
import { haproxyFormat } from '../../../../src/ecosystem/export/haproxy.ts';
import { nginxFormat } from '../../../../src/ecosystem/export/nginx.ts';
import { normaliseEcosystem } from '../../../../src/ecosystem/normalise.ts';

const formats = { nginx: nginxFormat, haproxy: haproxyFormat } as const;

interface Asked {
  readonly values?: ExportValues;
  readonly livePorts?: ExportPlace['livePorts'];
}

function exported(
  proxy: keyof typeof formats,
  apps: readonly object[],
  { values = {}, livePorts }: Asked = {},
): Exported & { readonly text: string } {
  const all = apps.map((app) => ({ name: 'web', script: 'server.js', ...app }));
  const specs = normaliseEcosystem({ apps: all }, { path: '/project/ecosystem.json', dialect: 'pm2' }).apps;
  const read = specs.map((spec) => exportedApp(spec, { shellEnv: {}, cpus: 2, profile: null }).app);
  const place = { folder: '/project', ...(livePorts === undefined ? {} : { livePorts }) };
  const result = formats[proxy].export(read, values, place);
  return { ...result, text: result.files[0]?.text ?? '' };
}

/** The lines of servers, without their settings. */
function serversIn(text: string): readonly string[] {
  return [...text.matchAll(/^ +server (?:\S+ )?(\S+:\d+)/gm)].map(([, address = '']) => address);
}

for (const proxy of ['nginx', 'haproxy'] as const) {
  test(`${proxy} has a server for each instance with a port of its own`, () => {
    const ranged = exported(proxy, [{ instances: 3, port: '3000-3009' }]);
    assert.deepEqual(serversIn(ranged.text), ['127.0.0.1:3000', '127.0.0.1:3001', '127.0.0.1:3002']);
    const counted = exported(proxy, [{ instances: 2, increment_var: 'PORT', env: { PORT: 4000 } }]);
    assert.deepEqual(serversIn(counted.text), ['127.0.0.1:4000', '127.0.0.1:4001']);
  });

  test(`${proxy} gets the ports that instances have now, else those that the range begins with`, () => {
    const app = { instances: 2, port: 'auto:8000-8100' };
    const live = exported(proxy, [app], { livePorts: { web: [8005, 8017] } });
    assert.deepEqual(serversIn(live.text), ['127.0.0.1:8005', '127.0.0.1:8017']);
    assert.match(live.text, /# Its ports are those that its instances have now\./);
    const stopped = exported(proxy, [app]);
    assert.deepEqual(serversIn(stopped.text), ['127.0.0.1:8000', '127.0.0.1:8001']);
    assert.match(stopped.notes.map(({ text }) => text).join(), /It does not run, so its ports/);
  });

  test(`${proxy} asks an app that names no port where it is seen to listen`, () => {
    const shared = exported(proxy, [{ instances: 4 }], { livePorts: { web: [3456, 3456, 3456, 3456] } });
    assert.deepEqual([...new Set(serversIn(shared.text))], ['127.0.0.1:3456']);
    assert.match(shared.text, /# It names no "port": this is where it listens now\./);
    const own = exported(proxy, [{ instances: 2, exec_mode: 'fork' }], {
      livePorts: { web: [41_001, 41_002] },
    });
    assert.deepEqual(serversIn(own.text), ['127.0.0.1:41001', '127.0.0.1:41002']);
  });

  test(`${proxy} knows the port of an app that says it itself`, () => {
    assert.deepEqual(serversIn(exported(proxy, [{ env: { PORT: '5000' } }]).text), ['127.0.0.1:5000']);
    const uvicorn = { script: 'uvicorn', args: ['app:app', '--port', '5001'], interpreter: 'none' };
    assert.deepEqual(serversIn(exported(proxy, [uvicorn]).text), ['127.0.0.1:5001']);
    assert.deepEqual(serversIn(exported(proxy, [{ port: 1, env: { HOST: '::1' } }]).text), ['[::1]:1']);
    assert.deepEqual(serversIn(exported(proxy, [{ port: 1, env: { HOST: '0.0.0.0' } }]).text), [
      '127.0.0.1:1',
    ]);
  });

  test(`${proxy} leaves out apps without a port, and is refused when none has one`, () => {
    const { text, notes } = exported(proxy, [{ port: 3000 }, { name: 'worker' }]);
    assert.match(text, /^# worker: It has no "port", so there is nothing to send requests to/m);
    assert.ok(notes.some(({ app }) => app === 'worker'));
    assert.throws(() => exported(proxy, [{}]), /^Error: None of the apps has a port that/);
    assert.throws(() => exported(proxy, [{ port: 0 }]), /None of the apps has a port/);
  });

  test(`${proxy} listens on this machine alone until it is told otherwise, each app on a port of its own`, () => {
    const apps = [{ port: 3000 }, { name: 'api', port: 3001 }];
    const listens = (values: ExportValues): readonly string[] =>
      [...exported(proxy, apps, { values }).text.matchAll(/^ +(?:listen|bind) ([^;\n]+)/gm)].map(
        ([, address = '']) => address,
      );
    assert.deepEqual(listens({}), ['127.0.0.1:8080', '127.0.0.1:8081']);
    assert.deepEqual(listens({ listen: '0.0.0.0:80' }), ['0.0.0.0:80', '0.0.0.0:81']);
    const everywhere = proxy === 'nginx' ? ['90', '91'] : ['*:90', '*:91'];
    assert.deepEqual(listens({ listen: '90' }), everywhere);
    for (const listen of ['web', '0', '70000', '1.2.3:80', 'localhost:80', '80; include /etc/passwd'])
      assert.throws(() => listens({ listen }), /--listen takes a port/, listen);
    assert.throws(() => listens({ listen: '65535' }), /not enough ports/);
  });

  test(`${proxy} gets names that it takes, each once, whatever apps are called`, () => {
    const apps = ['a b', 'a/b', '{x};', 'größe'].map((name, index) => ({ name, port: 3000 + index }));
    const { text } = exported(proxy, apps);
    const names = [...text.matchAll(/^ *(?:upstream|backend) (\S+)/gm)].map(([, name = '']) => name);
    assert.deepEqual(names, ['a-b', 'a-b-2', 'x-', 'gr-e']);
    assert.match(text, /# The app "größe"\./);
  });

  test(`${proxy} keeps clients at an instance when asked, and says where it cannot`, () => {
    const sticky = exported(proxy, [{ instances: 2, port: '3000-3001' }], { values: { sticky: true } });
    assert.match(sticky.text, proxy === 'nginx' ? /^ +ip_hash;$/m : /^ +cookie DROVER_INSTANCE insert/m);
    const shared = exported(proxy, [{ instances: 2, port: 3000 }], { values: { sticky: true } });
    assert.match(shared.notes.map(({ text }) => text).join(), /give it a range of ports/);
  });
}

test('nginx tells apps apart by names in front of the host name', () => {
  const names = (apps: readonly object[], name: string): readonly string[] =>
    [...exported('nginx', apps, { values: { 'server-name': name } }).text.matchAll(/server_name (.*);/g)].map(
      ([, found = '']) => found,
    );
  assert.deepEqual(names([{ port: 1 }], 'example.com'), ['example.com']);
  assert.deepEqual(names([{ port: 1 }, { name: 'My_Api', port: 2 }], 'example.com'), [
    'web.example.com',
    'my-api.example.com',
  ]);
  for (const name of ['', 'a b', 'a;b', '-a', 'a{'])
    assert.throws(() => names([{ port: 1 }], name), /--server-name/);
});

test('nginx can ask the one port of several instances again and again', () => {
  const { text } = exported('nginx', [{ instances: 2, port: 3000 }]);
  assert.deepEqual(serversIn(text), Array(6).fill('127.0.0.1:3000'));
});

test('a health check becomes one of HAProxy', () => {
  const check = { check_type: 'http', timeout: 2, interval: 10, retries: 5 };
  const at = (url: string): string =>
    exported('haproxy', [{ instances: 2, port: '3000-3001', health_check: { ...check, url } }]).text;
  const text = at('http://localhost:{PORT}/health?deep=1');
  assert.match(text, /^ +http-check send meth GET uri \/health\?deep=1 ver HTTP\/1\.1 hdr Host localhost$/m);
  assert.match(text, /^ +timeout check 2000ms$/m);
  assert.match(text, /^ +default-server check inter 10000ms .*fall 5/m);
  assert.match(at('http://localhost:9000/up'), /^ +server web-0 127\.0\.0\.1:3000 port 9000$/m);
  assert.match(at('http://localhost:{PORT}/a b'), / uri \/a%20b ver/);
  const script = exported('haproxy', [
    { port: 1, health_check: { check_type: 'script', script: './ok.sh' } },
  ]);
  assert.match(script.notes.map((note) => note.text).join(), /of the type "script" is not HAProxy's/);
});

test('only what belongs into a configuration that is there is written as a snippet', () => {
  const values = { snippet: true } as const;
  const nginx = exported('nginx', [{ port: 3000 }], { values });
  assert.equal(nginx.files[0]?.path, 'upstreams.conf');
  assert.doesNotMatch(nginx.text, /listen|http \{/);
  const haproxy = exported('haproxy', [{ port: 3000 }], { values });
  assert.equal(haproxy.files[0]?.path, 'backends.cfg');
  assert.doesNotMatch(haproxy.text, /^(?:global|defaults|frontend)/m);
});
