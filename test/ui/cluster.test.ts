import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/install/paths.ts';
import { lockExamplePorts } from '../supervisor/examplePorts.ts';
import { isAlive } from '../editor/isAlive.ts';
import { countAnswers, isFree, pids, withSupervisor } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';

await lockExamplePorts();

const screenshots = join(root, 'test-results', 'screenshots');

journey(
  'a cluster is listed, started, restarted one by one and stopped',
  { folder: 'examples/pm2-cluster' },
  async ({ editor, workbench }) => {
    await mkdir(screenshots, { recursive: true });
    const { tree } = workbench;
    await workbench.openDrover();
    const app = tree.row('kromosynth-render');
    await app.waitForName(/^kromosynth-render, stopped, \d+ instances/);
    const stopped = (await tree.names()).filter((name) => name.startsWith('2 '));
    assert.ok(stopped.length >= 2, stopped.join('\n'));
    for (const name of stopped) assert.match(name, /^2 kromosynth-render-\d+, stopped/);
    await workbench.screenshot(join(screenshots, 'stopped.png'));

    await app.clickButton('Start');
    const total = stopped.length;
    await app.waitForName(
      new RegExp(`^kromosynth-render, online, ${total} of ${total} instances, port \\d+`),
    );
    for (let index = 0; index < total; index += 1) {
      await tree.row(`kromosynth-render-${index},`).waitForName(/, online, port \d+/);
    }
    const port = Number(/port (\d+)/.exec(await app.name())?.[1]);
    await workbench.statusBarItem(new RegExp(`${total} of ${total} instances online`)).waitFor();

    const before = await withSupervisor(editor, ({ snapshot }) => pids(snapshot));
    assert.equal(new Set(Object.values(before)).size, total);
    const answers = await countAnswers(port, 40);
    assert.deepEqual([...answers.keys()].map(pidIn).sort(), Object.values(before).sort());
    for (const count of answers.values()) assert.ok(Math.abs(count - 40 / total) <= 1, String([...answers]));

    await tree.row('kromosynth-render-1,').waitForName(/CPU \d+%, memory \d+ MB/);
    await workbench.setTheme('dark');
    await workbench.screenshot(join(screenshots, 'online-dark.png'));

    await tree.row('kromosynth-render-1,').clickButton('Restart');
    await tree.row('kromosynth-render-1,').waitForName(/, online, .*1 restart/);
    const after = await withSupervisor(editor, ({ snapshot }) => pids(snapshot));
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    assert.deepEqual(changed, ['kromosynth-render-1']);

    await tree.row('kromosynth-render-0,').clickButton('Show Logs');
    await workbench.output.waitForText(/\d+/);
    await workbench.setTheme('light');
    await workbench.screenshot(join(screenshots, 'online-light.png'));

    await app.clickButton('Stop');
    await app.waitForName(/^kromosynth-render, stopped/);
    for (const pid of [...Object.values(before), ...Object.values(after)]) {
      assert.equal(pid !== null && isAlive(pid), false, `process ${pid} is left`);
    }
    assert.equal(await isFree(port), true, `port ${port} is still in use`);
  },
);

/** The example answers with a text that holds its process id. */
function pidIn(answer: string): number {
  return Number(/\d+/.exec(answer)?.[0]);
}
