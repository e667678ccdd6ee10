import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Metrics } from '../../src/supervisor/metrics/metrics.ts';
import { platform, start, startShell } from './processes.ts';
import { waitFor } from './waitFor.ts';

describe('metrics of real processes', () => {
  it('a busy process below an idle instance counts for the instance, and for no other', async (t) => {
    const busy = startShell(t, '(exec -a spinner bash -c "while :; do :; done") & echo $!; wait');
    const idle = start(t, ['sleep', '100']);
    const spinner = Number(await busy.line());
    const metrics = new Metrics({
      platform,
      roots: () =>
        new Map([
          ['busy/0', busy.target.pid],
          ['idle/0', idle.target.pid],
        ]),
      onSample: () => undefined,
      onError: assert.ifError,
    });
    const sample = await waitFor('CPU to be seen', async () => {
      const one = await metrics.sample();
      return (one.rows[0]?.cpu ?? 0) > 0 && one;
    });
    assert.deepEqual(
      sample.rows.map(({ instance }) => instance),
      ['busy/0', 'idle/0'],
    );
    assert.ok((sample.rows[0]?.memory ?? 0) > (sample.rows[1]?.memory ?? 0));
    const child = sample.children.get('busy/0')?.find(({ pid }) => pid === spinner);
    assert.equal(child?.ppid, busy.target.pid);
    await waitFor('its own command line', async () =>
      (await metrics.sample()).children.get('busy/0')?.some(({ command }) => command.startsWith('spinner')),
    );
    assert.deepEqual(sample.children.get('idle/0'), []);
  });

  it('a process that has ended is no longer in the sample', async (t) => {
    const { target, child } = startShell(t, 'exec sleep 100');
    const metrics = new Metrics({
      platform,
      roots: () => new Map([['web/0', target.pid]]),
      onSample: () => undefined,
      onError: assert.ifError,
    });
    assert.equal((await metrics.sample()).rows.length, 1);
    child.kill('SIGKILL');
    await waitFor('the empty sample', async () => (await metrics.sample()).rows.length === 0);
  });
});
