import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { root } from '../../scripts/install/paths.ts';
import { buildImage, insideOf } from './imageRoot.ts';

const example = `${root}/examples/pm2-cluster`;
const namespaces = ['--pid', '--fork', '--mount', '--net', '--ipc', '--kill-child=SIGKILL'];
const canIsolate =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync('/usr/bin/busybox') &&
  spawnSync('unshare', [...namespaces, 'true']).status === 0;
const skip = canIsolate ? false : 'an image without Docker needs Linux, root and BusyBox';

test(
  'the container of examples/pm2-cluster serves, is looked at from within, and ends in order',
  { skip },
  async (t) => {
    const image = buildImage(`${example}/Dockerfile`, { '': example, drover: root });
    const start = [
      'mount -t proc proc "$0/proc"',
      'mount -t tmpfs tmpfs "$0/dev"',
      'mknod -m 666 "$0/dev/null" c 1 3',
      'busybox ip link set lo up',
      'exec "$@"',
    ].join(' && ');
    const child = spawn('unshare', [
      ...namespaces,
      ...['/bin/bash', '-c', start, image.root],
      ...insideOf(image, image.command),
    ]);
    let text = '';
    const ended = once(child, 'close');
    t.after(async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(image.root, { recursive: true });
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
    while (!text.includes('listening on port 8080')) {
      assert.equal(child.exitCode, null, text);
      await once(child.stdout, 'data');
    }
    const { pid = 0 } = child;
    const first = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    /** As `docker exec`. */
    const exec = (...command: string[]): string => {
      const inside = ['--target', first, '--pid', '--mount', '--net', '--ipc'];
      return execFileSync('nsenter', [...inside, ...insideOf(image, command)], { encoding: 'utf8' });
    };
    const [app] = JSON.parse(exec('drover', 'list', '--json')) as {
      name: string;
      status: string;
      instances: unknown[];
    }[];
    assert.deepEqual([app?.name, app?.status], ['kromosynth-render', 'online']);
    const served = exec(
      'node',
      '-e',
      'fetch("http://127.0.0.1:8080/").then(async (r) => console.log(await r.text()))',
    );
    assert.match(served, /^\d+\n/);
    assert.match(exec('drover', 'ping'), /\d/);

    process.kill(Number(first), 'SIGTERM');
    const [code] = (await ended) as [number | null];
    assert.equal(code, 0, text);
    assert.match(text, /\| closing/);
    assert.doesNotMatch(text, /Zombies|SIGKILL/);
  },
);

test('the compose file of the example builds what the Dockerfile takes in', () => {
  const { services } = parse(readFileSync(`${example}/compose.yaml`, 'utf8')) as {
    services: Record<
      string,
      { build: { context: string; additional_contexts: Record<string, string> }; ports: string[] }
    >;
  };
  const { build, ports } = services['render'] ?? { build: undefined, ports: [] };
  const dockerfile = readFileSync(`${example}/Dockerfile`, 'utf8');
  const contexts = [...dockerfile.matchAll(/--from=(\w+)/g)].map(([, name]) => name);
  assert.deepEqual(Object.keys(build?.additional_contexts ?? {}), contexts);
  assert.equal(build?.context, '.');
  const [, port = ''] = /EXPOSE (\d+)/.exec(dockerfile) ?? [];
  assert.deepEqual(ports, [`${port}:${port}`]);
});
